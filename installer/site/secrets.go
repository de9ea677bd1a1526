package site

// Secrets gives Resolve the values that stand in no file of the operator's.
// Package vault implements it; `check`, which reads no vault, passes
// PlaceholderSecrets.
type Secrets interface {
	// Secret returns the value of one secret of a service, made up but not
	// yet stored when it does not exist.
	// length counts characters (words, for the charset "words").
	Secret(service, name string, length int, charset string) string
	// Given returns a secret that nobody makes up, such as the password of
	// somebody else's relay; false when it was not given yet.
	Given(owner, name string) (string, bool)
	// Derived returns compute() and keeps it, so that a salted hash of a secret
	// (bcrypt, htpasswd) stays the same from one plan to the next.
	Derived(service, name, input string, compute func() string) string
	// Fingerprint is the hex HMAC-SHA256 of data under the fingerprint key.
	Fingerprint(data []byte) string
	// Redact replaces every secret value in the text by its name.
	Redact(text string) string
}
