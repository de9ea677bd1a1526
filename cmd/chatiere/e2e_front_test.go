package main

import (
	"strings"
	"testing"
)

// TestE2E_Fronts puts a chaton behind nginx, which has the ports of visitors
// and the lines that doctor prints, as on a machine that serves other sites
// already: first decrypting, then handing over, at last without a gateway.
func TestE2E_Fronts(t *testing.T) {
	f := newFronted(t)
	for _, step := range []struct {
		name string
		look func(*testing.T)
	}{
		{"behind", f.behind},
		{"what the front shows is looked at", f.looked},
		{"passthrough", f.passthrough},
		{"none", f.none},
	} {
		if !t.Run(step.name, func(t *testing.T) { step.look(t) }) {
			t.FailNow() // what follows stands on it
		}
	}
}

func (f *fronted) behind(t *testing.T) {
	f.declare(t, "mode = \"behind\"\nhttp = 8080", frontedService)
	if plan := f.expectCall(t, exitPending, "plan"); strings.Contains(plan.out, "certificate") {
		t.Errorf("got a certificate in the plan, want none:\n%s", plan.out)
	}
	f.expectCall(t, exitDone, "apply", "--yes")
	f.serveFront(t)
	if got := f.visit(t, f.own, "/"); got != "bonjour https\n" {
		t.Errorf("got %q through the front, want bonjour", got)
	}
	if got := f.visit(t, f.own, "/fetch?url=https://echo.front.example/"); !strings.HasPrefix(got, "reached: 200 bonjour https") {
		t.Errorf("a container asks for its own public name: got %q, want an answer", got)
	}
	if got := f.ca.AllOrders(); got != 0 {
		t.Errorf("got %d orders behind a front, want none", got)
	}
	f.expectCall(t, exitDone, "plan")
}

func (f *fronted) looked(t *testing.T) {
	if got := f.expectCall(t, exitDone, "status"); !strings.Contains(got.out, "not looked at yet") {
		t.Errorf("before tick: got\n%s", got.out)
	}
	f.expectCall(t, exitDone, "tick")
	status := f.expectCall(t, exitDone, "status")
	for _, name := range []string{"front.example", "echo.front.example"} {
		if want := "certificate of " + name + "  the front's own  until "; !strings.Contains(status.out, want) {
			t.Errorf("got\n%s\nwant %q in it", status.out, want)
		}
	}
	doctor := f.call(t, "doctor")
	if want := "The front shows a certificate for echo.front.example until "; !strings.Contains(doctor.out, want) {
		t.Errorf("got\n%s\nwant %q in it", doctor.out, want)
	}
	if strings.Contains(doctor.out, "do not reach the gateway") {
		t.Errorf("got\n%s\nwant the networks to reach their names", doctor.out)
	}
}

func (f *fronted) passthrough(t *testing.T) {
	f.declare(t, "mode = \"passthrough\"\nhttp = 0\nhttps = 8443", frontedService)
	plan := f.expectCall(t, exitPending, "plan")
	for _, want := range []string{"-/+ container gateway", "mode: behind → passthrough", "https: 0 → 8443", "certificate of echo.front.example"} {
		if !strings.Contains(plan.out, want) {
			t.Errorf("got\n%s\nwant %q in it", plan.out, want)
		}
	}
	f.serveFront(t)
	f.expectCall(t, exitDone, "apply", "--yes")
	if got := f.visit(t, f.ca.Pool(), "/"); got != "bonjour https\n" {
		t.Errorf("got %q through the front, want bonjour", got)
	}
	for _, name := range []string{"front.example", "echo.front.example"} {
		if got := f.ca.Orders(name); got != 1 {
			t.Errorf("orders for %s: got %d, want 1", name, got)
		}
	}
	f.expectCall(t, exitDone, "plan")
	if status := f.expectCall(t, exitDone, "status"); strings.Contains(status.out, "the front's own") {
		t.Errorf("got\n%s\nwant the gateway's own certificates", status.out)
	}
}

func (f *fronted) none(t *testing.T) {
	f.declare(t, `mode = "none"`, frontedService)
	if check := f.call(t, "check"); check.code != exitUsage || !strings.Contains(check.out+check.err, `The service "echo" needs a gateway`) {
		t.Errorf("check: got exit code %d and\n%s%s", check.code, check.out, check.err)
	}
	f.declare(t, `mode = "none"`, externalService)
	f.expectCall(t, exitDone, "apply", "--yes")
	f.expectCall(t, exitDone, "plan")
	status := f.expectCall(t, exitDone, "status")
	if strings.Contains(status.out, "gateway does not answer") {
		t.Errorf("got\n%s\nwant no word of a gateway", status.out)
	}
	if got := f.call(t, "status", "--json").out; !strings.Contains(got, `"mode": "none"`) {
		t.Errorf("got\n%s\nwant the mode in it", got)
	}
}
