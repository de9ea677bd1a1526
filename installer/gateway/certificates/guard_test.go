package certificates

import (
	"context"
	"crypto/tls"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"framagit.org/chatiere/chatiere/installer/gateway/acmetest"
)

// visit lets ten minutes of visitors pass within a moment.
func (h *house) visit(name string, clock *clock) {
	for range 60 {
		clock.move(10 * time.Second)
		h.keeper.rouse()
		_, _ = h.shake(name, &tls.Config{})
	}
}

func TestGuard_TenMinutesOfVisitsCostOneFailureAtMost(t *testing.T) {
	secure, ca := startCA(t, acmetest.Settings{})
	ca.Unname("lost.chaton.test")
	var clock clock
	house := openAt(t, secure, Options{Issuer: trusting(ca), Clock: clock.now}, "lost.chaton.test", "good.chaton.test")
	house.waitProblem(t, "lost.chaton.test")
	house.visit("lost.chaton.test", &clock)
	house.wait(t, "good.chaton.test")
	if got := ca.Failures("lost.chaton.test"); got != 1 {
		t.Errorf("got %d failed validations in ten minutes of visits, want 1", got)
	}
	if got := house.certificate("lost.chaton.test").Budget.Failures; got != 3 {
		t.Errorf("got %d failures left, want 3 of 5 with one kept back", got)
	}
}

func TestGuard_PreflightThatRefusesCostsNothing(t *testing.T) {
	secure, ca := startCA(t, acmetest.Settings{})
	var clock clock
	asked := make(chan string, 100)
	preflight := func(_ context.Context, name string) []Finding {
		asked <- name
		return []Finding{{Blocking: true, What: "%s has no A record.", WhatValues: []any{name}, Fix: "Create one."}}
	}
	house := openAt(t, secure, Options{Issuer: trusting(ca), Clock: clock.now, Preflight: preflight}, "lost.chaton.test")
	got := house.waitProblem(t, "lost.chaton.test")
	house.visit("lost.chaton.test", &clock)
	if want := "lost.chaton.test has no A record. Create one."; got.Problem != want || len(got.Findings) != 1 {
		t.Errorf("got problem %q and findings %v, want %q", got.Problem, got.Findings, want)
	}
	if ca.AllOrders() != 0 || ca.Accounts() != 0 {
		t.Errorf("got %d orders and %d accounts, want the CA never asked", ca.AllOrders(), ca.Accounts())
	}
	if len(asked) < 3 {
		t.Errorf("got %d looks in ten minutes, want one each minute or so", len(asked))
	}
}

func TestGuard_BusyCAIsAskedAgainAfterItsDate(t *testing.T) {
	var clock clock
	secure, ca := startCA(t, acmetest.Settings{Clock: clock.now})
	ca.Throttle("wiki.chaton.test", 2*time.Hour)
	house := openAt(t, secure, Options{Issuer: trusting(ca), Clock: clock.now}, "wiki.chaton.test", "agenda.chaton.test")
	house.wait(t, "agenda.chaton.test")
	held := house.waitProblem(t, "wiki.chaton.test")
	if rest := held.Next.Sub(held.Tried); rest < 2*time.Hour-time.Minute || !strings.Contains(held.Problem, "too many orders") {
		t.Errorf("got %q and a rest of %s, want the CA's words and its two hours", held.Problem, rest)
	}
	if err := house.keeper.Retry("wiki.chaton.test"); err == nil {
		t.Error("got no error for a retry before the CA's date, want one")
	}
	house.visit("wiki.chaton.test", &clock)
	ca.Throttle("wiki.chaton.test", 0)
	if got := ca.Orders("wiki.chaton.test"); got != 0 {
		t.Errorf("got %d orders before the CA's date, want none", got)
	}
	clock.move(2 * time.Hour)
	house.keeper.rouse()
	house.wait(t, "wiki.chaton.test")
}

