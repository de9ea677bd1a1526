package catalog

import (
	"slices"
	"strconv"
	"strings"
)

// leastUser is above every number that a package of Debian takes by itself.
const leastUser = 1000

// accounts checks the users that an image ends with: volumes outlive images,
// and their files belong to a number, which must be the same in each build.
func (r *recipe) accounts() {
	installed, upgraded := false, false
	for _, run := range r.runs {
		for _, command := range shellCommands(run.arguments) {
			switch {
			case command.apt("install"):
				if !installed && !upgraded {
					r.warn(run.subject, "Packages not upgraded",
						"The base may be weeks old. Begin with apt-get update && apt-get -y upgrade.")
				}
				installed = true
			case command.apt("upgrade"):
				upgraded = true
			default:
				r.account(run, command, installed)
			}
		}
	}
}

func (r *recipe) account(run instruction, command shellCommand, installed bool) {
	options := command.numbered()
	if options == nil {
		return
	}
	number, err := strconv.Atoi(command.option(options))
	switch {
	case err != nil || number < leastUser:
		r.add(run.subject, "User without a number",
			"The number that %s chooses may be another one in the next build. Give one of %d or above: %s %s %d …",
			command[0], leastUser, command[0], options[0], leastUser)
	case installed:
		r.add(run.subject, "User after packages",
			"A package may have taken that number already. Create the user before anything is installed, or renumber the package's own with usermod.")
	}
}

// shellCommand is one command of a RUN line, its variables left out.
type shellCommand []string

// shellCommands splits words as far as it takes to find whole commands: what a
// shell makes of them beyond that is not known here.
func shellCommands(words []string) []shellCommand {
	var found []shellCommand
	var current shellCommand
	for _, word := range words {
		switch {
		case slices.Contains([]string{"&&", "||", ";", "|", "(", ")", "{", "}", "then", "do", "else"}, word):
			found, current = append(found, current), nil
		case len(current) == 0 && strings.Contains(word, "="):
		case strings.HasSuffix(word, ";"):
			found, current = append(found, append(current, strings.TrimSuffix(word, ";"))), nil
		default:
			current = append(current, word)
		}
	}
	return append(found, current)
}

func (c shellCommand) apt(wanted string) bool {
	return len(c) > 0 && (c[0] == "apt-get" || c[0] == "apt") && slices.ContainsFunc(c, func(word string) bool {
		return word == wanted || wanted == "upgrade" && (word == "dist-upgrade" || word == "full-upgrade")
	})
}

// numbered are the options by which a command is given a number, nil for one
// that makes no user and no group.
func (c shellCommand) numbered() []string {
	if len(c) == 0 {
		return nil
	}
	switch c[0] {
	case "useradd":
		return []string{"-u", "--uid"}
	case "groupadd":
		return []string{"-g", "--gid"}
	}
	return nil
}

// option is what follows one of the names, after a space, "=" or nothing.
func (c shellCommand) option(names []string) string {
	for i, word := range c {
		for _, name := range names {
			rest, found := strings.CutPrefix(word, name)
			switch {
			case found && rest == "" && i+1 < len(c):
				return c[i+1]
			case found && rest != "":
				return strings.TrimPrefix(rest, "=")
			}
		}
	}
	return ""
}
