package site

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"strings"
)

// PlaceholderSecrets answers with values that are made of the secrets' names:
// for `check`, which reads no vault, and for tests. Equal questions get equal
// answers, and no answer is a secret.
type PlaceholderSecrets struct{}

// Secret gives letters and digits whatever the charset, as many as asked; they
// begin with a mark that Redact knows.
func (PlaceholderSecrets) Secret(service, name string, length int, charset string) string {
	return placeholder("secret", service+"/"+name, max(length, placeholderLength))
}

// Given takes every secret for given: `check` reads no vault.
func (PlaceholderSecrets) Given(owner, name string) (string, bool) {
	return placeholder("given", owner+"/"+name, placeholderLength), true
}

// Derived never computes: a placeholder needs no hash.
func (PlaceholderSecrets) Derived(service, name, input string, compute func() string) string {
	return placeholder("derived", service+"/"+name+"/"+input, placeholderLength)
}

// Fingerprint uses a key that everybody knows.
func (PlaceholderSecrets) Fingerprint(data []byte) string {
	sum := hmac.New(sha256.New, []byte("placeholder"))
	sum.Write(data)
	return hex.EncodeToString(sum.Sum(nil))
}

// Redact replaces every placeholder by one word, since its name cannot be read
// back from it.
func (PlaceholderSecrets) Redact(text string) string {
	return regexp.MustCompile(placeholderMark+`[0-9a-f]{16}0*`).ReplaceAllString(text, "‹secret›")
}

const (
	placeholderMark   = "PLACEHOLDERx"
	placeholderLength = len(placeholderMark) + 16
)

func placeholder(kind, name string, length int) string {
	sum := sha256.Sum256([]byte(kind + " " + name))
	value := placeholderMark + hex.EncodeToString(sum[:8])
	return value + strings.Repeat("0", max(0, length-len(value)))
}
