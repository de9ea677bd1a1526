package catalog

import (
	"encoding/json"
	"regexp"
	"sort"
	"strings"
	"unicode/utf8"

	"github.com/hashicorp/hcl/v2"
)

// instruction is one instruction of a Containerfile, its continued lines
// joined.
type instruction struct {
	word      string
	flags     []string
	arguments []string
	subject   hcl.Range // its first line
}

func (i instruction) argument(n int) string {
	if n < len(i.arguments) {
		return i.arguments[n]
	}
	return ""
}

// classicFlags gives the options of each instruction that the classic builder
// of Docker 20.10 knows.
func classicFlags() map[string][]string {
	return map[string][]string{
		"ADD": {"chown"}, "ARG": nil, "CMD": nil, "COPY": {"from", "chown"}, "ENTRYPOINT": nil, "ENV": nil,
		"EXPOSE": nil, "FROM": {"platform"}, "HEALTHCHECK": {"interval", "timeout", "start-period", "retries"},
		"LABEL": nil, "MAINTAINER": nil, "ONBUILD": nil, "RUN": nil, "SHELL": nil, "STOPSIGNAL": nil,
		"USER": nil, "VOLUME": nil, "WORKDIR": nil,
	}
}

func instructionNames() []string {
	var words []string
	for word := range classicFlags() {
		words = append(words, word)
	}
	sort.Strings(words)
	return words
}

var (
	directive = regexp.MustCompile(`^#\s*(syntax|escape)\s*=`)
	hereMark  = regexp.MustCompile(`^\d*<<-?["']?([A-Za-z_][A-Za-z0-9_.]*)["']?$`)
)

// instructions splits a file as the classic builder does: comments and empty
// lines may stand between continued lines.
func (r *recipe) instructions(name string, src []byte) []instruction {
	var found []instruction
	var joined strings.Builder
	var subject hcl.Range
	offset, here := 0, ""
	for number, raw := range strings.SplitAfter(string(src), "\n") {
		line := strings.TrimSpace(raw)
		place := lineRange(name, number+1, offset, raw)
		offset += len(raw)
		switch {
		case here != "":
			if line == here {
				here = ""
			}
			continue
		case directive.MatchString(strings.ToLower(line)) && joined.Len() == 0 && len(found) == 0:
			r.add(place, "Directive not allowed", "The classic builder has one syntax only. Remove this line.")
			continue
		case line == "" || strings.HasPrefix(line, "#"):
			continue
		}
		if joined.Len() == 0 {
			subject = place
		}
		part, continued := strings.CutSuffix(line, `\`)
		joined.WriteString(part + " ")
		if !continued {
			found = append(found, split(joined.String(), subject))
			here = r.hereDocument(found[len(found)-1])
			joined.Reset()
		}
	}
	if strings.TrimSpace(joined.String()) != "" {
		found = append(found, split(joined.String(), subject))
	}
	return found
}

// hereDocument refuses one, and gives the word that ends it, so that its lines
// are not taken for instructions.
func (r *recipe) hereDocument(i instruction) string {
	if i.word != "RUN" && i.word != "COPY" && i.word != "ADD" {
		return ""
	}
	for _, argument := range i.arguments {
		if mark := hereMark.FindStringSubmatch(argument); mark != nil {
			r.add(i.subject, "Here-document", "The classic builder knows no here-document. Put the text into a file of the context, and COPY it.")
			return mark[1]
		}
	}
	return ""
}

func split(line string, subject hcl.Range) instruction {
	fields := strings.Fields(line)
	if len(fields) == 0 {
		return instruction{subject: subject}
	}
	i := instruction{word: strings.ToUpper(fields[0]), subject: subject}
	rest := fields[1:]
	for len(rest) > 0 && strings.HasPrefix(rest[0], "--") {
		i.flags, rest = append(i.flags, rest[0]), rest[1:]
	}
	i.arguments = rest
	return i
}

// lineRange is a line without what surrounds its text.
func lineRange(name string, number, offset int, raw string) hcl.Range {
	text := strings.TrimRight(raw, " \t\r\n")
	indent := len(text) - len(strings.TrimLeft(text, " \t"))
	return hcl.Range{
		Filename: name,
		Start:    hcl.Pos{Line: number, Column: indent + 1, Byte: offset + indent},
		End:      hcl.Pos{Line: number, Column: utf8.RuneCountInString(text) + 1, Byte: offset + len(text)},
	}
}

// paths are the arguments of VOLUME, which come as words or as a JSON list.
func (i instruction) paths() []string {
	var list []string
	if json.Unmarshal([]byte(strings.Join(i.arguments, " ")), &list) == nil {
		return list
	}
	return i.arguments
}
