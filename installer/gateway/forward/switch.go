package forward

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"

	"golang.org/x/net/http/httpguts"
)

// conversationBuffer is small: most conversations are short words far apart,
// and there may be thousands.
const conversationBuffer = 4 << 10

// checkSwitch refuses a protocol that was not asked for.
func (a *Answer) checkSwitch(response *http.Response) error {
	wanted := a.request.Upgrade
	if wanted == "" || !strings.EqualFold(response.Header.Get("Upgrade"), wanted) ||
		!httpguts.HeaderValuesContainsToken(response.Header["Connection"], "upgrade") {
		return errors.New("the server switched to a protocol that nobody asked for")
	}
	return nil
}

// Converse carries bytes both ways after a switch of protocols, until one side
// ends or the context that the request was sent with does. It closes the
// visitor's side. What the visitor said already is in received.
func (a *Answer) Converse(visitor io.ReadWriteCloser, received io.Reader) {
	a.Lift()
	var toServer sync.WaitGroup
	toServer.Go(func() {
		pour(a.connection.net, received)
		a.connection.cut()
	})
	pour(visitor, a.connection.reader)
	_ = visitor.Close()
	a.connection.cut()
	toServer.Wait()
}

// pour copies bytes as they come.
func pour(to io.Writer, from io.Reader) {
	buffer := make([]byte, conversationBuffer)
	for {
		n, err := from.Read(buffer)
		if n > 0 {
			if _, broken := to.Write(buffer[:n]); broken != nil {
				return
			}
		}
		if err != nil {
			return
		}
	}
}
