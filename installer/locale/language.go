package locale

import "strings"

// The languages that the program speaks.
const (
	French  = "fr"
	English = "en"
)

// Supported tells whether the program speaks a language.
func Supported(language string) bool {
	return language == French || language == English
}

// Detect picks the language: the --lang flag, then LC_ALL, LC_MESSAGES and
// LANG as environment gives them. A language that the program does not speak
// gets French. "C" and "POSIX" name no language, so the next variable is
// asked.
func Detect(environment func(string) string, flag string) string {
	candidates := []string{flag, environment("LC_ALL"), environment("LC_MESSAGES"), environment("LANG")}
	for _, candidate := range candidates {
		named := base(candidate)
		if named == "" || named == "c" || named == "posix" {
			continue
		}
		if Supported(named) {
			return named
		}
		return French
	}
	return French
}

// base cuts "fr_BE.UTF-8@euro" down to "fr".
func base(name string) string {
	if end := strings.IndexAny(name, "_-.@"); end >= 0 {
		name = name[:end]
	}
	return strings.ToLower(name)
}