func TestGuard_RehearsalThatFailsCostsNoOrder(t *testing.T) {
	secure, ca := startCA(t, acmetest.Settings{})
	staging := startStaging(t, secure)
	staging.Misdirect("lost.chaton.test")
	issuer := trusting(ca)
	issuer.Staging, issuer.Roots = staging.Directory, string(ca.Root)+string(staging.Root)
	house := openAt(t, secure, Options{Issuer: issuer}, "lost.chaton.test", "good.chaton.test")
	house.wait(t, "good.chaton.test")
	got := house.waitProblem(t, "lost.chaton.test")
	if !strings.Contains(got.Problem, "rehearsal") || !strings.Contains(got.Problem, "Failed to connect to 127.9.9.9") {
		t.Errorf("got problem %q, want the rehearsal's reason", got.Problem)
	}
	if ca.Orders("lost.chaton.test") != 0 || staging.Failures("lost.chaton.test") != 1 || got.Budget.Failures != 4 {
		t.Errorf("got %d orders, %d failed rehearsals and %d failures left, want 0, 1 and 4",
			ca.Orders("lost.chaton.test"), staging.Failures("lost.chaton.test"), got.Budget.Failures)
	}
	if ca.Orders("good.chaton.test") != 1 || staging.Orders("good.chaton.test") != 1 || ca.Accounts() != 1 || staging.Accounts() != 1 {
		t.Errorf("got %d and %d orders, %d and %d accounts, want one each", ca.Orders("good.chaton.test"),
			staging.Orders("good.chaton.test"), ca.Accounts(), staging.Accounts())
	}
	house.roots = ca.Pool()
	if _, err := house.shake("good.chaton.test", &tls.Config{}); err != nil {
		t.Errorf("got %v, want the certificate of the CA itself", err)
	}
}

func TestGuard_WrongClockOrdersNothing(t *testing.T) {
	secure, ca := startCA(t, acmetest.Settings{})
	var clock clock
	clock.move(-time.Hour)
	house := openAt(t, secure, Options{Issuer: trusting(ca), Clock: clock.now}, "wiki.chaton.test")
	if got := house.waitProblem(t, "wiki.chaton.test").Problem; !strings.Contains(got, "clock of this machine is 1h0m0s behind") {
		t.Errorf("got problem %q, want the clock named", got)
	}
	if ca.AllOrders() != 0 || ca.Accounts() != 0 {
		t.Errorf("got %d orders and %d accounts, want none", ca.AllOrders(), ca.Accounts())
	}
}

func TestGuard_BudgetSurvivesARestart(t *testing.T) {
	secure, ca := startCA(t, acmetest.Settings{})
	ca.Unname("lost.chaton.test")
	folder := t.TempDir()
	house := openAt(t, secure, Options{Folder: folder, Issuer: trusting(ca)}, "lost.chaton.test")
	before := house.waitProblem(t, "lost.chaton.test")
	house.close()
	again := openAt(t, listen(t), Options{Folder: folder, Issuer: trusting(ca)}, "lost.chaton.test")
	after := again.waitProblem(t, "lost.chaton.test")
	if !after.Next.Equal(before.Next) || after.Problem != before.Problem || after.Budget.Failures != before.Budget.Failures {
		t.Errorf("got %+v after a restart, want %+v", after, before)
	}
	if got := ca.Orders("lost.chaton.test"); got != 1 {
		t.Errorf("got %d orders, want 1", got)
	}
}

func TestGuard_RecreatedTenTimesOrdersOnce(t *testing.T) {
	secure, ca := startCA(t, acmetest.Settings{})
	folder := t.TempDir()
	names := []string{"a.chaton.test", "b.chaton.test", "c.chaton.test"}
	first := openAt(t, secure, Options{Folder: folder, Issuer: trusting(ca)}, names...)
	first.wait(t, names...)
	first.close()
	for range 10 {
		next := openAt(t, listen(t), Options{Folder: folder, Issuer: trusting(ca)}, names...)
		next.wait(t, names...)
		next.close()
	}
	for _, name := range names {
		if got := ca.Orders(name); got != 1 {
			t.Errorf("%s: got %d orders, want 1", name, got)
		}
	}
}

