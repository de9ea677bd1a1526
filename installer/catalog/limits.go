package catalog

import (
	"bytes"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// A module may come from a stranger, and hcl's parser recurses without limit:
// what is beyond these is refused before it is parsed.
const (
	fileLimit     = 256 << 10
	filesLimit    = 64
	moduleLimit   = 2 << 20
	nestingLimit  = 64
	chainLimit    = 256 // operators in one expression: each is a step of recursion too
	exponentLimit = 300 // 1e999999999 is short to write and a gigabyte to print
)

// checkCharacters refuses what is not UTF-8 and the control characters that
// would let a file look different from what it is.
func checkCharacters(name string, src []byte) *hcl.Diagnostic {
	for offset := 0; offset < len(src); {
		r, size := utf8.DecodeRune(src[offset:])
		if r == utf8.RuneError && size <= 1 {
			return fault(pointAt(name, src, offset), "Not UTF-8",
				"This byte is not part of a UTF-8 character. Save the file as UTF-8.")
		}
		if unicode.IsControl(r) && r != '\t' && r != '\n' && r != '\r' {
			return fault(pointAt(name, src, offset), "Control character",
				"The character U+%04X is not allowed: of the control characters only tab, line feed and carriage return are. Remove it.", r)
		}
		offset += size
	}
	return nil
}

// pointAt is the range of the one byte at offset.
func pointAt(name string, src []byte, offset int) hcl.Range {
	line := bytes.Count(src[:offset], []byte("\n")) + 1
	start := bytes.LastIndexByte(src[:offset], '\n') + 1
	position := hcl.Pos{Line: line, Column: utf8.RuneCount(src[start:offset]) + 1, Byte: offset}
	end := position
	end.Column++
	end.Byte++
	return hcl.Range{Filename: name, Start: position, End: end}
}

// nesting follows the lexer's tokens and knows how deep the parser would be.
type nesting struct {
	frames []frame
	depth  int
}

type frame struct {
	open    hclsyntax.TokenType
	chain   int // operators since the last comma or line
	control int // %{ if } and %{ for } not yet ended
}

// checkNesting refuses a file on which the parser would recurse too deep.
func checkNesting(tokens hclsyntax.Tokens) *hcl.Diagnostic {
	n := &nesting{frames: []frame{{open: hclsyntax.TokenOBrace}}}
	for i, token := range tokens {
		afterControl := i > 0 && tokens[i-1].Type == hclsyntax.TokenTemplateControl
		n.step(token, afterControl)
		switch {
		case n.depth > nestingLimit:
			return fault(token.Range, "Nested too deep",
				"Brackets, braces and templates may be nested %d deep at most. Split this expression or write it flatter.", nestingLimit)
		case n.top().chain > chainLimit:
			return fault(token.Range, "Expression too long",
				"One expression may hold %d operators at most. Split it.", chainLimit)
		case token.Type == hclsyntax.TokenNumberLit && !numberFits(string(token.Bytes)):
			return fault(token.Range, "Number out of range",
				"The exponent of a number is between -%d and %d.", exponentLimit, exponentLimit)
		}
	}
	return nil
}

func (n *nesting) step(token hclsyntax.Token, afterControl bool) {
	if operator(token.Type) {
		n.top().chain++
	}
	switch token.Type {
	case hclsyntax.TokenOBrace, hclsyntax.TokenOParen, hclsyntax.TokenOBrack,
		hclsyntax.TokenTemplateInterp, hclsyntax.TokenTemplateControl:
		n.push(token.Type, 1)
	case hclsyntax.TokenOQuote, hclsyntax.TokenOHeredoc:
		n.push(token.Type, 0)
	case hclsyntax.TokenComma:
		n.top().chain = 0
	case hclsyntax.TokenNewline:
		if n.top().open == hclsyntax.TokenOBrace {
			n.top().chain = 0
		}
	case hclsyntax.TokenIdent:
		if afterControl {
			n.control(string(token.Bytes))
		}
	default:
		n.close(token.Type)
	}
}

func (n *nesting) top() *frame { return &n.frames[len(n.frames)-1] }

func (n *nesting) push(open hclsyntax.TokenType, deeper int) {
	n.frames = append(n.frames, frame{open: open})
	n.depth += deeper
}

// close leaves a frame when this token ends it. A stray closing token ends
// nothing, so that it can't hide depth.
func (n *nesting) close(token hclsyntax.TokenType) {
	top := n.top()
	if len(n.frames) == 1 || closing(top.open) != token {
		return
	}
	n.depth -= top.control
	if top.open != hclsyntax.TokenOQuote && top.open != hclsyntax.TokenOHeredoc {
		n.depth--
	}
	n.frames = n.frames[:len(n.frames)-1]
}

// control counts the directives of the template around the current one.
func (n *nesting) control(word string) {
	if len(n.frames) < 2 {
		return
	}
	template := &n.frames[len(n.frames)-2]
	switch {
	case word == "if" || word == "for":
		template.control++
		n.depth++
	case (word == "endif" || word == "endfor") && template.control > 0:
		template.control--
		n.depth--
	}
}

func closing(open hclsyntax.TokenType) hclsyntax.TokenType {
	switch open {
	case hclsyntax.TokenOBrace:
		return hclsyntax.TokenCBrace
	case hclsyntax.TokenOParen:
		return hclsyntax.TokenCParen
	case hclsyntax.TokenOBrack:
		return hclsyntax.TokenCBrack
	case hclsyntax.TokenOQuote:
		return hclsyntax.TokenCQuote
	case hclsyntax.TokenOHeredoc:
		return hclsyntax.TokenCHeredoc
	default:
		return hclsyntax.TokenTemplateSeqEnd
	}
}

func operator(token hclsyntax.TokenType) bool {
	switch token {
	case hclsyntax.TokenQuestion, hclsyntax.TokenBang, hclsyntax.TokenMinus, hclsyntax.TokenPlus,
		hclsyntax.TokenStar, hclsyntax.TokenSlash, hclsyntax.TokenPercent, hclsyntax.TokenAnd,
		hclsyntax.TokenOr, hclsyntax.TokenEqualOp, hclsyntax.TokenNotEqual, hclsyntax.TokenLessThan,
		hclsyntax.TokenLessThanEq, hclsyntax.TokenGreaterThan, hclsyntax.TokenGreaterThanEq,
		hclsyntax.TokenDot, hclsyntax.TokenOBrack, hclsyntax.TokenOParen:
		return true
	}
	return false
}

func numberFits(number string) bool {
	_, exponent, found := strings.Cut(strings.ToLower(number), "e")
	if !found {
		return true
	}
	power, err := strconv.Atoi(exponent)
	return err == nil && power >= -exponentLimit && power <= exponentLimit
}
