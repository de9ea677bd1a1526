package site

import "strconv"

// checkMetrics refuses a port that something else of the chaton has. Below 1024
// are those of services that everybody knows.
func (r *resolving) checkMetrics() {
	gateway, where := r.file.Gateway, r.file.place("gateway.metrics")
	if gateway.Metrics == 0 {
		return
	}
	port := strconv.Itoa(gateway.Metrics)
	switch {
	case gateway.Mode == "none":
		r.refuse(where, say("Without a gateway there is nothing to measure"), say("Remove metrics, or choose another mode."))
	case gateway.Metrics < 1024:
		r.refuse(where, say("Metrics need a port from 1024 on"), say("Write for example metrics = 9464."))
	case gateway.Metrics == gateway.HTTP || gateway.Metrics == gateway.HTTPS:
		r.refuse(where, say("The gateway already listens on port %s", port), say("Give metrics a port of its own, for example 9464."))
	case r.file.Mail != nil && gateway.Metrics == r.file.Mail.Port:
		r.refuse(where, say("Port %s is already that of the mail relay", port), say("Give metrics a port of its own, for example 9464."))
	}
}
