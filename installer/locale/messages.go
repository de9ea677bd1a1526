package locale

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/message/catalog"
)

// Sentence is one translation. Most have only Other. In JSON it is a string,
// or an object with "one" and "other" when the words follow the number that
// the first verb says; French says zero like one.
type Sentence struct {
	One   string // "" when the number changes nothing
	Other string
}

// UnmarshalJSON takes both forms of a sentence.
func (s *Sentence) UnmarshalJSON(data []byte) error {
	if json.Unmarshal(data, &s.Other) == nil {
		return nil
	}
	var forms map[string]string
	if err := json.Unmarshal(data, &forms); err != nil {
		return errors.New(`a sentence is a string, or an object with "one" and "other"`)
	}
	s.One, s.Other = forms["one"], forms["other"]
	if len(forms) != 2 || s.One == "" || s.Other == "" {
		return errors.New(`a sentence with a number has exactly the forms "one" and "other"`)
	}
	return nil
}

// Read merges every file of one language, messages/<language>/*.json. A
// sentence may stand in several files only if it is the same in all.
func Read(fsys fs.FS, spoken string) (map[string]Sentence, error) {
	names, err := fs.Glob(fsys, path.Join("messages", spoken, "*.json"))
	if err != nil {
		return nil, err
	}
	merged := map[string]Sentence{}
	for _, name := range names {
		if err := merge(merged, fsys, name); err != nil {
			return nil, fmt.Errorf("read %s: %w", name, err)
		}
	}
	return merged, nil
}

func merge(into map[string]Sentence, fsys fs.FS, name string) error {
	data, err := fs.ReadFile(fsys, name)
	if err != nil {
		return err
	}
	var sentences map[string]Sentence
	if err := json.Unmarshal(data, &sentences); err != nil {
		return err
	}
	for key, sentence := range sentences {
		if other, known := into[key]; known && other != sentence {
			return fmt.Errorf("the sentence %q is translated in another way by another file", key)
		}
		into[key] = sentence
	}
	return nil
}

// forms is a sentence as x/text has it.
func forms(sentence Sentence) catalog.Message {
	// x/text takes "${" for one of its own placeholders and says nothing of
	// what it drops.
	if strings.Contains(sentence.Other, "${") {
		panic(fmt.Errorf("the sentence %q may not hold \"${\"", sentence.Other))
	}
	if sentence.One == "" {
		return catalog.String(sentence.Other)
	}
	return plural.Selectf(1, "%d", plural.One, sentence.One, plural.Other, sentence.Other)
}
