package preflight

import (
	"slices"
	"strconv"
	"strings"
)

// readIptables reads one table of what iptables-save prints; nil when it prints
// none. In the nat table, to be sent elsewhere counts as being dropped.
func readIptables(saved, name string) table {
	var chains table
	for _, line := range strings.Split(saved, "\n") {
		switch {
		case line == "*"+name:
			chains = table{}
		case chains == nil:
		case line == "COMMIT":
			return chains
		case strings.HasPrefix(line, ":"):
			declared, policy, _ := strings.Cut(line[1:], " ")
			chains[declared] = &chain{policy: iptablesVerdict(strings.Fields(policy + " -")[0])}
		case strings.HasPrefix(line, "-A "):
			words := iptablesWords(line)
			if found := chains[words[1]]; found != nil {
				found.rules = append(found.rules, iptablesRule(words[2:]))
			}
		}
	}
	return chains
}

// iptablesWords splits at spaces outside double quotes.
func iptablesWords(line string) []string {
	var words []string
	var word strings.Builder
	quoted, escaped := false, false
	for _, letter := range line + " " {
		switch {
		case escaped:
			word.WriteRune(letter)
			escaped = false
		case letter == '\\' && quoted:
			escaped = true
		case letter == '"':
			quoted = !quoted
		case letter == ' ' && !quoted:
			if word.Len() > 0 {
				words = append(words, word.String())
			}
			word.Reset()
		default:
			word.WriteRune(letter)
		}
	}
	return words
}

func iptablesVerdict(target string) verdict {
	switch target {
	case "ACCEPT":
		return accept
	case "DROP", "REJECT", "DNAT", "REDIRECT":
		return drop
	case "RETURN":
		return turning
	}
	return goOn
}

// iptablesRule reads what follows "-A CHAIN". What follows the target is the
// target's own.
func iptablesRule(words []string) rule {
	var conditions []func(packet) bool
	for len(words) > 0 {
		negated := words[0] == "!"
		if negated {
			words = words[1:]
		}
		option, values := words[0], operands(words[1:])
		words = words[1+len(values):]
		if option == "-j" || option == "-g" {
			return iptablesTarget(option, values, conditions)
		}
		conditions = append(conditions, iptablesCondition(option, values, negated))
	}
	return rule{matches: all(conditions)}
}

func iptablesTarget(option string, values []string, conditions []func(packet) bool) rule {
	made := rule{matches: all(conditions)}
	if len(values) == 0 {
		return made
	}
	made.target, made.verdict = values[0], iptablesVerdict(values[0])
	switch {
	case option == "-g":
		made.verdict = passOn
	case made.verdict == goOn:
		made.verdict = jump // a target that is no chain, LOG or MARK, goes on
	}
	return made
}

// operands are the words up to the next option.
func operands(words []string) []string {
	for i, word := range words {
		if word == "!" || strings.HasPrefix(word, "-") {
			return words[:i]
		}
	}
	return words
}

func all(conditions []func(packet) bool) func(packet) bool {
	return func(p packet) bool {
		return !slices.ContainsFunc(conditions, func(condition func(packet) bool) bool { return !condition(p) })
	}
}

// iptablesCondition gives what an option asks for. One that is not known never
// matches, negated or not.
func iptablesCondition(option string, values []string, negated bool) func(packet) bool {
	never := func(packet) bool { return false }
	if slices.Contains(harmless, option) {
		return func(packet) bool { return true }
	}
	if len(values) == 0 {
		return never
	}
	if option == "-m" {
		known := slices.Contains(knownModules, values[0])
		return func(packet) bool { return known }
	}
	test := iptablesTest(option, values)
	if test == nil {
		return never
	}
	return func(p packet) bool { return test(p) != negated }
}

// harmless options say nothing of a packet, or something that an ordinary
// visitor fulfils: staying under a rate.
var harmless = []string{
	"--comment", "--limit", "--limit-burst",
	"--hashlimit-upto", "--hashlimit-burst", "--hashlimit-mode", "--hashlimit-name", "--hashlimit-htable-expire",
	"--connlimit-upto", "--connlimit-mask", "--connlimit-saddr",
}

var knownModules = []string{
	"tcp", "multiport", "conntrack", "state", "comment", "addrtype", "limit", "hashlimit", "connlimit",
}

func iptablesTest(option string, values []string) func(packet) bool {
	value := values[0]
	switch option {
	case "-i":
		return func(p packet) bool { return p.deviceIs(value, "+") }
	case "-s", "-d":
		prefix, valid := prefixOf(value)
		if !valid {
			return nil
		}
		if option == "-s" {
			return func(p packet) bool { return prefix.Contains(p.source) }
		}
		return func(p packet) bool { return p.goesTo(prefix) }
	case "-p":
		return func(packet) bool { return slices.Contains([]string{"tcp", "6", "all"}, value) }
	case "--dport", "--dports", "--ports":
		return func(p packet) bool { return holdsPort(value, p.port) }
	case "--sport", "--sports":
		return func(packet) bool { return holdsPort(value, sourcePort) }
	case "--ctstate", "--state":
		return func(packet) bool { return slices.Contains(strings.Split(value, ","), "NEW") }
	case "--dst-type":
		return func(packet) bool { return value == "LOCAL" }
	case "--src-type":
		return func(packet) bool { return value == "UNICAST" }
	case "--tcp-flags":
		return func(packet) bool { return len(values) > 1 && values[1] == "SYN" }
	}
	return nil
}

// holdsPort reads "80", "80:90" and "80,443,8000:8100".
func holdsPort(list string, port int) bool {
	for _, part := range strings.Split(list, ",") {
		first, last, ranged := strings.Cut(part, ":")
		if !ranged {
			last = first
		}
		lowest, err := strconv.Atoi(first)
		highest, other := strconv.Atoi(last)
		if err == nil && other == nil && lowest <= port && port <= highest {
			return true
		}
	}
	return false
}
