package preflight

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// authority answers with a Date that is apart from the real one.
func authority(t testing.TB, apart time.Duration) *httptest.Server {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Date", time.Now().Add(apart).UTC().Format(http.TimeFormat))
	}))
	t.Cleanup(server.Close)
	return server
}

func TestAuthorityClock_BlocksBeyondTheTolerance(t *testing.T) {
	cases := []struct {
		apart           time.Duration
		found, blocking bool
	}{
		{0, false, false},
		{-30 * time.Second, false, false},
		{5 * time.Minute, true, false},
		{-5 * time.Minute, true, false},
		{2 * time.Hour, true, true},
		{-100 * 24 * time.Hour, true, true},
	}
	for _, c := range cases {
		server := authority(t, c.apart)
		findings := AuthorityClock(t.Context(), server.Client(), server.URL, time.Now)
		if (len(findings) == 1) != c.found || (c.found && findings[0].Blocking != c.blocking) {
			t.Errorf("%s: got %v, want found %v and blocking %v", c.apart, findings, c.found, c.blocking)
		}
	}
}

func TestAuthorityClock_CertificateOutOfDateIsOurClock(t *testing.T) {
	server := httptest.NewTLSServer(http.NotFoundHandler())
	defer server.Close()
	client := server.Client()
	early := func() time.Time { return time.Date(1970, time.January, 1, 0, 1, 0, 0, time.UTC) }
	client.Transport.(*http.Transport).TLSClientConfig.Time = early
	findings := AuthorityClock(t.Context(), client, server.URL, early)
	if len(findings) != 1 || !findings[0].Blocking {
		t.Fatalf("got %v, want one that blocks", findings)
	}
	validFrom := server.Certificate().NotBefore.UTC().Format("2006-01-02")
	for _, want := range []string{"1970-01-01 00:01:00 UTC", validFrom} {
		if said := findings[0].String(); !strings.Contains(said, want) {
			t.Errorf("got %q, want %q in it", said, want)
		}
	}
}

func TestAuthorityClock_CachedAnswerIsAsOldAsItSays(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Date", time.Now().Add(-time.Hour).UTC().Format(http.TimeFormat))
		w.Header().Set("Age", "3600")
	}))
	defer server.Close()
	if got := AuthorityClock(t.Context(), server.Client(), server.URL, time.Now); len(got) > 0 {
		t.Errorf("got %v, want none", got)
	}
}

func TestAuthorityClock_SilenceIsAWarning(t *testing.T) {
	server := authority(t, 0)
	server.Close()
	got := AuthorityClock(t.Context(), http.DefaultClient, server.URL, time.Now)
	if len(got) != 1 || got[0].Blocking {
		t.Errorf("got %v, want one warning", got)
	}
}

func TestImpossibleClock_BeforeThisProgramIsRefused(t *testing.T) {
	got := ImpossibleClock(time.Unix(60, 0))
	if len(got) != 1 || !got[0].Blocking || !strings.Contains(fmt.Sprint(got), "1970-01-01 00:01:00 UTC") {
		t.Errorf("got %v, want one that blocks and says 1970", got)
	}
	if got := ImpossibleClock(time.Now()); len(got) > 0 {
		t.Errorf("now: got %v, want none", got)
	}
}

func TestKernelClock_UnsynchronisedIsAWarning(t *testing.T) {
	if _, err := ClockSynchronised(); err != nil {
		t.Errorf("this machine's own: got %v", err)
	}
	if got := KernelClock(false); len(got) != 1 || got[0].Blocking {
		t.Errorf("got %v, want one warning", got)
	}
	if got := KernelClock(true); len(got) > 0 {
		t.Errorf("got %v, want none", got)
	}
}
