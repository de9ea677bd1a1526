package main

import (
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"
)

// translateHelp puts cobra's fixed words into the operator's language. The
// template is cobra's own layout with the headings said by the printer.
func (a *app) translateHelp(root *cobra.Command) {
	say := a.printer.Sayf
	root.SetUsageTemplate(strings.NewReplacer(
		"{USAGE}", say("Usage:"), "{EXAMPLES}", say("Examples:"), "{COMMANDS}", say("Commands:"),
		"{FLAGS}", say("Flags:"), "{GLOBAL}", say("Flags of every command:"),
		"{MORE}", say("More on a command: %s", "{{.CommandPath}} "+say("COMMAND")+" --help"),
		"{COMMAND}", say("COMMAND"),
	).Replace(usageTemplate))
	root.SetHelpCommand(&cobra.Command{Hidden: true})
	a.translateFlags(root)
	foldShorts(root)
}

// translateFlags says the flag that cobra adds to every command, and the words
// that the flag library would say in English.
func (a *app) translateFlags(command *cobra.Command) {
	command.InitDefaultHelpFlag()
	command.DisableFlagsInUseLine = true
	if flag := command.Flags().Lookup("help"); flag != nil {
		flag.Usage = a.printer.Sayf("this help")
	}
	for name, none := range map[string]string{"chdir": "", "folder": "", "http": "0", "https": "0", "listen": "[]", "mode": ""} {
		a.translateDefault(command, name, none)
	}
	for _, under := range command.Commands() {
		a.translateFlags(under)
	}
}

// translateDefault says a flag's default in the usage's own words: without one,
// which each kind of flag writes in its way, the flag library adds nothing.
func (a *app) translateDefault(command *cobra.Command, name, none string) {
	flag := command.Flags().Lookup(name)
	if flag == nil {
		flag = command.PersistentFlags().Lookup(name)
	}
	if flag == nil || flag.DefValue == none {
		return
	}
	flag.Usage = a.printer.Sayf("%s (default %s)", flag.Usage, strings.Trim(flag.DefValue, "[]"))
	flag.DefValue = none
}

// folded breaks a sentence where a line of a terminal ends.
func folded(sentence string, indent int) string {
	var text strings.Builder
	column := indent
	for i, word := range strings.Split(sentence, " ") {
		width := utf8.RuneCountInString(word)
		switch {
		case i == 0:
		case column+1+width > helpWidth:
			text.WriteString("\n" + strings.Repeat(" ", indent))
			column = indent
		default:
			text.WriteByte(' ')
			column++
		}
		text.WriteString(word)
		column += width
	}
	return text.String()
}

// foldShorts folds what each command is for: once for its own help, once for the
// list of its parent.
func foldShorts(command *cobra.Command) {
	for _, under := range command.Commands() {
		under.Long = folded(under.Short, 0)
		under.Short = folded(under.Short, 3+under.NamePadding())
		foldShorts(under)
	}
}

// helpWidth is a terminal's usual width.
const helpWidth = 79

const usageTemplate = `{USAGE}{{if .Runnable}}
  {{.UseLine}}{{end}}{{if .HasAvailableSubCommands}}
  {{.CommandPath}} {COMMAND}{{end}}{{if .HasExample}}

{EXAMPLES}
{{.Example}}{{end}}{{if .HasAvailableSubCommands}}

{COMMANDS}{{range .Commands}}{{if .IsAvailableCommand}}
  {{rpad .Name .NamePadding }} {{.Short}}{{end}}{{end}}{{end}}{{if .HasAvailableLocalFlags}}

{FLAGS}
{{.LocalFlags.FlagUsagesWrapped 79 | trimTrailingWhitespaces}}{{end}}{{if .HasAvailableInheritedFlags}}

{GLOBAL}
{{.InheritedFlags.FlagUsagesWrapped 79 | trimTrailingWhitespaces}}{{end}}{{if .HasAvailableSubCommands}}

{MORE}{{end}}
`
