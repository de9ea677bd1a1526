package site

import "strconv"

// formatCheck is the check of a variable's `format`, nil for none.
func formatCheck(format string) check {
	return map[string]check{
		"email":    emailAddress,
		"url":      webAddress,
		"hostname": hostName,
		"ip":       address,
		"cidr":     prefix,
		"port":     portNumber,
		"bytes":    sizeOf,
		"duration": durationOf,
		"language": languageTag,
		"country":  country,
		"timezone": timeZone,
		"color":    accent,
	}[format]
}

func portNumber(value string) (sentence, bool) {
	if port, err := strconv.Atoi(value); err != nil || port < 1 || port > 65535 {
		return wrong(say("Write a port: a number from 1 to 65535."))
	}
	return right()
}

func durationOf(value string) (sentence, bool) {
	if duration, ok := parseDuration(value); !ok || duration <= 0 {
		return wrong(say("Write hours, minutes and seconds, for example %q.", "1h30m"))
	}
	return right()
}

// timeZone looks at the form only: the machine that checks may carry another
// list of zones than the image that uses it.
func timeZone(value string) (sentence, bool) {
	return matching(value, `^(UTC|[A-Z][A-Za-z_]+(/[A-Za-z0-9_+-]+){1,2})$`, say("Write a time zone, for example %q.", "Europe/Paris"))
}
