package declaration

import (
	"strings"
	"time"
)

// securityText is the file of RFC 9116: it holds for 90 days, and the nightly
// refresh renews it.
func securityText(v *view) []byte {
	var text strings.Builder
	text.WriteString("Contact: mailto:" + v.Security() + "\n")
	text.WriteString("Expires: " + v.At.UTC().AddDate(0, 0, 90).Format(time.RFC3339) + "\n")
	text.WriteString("Preferred-Languages: " + orElse(strings.Join(v.Contact.Languages, ", "), v.Language) + "\n")
	text.WriteString("Canonical: " + v.Base() + "/.well-known/security.txt\n")
	return []byte(text.String())
}
