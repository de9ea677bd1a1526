package vault

import (
	"encoding/base64"
	"net/url"
	"sort"
	"strings"
)

// shortest is the length under which a value is not looked for: replacing
// every "ab" of a text would destroy it and hide nothing.
const shortest = 4

// Redact replaces each secret value in the text, plain, base64 or URL-encoded,
// by "‹service/name›". It is the last line of defence: what is printed or
// written goes through it even where no secret is expected.
func (v *Vault) Redact(text string) string {
	v.mutex.Lock()
	defer v.mutex.Unlock()
	return v.replacer().Replace(text)
}

// replacer is made anew each time: secrets appear while Resolve runs, and a
// cached one would miss the newest.
func (v *Vault) replacer() *strings.Replacer {
	names := map[string]string{}
	for key, kept := range v.content.Secrets {
		remember(names, kept.Value, key)
	}
	for key, value := range v.pending {
		remember(names, value, key)
	}
	for key, made := range v.content.Derived {
		remember(names, made.Value, key)
	}
	values := make([]string, 0, len(names))
	for value := range names {
		values = append(values, value)
	}
	// Longest first: one secret may hold another.
	sort.Slice(values, func(i, j int) bool {
		if len(values[i]) != len(values[j]) {
			return len(values[i]) > len(values[j])
		}
		return values[i] < values[j]
	})
	pairs := make([]string, 0, 2*len(values))
	for _, value := range values {
		pairs = append(pairs, value, "‹"+names[value]+"›")
	}
	return strings.NewReplacer(pairs...)
}

func remember(names map[string]string, value, key string) {
	if len(value) < shortest {
		return
	}
	for _, form := range []string{value, url.QueryEscape(value), url.PathEscape(value), base64.StdEncoding.EncodeToString([]byte(value))} {
		if _, taken := names[form]; !taken {
			names[form] = key
		}
	}
}
