package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"framagit.org/chatiere/chatiere/installer"
	"framagit.org/chatiere/chatiere/installer/catalog"
	"framagit.org/chatiere/chatiere/installer/charter"
	"framagit.org/chatiere/chatiere/installer/site"
	"framagit.org/chatiere/chatiere/installer/trial"
	"github.com/hashicorp/hcl/v2"
	"github.com/spf13/cobra"
)

// moduleValidateCommand finds everything wrong with modules, at once.
func (a *app) moduleValidateCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "validate [NAME|" + a.printer.Sayf("FOLDER") + "]...",
		Short:   a.printer.Sayf("Say everything wrong with modules, at once; without a name, with all of them"),
		Example: "  chatiere module validate\n  chatiere module validate dokuwiki ./mon-module",
		Args:    anyArguments,
		RunE:    func(_ *cobra.Command, words []string) error { return a.moduleValidate(words) },
	}
}

func (a *app) moduleValidate(words []string) error {
	shelves, names, err := a.meant(words)
	if err != nil {
		return err
	}
	loaded, wrong := catalog.Load(shelves...)
	wrong = append(wrong, unfree(loaded)...)
	for _, name := range loaded.Names() {
		if len(words) == 0 || slices.Contains(names, name) {
			wrong = append(wrong, site.Validate(loaded, loaded.Module(name))...)
		}
	}
	if len(words) > 0 {
		wrong = about(wrong, names)
	} else {
		names = loaded.Names()
	}
	a.read = loaded.Sources()
	if wrong.HasErrors() {
		return &installer.DiagnosticsError{Diagnostics: wrong}
	}
	if a.json {
		return a.writeDiagnostics(a.out, wrong)
	}
	a.diagnostics(wrong)
	a.result(a.printer.Sayf("%d modules looked at: 0 problems.", len(names)))
	return nil
}

// meant are the folders to read and the modules that were named. A folder that
// is named stands in the place of what ships under its name.
func (a *app) meant(words []string) (shelves []fs.FS, names []string, err error) {
	shelves = a.moduleFolders()
	for _, word := range words {
		found, err := a.foldersOf(shelves, word)
		if err != nil {
			return nil, nil, err
		}
		if len(found) == 0 {
			if !stands(shelves, word) {
				return nil, nil, a.noModule(word)
			}
			names = append(names, word)
		}
		for _, folder := range found {
			name := filepath.Base(folder)
			own := catalog.Shelf{FS: trial.One(name, os.DirFS(folder)), Origin: catalog.OriginFolder, Name: filepath.Dir(folder)}
			if own.Name == "." {
				own.Name = ""
			}
			if !slices.Contains(names, name) {
				names = append(names, name)
			}
			shelves = append(trial.Without(name, shelves), own)
		}
	}
	return shelves, names, nil
}

// foldersOf are the folders of modules that a word names: one, or those that
// stand in it. A plain word is a name first.
func (a *app) foldersOf(shelves []fs.FS, word string) ([]string, error) {
	plain := word != "." && !strings.ContainsRune(word, filepath.Separator)
	if plain && (stands(shelves, word) || !holdsHCL(word)) {
		return nil, nil
	}
	folder := filepath.Clean(word)
	if word == "." || strings.HasPrefix(folder, "..") {
		folder = a.absolute(word)
	}
	if holdsHCL(folder) {
		return []string{folder}, nil
	}
	below, err := filepath.Glob(filepath.Join(folder, "*"))
	found := slices.DeleteFunc(below, func(name string) bool { return !holdsHCL(name) })
	if err != nil || len(found) == 0 {
		return nil, a.wrongUse(a.printer.Sayf("There is no module in %s.", a.absolute(word)),
			a.printer.Sayf("Name the folder of a module, or one that holds folders of modules."))
	}
	return found, nil
}

func holdsHCL(folder string) bool {
	found, err := filepath.Glob(filepath.Join(folder, "*.hcl"))
	return err == nil && len(found) > 0
}

func stands(shelves []fs.FS, name string) bool {
	return slices.ContainsFunc(shelves, func(shelf fs.FS) bool {
		info, err := fs.Stat(shelf, name)
		return fs.ValidPath(name) && err == nil && info.IsDir()
	})
}

// noModule says that no module has a name, and which one may be meant.
func (a *app) noModule(name string) error {
	loaded, _ := a.catalogue()
	said := a.printer.Sayf("There is no module %q.", name)
	if near := catalog.Nearest(name, loaded.Names()); near != "" {
		said += " " + a.printer.Sayf("Did you mean %q?", near)
	}
	return a.wrongUse(said, a.printer.Sayf("chatiere module list names them; a folder is written with a /, for example ./%s.", name))
}

// about keeps what concerns some modules.
func about(diagnostics hcl.Diagnostics, names []string) hcl.Diagnostics {
	return slices.DeleteFunc(diagnostics, func(one *hcl.Diagnostic) bool {
		if one.Subject == nil {
			return false
		}
		return !slices.ContainsFunc(strings.Split(one.Subject.Filename, "/"), func(part string) bool { return slices.Contains(names, part) })
	})
}

// unfree names the licences that nobody calls free: design/modules.md, License.
// What no list knows is a warning, for a person to judge.
func unfree(loaded *catalog.Catalog) hcl.Diagnostics {
	var wrong hcl.Diagnostics
	for _, name := range loaded.Names() {
		software := loaded.Module(name).Software
		if software == nil {
			continue
		}
		one := &hcl.Diagnostic{Severity: hcl.DiagError, Subject: software.Range.Ptr(), Summary: "Not free",
			Detail: "No list calls the licence " + software.License + " free. Only free software is taken in."}
		switch charter.Judge(software.License) {
		case charter.NotFree:
			wrong = append(wrong, one)
		case charter.ToBeJudged:
			one.Severity, one.Summary = hcl.DiagWarning, "Licence to be judged"
			one.Detail = "The lists of " + charter.LicencesRead() + " do not settle whether " + software.License + " is free. Ask a person before you offer it."
			wrong = append(wrong, one)
		}
	}
	return wrong
}
