//go:build !unix

package forward

// quiet cannot be known here: connections are used once.
func (c *connection) quiet() bool { return false }
