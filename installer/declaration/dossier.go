package declaration

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"
	"strings"
	"text/template"
	"time"
)

// writeDossier renders what is handed in or kept, never published. It comes
// last: it says which documents were written and which wait.
func writeDossier(templates fs.FS, v *view, result *Result) error {
	v.Published, v.Waiting = result.Documents, result.Waiting
	for _, name := range []string{"candidature.md", "passation.md"} {
		parsed, err := template.New(name).Funcs(template.FuncMap(functions())).Funcs(markdown()).ParseFS(templates, "dossier/"+name)
		if err != nil {
			return fmt.Errorf("read dossier template %s: %w", name, err)
		}
		var out bytes.Buffer
		if err := parsed.Execute(&out, v); err != nil {
			return fmt.Errorf("render dossier/%s: %w", name, err)
		}
		result.add(Document{Path: "dossier/" + name, Content: out.Bytes()})
	}
	return nil
}

// markdown are functions for the dossier only.
func markdown() template.FuncMap {
	return template.FuncMap{"quote": quote, "cell": cell}
}

// quote sets people's own words apart; where nobody wrote anything the place
// stays, marked.
func quote(text string) string {
	if strings.TrimSpace(text) == "" {
		return "> **à écrire**"
	}
	return "> " + strings.ReplaceAll(strings.TrimSpace(text), "\n", "\n> ")
}

// cell keeps a value inside its table cell.
func cell(text string) string {
	return strings.ReplaceAll(strings.Join(strings.Fields(text), " "), "|", "\\|")
}

// manifest lists the files with their hashes. It is not signed: a candidate's
// own key would prove nothing.
type manifest struct {
	Chaton    string            `json:"chaton"`
	At        string            `json:"at"`
	Generator string            `json:"generator"`
	Files     map[string]string `json:"files"` // path -> hex SHA-256
	Waiting   []string          `json:"waiting"`
}

func addManifest(v *view, result *Result) error {
	m := manifest{
		Chaton: v.Slug, At: v.At.Format(time.RFC3339), Generator: orElse(v.Evidence.Generator, "chatiere"),
		Files: map[string]string{}, Waiting: []string{},
	}
	for _, document := range result.Documents {
		sum := sha256.Sum256(document.Content)
		m.Files[document.Path] = hex.EncodeToString(sum[:])
	}
	for _, waiting := range result.Waiting {
		m.Waiting = append(m.Waiting, waiting.Path)
	}
	content, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return fmt.Errorf("write the manifest: %w", err)
	}
	result.add(Document{Path: "dossier/manifest.json", Content: append(content, '\n')})
	return nil
}
