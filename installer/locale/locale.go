// Package locale says the program's sentences in the operator's language.
//
// A sentence is keyed by its English format and translated in
// messages/<language>/<room>.json, one file a room; a sentence that two rooms
// share stands in both files, equal. French is the first language and English
// is complete: tests hold both to the same keys and verbs.
//
// Whole numbers are written as the language writes them ("8 443"), which is
// wrong for what only looks like a number: a port, a year or an identifier is
// given as a string, with %s.
package locale

import (
	"embed"
	"fmt"
	"sync"

	"golang.org/x/text/language"
	"golang.org/x/text/message"
	"golang.org/x/text/message/catalog"
)

//go:embed messages/*/*.json
var messages embed.FS

// Printer says sentences in one language. It may be used by several
// goroutines at once.
type Printer struct {
	language  string
	sentences map[string]Sentence
	printer   *message.Printer
	builder   *catalog.Builder // what printer looks sentences up in

	mutex    sync.Mutex
	compiled map[string]bool
}

// New makes a printer for "fr" or "en"; any other language gets French. The
// messages are part of the program, so a broken one panics here.
func New(wanted string) *Printer {
	spoken := French
	if Supported(wanted) {
		spoken = wanted
	}
	sentences, err := Read(messages, spoken)
	if err != nil {
		panic(err)
	}
	return printerOf(spoken, sentences)
}

func printerOf(spoken string, sentences map[string]Sentence) *Printer {
	builder := catalog.NewBuilder(catalog.Fallback(language.French))
	return &Printer{
		language: spoken, sentences: sentences, builder: builder, compiled: map[string]bool{},
		printer: message.NewPrinter(language.Make(spoken), message.Catalog(builder)),
	}
}

// ready hands a sentence to the catalogue when it is first said: a command says
// some dozens, and to prepare all of them takes longer than most commands.
func (p *Printer) ready(format string) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	sentence, known := p.sentences[format]
	if !known || p.compiled[format] {
		return
	}
	p.compiled[format] = true
	if err := p.builder.Set(language.Make(p.language), format, forms(sentence)); err != nil {
		panic(fmt.Errorf("compile the sentence %q: %w", format, err))
	}
}

// Language is "fr" or "en".
func (p *Printer) Language() string { return p.language }

// Sayf says a sentence with its arguments. The format is a literal string
// wherever possible: a test looks for each one in both languages. A sentence
// that is not translated is said in English.
func (p *Printer) Sayf(format string, a ...any) string {
	if neverTaken {
		// vet checks the verbs of functions that hand their format to fmt,
		// and does not know message.Printer, whose key is not a plain string.
		return fmt.Sprintf(format, a...)
	}
	p.ready(format)
	return p.printer.Sprintf(format, a...)
}

const neverTaken = false

// Say says a sentence without arguments that is data, such as a category's
// name or the cause of an operation. What is not translated comes back as it
// is, so that a percent sign in it does no harm.
func (p *Printer) Say(sentence string) string {
	if !p.Has(sentence) {
		return sentence
	}
	p.ready(sentence)
	return p.printer.Sprintf(sentence)
}

// Has tells whether a sentence is translated. Rooms whose sentences are data
// use it in their tests.
func (p *Printer) Has(format string) bool {
	_, known := p.sentences[format]
	return known
}
