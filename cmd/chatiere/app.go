package main

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"framagit.org/chatiere/chatiere/installer/locale"
	"framagit.org/chatiere/chatiere/installer/site"
	"framagit.org/chatiere/chatiere/installer/wizard"
	"github.com/hashicorp/hcl/v2"
	"github.com/spf13/cobra"
	"golang.org/x/term"
)

// app is one call of the program: where it reads and writes, and the flags
// that every command has.
type app struct {
	in          io.Reader
	out         io.Writer // the result
	errors      io.Writer // questions, progress, errors
	environment func(string) string
	interactive bool // a person can be asked

	folder   string
	language string
	state    string
	modules  string
	noColor  bool
	plain    bool
	json     bool

	// fetch reads the sources that are not here; nil in a command that reaches
	// for no network.
	fetch func(site.Source) (fs.FS, error)

	// read is what a command read of modules, for the lines under diagnostics;
	// nil: all of them are read for that.
	read map[string]*hcl.File

	printer  *locale.Printer
	terminal *wizard.Terminal
	command  string // as typed, for the run lock's message
}

// stateRoot is where chatons of a machine keep their state, one folder each.
const stateRoot = "/var/lib/chatiere"

// run parses the arguments, performs one command and returns its exit code.
func (a *app) run(ctx context.Context, arguments []string) int {
	a.command = strings.TrimSpace("chatiere " + strings.Join(arguments, " "))
	a.speak(languageFlag(arguments))
	root := a.rootCommand()
	root.SetArgs(arguments)
	root.SetIn(a.in)
	root.SetOut(a.out)
	root.SetErr(a.errors)
	err := root.ExecuteContext(ctx)
	if a.terminal != nil {
		defer a.terminal.Close()
	}
	return a.report(ctx, err)
}

// speak chooses the language before cobra builds its help.
func (a *app) speak(flag string) {
	a.printer = locale.New(locale.Detect(a.environment, flag))
}

func languageFlag(arguments []string) string {
	for i, argument := range arguments {
		if value, ok := strings.CutPrefix(argument, "--lang="); ok {
			return value
		}
		if argument == "--lang" && i+1 < len(arguments) {
			return arguments[i+1]
		}
	}
	return ""
}

func (a *app) rootCommand() *cobra.Command {
	root := &cobra.Command{
		Use:           "chatiere",
		Short:         a.printer.Sayf("From nothing to a chaton in HTTPS with its declaration"),
		SilenceErrors: true,
		SilenceUsage:  true,

		SuggestionsMinimumDistance: 2,

		Args: a.noArguments,
		RunE: a.begin,

		PersistentPreRunE: func(*cobra.Command, []string) error { return a.flagValues() },
	}
	flags := root.PersistentFlags()
	flags.StringVar(&a.folder, "chdir", ".", a.printer.Sayf("`FOLDER` of chaton.hcl"))
	flags.StringVar(&a.language, "lang", "", a.printer.Sayf("`LANGUAGE`: fr or en"))
	flags.StringVar(&a.state, "state", "", a.printer.Sayf("state `FOLDER` (default /var/lib/chatiere/NAME)"))
	flags.StringVar(&a.modules, "modules", "", a.printer.Sayf("`FOLDER` of more modules"))
	flags.BoolVar(&a.noColor, "no-color", false, a.printer.Sayf("no colour"))
	flags.BoolVar(&a.plain, "plain", false, a.printer.Sayf("one fact a line, for screen readers and braille"))
	flags.BoolVar(&a.json, "json", false, a.printer.Sayf("the result as JSON"))
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return &usageError{a.flagError(err)} })
	root.CompletionOptions.HiddenDefaultCmd = true
	root.AddCommand(
		a.initCommand(), a.checkCommand(), a.doctorCommand(), a.planCommand(), a.applyCommand(), a.statusCommand(), a.logsCommand(), a.tickCommand(),
		a.accountCommand(), a.actionCommand(), a.exportCommand(), a.moduleCommand(), a.declareCommand(), a.demoCommand(), a.destroyCommand(), a.removeCommand(), a.secretCommand(), a.certificateCommand(), a.gatewayCommand(),
		a.importCommand(), a.versionCommand(),
	)
	a.translateHelp(root)
	return root
}

// begin is `chatiere` alone: the wizard where there is no chaton.hcl yet, else
// how the chaton does.
func (a *app) begin(command *cobra.Command, _ []string) error {
	if _, err := os.Stat(a.path()); err == nil {
		return a.status(command.Context())
	}
	return a.initialise(command.Context(), initOptions{})
}

func (a *app) path() string { return filepath.Join(a.folder, "chaton.hcl") }

// say prints one sentence for people on the error output.
func (a *app) say(sentence string) { fmt.Fprintln(a.errors, sentence) }

// result prints one line of the command's result.
func (a *app) result(line string) { fmt.Fprintln(a.out, line) }

// asking makes the terminal once a run: it holds the only reader of the input.
func (a *app) asking() *wizard.Terminal {
	if a.terminal == nil {
		a.terminal = &wizard.Terminal{
			In: a.in, Out: a.errors, IsTerminal: a.interactive,
			Plain:   a.plainWanted(),
			NoColor: a.noColor || a.environment("NO_COLOR") != "",
			Width:   a.width(), Printer: a.printer,
		}
	}
	return a.terminal
}

// plainWanted also remembers what a person at a terminal chose once.
func (a *app) plainWanted() bool {
	chosen, known := a.preference().Load()
	return wizard.PlainWanted(a.plain, a.environment) || a.interactive && known && chosen
}

// listened says that results are read aloud or felt: one fact a line, and words
// instead of signs. TERM=dumb says so of a person at a terminal only: timers
// and scripts have it too.
func (a *app) listened() bool {
	return a.plain || a.environment("CHATIERE_PLAIN") == "1" || a.interactive && a.plainWanted()
}

func (a *app) width() int {
	if file, ok := a.errors.(*os.File); ok {
		if width, _, err := term.GetSize(int(file.Fd())); err == nil {
			return width
		}
	}
	return 80
}

// requireRoot refuses early what would fail half-way: state, engine and ports
// belong to root.
func (a *app) requireRoot() error {
	if os.Geteuid() == 0 {
		return nil
	}
	return &adviceError{
		said:   a.printer.Sayf("This command reads and writes the state of the chaton, which belongs to root."),
		advice: a.printer.Sayf("Run it again as root, or with sudo."),
		code:   exitUsage,
	}
}

func clock() time.Time { return time.Now() }
