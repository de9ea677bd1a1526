package site

import (
	"bytes"
	"unicode"
	"unicode/utf8"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// The limits of design/modules.md, "Limits": the parser overflows the stack on
// a hundred thousand parentheses, so they are counted before it sees the file.
const (
	maximumSize      = 256 * 1024
	maximumNesting   = 64
	maximumOperators = 256
	maximumDigits    = 40
)

// guard refuses a source that the parser must not see.
func guard(name string, src []byte) hcl.Diagnostics {
	if len(src) > maximumSize {
		return hcl.Diagnostics{problem(start(name),
			say("The file is too large"), say("A file holds at most 256 KiB."))}
	}
	if at := badByte(src); at >= 0 {
		return hcl.Diagnostics{problem(placeOf(name, src, at),
			say("Character that is not allowed"),
			say("The file must be UTF-8 without control characters. Write it again with a text editor."))}
	}
	return guardNesting(name, src)
}

func start(name string) hcl.Range {
	return hcl.Range{Filename: name, Start: hcl.InitialPos, End: hcl.InitialPos}
}

// badByte is the offset of the first byte that is no text, or -1.
func badByte(src []byte) int {
	for at := 0; at < len(src); {
		r, size := utf8.DecodeRune(src[at:])
		if r == utf8.RuneError && size == 1 {
			return at
		}
		if unicode.IsControl(r) && r != '\n' && r != '\r' && r != '\t' {
			return at
		}
		at += size
	}
	return -1
}

func placeOf(name string, src []byte, at int) hcl.Range {
	line := 1 + bytes.Count(src[:at], []byte("\n"))
	begin := bytes.LastIndexByte(src[:at], '\n') + 1
	column := 1 + utf8.RuneCount(src[begin:at])
	place := hcl.Pos{Line: line, Column: column, Byte: at}
	end := hcl.Pos{Line: line, Column: column + 1, Byte: at + 1}
	return hcl.Range{Filename: name, Start: place, End: end}
}

// guardNesting walks the tokens as the parser would. Since only plain values
// may stand in the file, operators and template directives, on which the
// parser recurses too, are simply counted.
func guardNesting(name string, src []byte) hcl.Diagnostics {
	// The lexer's own complaints come again from the parser.
	tokens, _ := hclsyntax.LexConfig(src, name, hcl.InitialPos)
	return guardTokens(tokens, maximumOperators)
}

// guardTemplate is guard for a template of a module, in which operators may
// stand.
func guardTemplate(name string, src []byte) hcl.Diagnostics {
	if len(src) > maximumSize || badByte(src) >= 0 {
		return hcl.Diagnostics{authored(start(name), "Template that cannot be read",
			"A template holds at most 256 KiB of UTF-8 without control characters.")}
	}
	tokens, _ := hclsyntax.LexTemplate(src, name, hcl.InitialPos)
	return guardTokens(tokens, 16*maximumOperators)
}

func guardTokens(tokens hclsyntax.Tokens, operatorsAllowed int) hcl.Diagnostics {
	var awaited []hclsyntax.TokenType
	operators := 0
	for _, token := range tokens {
		if closer := closerOf(token.Type); closer != hclsyntax.TokenNil {
			awaited = append(awaited, closer)
		} else if last := len(awaited) - 1; last >= 0 && awaited[last] == token.Type {
			awaited = awaited[:last]
		}
		if isOperator(token.Type) {
			operators++
		}
		switch {
		case len(awaited) > maximumNesting:
			return hcl.Diagnostics{problem(token.Range,
				say("Nested too deep"), say("Brackets, braces and templates may stand at most 64 deep in each other."))}
		case operators > operatorsAllowed:
			return hcl.Diagnostics{computed(token.Range)}
		case token.Type == hclsyntax.TokenNumberLit && (len(token.Bytes) > maximumDigits || bytes.ContainsAny(token.Bytes, "eE")):
			return hcl.Diagnostics{problem(token.Range, say("Number that is too long"), say("Write it with at most 40 digits and no exponent."))}
		}
	}
	return nil
}

// closerOf is the token that ends what this one begins.
func closerOf(token hclsyntax.TokenType) hclsyntax.TokenType {
	switch token {
	case hclsyntax.TokenOBrace:
		return hclsyntax.TokenCBrace
	case hclsyntax.TokenOBrack:
		return hclsyntax.TokenCBrack
	case hclsyntax.TokenOParen:
		return hclsyntax.TokenCParen
	case hclsyntax.TokenTemplateInterp, hclsyntax.TokenTemplateControl:
		return hclsyntax.TokenTemplateSeqEnd
	case hclsyntax.TokenOQuote:
		return hclsyntax.TokenCQuote
	case hclsyntax.TokenOHeredoc:
		return hclsyntax.TokenCHeredoc
	}
	return hclsyntax.TokenNil
}

func isOperator(token hclsyntax.TokenType) bool {
	switch token {
	case hclsyntax.TokenTemplateControl, hclsyntax.TokenDot, hclsyntax.TokenOParen, hclsyntax.TokenQuestion,
		hclsyntax.TokenBang, hclsyntax.TokenMinus, hclsyntax.TokenPlus, hclsyntax.TokenStar,
		hclsyntax.TokenSlash, hclsyntax.TokenPercent, hclsyntax.TokenAnd, hclsyntax.TokenOr,
		hclsyntax.TokenEqualOp, hclsyntax.TokenNotEqual, hclsyntax.TokenLessThan, hclsyntax.TokenLessThanEq,
		hclsyntax.TokenGreaterThan, hclsyntax.TokenGreaterThanEq:
		return true
	}
	return false
}
