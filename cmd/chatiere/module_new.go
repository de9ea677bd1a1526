package main

import (
	"bytes"
	"embed"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"text/template"

	"framagit.org/chatiere/chatiere/installer/catalog"
	"github.com/spf13/cobra"
)

// skeletons holds the module that `module new` writes, in either language: it
// loads as it is, starts, and says in comments what to put in its place.
//
//go:embed all:skeleton
var skeletons embed.FS

// newOptions are the flags of module new.
type newOptions struct {
	database string
	into     string
}

// moduleNewCommand begins a module.
func (a *app) moduleNewCommand() *cobra.Command {
	var options newOptions
	command := &cobra.Command{
		Use:     "new NAME",
		Short:   a.printer.Sayf("Begin a module: a folder that is right from the start, with comments"),
		Example: "  chatiere module new petit-service\n  chatiere module new petit-service --database postgresql",
		Args:    a.between(1, 1),
		RunE:    func(_ *cobra.Command, words []string) error { return a.moduleNew(words[0], options) },
	}
	command.Flags().StringVar(&options.database, "database", "", a.printer.Sayf("`ENGINE` of a database or cache: postgresql, mariadb, redis"))
	command.Flags().StringVar(&options.into, "into", "", a.printer.Sayf("`FOLDER` that gets the module's folder (default: that of --modules, else this one)"))
	return command
}

// begun is what the skeleton is filled with.
type begun struct {
	Name    string
	Engine  string
	Block   string // database or cache
	Version string
}

var moduleName = regexp.MustCompile(`^[a-z][a-z0-9_-]{0,62}$`)

func (a *app) moduleNew(name string, options newOptions) error {
	if !moduleName.MatchString(name) {
		return a.wrongUse(a.printer.Sayf("%q can't be the name of a module.", name),
			a.printer.Sayf("A name is a small letter, then small letters, digits, - and _."))
	}
	begun, err := a.begun(name, options.database)
	if err != nil {
		return err
	}
	folder, err := a.freshFolder(options.into, name)
	if err != nil {
		return err
	}
	if err := writeSkeleton(folder, a.printer.Language(), begun); err != nil {
		return err
	}
	a.result(a.printer.Sayf("written: %s", folder))
	a.say(a.printer.Sayf("It is right as it is. Look with: chatiere module validate %s", asFolder(folder)))
	return nil
}

// asFolder is a folder as validate takes it: a plain word would be a name.
func asFolder(folder string) string {
	if strings.ContainsRune(folder, filepath.Separator) {
		return folder
	}
	return "." + string(filepath.Separator) + folder
}

// begun finds the engine that was asked for.
func (a *app) begun(name, engine string) (begun, error) {
	if engine == "" {
		return begun{Name: name}, nil
	}
	loaded, _ := a.catalogue()
	majors := engines(loaded)
	if len(majors[engine]) == 0 {
		var known []string
		for name := range majors {
			known = append(known, name)
		}
		slices.Sort(known)
		return begun{}, a.wrongUse(a.printer.Sayf("No module runs a database %q.", engine), a.printer.Sayf("There are %s.", a.printer.List(known)))
	}
	block := "database"
	if loaded.Module(engine).Engine.Dump == nil {
		block = "cache"
	}
	return begun{Name: name, Engine: engine, Block: block, Version: majors[engine][len(majors[engine])-1]}, nil
}

// engines are the modules that run databases and caches, with their versions.
func engines(loaded *catalog.Catalog) map[string][]string {
	found := map[string][]string{}
	for _, name := range loaded.Names() {
		if module := loaded.Module(name); module.Kind == "engine" && module.Engine != nil {
			found[name] = module.Engine.Majors
		}
	}
	return found
}

// freshFolder is where a module goes; nothing that is there is written over.
func (a *app) freshFolder(into, name string) (string, error) {
	if into == "" {
		into = a.modules
	}
	folder := filepath.Join(into, name)
	if _, err := os.Lstat(folder); err == nil {
		return "", a.wrongUse(a.printer.Sayf("%s is there already, and stays as it is.", a.absolute(folder)),
			a.printer.Sayf("Choose another name, or another folder with --into."))
	}
	return folder, nil
}

// writeSkeleton fills the files of one language and those of both.
func writeSkeleton(folder, language string, begun begun) error {
	for _, part := range []string{"skeleton/both", "skeleton/" + language} {
		err := fs.WalkDir(skeletons, part, func(name string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() {
				return err
			}
			return writePart(folder, strings.TrimPrefix(name, part+"/"), name, begun)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func writePart(folder, name, source string, begun begun) error {
	text, err := fs.ReadFile(skeletons, source)
	if err != nil {
		return err
	}
	parsed, err := template.New(name).Delims("<<", ">>").Parse(string(text))
	if err != nil {
		return err
	}
	var filled bytes.Buffer
	if err := parsed.Execute(&filled, begun); err != nil {
		return err
	}
	written := filled.Bytes()
	if path.Ext(name) == ".hcl" {
		written = laidOut(written)
	}
	place := filepath.Join(folder, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(place), 0o755); err != nil {
		return err
	}
	return os.WriteFile(place, written, 0o644)
}
