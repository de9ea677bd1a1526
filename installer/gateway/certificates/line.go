package certificates

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"sync"
	"time"
)

const (
	// maximumDocument bounds what a CA may send.
	maximumDocument = 1 << 20
	// directoryLife is short: an hour later it costs one request.
	directoryLife = 10 * time.Minute
	// nonceLife is far below what CAs grant, since one that is refused costs a
	// whole round.
	nonceLife = time.Minute
)

// line is the way to one CA, shared by all names. autocert has a client for
// each of them, and each would ask for the directory, for nonces and for the
// account of its own: CAs count those requests, too.
type line struct {
	directory string
	transport http.RoundTripper
	now       func() time.Time

	mu      sync.Mutex
	places  places
	read    *kept // the directory
	readAt  time.Time
	skew    time.Duration
	account *kept
	nonces  []nonce
}

// places are the addresses of a directory that matter here.
type places struct {
	NewNonce   string
	NewAccount string
	NewOrder   string
	Meta       struct{ TermsOfService string }
}

type nonce struct {
	value string
	at    time.Time
}

// kept is an answer that may be given again.
type kept struct {
	status int
	header http.Header
	body   []byte
}

// RoundTrip sends a request, or answers with what the CA said before. The
// body of an answer is wholly read.
func (l *line) RoundTrip(request *http.Request) (*http.Response, error) {
	if known := l.known(request); known != nil {
		return known.answer(request), nil
	}
	answer, err := l.transport.RoundTrip(request)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(io.LimitReader(answer.Body, maximumDocument+1))
	if err != nil {
		return nil, err
	}
	if len(body) > maximumDocument {
		return nil, fmt.Errorf("the answer of %s is too large", request.URL.Host)
	}
	given := &kept{status: answer.StatusCode, header: answer.Header, body: body}
	l.keep(request, given)
	return given.answer(request), nil
}

// known finds what needs no request.
func (l *line) known(request *http.Request) *kept {
	l.mu.Lock()
	defer l.mu.Unlock()
	switch address := request.URL.String(); {
	case address == l.directory && l.read != nil && l.now().Sub(l.readAt) < directoryLife:
		return l.read
	case address == l.places.NewAccount && address != "" && l.account != nil:
		if value := signedNonce(request); value != "" {
			l.nonces = append(l.nonces, nonce{value: value, at: l.now()})
		}
		return l.account
	case address == l.places.NewNonce && address != "":
		return l.nonce()
	}
	return nil
}

// signedNonce is the nonce of a request that the CA will not see: it is good
// for another.
func signedNonce(request *http.Request) string {
	if request.GetBody == nil {
		return ""
	}
	body, err := request.GetBody()
	if err != nil {
		return ""
	}
	defer body.Close()
	var signed struct{ Protected string }
	if json.NewDecoder(io.LimitReader(body, maximumDocument)).Decode(&signed) != nil {
		return ""
	}
	var head struct{ Nonce string }
	plain, err := base64.RawURLEncoding.DecodeString(signed.Protected)
	if err != nil || json.Unmarshal(plain, &head) != nil {
		return ""
	}
	return head.Nonce
}

// nonce takes one that an answer left.
func (l *line) nonce() *kept {
	for len(l.nonces) > 0 {
		last := l.nonces[len(l.nonces)-1]
		l.nonces = l.nonces[:len(l.nonces)-1]
		if l.now().Sub(last.at) < nonceLife {
			return &kept{status: http.StatusOK, header: http.Header{"Replay-Nonce": {last.value}}}
		}
	}
	return nil
}

// keep remembers an answer. Its nonce goes to whoever asks first.
func (l *line) keep(request *http.Request, given *kept) {
	l.mu.Lock()
	defer l.mu.Unlock()
	address := request.URL.String()
	if address != l.places.NewNonce {
		if value := given.header.Get("Replay-Nonce"); value != "" {
			given.header.Del("Replay-Nonce")
			l.nonces = append(l.nonces, nonce{value: value, at: l.now()})
		}
	}
	switch {
	case address == l.directory && given.status == http.StatusOK:
		l.keepDirectory(given)
	case address == l.places.NewAccount && given.status < http.StatusMultipleChoices:
		// From now on the account is there already.
		l.account = &kept{status: http.StatusOK, header: given.header, body: given.body}
	case given.status >= http.StatusBadRequest && bytes.Contains(given.body, []byte(":accountDoesNotExist")):
		l.account = nil
	case given.status == http.StatusBadRequest && bytes.Contains(given.body, []byte(":badNonce")):
		l.nonces = nil // those beside it are as old
	}
}

func (l *line) keepDirectory(given *kept) {
	var read places
	if json.Unmarshal(given.body, &read) != nil || read.NewOrder == "" {
		return
	}
	l.places, l.read, l.readAt, l.skew = read, given, l.now(), 0
	if date, err := http.ParseTime(given.header.Get("Date")); err == nil {
		l.skew = l.now().Sub(date)
	}
}

// order says whether a request asks for an order.
func (l *line) order(request *http.Request) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.places.NewOrder != "" && request.URL.String() == l.places.NewOrder
}

// apart is how far this machine's clock is before the CA's.
func (l *line) apart() time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.skew
}

// registered says that the CA knows the account.
func (l *line) registered() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.account != nil
}

// terms is where the CA shows what is accepted.
func (l *line) terms() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.places.Meta.TermsOfService
}

func (k *kept) answer(request *http.Request) *http.Response {
	return &http.Response{
		StatusCode: k.status, Status: http.StatusText(k.status), Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: k.header.Clone(), Body: io.NopCloser(bytes.NewReader(k.body)), ContentLength: int64(len(k.body)), Request: request,
	}
}
