package certificates

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// problem is the CA's own account of what is wrong.
type problem struct {
	Type   string `json:"type"`
	Detail string `json:"detail"`
}

// document is what the gateway looks at in any answer of a CA. The reason of
// a failed validation comes inside an authorisation, with status 200.
type document struct {
	problem
	Status     json.RawMessage `json:"status"`
	Error      *problem        `json:"error"`
	Challenges []struct {
		Error *problem `json:"error"`
	} `json:"challenges"`
}

// fault finds what is wrong, if anything is, and whether it is a failed
// validation. A bad nonce is part of the protocol.
func (d *document) fault(status int) (found *problem, validation bool) {
	if status >= http.StatusBadRequest {
		if strings.HasSuffix(d.Type, ":badNonce") {
			return nil, false
		}
		return &d.problem, false
	}
	if string(d.Status) != `"invalid"` {
		return nil, false
	}
	for _, challenge := range d.Challenges {
		if challenge.Error != nil {
			return challenge.Error, true
		}
	}
	return d.Error, false
}

// unfinished says that the CA is still at work.
func (d *document) unfinished() bool {
	return string(d.Status) == `"pending"` || string(d.Status) == `"processing"`
}

// refusal is a failed attempt in the CA's words.
type refusal struct {
	text  string
	until time.Time
	// validation says that it cost one of the failures that a CA counts, free
	// that the CA itself was at fault and the name is not to wait for it.
	validation, free bool
	cause            error
}

// Error is the CA’s own text.
func (r *refusal) Error() string { return r.text }

// Unwrap gives the client’s error.
func (r *refusal) Unwrap() error { return r.cause }

// Until is when the CA allows the next try; zero when it did not say.
func (r *refusal) Until() time.Time { return r.until }

// words are what an operator reads of a problem.
func (p *problem) words(name string) string {
	text := p.Detail
	if text == "" {
		text = "the CA gives no reason (" + p.Type + ")"
	}
	if advice := advice(p.Type, name); advice != "" {
		text += " — " + advice
	}
	return text
}

func advice(kind, name string) string {
	switch kind[strings.LastIndex(kind, ":")+1:] {
	case "dns":
		return "check the A and AAAA records of " + name
	case "caa":
		return "check the CAA records of " + name + " and of the domains above it"
	case "connection", "unauthorized", "tls":
		return "the A and AAAA records of " + name + " must lead to this machine, and its port 443 must be open from outside"
	case "rateLimited":
		return "wait until the date the CA gives"
	case "externalAccountRequired":
		return "this CA wants an external account: set its key identifier and secret"
	}
	return ""
}

// retryDate reads seconds or a date; anything else is no date.
func retryDate(header string, now time.Time) time.Time {
	if seconds, err := strconv.Atoi(header); err == nil && seconds > 0 {
		return now.Add(time.Duration(seconds) * time.Second)
	}
	date, err := http.ParseTime(header)
	if err != nil {
		return time.Time{}
	}
	return date
}
