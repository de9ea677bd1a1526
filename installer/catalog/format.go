package catalog

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/hashicorp/hcl/v2"
)

// FormatOptions choose how diagnostics are shown.
type FormatOptions struct {
	Plain  bool // no drawing at all: the place is said in words
	Colour bool // ignored when Plain
	// Say puts the fixed words into the reader's language; nil is English.
	Say func(format string, a ...any) string
	// Translate gives a diagnostic's sentences in the reader's language; nil
	// leaves them as they are.
	Translate func(*hcl.Diagnostic) (summary, detail string)
}

// Format writes diagnostics for people: each with its file, line, source line
// and sentence. Sources are the files by the names in the diagnostics'
// ranges; a diagnostic about a file that is not among them has no source line.
func Format(w io.Writer, diagnostics hcl.Diagnostics, sources map[string]*hcl.File, options FormatOptions) error {
	p := newPrinter(options)
	for i, diagnostic := range diagnostics {
		if i > 0 {
			p.line("")
		}
		p.diagnostic(diagnostic, sources)
	}
	_, err := w.Write(p.out.Bytes())
	return err
}

type printer struct {
	FormatOptions
	out bytes.Buffer
}

func newPrinter(options FormatOptions) *printer {
	if options.Say == nil {
		options.Say = fmt.Sprintf
	}
	if options.Translate == nil {
		options.Translate = func(d *hcl.Diagnostic) (string, string) { return d.Summary, d.Detail }
	}
	return &printer{FormatOptions: options}
}

func (p *printer) diagnostic(d *hcl.Diagnostic, sources map[string]*hcl.File) {
	summary, detail := p.Translate(d)
	summary, detail = printable(summary), printable(detail)
	title := p.Say("Error: %s", summary)
	if d.Severity == hcl.DiagWarning {
		title = p.Say("Warning: %s", summary)
	}
	if p.Plain {
		p.plain(d, title, detail, sources)
		return
	}
	p.drawn(d, title, detail, sources)
}

// plain says in words what drawn shows, for a screen reader.
func (p *printer) plain(d *hcl.Diagnostic, title, detail string, sources map[string]*hcl.File) {
	p.line(title)
	if d.Subject != nil {
		s := newSnippet(*d.Subject, sources)
		switch {
		case s.fault != "":
			p.line(p.Say("File %s, line %d, column %d, at the word \"%s\".", s.subject.Filename, s.subject.Start.Line, s.subject.Start.Column, s.fault))
		case s.subject.Start.Line > 0:
			p.line(p.Say("File %s, line %d, column %d.", s.subject.Filename, s.subject.Start.Line, s.subject.Start.Column))
		default:
			p.line(p.Say("File %s.", s.subject.Filename))
		}
		if s.line != "" {
			p.line(p.Say("The line reads: %s", strings.TrimSpace(s.line)))
		}
	}
	p.line(detail)
}

func (p *printer) drawn(d *hcl.Diagnostic, title, detail string, sources map[string]*hcl.File) {
	p.line(p.coloured(d, "╷"))
	p.ruled(d, p.coloured(d, title))
	if d.Subject != nil {
		p.ruled(d, "")
		p.place(d, newSnippet(*d.Subject, sources))
	}
	p.ruled(d, "")
	for _, line := range strings.Split(strings.TrimRight(detail, "\n"), "\n") {
		p.ruled(d, line)
	}
	p.line(p.coloured(d, "╵"))
}

func (p *printer) place(d *hcl.Diagnostic, s snippet) {
	if s.subject.Start.Line == 0 {
		p.ruled(d, "  "+s.subject.Filename)
		return
	}
	p.ruled(d, "  "+p.Say("%s, line %d, column %d:", s.subject.Filename, s.subject.Start.Line, s.subject.Start.Column))
	if s.line == "" {
		return
	}
	number := fmt.Sprintf("%4d", s.subject.Start.Line)
	p.ruled(d, number+" │ "+s.line)
	p.ruled(d, strings.Repeat(" ", len(number))+" │ "+s.indent+p.coloured(d, s.underline))
}

func (p *printer) ruled(d *hcl.Diagnostic, line string) {
	p.line(strings.TrimRight(p.coloured(d, "│")+" "+line, " "))
}

func (p *printer) coloured(d *hcl.Diagnostic, s string) string {
	switch {
	case !p.Colour || p.Plain:
		return s
	case d.Severity == hcl.DiagWarning:
		return "\x1b[33m" + s + "\x1b[0m"
	}
	return "\x1b[31m" + s + "\x1b[0m"
}

// line ends each line by itself, so that Format never leaves one open.
func (p *printer) line(s string) { p.out.WriteString(s + "\n") }

// snippet is the source line of a diagnostic, with the faulty part marked.
type snippet struct {
	subject                        hcl.Range
	line, indent, underline, fault string
}

func newSnippet(subject hcl.Range, sources map[string]*hcl.File) snippet {
	s := snippet{subject: subject}
	file := sources[subject.Filename]
	from, to := subject.Start.Byte, subject.End.Byte
	if file == nil || subject.Start.Line == 0 || from > len(file.Bytes) || from < 0 {
		return s
	}
	start := bytes.LastIndexByte(file.Bytes[:from], '\n') + 1
	end := len(file.Bytes)
	if length := bytes.IndexByte(file.Bytes[from:], '\n'); length >= 0 {
		end = from + length
	}
	before, after := "", ""
	if start < from-shownBefore {
		start, before = runeAt(file.Bytes, from-shownBefore), "…"
	}
	if end > from+shownAfter {
		end, after = runeAt(file.Bytes, from+shownAfter), "…"
	}
	to = max(from, min(to, end))
	s.line = before + printable(strings.TrimRight(string(file.Bytes[start:end]), "\r")) + after
	s.fault = strings.Trim(printable(string(file.Bytes[from:to])), " \t\r\"")
	s.indent = blanks(before + printable(string(file.Bytes[start:from])))
	s.underline = strings.Repeat("^", max(1, utf8.RuneCountInString(string(file.Bytes[from:to]))))
	return s
}

// A stranger's line may have a quarter of a million letters; of a long one only
// the bytes around the fault are shown.
const (
	shownBefore = 80
	shownAfter  = 160
)

// runeAt is the start of the letter at an offset.
func runeAt(src []byte, offset int) int {
	for offset > 0 && !utf8.RuneStart(src[offset]) {
		offset--
	}
	return offset
}

// printable keeps a stranger's file from speaking to the terminal: only its
// letters reach it.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if r != '\t' && r != '\n' && (r < ' ' || (r >= 0x7f && r < 0xa0)) {
			return utf8.RuneError
		}
		return r
	}, s)
}

// blanks keeps the tabs, whose width only the terminal knows.
func blanks(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '\t' {
			return r
		}
		return ' '
	}, s)
}
