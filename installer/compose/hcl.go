package compose

import (
	"strings"

	"github.com/hashicorp/hcl/v2/hclwrite"
	"github.com/zclconf/go-cty/cty"
)

// quote writes a text as HCL, with references in the place of marks: one that
// is nothing but a mark is the expression itself.
func (i *importer) quote(text string) string {
	found := marked.FindAllStringSubmatchIndex(text, -1)
	if len(found) == 1 && found[0][0] == 0 && found[0][1] == len(text) {
		return i.expression(text[found[0][2]:found[0][3]])
	}
	var written strings.Builder
	written.WriteByte('"')
	last := 0
	for _, at := range found {
		written.WriteString(literal(text[last:at[0]]))
		written.WriteString("${" + i.expression(text[at[2]:at[3]]) + "}")
		last = at[1]
	}
	written.WriteString(literal(text[last:]))
	written.WriteByte('"')
	return written.String()
}

// expression is what a mark stands for.
func (i *importer) expression(inside string) string {
	if direct, found := strings.CutPrefix(inside, "="); found {
		return direct
	}
	return i.secrets.ofVariable(inside)
}

// literal is a text between quotes, without them.
func literal(text string) string {
	written := string(hclwrite.TokensForValue(cty.StringVal(text)).Bytes())
	return strings.TrimSuffix(strings.TrimPrefix(strings.TrimSpace(written), `"`), `"`)
}

func (i *importer) list(words []string) string {
	var quoted []string
	for _, word := range words {
		quoted = append(quoted, i.quote(word))
	}
	return "[" + strings.Join(quoted, ", ") + "]"
}

// writer writes HCL line by line; hclwrite aligns it at the end.
type writer struct{ text strings.Builder }

func (w *writer) line(text string) { w.text.WriteString(text + "\n") }

// attribute writes NAME = value unless the value is absent.
func (w *writer) attribute(name, expression string) {
	if expression != "" {
		w.line(name + " = " + expression)
	}
}

// block writes what inside writes, between braces.
func (w *writer) block(header string, inside func()) {
	w.line(header + " {")
	inside()
	w.line("}")
}

// bytes is the text as hclwrite formats it.
func (w *writer) bytes() []byte { return hclwrite.Format([]byte(w.text.String())) }
