package site

import (
	"bytes"
	"slices"
	"sort"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// Retire gives the source of a chaton.hcl without the block of one service,
// and the place of what was cut out: the block, the comment directly above it,
// the comment at the end of its last line, and the blank lines that would stand
// twice. It returns false when the file, which must have been loaded without
// an error, has no such service.
//
// Every other byte stays as it is. That is why the source is cut by the places
// of its tokens and not written again by hclwrite, which turns tabs into spaces.
func (f *File) Retire(service string) (source []byte, cut hcl.Range, found bool) {
	body := f.parsed.Body.(*hclsyntax.Body)
	at := slices.IndexFunc(body.Blocks, func(block *hclsyntax.Block) bool {
		return block.Type == "service" && slices.Equal(block.Labels, []string{service})
	})
	if at < 0 {
		return f.Source, cut, false
	}
	cut = f.lines(body.Blocks[at])
	before, after := f.Source[:cut.Start.Byte], f.Source[cut.End.Byte:]
	switch {
	case len(bytes.TrimSpace(after)) == 0:
		before = withoutBlankEnd(before)
	case len(before) == 0 || len(withoutBlankEnd(before)) < len(before):
		after = withoutBlankStart(after)
	}
	return slices.Concat(before, after), cut, true
}

// lines is where a block stands, whole lines, with its comments.
func (f *File) lines(block *hclsyntax.Block) hcl.Range {
	cut := hcl.RangeBetween(block.TypeRange, block.CloseBraceRange)
	tokens, _ := hclsyntax.LexConfig(f.Source, f.Name, hcl.InitialPos)
	for first := tokenAt(tokens, cut.Start); first >= 0; {
		if first = leadOf(tokens, first-1, cut.Start.Line); first >= 0 {
			cut.Start = tokens[first].Range.Start
		}
	}
	for _, token := range tokens[tokenAt(tokens, block.CloseBraceRange.Start)+1:] {
		if token.Type != hclsyntax.TokenComment || token.Range.Start.Line != cut.End.Line {
			break
		}
		cut.End = token.Range.End
	}
	cut.Start.Byte = bytes.LastIndexByte(f.Source[:cut.Start.Byte], '\n') + 1 // with what indents the line
	if cut.End.Column == 1 {
		return cut // a comment holds the end of its line
	}
	if end := bytes.IndexByte(f.Source[cut.End.Byte:], '\n'); end >= 0 {
		cut.End.Byte += end + 1
	} else {
		cut.End.Byte = len(f.Source)
	}
	return cut
}

func tokenAt(tokens hclsyntax.Tokens, place hcl.Pos) int {
	return slices.IndexFunc(tokens, func(token hclsyntax.Token) bool { return token.Range.Start.Byte == place.Byte })
}

// leadOf is the comment that ends at index or one before, on the given line or
// on the one above, with nothing before it on its own line; -1 when there is none.
func leadOf(tokens hclsyntax.Tokens, index, line int) int {
	if index > 0 && tokens[index].Type == hclsyntax.TokenNewline {
		index--
	}
	if index < 0 || tokens[index].Type != hclsyntax.TokenComment || lastLine(tokens[index]) < line-1 {
		return -1
	}
	if index > 0 && lastLine(tokens[index-1]) == tokens[index].Range.Start.Line {
		return -1
	}
	return index
}

// lastLine is the line that a token's text ends on; the end of a line belongs
// to it.
func lastLine(token hclsyntax.Token) int {
	if token.Range.End.Column == 1 {
		return token.Range.End.Line - 1
	}
	return token.Range.End.Line
}

func withoutBlankEnd(text []byte) []byte {
	trimmed := bytes.TrimRight(text, " \t\r\n")
	if len(trimmed) == 0 {
		return nil
	}
	end := bytes.IndexByte(text[len(trimmed):], '\n')
	return text[:len(trimmed)+end+1]
}

func withoutBlankStart(text []byte) []byte {
	trimmed := bytes.TrimLeft(text, " \t\r\n")
	return text[bytes.LastIndexByte(text[:len(text)-len(trimmed)], '\n')+1:]
}

// ServiceNames lists the services, sorted.
func (f *File) ServiceNames() []string {
	var names []string
	for _, service := range f.Services {
		names = append(names, service.Name)
	}
	sort.Strings(names)
	return names
}

// UsersOf lists the services whose `uses` name the given one, sorted.
func (f *File) UsersOf(service string) []string {
	var users []string
	for _, other := range f.Services {
		for _, used := range other.Uses {
			if used == service && other.Name != service && !slices.Contains(users, other.Name) {
				users = append(users, other.Name)
			}
		}
	}
	sort.Strings(users)
	return users
}
