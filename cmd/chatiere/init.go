package main

import (
	"context"
	"errors"
	"io/fs"
	"os"

	"framagit.org/chatiere/chatiere/installer"
	"framagit.org/chatiere/chatiere/installer/catalog"
	"framagit.org/chatiere/chatiere/installer/disk"
	"framagit.org/chatiere/chatiere/installer/locale"
	"framagit.org/chatiere/chatiere/installer/site"
	"framagit.org/chatiere/chatiere/installer/wizard"
	"github.com/spf13/cobra"
)

// initOptions are the flags of init.
type initOptions struct {
	answers   string
	writeOnly bool
}

// initCommand is the first sitting.
func (a *app) initCommand() *cobra.Command {
	var options initOptions
	command := &cobra.Command{
		Use:     "init",
		Short:   a.printer.Sayf("Ask what a new chaton needs, write chaton.hcl, put it in place"),
		Example: "  chatiere init\n  chatiere init --answers reponses.hcl",
		Args:    a.noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			return a.initialise(command.Context(), options)
		},
	}
	command.Flags().StringVar(&options.answers, "answers", "", a.printer.Sayf("`FILE` of answers (HCL or JSON): ask nothing"))
	command.Flags().BoolVar(&options.writeOnly, "write-only", false, a.printer.Sayf("write chaton.hcl and stop there"))
	return command
}

// initialise asks or reads the answers, writes chaton.hcl and goes on to apply.
func (a *app) initialise(ctx context.Context, options initOptions) error {
	if _, err := os.Stat(a.path()); err == nil {
		return &adviceError{
			said:   a.printer.Sayf("There is a chaton.hcl in %s already; it is left as it is.", a.absolute(a.folder)),
			advice: a.printer.Sayf("Put it in place with chatiere apply, or use another folder with --chdir."),
			code:   exitUsage,
		}
	}
	if !options.writeOnly {
		if err := a.requireRoot(); err != nil { // before ten questions rather than after
			return err
		}
	}
	loaded, wrong := a.catalogue()
	if wrong.HasErrors() {
		return &installer.DiagnosticsError{Diagnostics: wrong}
	}
	answers, err := a.answers(ctx, loaded, options)
	if err != nil {
		return err
	}
	if err := a.write(answers); err != nil {
		return err
	}
	if options.writeOnly {
		return nil
	}
	return a.goOn(ctx, options)
}

func (a *app) answers(ctx context.Context, loaded *catalog.Catalog, options initOptions) (site.Answers, error) {
	if options.answers != "" {
		return a.readAnswers(loaded, options.answers)
	}
	draft := a.draft()
	given, err := a.resume(ctx, draft)
	if err != nil {
		return site.Answers{}, err
	}
	if given.Language == "" {
		given.Language = a.language
	}
	if locale.Supported(given.Language) { // the sitting's own, also after it was cut short
		a.printer = locale.New(given.Language)
	}
	return wizard.Ask(ctx, a.asking(), loaded, given, wizard.Options{
		Preview:    func(answers site.Answers) (string, error) { return preview(loaded, answers) },
		Path:       a.absolute(a.path()),
		Memory:     availableMemory(),
		Proven:     a.provenHere(),
		Draft:      draft,
		Preference: a.preference(),
	})
}

// resume offers to go on with what an interrupted sitting left.
func (a *app) resume(ctx context.Context, draft draft) (site.Answers, error) {
	given, found, err := draft.load()
	if err != nil || !found {
		return given, err
	}
	return a.asking().Resume(ctx, given)
}

func (a *app) readAnswers(loaded *catalog.Catalog, path string) (site.Answers, error) {
	source, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return site.Answers{}, &adviceError{
			said:   a.printer.Sayf("There is no file of answers %s.", path),
			advice: a.printer.Sayf("Check its path; examples/ in the sources holds one."),
			code:   exitUsage,
		}
	}
	if err != nil {
		return site.Answers{}, a.unreadable(path, err)
	}
	given, wrong := site.ReadAnswers(path, source)
	if wrong.HasErrors() {
		return site.Answers{}, &installer.DiagnosticsError{Diagnostics: wrong}
	}
	if locale.Supported(given.Language) {
		a.printer = locale.New(given.Language)
	}
	return wizard.Complete(loaded, given, a.printer)
}

// preview is the file that the answers make, refused when it would not load:
// a mistake must show before anything is written.
func preview(loaded *catalog.Catalog, answers site.Answers) (string, error) {
	source := site.Compose(answers)
	file, wrong := site.Load("chaton.hcl", source)
	if wrong.HasErrors() {
		return "", &installer.DiagnosticsError{Diagnostics: wrong}
	}
	if _, wrong := site.Resolve(loaded, file, site.PlaceholderSecrets{}); wrong.HasErrors() {
		return "", &installer.DiagnosticsError{Diagnostics: wrong}
	}
	return string(source), nil
}

func (a *app) write(answers site.Answers) error {
	if locale.Supported(answers.Language) {
		a.printer = locale.New(answers.Language)
	}
	if err := os.MkdirAll(a.folder, 0o755); err != nil {
		return a.unwritable(err)
	}
	if err := disk.Replace(a.path(), site.Compose(answers), 0o644); err != nil {
		return a.unwritable(err)
	}
	_ = os.Remove(a.draft().path) // its answers are in chaton.hcl now
	a.result(a.printer.Sayf("%s is written.", a.absolute(a.path())))
	return nil
}

// goOn applies what was just written: with an answers file without asking,
// since the file says what is wanted.
func (a *app) goOn(ctx context.Context, options initOptions) error {
	request, err := a.request()
	if err != nil {
		return err
	}
	if err := a.apply(ctx, request, applyOptions{yes: options.answers != ""}); err != nil {
		return err
	}
	return a.addresses(request)
}
