package compose

import (
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/compose-spec/compose-go/v2/types"
)

// health carries the check over. Without one, a port that opens is the least
// that can be asked; a container without a port is left without, and the
// catalogue names its line.
func (i *importer) health(s *service, c *container) {
	check := s.inside("healthcheck")
	i.checked(s, check, c)
	c.health.start = i.duration(check, "start_period")
	c.health.interval = i.interval(check)
	c.health.timeout = i.duration(check, "timeout")
	if retries := check.text("retries"); number(retries) > 0 {
		c.health.retries = retries
	}
	if !c.health.absent() {
		return
	}
	if len(c.ports) > 0 {
		c.health.port = c.ports[0].name
		i.lacking.guessed = append(i.lacking.guessed, c.name)
		return
	}
	i.lacking.health = append(i.lacking.health, c.name)
}

// checked reads the check itself. One that asks a page over the loopback is
// asked from outside the container here, which needs no program in it.
func (i *importer) checked(s *service, check *section, c *container) {
	words, shell := i.checkWords(check)
	text := strings.Join(words, " ")
	switch found := asksPage.FindStringSubmatch(text); {
	case len(words) == 0:
	case i.secret(text):
		i.leave(check.at("test"), say("holds a secret, which every process list would show"))
	case found != nil && fetches.MatchString(text):
		i.page(check, c, found[1], found[2])
	case shell:
		c.health.command = i.list([]string{"/bin/sh", "-c", i.refer(s, "", words[0])})
	default:
		c.health.command = i.list(words)
	}
}

var (
	fetches  = regexp.MustCompile(`\b(curl|wget)\b`)
	asksPage = regexp.MustCompile(`\bhttp://(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\])(?::(\d+))?(/[A-Za-z0-9._~/?=&%-]*)?`)
)

func (i *importer) page(check *section, c *container, port, path string) {
	if port == "" {
		port = "80"
	}
	if path == "" {
		path = "/"
	}
	c.health.port, c.health.path = c.port(number(port)), path
	i.decide(check.at("test"), say("becomes a request of the page %s at port %s", path, port))
}

// checkWords are the words of the command, or one text for a shell.
func (i *importer) checkWords(check *section) (words []string, shell bool) {
	if check.text("disable") == "true" {
		return nil, false
	}
	value, given := check.take("test")
	if !given {
		return nil, false
	}
	var test types.HealthCheckTest
	if err := test.DecodeMapstructure(value); err != nil || len(test) < 2 {
		return nil, false
	}
	if test[0] == "CMD-SHELL" {
		return []string{strings.Join(test[1:], " ")}, true
	}
	return test[1:], false
}

// duration is one of the module language, from compose's.
func (i *importer) duration(at *section, key string) string {
	value, given := at.take(key)
	if !given {
		return ""
	}
	var read types.Duration
	if err := read.DecodeMapstructure(fmt.Sprint(value)); err != nil || read <= 0 {
		return ""
	}
	return clock(time.Duration(read))
}

// interval is at least 10 s: each check starts a process.
func (i *importer) interval(check *section) string {
	written := i.duration(check, "interval")
	if parsed, err := time.ParseDuration(written); err == nil && parsed < 10*time.Second {
		i.decide(check.at("interval"), say("10s in the place of %s: each check starts a process, and the first ones are more frequent by themselves", written))
		return "10s"
	}
	return written
}

// clock writes whole seconds, at least one, as "1h30m".
func clock(duration time.Duration) string {
	text := max(duration.Round(time.Second), time.Second).String()
	if strings.HasSuffix(text, "m0s") {
		text = strings.TrimSuffix(text, "0s")
	}
	if strings.HasSuffix(text, "h0m") {
		text = strings.TrimSuffix(text, "0m")
	}
	return text
}
