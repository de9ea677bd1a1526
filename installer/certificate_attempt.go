package installer

import (
	"context"
	"fmt"
	"time"

	"framagit.org/chatiere/chatiere/installer/gateway"
	"framagit.org/chatiere/chatiere/installer/gateway/certificates"
)

const (
	// attemptPatience is how long an operator waits for one attempt; it goes on
	// without them.
	attemptPatience = 2 * time.Minute
	attemptLook     = 250 * time.Millisecond
)

// AttemptError says why the gateway began no attempt.
type AttemptError struct {
	Name   string
	Reason string // in the gateway's words, which are the CA's where it gave any
	silent bool
}

// Error is for records; people are told by Sentence.
func (e *AttemptError) Error() string {
	format, arguments := e.Sentence()
	return fmt.Sprintf(format, arguments...)
}

// Sentence is the error for package locale.
func (e *AttemptError) Sentence() (string, []any) {
	if e.silent {
		return "The gateway does not answer.", nil
	}
	return "Nothing was tried for %s: %s", []any{e.Name, e.Reason}
}

// Hint says what can be done.
func (e *AttemptError) Hint() string {
	if e.silent {
		return "Run chatiere apply, then the same command."
	}
	return "Read what is left and until when: chatiere status."
}

// RetryCertificate tries again for a name at once, within what is left of the
// CA's budget, and says how the name stands then.
func RetryCertificate(ctx context.Context, state State, name string) (certificates.Certificate, error) {
	control := gateway.Dial(state.Gateway())
	return watchAttempt(ctx, control, name, control.RetryCertificate)
}

// ReplaceCertificate gets a new key and a new certificate for a name, and says
// how the name stands then. The former is served until the new one is there.
func ReplaceCertificate(ctx context.Context, state State, name string) (certificates.Certificate, error) {
	control := gateway.Dial(state.Gateway())
	return watchAttempt(ctx, control, name, control.ReplaceCertificate)
}

// watchAttempt begins an attempt and looks until it has ended: the gateway then
// has another date of the last one.
func watchAttempt(ctx context.Context, control *gateway.Control, name string, begin func(context.Context, string) (certificates.Certificate, error)) (certificates.Certificate, error) {
	before, err := control.Status(ctx)
	if err != nil {
		return certificates.Certificate{}, &AttemptError{Name: name, Reason: err.Error(), silent: gateway.IsAbsent(err)}
	}
	former, _ := before.Certificate(name)
	if _, err := begin(ctx, name); err != nil {
		return certificates.Certificate{}, &AttemptError{Name: name, Reason: err.Error()}
	}
	limited, cancel := context.WithTimeout(ctx, attemptPatience)
	defer cancel()
	look := time.NewTicker(attemptLook)
	defer look.Stop()
	for {
		status, err := control.Status(limited)
		if found, known := status.Certificate(name); err == nil && known && ended(former, found) {
			return found, nil
		}
		select {
		case <-limited.Done():
			return former, context.Cause(limited)
		case <-look.C:
		}
	}
}

// ended says that an attempt was made since, and none is under way.
func ended(former, now certificates.Certificate) bool {
	return now.Tried.After(former.Tried) && !now.Trying
}
