package catalog

import (
	"math/big"
	"net/url"
	"regexp"
	"strconv"
	"strings"

	"github.com/zclconf/go-cty/cty"
)

func isString(v cty.Value) bool { return v.Type() == cty.String }

func isWebAddress(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" && !strings.ContainsAny(s, " \t\n")
}

func imagePinned(s string) bool {
	if strings.ContainsAny(s, " \t\n") {
		return false
	}
	name, digest, found := strings.Cut(s, "@")
	if found && !strings.HasPrefix(digest, "sha256:") {
		return false
	}
	tag := imageTag(name)
	return tag != "" && tag != "latest"
}

// imageTag is what follows the last colon of the last part of a name; a colon
// before it is that of a registry's port.
func imageTag(s string) string {
	_, tag, _ := strings.Cut(s[strings.LastIndexByte(s, '/')+1:], ":")
	return tag
}

func readWhole(v cty.Value) (int64, bool) {
	if v.Type() != cty.Number {
		return 0, false
	}
	n, accuracy := v.AsBigFloat().Int64()
	return n, accuracy == big.Exact
}

var languageCode = regexp.MustCompile(`^[a-z]{2,3}$`)

// readText is nil for what is not a text.
func readText(v cty.Value) Text {
	if v.IsNull() || !v.IsKnown() {
		return nil
	}
	if isString(v) {
		return nonEmpty(Text{"fr": v.AsString()})
	}
	if !v.Type().IsObjectType() {
		return nil
	}
	said := Text{}
	for language, sentence := range v.AsValueMap() {
		if sentence.IsNull() || !isString(sentence) || !languageCode.MatchString(language) {
			return nil
		}
		said[language] = sentence.AsString()
	}
	return nonEmpty(said)
}

func nonEmpty(t Text) Text {
	if strings.TrimSpace(t["fr"]) == "" {
		return nil
	}
	return t
}

func quoted(names []string) []string {
	marked := make([]string, len(names))
	for i, name := range names {
		marked[i] = strconv.Quote(name)
	}
	return marked
}
