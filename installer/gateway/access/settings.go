package access

import (
	"errors"
	"fmt"
	"slices"
)

// What is written of a request.
const (
	None      = "none"
	Anonymous = "anonymous" // no address, no query
	Full      = "full"
)

// Settings are the operator's decisions about the two logs of the gateway.
type Settings struct {
	// Access has a line for each request.
	Access Rule `json:"access"`
	// Creation has a line for each request that may create content: none or
	// full.
	Creation Rule `json:"creation"`
}

// Rule is what one log holds and for how long.
type Rule struct {
	Content   string    `json:"content"` // "" is none
	Retention Retention `json:"retention,omitzero"`
}

// Empty says that nothing is written and nothing kept.
func (s Settings) Empty() bool { return s.Access.content() == None && s.Creation.content() == None }

// String is the settings in few words, "access anonymous 14 days, creation none".
func (s Settings) String() string {
	return AccessFolder + " " + s.Access.String() + ", " + CreationFolder + " " + s.Creation.String()
}

// String is the rule in few words, "full 12 months".
func (r Rule) String() string {
	if r.content() == None {
		return None
	}
	retention, _ := r.Retention.MarshalText()
	return r.content() + " " + string(retention)
}

// Check says what is wrong with the settings.
func (s Settings) Check() error {
	return errors.Join(
		s.Access.check(AccessFolder, None, Anonymous, Full),
		s.Creation.check(CreationFolder, None, Full),
	)
}

func (r Rule) check(log string, contents ...string) error {
	if !slices.Contains(contents, r.content()) {
		return fmt.Errorf("the content %q of the log %q is unknown; use one of %q", r.Content, log, contents)
	}
	if r.content() != None && r.Retention == (Retention{}) {
		return fmt.Errorf(`the log %q has no retention; write for example "14 days"`, log)
	}
	return nil
}

func (r Rule) content() string {
	if r.Content == "" {
		return None
	}
	return r.Content
}
