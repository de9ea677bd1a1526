package installer

import (
	"context"
	"strconv"
	"time"

	"framagit.org/chatiere/chatiere/installer/gateway"
	"framagit.org/chatiere/chatiere/installer/gateway/certificates"
	"framagit.org/chatiere/chatiere/installer/plan"
)

// lookAtFront looks at what the front shows and hands over. Nothing here keeps
// a chaton from being put in place: the front may come after it.
func (d *diagnosing) lookAtFront(ctx context.Context) []Check {
	switch d.Site.Gateway.Mode {
	case "behind":
		return append(d.lookAtFrontCertificates(ctx), d.lookAtFrontWords(ctx)...)
	case "passthrough":
		return d.lookAtFrontWords(ctx)
	}
	return nil
}

func (d *diagnosing) lookAtFrontCertificates(ctx context.Context) []Check {
	now := d.request.Clock()
	var checks []Check
	for _, seen := range frontOf(d.Site, d.request.Clock).all(ctx, d.Site.HostNames()) {
		fine := plan.Say("The front shows a certificate for %s until %s.", seen.Name, seen.NotAfter.Format("2006-01-02"))
		check := Check{ID: "front " + seen.Name, State: CheckFine, What: fine}
		if seen.State != certificates.Valid || soon(seen, now) {
			wrong := &FrontError{seen}
			format, values := wrong.Sentence()
			check.State, check.What, check.Fix = CheckWarning, plan.Say(format, values...), plan.Say(wrong.Hint())
		}
		checks = append(checks, check)
	}
	return checks
}

// lookAtFrontWords asks the gateway, while it runs, what the front leaves out.
func (d *diagnosing) lookAtFrontWords(ctx context.Context) []Check {
	if d.ownGateway() == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	answer, err := gateway.Dial(d.request.State.Gateway()).Status(ctx)
	if err != nil {
		return unseen("front", err)
	}
	var checks []Check
	for _, doubt := range []struct {
		format string
		times  int64
	}{
		{"The front does not say who visitors are (times: %s): nothing can be limited by address for them.", answer.Front.Unnamed},
		{"The front does not say whether visitors came over TLS (times: %s): they are sent round in circles.", answer.Front.Unsaid},
		{"The front handed over connections without the PROXY protocol (times: %s): all were refused.", answer.Front.Unannounced},
	} {
		if doubt.times > 0 {
			checks = append(checks, Check{
				ID: "front", State: CheckWarning, What: plan.Say(doubt.format, strconv.FormatInt(doubt.times, 10)),
				Fix: plan.Say("Give it the lines that this command prints: chatiere doctor --front nginx (or apache, haproxy, caddy, traefik)."),
			})
		}
	}
	return checks
}