func TestGuard_GatewayThatIsStoppedInEachAttemptDoesNotOrderEachTime(t *testing.T) {
	_, ca := startCA(t, acmetest.Settings{})
	ca.Unname("wiki.chaton.test")
	folder := t.TempDir()
	for range 10 {
		house := openAt(t, listen(t), Options{Folder: folder, Issuer: trusting(ca)}, "wiki.chaton.test")
		house.until(t, "wiki.chaton.test", func(c Certificate) bool { return c.Problem != "" || ca.AllOrders() > 0 })
		house.close()
	}
	if got := ca.AllOrders(); got != 1 {
		t.Errorf("got %d orders, want 1", got)
	}
}

func TestGuard_OperatorReplacesKeyAndCertificate(t *testing.T) {
	secure, ca := startCA(t, acmetest.Settings{})
	house := openAt(t, secure, Options{Issuer: trusting(ca)}, "wiki.chaton.test")
	house.wait(t, "wiki.chaton.test")
	before, err := house.shake("wiki.chaton.test", &tls.Config{})
	if err != nil {
		t.Fatal(err)
	}
	if err := house.keeper.Replace("wiki.chaton.test"); err != nil {
		t.Fatal(err)
	}
	house.until(t, "wiki.chaton.test", func(Certificate) bool {
		now, err := house.shake("wiki.chaton.test", &tls.Config{})
		return err == nil && fmt.Sprint(now.PublicKey) != fmt.Sprint(before.PublicKey)
	})
	if got := house.certificate("wiki.chaton.test").Budget.Duplicates; got != 2 || ca.AllOrders() != 2 {
		t.Errorf("got %d duplicates left after %d orders, want 2 after 2", got, ca.AllOrders())
	}
	for range 2 {
		house.until(t, "wiki.chaton.test", func(c Certificate) bool { return !c.Trying })
		if err := house.keeper.Replace("wiki.chaton.test"); err != nil {
			t.Fatal(err)
		}
		left := house.certificate("wiki.chaton.test").Budget.Duplicates
		house.until(t, "wiki.chaton.test", func(c Certificate) bool { return !c.Trying && c.Budget.Duplicates < left })
	}
	if err := house.keeper.Replace("wiki.chaton.test"); err == nil || !strings.Contains(err.Error(), "kept for a repair") {
		t.Errorf("got %v for a fifth certificate of the week, want the last one kept", err)
	}
	if err := house.keeper.Replace("nobody.chaton.test"); err == nil {
		t.Error("got no error for an unknown name, want one")
	}
}

func TestGuard_RepairThatPreflightSeesEndsTheRest(t *testing.T) {
	var clock clock
	secure, ca := startCA(t, acmetest.Settings{Clock: clock.now})
	ca.Misdirect("wiki.chaton.test")
	var repaired atomic.Bool
	preflight := func(context.Context, string) []Finding {
		if repaired.Load() {
			return nil
		}
		return []Finding{{What: "The name may lead elsewhere.", Fix: "Look at its A record."}}
	}
	house := openAt(t, secure, Options{Issuer: trusting(ca), Clock: clock.now, Preflight: preflight}, "wiki.chaton.test")
	last := house.waitProblem(t, "wiki.chaton.test")
	for range 2 {
		clock.move(12 * time.Minute)
		house.keeper.rouse()
		last = house.until(t, "wiki.chaton.test", func(c Certificate) bool { return c.Tried.After(last.Tried) && !c.Trying })
	}
	if rest := last.Next.Sub(last.Tried); rest < 100*time.Minute {
		t.Errorf("got a rest of %s after the third failure, want 100 minutes", rest)
	}
	repaired.Store(true)
	ca.Redirect("wiki.chaton.test")
	clock.move(11 * time.Minute)
	house.keeper.rouse()
	house.wait(t, "wiki.chaton.test")
}
