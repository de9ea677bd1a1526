package declaration

import (
	"bytes"
	"strings"
	"time"
)

// properties writes one ChatonsInfos file: UTF-8, LF, no quotes, no backslash.
type properties struct{ bytes.Buffer }

func (p *properties) section(title string) {
	if p.Len() > 0 {
		p.WriteByte('\n')
	}
	p.WriteString("# [" + title + "]\n")
}

// line keeps a value on its line: the format knows no quoting, so a line break
// or a backslash in somebody's text becomes a space.
func (p *properties) line(key, value string) {
	clean := strings.Map(func(r rune) rune {
		if r < ' ' || r == '\\' {
			return ' '
		}
		return r
	}, value)
	p.WriteString(strings.TrimRight(key+" = "+strings.Join(strings.Fields(clean), " "), " ") + "\n")
}

func (p *properties) file(v *view, class string) {
	p.section("File")
	p.line("file.class", class)
	p.line("file.protocol", "ChatonsInfos-0.5")
	p.line("file.datetime", v.At.Format("2006-01-02T15:04:05"))
	p.line("file.generator", orElse(v.Evidence.Generator, "chatiere"))
}

// slashDate is the one form of dates in these files; an empty or unreadable
// date is left empty.
func slashDate(iso string) string {
	parsed, err := time.Parse(time.DateOnly, iso)
	if err != nil {
		return ""
	}
	return parsed.Format("02/01/2006")
}
