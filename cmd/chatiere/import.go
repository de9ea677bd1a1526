package main

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"framagit.org/chatiere/chatiere/installer/compose"
	"github.com/spf13/cobra"
)

// importOptions are the flags of import compose.
type importOptions struct {
	name     string
	into     string
	profiles []string
}

// importCommand takes in what other tools wrote.
func (a *app) importCommand() *cobra.Command {
	var options importOptions
	command := &cobra.Command{
		Use:     "import",
		Short:   a.printer.Sayf("Make the beginning of a module from a compose file"),
		Example: "  chatiere import compose docker-compose.yml --name petit-service",
		Args:    a.noArguments,
		RunE:    func(command *cobra.Command, _ []string) error { return command.Help() },
	}
	from := &cobra.Command{
		Use:     "compose " + a.printer.Sayf("FILE") + "...",
		Short:   a.printer.Sayf("Write a module from compose files, and name all that could not be carried over"),
		Example: "  chatiere import compose docker-compose.yml --name petit-service\n  chatiere import compose compose.yaml compose.override.yaml --profile web",
		Args:    a.between(1, 64),
		RunE: func(command *cobra.Command, files []string) error {
			return a.importCompose(command, files, options)
		},
	}
	from.Flags().StringVar(&options.name, "name", "", a.printer.Sayf("`NAME` of the module (default: that of the file's folder)"))
	from.Flags().StringVar(&options.into, "into", "", a.printer.Sayf("`FOLDER` that gets the module's folder (default: that of --modules, else this one)"))
	from.Flags().StringArrayVar(&options.profiles, "profile", nil, a.printer.Sayf("also the services of this `PROFILE`"))
	command.AddCommand(from)
	return command
}

func (a *app) importCompose(command *cobra.Command, files []string, options importOptions) error {
	if options.name == "" {
		options.name = moduleNamed(filepath.Base(filepath.Dir(a.absolute(files[0]))))
	}
	if !moduleName.MatchString(options.name) {
		return a.wrongUse(a.printer.Sayf("%q can't be the name of a module.", options.name),
			a.printer.Sayf("A name is a small letter, then small letters, digits, - and _."))
	}
	folder, err := a.freshFolder(options.into, options.name)
	if err != nil {
		return err
	}
	loaded, _ := a.catalogue()
	skeleton, err := compose.Read(command.Context(), compose.Options{
		Name: options.name, Files: files, Profiles: options.profiles, Engines: engines(loaded), Sayf: a.printer.Sayf,
	})
	if err != nil {
		return a.unreadCompose(files, err)
	}
	if err := skeleton.Write(folder); err != nil {
		return err
	}
	return a.imported(skeleton, folder)
}

// moduleNamed makes a module's name of a folder's.
func moduleNamed(folder string) string {
	fit := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '-' || r == '_' {
			return r
		}
		return '-'
	}, strings.ToLower(folder))
	return strings.TrimLeft(fit, "0123456789-_")
}

// unreadCompose passes on what compose's own reader says; it is not ours to
// translate.
func (a *app) unreadCompose(files []string, err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return a.wrongUse(a.printer.Sayf("A file of compose can't be read: %s", err.Error()), a.printer.Sayf("Check its path."))
	}
	return a.wrongUse(a.printer.Sayf("%s is not a compose file that can be read: %s", strings.Join(files, ", "), err.Error()),
		a.printer.Sayf("Correct it until docker compose config accepts it."))
}

// importedJSON is what `import compose --json` prints.
type importedJSON struct {
	Folder  string          `json:"folder"`
	Counts  compose.Counts  `json:"counts"`
	Left    []importFinding `json:"left"`
	Decided []importFinding `json:"decided"`
	Todo    []string        `json:"todo"`
}

type importFinding struct {
	File string `json:"file,omitempty"`
	Line int    `json:"line,omitempty"`
	Path string `json:"path"`
	What string `json:"what"`
}

func (a *app) imported(s *compose.Skeleton, folder string) error {
	if a.json {
		told := importedJSON{Folder: folder, Counts: s.Counts, Left: a.importFindings(s.Left), Decided: a.importFindings(s.Decided), Todo: []string{}}
		for _, one := range s.Todo {
			told.Todo = append(told.Todo, a.printer.Sayf(one.Format, one.Values...))
		}
		return a.resultJSON(told)
	}
	say := a.printer.Sayf
	a.result(say("written: %s", folder))
	n := s.Counts
	a.result(say("From %d services: containers %d, jobs %d, databases and caches %d, volumes %d, secrets %d, routes %d, other open ports %d.",
		n.Services, n.Containers, n.Jobs, n.Databases, n.Volumes, n.Secrets, n.Routes, n.Ports))
	a.importPart(say("Not carried over: %d places.", len(s.Left)), s.Left)
	a.importPart(say("Carried over in another form, to be looked at: %d places.", len(s.Decided)), s.Decided)
	a.result("")
	a.result(say("Left to do:"))
	for _, one := range s.Todo {
		a.result("  - " + foldedFact(say(one.Format, one.Values...)))
	}
	a.result("")
	a.result(say("What is still missing, line by line: chatiere module validate %s", asFolder(folder)))
	return nil
}

func (a *app) importFindings(found []compose.Finding) []importFinding {
	told := []importFinding{}
	for _, one := range found {
		told = append(told, importFinding{File: one.File, Line: one.Line, Path: one.Path, What: a.printer.Sayf(one.What.Format, one.What.Values...)})
	}
	return told
}

// importPart prints what says the same of the same field once, with all its
// lines: YAML often writes for many services what stands once.
func (a *app) importPart(heading string, found []compose.Finding) {
	if len(found) == 0 {
		return
	}
	a.result("")
	a.result(heading)
	for _, group := range alikeFindings(a.importFindings(found)) {
		first := group[0]
		place := first.Path
		switch {
		case len(group) > 1:
			place = a.printer.Sayf("%s, lines %s, %s (%d times)", first.File, lines(group), field(first.Path), len(group))
		case first.File != "":
			place = fmt.Sprintf("%s:%d %s", first.File, first.Line, first.Path)
		}
		a.result("  " + a.printer.Sayf("%s: %s", place, first.What))
	}
}

// alikeFindings groups those of one file that say the same of the same field.
func alikeFindings(found []importFinding) [][]importFinding {
	var groups [][]importFinding
	at := map[[3]string]int{}
	for _, one := range found {
		key := [3]string{one.File, field(one.Path), one.What}
		if group, known := at[key]; known && one.File != "" {
			groups[group] = append(groups[group], one)
			continue
		}
		at[key] = len(groups)
		groups = append(groups, []importFinding{one})
	}
	return groups
}

// field is a path without the names before it and the places in lists.
func field(path string) string {
	parts := strings.Split(path, ".")
	name, _, _ := strings.Cut(parts[len(parts)-1], "[")
	return name
}

// lines are those of a group, each once.
func lines(group []importFinding) string {
	var numbers []string
	for _, one := range group {
		if number := strconv.Itoa(one.Line); !slices.Contains(numbers, number) {
			numbers = append(numbers, number)
		}
	}
	return strings.Join(numbers, ", ")
}
