package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"framagit.org/chatiere/chatiere/installer/disk"
	"framagit.org/chatiere/chatiere/installer/site"
)

// draft keeps the answers of an unfinished init beside the chaton.hcl that
// they will make: before that file exists there is no state folder to name.
type draft struct{ path string }

func (a *app) draft() draft {
	return draft{path: filepath.Join(a.folder, ".chatiere-draft.json")}
}

// Save replaces the draft in one step.
func (d draft) Save(answers site.Answers) error {
	data, err := json.MarshalIndent(answers, "", "  ")
	if err != nil {
		return fmt.Errorf("keep the draft: %w", err)
	}
	if err := os.MkdirAll(filepath.Dir(d.path), 0o755); err != nil {
		return fmt.Errorf("keep the draft: %w", err)
	}
	return disk.Replace(d.path, data, 0o600)
}

// load reads the draft; absent or damaged, the sitting starts from nothing.
func (d draft) load() (answers site.Answers, found bool, err error) {
	data, err := os.ReadFile(d.path)
	if errors.Is(err, fs.ErrNotExist) {
		return answers, false, nil
	}
	if err != nil {
		return answers, false, fmt.Errorf("read the draft: %w", err)
	}
	if json.Unmarshal(data, &answers) != nil {
		return site.Answers{}, false, nil
	}
	return answers, true, nil
}

// preference remembers in the person's own configuration whether they read
// line by line.
type preference struct{ path string }

func (a *app) preference() preference {
	folder := a.environment("XDG_CONFIG_HOME")
	if folder == "" {
		folder = filepath.Join(a.environment("HOME"), ".config")
	}
	return preference{path: filepath.Join(folder, "chatiere", "form")}
}

// Load tells what was chosen; known is false before the first choice.
func (p preference) Load() (plain, known bool) {
	data, err := os.ReadFile(p.path)
	if err != nil {
		return false, false
	}
	return string(data) == "plain\n", true
}

// Save remembers the choice.
func (p preference) Save(plain bool) error {
	if err := os.MkdirAll(filepath.Dir(p.path), 0o700); err != nil {
		return fmt.Errorf("remember the form: %w", err)
	}
	form := "full\n"
	if plain {
		form = "plain\n"
	}
	return disk.Replace(p.path, []byte(form), 0o600)
}
