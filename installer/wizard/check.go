package wizard

import (
	"errors"
	"net/mail"
	"net/netip"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"framagit.org/chatiere/chatiere/installer/catalog"
	"framagit.org/chatiere/chatiere/installer/locale"
)

// longestName still fits a line of a page.
const longestName = 80

func named(p *locale.Printer) func(string) error {
	return func(value string) error {
		switch {
		case value == "":
			return errors.New(p.Sayf("A name is needed, for example “Le Petit Chaton”."))
		case len([]rune(value)) > longestName:
			return errors.New(p.Sayf("This name is too long: %s characters at most.", strconv.Itoa(longestName)))
		case strings.ContainsFunc(value, unicode.IsControl):
			return errors.New(p.Sayf("This name holds a character that cannot be shown."))
		case !strings.ContainsFunc(value, unicode.IsLetter):
			return errors.New(p.Sayf("A name needs at least one letter."))
		}
		return nil
	}
}

// domainOf is the domain that is meant: small letters, no final dot, "" for
// none yet.
func domainOf(value string) string {
	value = strings.ToLower(strings.TrimSuffix(strings.TrimSpace(value), "."))
	switch value {
	case "aucun", "none", "-":
		return ""
	}
	return value
}

func domainOrNone(p *locale.Printer) func(string) error {
	return func(value string) error {
		domain := domainOf(value)
		switch {
		case domain == "":
			return nil
		case strings.Contains(domain, "/"):
			return errors.New(p.Sayf("Write the domain alone, without https:// and without a path."))
		case strings.Contains(domain, "@"):
			return errors.New(p.Sayf("This is an e-mail address. Write the domain alone, for example petitchaton.example."))
		case !isDomain(domain):
			return errors.New(p.Sayf("A domain is made of letters, digits and hyphens between dots, for example petitchaton.example."))
		}
		return nil
	}
}

// isDomain takes letters of any script: package site writes them in their
// ASCII form.
func isDomain(domain string) bool {
	if _, err := netip.ParseAddr(domain); err == nil || len(domain) > 253 || !strings.Contains(domain, ".") {
		return false
	}
	return !slices.ContainsFunc(strings.Split(domain, "."), func(label string) bool { return !isLabel(label) })
}

func isLabel(label string) bool {
	if label == "" || len(label) > 63 || strings.HasPrefix(label, "-") || strings.HasSuffix(label, "-") {
		return false
	}
	return !strings.ContainsFunc(label, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) && r != '-'
	})
}

func address(p *locale.Printer) func(string) error {
	return func(value string) error {
		parsed, err := mail.ParseAddress(value)
		_, host, _ := strings.Cut(value, "@")
		if err != nil || parsed.Address != value || !isDomain(host) {
			return errors.New(p.Sayf("An e-mail address looks like contact@petitchaton.example."))
		}
		return nil
	}
}

func oneOf(p *locale.Printer, options []Option) func(string) error {
	return func(value string) error {
		if slices.ContainsFunc(options, func(o Option) bool { return o.Value == value }) {
			return nil
		}
		return errors.New(p.Sayf("“%s” is not one of the choices: %s", value, p.List(labels(options))))
	}
}

func someOf(p *locale.Printer, options []Option) func(string) error {
	one := oneOf(p, options)
	return func(value string) error {
		chosen := split(value)
		if len(chosen) == 0 {
			return errors.New(p.Sayf("Choose at least one service."))
		}
		for _, name := range chosen {
			if err := one(name); err != nil {
				return err
			}
		}
		return nil
	}
}

func labels(options []Option) []string {
	var labels []string
	for _, option := range options {
		labels = append(labels, option.Label)
	}
	return labels
}

// formatted checks what a variable's type and format say. Its module's own
// validations need the whole file, which Options.Preview checks.
func formatted(p *locale.Printer, variable *catalog.Variable) func(string) error {
	return func(value string) error {
		if value == "" {
			return errors.New(p.Sayf("An answer is needed here."))
		}
		if typeOf(variable) == "number" {
			if _, err := strconv.ParseFloat(value, 64); err != nil {
				return errors.New(p.Sayf("Write a number, in digits."))
			}
		}
		return written(p, variable.Format, value)
	}
}

func written(p *locale.Printer, format, value string) error {
	switch format {
	case "email":
		return address(p)(value)
	case "url":
		parsed, err := url.Parse(value)
		if err != nil || parsed.Host == "" || (parsed.Scheme != "https" && parsed.Scheme != "http") {
			return errors.New(p.Sayf("A web address looks like https://petitchaton.example."))
		}
	case "hostname":
		if !isDomain(strings.ToLower(value)) {
			return errors.New(p.Sayf("A host name looks like wiki.petitchaton.example."))
		}
	case "ip":
		if _, err := netip.ParseAddr(value); err != nil {
			return errors.New(p.Sayf("An address of a machine looks like 192.0.2.7 or 2001:db8::7."))
		}
	case "port":
		if port, err := strconv.Atoi(value); err != nil || port < 1 || port > 65535 {
			return errors.New(p.Sayf("A port is a number between 1 and 65535."))
		}
	case "color":
		if !regexp.MustCompile(`^#[0-9a-fA-F]{6}$`).MatchString(value) {
			return errors.New(p.Sayf("A colour looks like #a46708."))
		}
	}
	return nil
}

func typeOf(variable *catalog.Variable) string { return variable.Type.FriendlyName() }
