package site

import (
	"fmt"
	"strings"

	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/hcl/v2/hclwrite"
	"github.com/zclconf/go-cty/cty"
)

// Compose writes a chaton.hcl from answers as a person would: ordered,
// aligned, each value with its reason. Answers that ReadAnswers took, or that
// the wizard checked, give a file that Load takes without a diagnostic.
func Compose(answers Answers) []byte {
	answers = answers.settled()
	reason := reasons(answers.Language)
	var text strings.Builder
	fmt.Fprintf(&text, "# %s\n\n", reason.file)
	fmt.Fprintf(&text, "chaton %s {\n", quoted(answers.Slug))
	fmt.Fprintf(&text, "name = %s\n", quoted(answers.Name))
	fmt.Fprintf(&text, "domain = %s # %s\n", quoted(answers.Domain), reason.domain)
	fmt.Fprintf(&text, "language = %s # %s\n}\n\n", quoted(answers.Language), reason.language)
	fmt.Fprintf(&text, "contact {\nemail = %s # %s\n}\n\n", quoted(answers.Email), reason.email)
	issuer := reason.publicly
	if answers.Issuer == "internal" {
		issuer = reason.internally
	}
	fmt.Fprintf(&text, "tls {\nissuer = %s # %s\n}\n", quoted(answers.Issuer), issuer)
	for i, service := range answers.Services {
		if i == 0 {
			fmt.Fprintf(&text, "\n# %s\n# %s\n", reason.trial, reason.opened)
		} else {
			text.WriteString("\n")
		}
		composeService(&text, service, answers.Domain, reason)
	}
	return hclwrite.Format([]byte(text.String()))
}

func composeService(text *strings.Builder, service ServiceAnswers, domain string, reason composing) {
	name := orElse(service.Name, service.Module)
	fmt.Fprintf(text, "service %s {\nmodule = %s # %s\n", quoted(name), quoted(service.Module),
		fmt.Sprintf(reason.host, name+"."+domain))
	if len(service.Settings) > 0 {
		text.WriteString("settings = {\n")
		for _, key := range names(service.Settings) {
			fmt.Fprintf(text, "%s = %s\n", settingName(key), settingValue(service.Settings[key]))
		}
		text.WriteString("}\n")
	}
	text.WriteString("}\n")
}

// settled fills in what follows from other answers.
func (a Answers) settled() Answers {
	a.Language = orElse(a.Language, "fr")
	a.Slug = orElse(a.Slug, slugOf(a.Name))
	a.Domain = orElse(a.Domain, a.Slug+".localhost")
	if a.Issuer == "" {
		a.Issuer = "letsencrypt"
		if isLoopback(ascii(a.Domain)) {
			a.Issuer = "internal"
		}
	}
	return a
}

// slugOf makes a DNS label of a name.
func slugOf(name string) string {
	plain := strings.NewReplacer(
		"à", "a", "â", "a", "ä", "a", "ç", "c", "é", "e", "è", "e", "ê", "e", "ë", "e", "î", "i", "ï", "i",
		"ô", "o", "ö", "o", "ù", "u", "û", "u", "ü", "u", "ÿ", "y", "œ", "oe", "æ", "ae",
	).Replace(strings.ToLower(name))
	words := strings.FieldsFunc(plain, func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') })
	slug := strings.Join(words, "-")
	if len(slug) > 40 {
		slug = strings.TrimRight(slug[:40], "-")
	}
	return orElse(slug, "chaton")
}

func quoted(text string) string {
	return string(hclwrite.TokensForValue(cty.StringVal(text)).Bytes())
}

func settingName(name string) string {
	if hclsyntax.ValidIdentifier(name) {
		return name
	}
	return quoted(name)
}

// settingValue writes a bool, a plain whole number, a list or an object as it
// is and all else as a string: "007" must stay what it is.
func settingValue(value string) string {
	if value == "true" || value == "false" {
		return value
	}
	if _, odd := matching(value, `^(0|-?[1-9][0-9]{0,14})$`, sentence{}); !odd {
		return value
	}
	if strings.HasPrefix(value, "[") || strings.HasPrefix(value, "{") {
		expression, diags := parseLiteral(value)
		if !diags && firstComputed(expression) == nil {
			return value
		}
	}
	return quoted(value)
}
