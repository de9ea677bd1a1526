package certificates

import (
	"context"
	"crypto/tls"
	"errors"
	"log/slog"
	"testing"
	"time"
)

func TestKeeper_SlowNameHoldsNoOther(t *testing.T) {
	t.Parallel()
	kept := newKeeper("test", slog.New(slog.DiscardHandler))
	slow := &slowSource{entered: make(chan string, 10)}
	kept.source = slow
	kept.Want([]string{"slow.chaton.test", "quick.chaton.test"})
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() {
		defer close(done)
		kept.Run(ctx)
	}()
	for range 2 {
		<-slow.entered
	}
	if _, err := kept.GetCertificate(&tls.ClientHelloInfo{ServerName: "slow.chaton.test"}); !errors.Is(err, errNoCertificate) {
		t.Errorf("got %v while the name is obtained, want an answer at once", err)
	}
	cancel()
	<-done
	if kept.affordable("quick.chaton.test") == nil {
		t.Error("got the gate open after the end, want it closed")
	}
}

func TestKeeper_RemovedNameIsNeitherServedNorOrdered(t *testing.T) {
	t.Parallel()
	kept := newKeeper("test", slog.New(slog.DiscardHandler))
	kept.source = &slowSource{}
	kept.Want([]string{"wiki.chaton.test"})
	if kept.mayOrder(t.Context(), "wiki.chaton.test") != nil {
		t.Error("got the gate closed for a wanted name, want it open")
	}
	kept.Want(nil)
	if kept.mayOrder(t.Context(), "wiki.chaton.test") == nil {
		t.Error("got the gate open for a removed name, want it closed")
	}
	if _, err := kept.GetCertificate(&tls.ClientHelloInfo{ServerName: "wiki.chaton.test"}); !errors.Is(err, errUnknownName) {
		t.Errorf("got %v, want the name unknown", err)
	}
	if got := kept.Status(); len(got) != 0 {
		t.Errorf("got %+v, want no name", got)
	}
}

func TestKeeper_RenewalFailureClosesTheGateAndIsShown(t *testing.T) {
	t.Parallel()
	kept := newKeeper("test", slog.New(slog.DiscardHandler))
	kept.source = &slowSource{}
	kept.Want([]string{"wiki.chaton.test"})
	kept.renewalFailed("wiki.chaton.test", errors.New("refused by the CA"))
	if kept.mayOrder(t.Context(), "wiki.chaton.test") == nil {
		t.Error("got the gate open after a failure, want it closed for a while")
	}
	if got := kept.Status()[0].Problem; got != "refused by the CA" {
		t.Errorf("got problem %q, want the CA's words", got)
	}
	kept.written("wiki.chaton.test")
	if got := kept.Status()[0].Problem; got != "" || kept.mayOrder(t.Context(), "wiki.chaton.test") != nil {
		t.Errorf("got problem %q after a renewal, want none", got)
	}
}

// slowSource blocks on one name until the attempt is cancelled.
type slowSource struct{ entered chan string }

func (s *slowSource) Load(string) (time.Time, bool)   { return time.Time{}, false }
func (s *slowSource) Current(string) *tls.Certificate { return nil }
func (s *slowSource) Challenge(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	return nil, errNoCertificate
}

func (s *slowSource) Obtain(ctx context.Context, name string, _ bool) (time.Time, error) {
	s.entered <- name
	if name == "slow.chaton.test" {
		<-ctx.Done()
	}
	return time.Time{}, ctx.Err()
}
