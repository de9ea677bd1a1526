package installer

import (
	"fmt"
	"strconv"
)

// AbsentError says that the container which an action needs does not run.
type AbsentError struct{ Service, Container string }

// Error is the sentence in English.
func (e *AbsentError) Error() string {
	return fmt.Sprintf("the container %s of the service %s does not run", e.Container, e.Service)
}

// ElsewhereError says that what runs was made with another state folder.
type ElsewhereError struct{ Slug, Folder string }

// Error is the sentence in English.
func (e *ElsewhereError) Error() string {
	return fmt.Sprintf("what runs of %s was made with the state folder %s", e.Slug, e.Folder)
}

// Sentence says the error in the operator's language.
func (e *ElsewhereError) Sentence() (string, []any) {
	return "What runs of %s was made with the state folder %s.", []any{e.Slug, e.Folder}
}

// Hint names the flag.
func (e *ElsewhereError) Hint() string { return "Name that folder with --state." }

// ActionError says that the program in the container refused or failed.
type ActionError struct {
	Service string
	Code    int
	Said    string // on its error output
}

// Error is the sentence in English.
func (e *ActionError) Error() string {
	return fmt.Sprintf("the program of the service %s ended with exit code %d: %s", e.Service, e.Code, e.Said)
}

// Sentence says the error with its code as a word, not as an amount.
func (e *ActionError) Sentence() (string, []any) {
	return "The program of %s ended with the exit code %s: %s", []any{e.Service, strconv.Itoa(e.Code), e.Said}
}

// Sentence names the container as plans do.
func (e *AbsentError) Sentence() (string, []any) {
	return "%s does not run.", []any{e.Service + "/" + e.Container}
}

// Hint leads back to a service that runs.
func (e *AbsentError) Hint() string { return "See chatiere status, then run chatiere apply." }
