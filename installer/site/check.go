package site

import (
	"net/mail"
	"net/netip"
	"net/url"
	"regexp"
	"strings"
	"time"

	"framagit.org/chatiere/chatiere/installer/catalog"
)

// check looks at one value; true means that it is wrong, and the sentence says
// what to write instead.
type check func(value string) (sentence, bool)

func right() (sentence, bool) { return sentence{}, false }

func wrong(detail sentence) (sentence, bool) { return detail, true }

// filled refuses an empty string.
func filled(value string) (sentence, bool) {
	if strings.TrimSpace(value) == "" {
		return wrong(say("It may not be empty."))
	}
	return right()
}

// oneOf refuses what is not listed.
func oneOf(allowed ...string) check {
	return func(value string) (sentence, bool) {
		for _, each := range allowed {
			if value == each {
				return right()
			}
		}
		if near := catalog.Nearest(value, allowed); near != "" {
			return wrong(say("Did you mean %q?", near))
		}
		return wrong(say("Write one of: %s.", strings.Join(allowed, ", ")))
	}
}

func emailAddress(value string) (sentence, bool) {
	address, err := mail.ParseAddress(value)
	if err != nil || address.Address != value || address.Name != "" {
		return wrong(say("Write an e-mail address, for example %q.", "contact@petitchaton.example"))
	}
	return right()
}

func date(value string) (sentence, bool) {
	if _, err := time.Parse(time.DateOnly, value); err != nil {
		return wrong(say("Write a date as year-month-day, for example %q.", "2026-11-22"))
	}
	return right()
}

func webAddress(value string) (sentence, bool) {
	address, err := url.Parse(value)
	if err != nil || (address.Scheme != "https" && address.Scheme != "http") || address.Hostname() == "" {
		return wrong(say("Write a web address, for example %q.", "https://petitchaton.example/"))
	}
	return right()
}

func secureAddress(value string) (sentence, bool) {
	if detail, bad := webAddress(value); bad {
		return detail, bad
	}
	if !strings.HasPrefix(value, "https://") {
		return wrong(say("Write an address that starts with https://."))
	}
	return right()
}

func country(value string) (sentence, bool) {
	return matching(value, `^[A-Z]{2}$`, say("Write the two capitals of a country, for example %q.", "FR"))
}

func languageTag(value string) (sentence, bool) {
	return matching(value, `^[a-z]{2,3}(-[A-Z]{2})?$`, say("Write the two letters of a language, for example %q.", "fr"))
}

func accent(value string) (sentence, bool) {
	return matching(value, `^#[0-9a-fA-F]{6}$`, say("Write a colour, for example %q.", "#a46708"))
}

func clock(value string) (sentence, bool) {
	return matching(value, `^([01][0-9]|2[0-3]):[0-5][0-9]$`, say("Write an hour, for example %q.", "03:30"))
}

func schedule(value string) (sentence, bool) {
	if value == "daily" || value == "weekly" || value == "monthly" {
		return right()
	}
	if _, bad := clock(value); !bad {
		return right()
	}
	return wrong(say("Write an hour, for example %q, or one of: daily, weekly, monthly.", "03:30"))
}

func period(value string) (sentence, bool) {
	return matching(value, `^[1-9][0-9]* (day|week|month|year)s?$`, say("Write a duration, for example %q.", "14 days"))
}

func sizeOf(value string) (sentence, bool) {
	if _, ok := parseSize(value); !ok {
		return wrong(say("Write a size, for example %q.", "256MiB"))
	}
	return right()
}

func commit(value string) (sentence, bool) {
	return matching(value, `^[0-9a-f]{40}([0-9a-f]{24})?$`, say("Write the full hash of a commit: 40 hexadecimal digits."))
}

func digest(value string) (sentence, bool) {
	return matching(value, `^[0-9a-f]{64}$`, say("Write a SHA-256: 64 hexadecimal digits."))
}

// phone lets people write as they do; only what cannot be dialled is refused.
func phone(value string) (sentence, bool) {
	return matching(value, `^\+?[0-9][0-9 ().\x{00a0}\x{202f}-]{3,30}$`, say("Write a phone number, for example %q.", "+33 3 53 01 00 00"))
}

func prefix(value string) (sentence, bool) {
	if _, err := netip.ParsePrefix(value); err != nil {
		return wrong(say("Write a range of addresses, for example %q.", "10.213.0.0/16"))
	}
	return right()
}

func address(value string) (sentence, bool) {
	if _, err := netip.ParseAddr(value); err != nil {
		return wrong(say("Write an IP address, for example %q.", "203.0.113.7"))
	}
	return right()
}

func matching(value, pattern string, detail sentence) (sentence, bool) {
	return holding(value, regexp.MustCompile(pattern), detail)
}

func holding(value string, pattern *regexp.Regexp, detail sentence) (sentence, bool) {
	if !pattern.MatchString(value) {
		return wrong(detail)
	}
	return right()
}

// privatePool refuses a pool that is too small for one network or that takes
// addresses which belong to others.
func privatePool(value string) (sentence, bool) {
	pool, err := netip.ParsePrefix(value)
	if err != nil || !pool.Addr().Is4() || !pool.Addr().IsPrivate() || pool.Bits() > 24 || pool != pool.Masked() {
		return wrong(say("Write a private IPv4 range of at least 256 addresses, for example %q.", "10.213.0.0/16"))
	}
	return right()
}
