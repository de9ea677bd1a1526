package main

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"framagit.org/chatiere/chatiere/installer"
	"framagit.org/chatiere/chatiere/installer/catalog"
	"framagit.org/chatiere/chatiere/installer/trial"
	"framagit.org/chatiere/chatiere/modules"
	"github.com/spf13/cobra"
)

// trialOptions are the flags of module test.
type trialOptions struct {
	directory  string
	root       string
	port       int
	settings   []string
	all        bool
	record     bool
	keep       bool
	keepImages bool
}

// moduleTrialCommand puts a module through its whole life.
func (a *app) moduleTrialCommand() *cobra.Command {
	var options trialOptions
	command := &cobra.Command{
		Use:   "test NAME|" + a.printer.Sayf("FOLDER"),
		Short: a.printer.Sayf("Try a module from its first evening to its end, beside what runs"),
		Example: "  chatiere module test dokuwiki\n  chatiere module test ./mon-module --set title=Essai\n" +
			"  chatiere module test --all --acme https://localhost:14000/dir --acme-root pebble.pem",
		Args: cobra.ArbitraryArgs,
		RunE: func(command *cobra.Command, words []string) error {
			return a.moduleTrial(command.Context(), words, options)
		},
	}
	flags := command.Flags()
	flags.StringVar(&options.directory, "acme", "", a.printer.Sayf("`ADDRESS` of an ACME server's directory; without it certificates are the trial's own"))
	flags.StringVar(&options.root, "acme-root", "", a.printer.Sayf("`FILE` of the roots of that server and of what it signs (PEM)"))
	flags.IntVar(&options.port, "port", 0, a.printer.Sayf("`PORT` of the trial on loopback, where that server asks (default: a free one)"))
	flags.StringArrayVar(&options.settings, "set", nil, a.printer.Sayf("a setting of the module, as `name=value`"))
	flags.BoolVar(&options.all, "all", false, a.printer.Sayf("every module there is, two at a time"))
	flags.BoolVar(&options.record, "record", false, a.printer.Sayf("write what was seen into PROOFS.json of the folder of --modules"))
	flags.BoolVar(&options.keep, "keep", false, a.printer.Sayf("leave everything in place after a failure, to look at it"))
	flags.BoolVar(&options.keepImages, "keep-images", false, a.printer.Sayf("keep the images for the next trial"))
	return command
}

func (a *app) moduleTrial(ctx context.Context, words []string, options trialOptions) error {
	if err := a.requireRoot(); err != nil {
		return err
	}
	if err := a.checkTrial(words, options); err != nil {
		return err
	}
	folders, names, err := a.tried(words, options.all)
	if err != nil {
		return err
	}
	shared, err := a.trialOf(folders, options)
	if err != nil {
		return err
	}
	proofs, err := a.tryAll(ctx, shared, names, options)
	if err != nil {
		return err
	}
	return a.concludeTrials(proofs, len(names))
}

// checkTrial refuses what cannot be meant.
func (a *app) checkTrial(words []string, options trialOptions) error {
	switch {
	case options.all == (len(words) == 1) || len(words) > 1:
		return a.wrongUse(a.printer.Sayf("Which module is to be tried?"), a.printer.Sayf("Write the name of one, its folder, or --all."))
	case (options.directory == "") != (options.root == ""):
		return a.wrongUse(a.printer.Sayf("An ACME server is named by its address and its roots."), a.printer.Sayf("Write --acme and --acme-root, or neither."))
	case options.record && a.modules == "":
		return a.wrongUse(a.printer.Sayf("There is no folder to write PROOFS.json into."), a.printer.Sayf("Name the folder of the modules with --modules."))
	case options.record && options.directory == "":
		return a.wrongUse(a.printer.Sayf("A proof for everybody needs certificates of a real ACME server."), a.printer.Sayf("Write --acme and --acme-root, or leave out --record."))
	}
	return nil
}

// tried gives the folders of modules and the names to be tried. What the
// author names stands in the place of what ships under the same name.
func (a *app) tried(words []string, all bool) (folders []fs.FS, names []string, err error) {
	folders = []fs.FS{modules.Files}
	if a.modules != "" {
		own := os.DirFS(a.modules)
		entries, err := fs.ReadDir(own, ".")
		if err != nil {
			return nil, nil, err
		}
		for _, entry := range entries {
			folders = trial.Without(entry.Name(), folders)
		}
		folders = append(folders, own)
	}
	if all {
		loaded, wrong := catalog.Load(folders...)
		if wrong.HasErrors() {
			return nil, nil, &installer.DiagnosticsError{Diagnostics: wrong}
		}
		return folders, loaded.Names(), nil
	}
	name := words[0]
	if info, err := os.Stat(name); err == nil && info.IsDir() && (strings.ContainsRune(name, filepath.Separator) || name == ".") {
		path := a.absolute(name)
		name = filepath.Base(path)
		folders = append(trial.Without(name, folders), trial.One(name, os.DirFS(path)))
	}
	return folders, []string{name}, nil
}

// shared is what all trials of one call have in common.
type shared struct {
	folders []fs.FS
	trial.Options
}

// unknownModuleError names a module that no folder has.
type unknownModuleError struct{ name string }

// Error is in English.
func (e *unknownModuleError) Error() string { return fmt.Sprintf("There is no module %q.", e.name) }

// Sentence is the error before its name was put in, for translation.
func (e *unknownModuleError) Sentence() (format string, arguments []any) {
	return "There is no module %q.", []any{e.name}
}

// Hint says where to look.
func (e *unknownModuleError) Hint() string { return "See chatiere module list." }

func (a *app) trialOf(folders []fs.FS, options trialOptions) (shared, error) {
	binary, err := os.Executable()
	if err != nil {
		return shared{}, err
	}
	root := stateRoot
	if a.state != "" {
		root = a.absolute(a.state)
	}
	common := shared{folders: folders, Options: trial.Options{
		Root: root, Binary: binary, Version: version().number, HTTPS: options.port,
		KeepAll: options.keep, KeepImages: options.keepImages, Clock: clock, Settings: map[string]string{},
	}}
	for _, written := range options.settings {
		name, value, found := strings.Cut(written, "=")
		if !found {
			return shared{}, a.wrongUse(a.printer.Sayf("%q is no setting.", written), a.printer.Sayf("Write it as name=value."))
		}
		common.Settings[name] = value
	}
	if options.directory == "" {
		return common, nil
	}
	pem, err := os.ReadFile(options.root)
	if err != nil {
		return shared{}, a.unreadable(options.root, err)
	}
	common.Authority = &trial.Authority{Directory: options.directory, Root: pem}
	return common, nil
}

// load reads one module with its engines and the version before it.
func (s shared) load(name string) (trial.Options, error) {
	options := s.Options
	loaded, wrong := catalog.LoadNamed([]string{name}, s.folders...)
	if wrong.HasErrors() {
		return options, &installer.DiagnosticsError{Diagnostics: wrong}
	}
	module := loaded.Module(name)
	if module == nil {
		return options, &unknownModuleError{name}
	}
	options.Catalog, options.Module = loaded, name
	options.Previous, wrong = trial.Previous(module, s.folders...)
	if wrong.HasErrors() {
		return options, &installer.DiagnosticsError{Diagnostics: wrong}
	}
	return options, nil
}
