package gateway

import (
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"
)

// Closing is the announced end of a service. Before its day the service works.
type Closing struct {
	// On is the first day, in UTC, on which the service is gone: "2027-08-31".
	On string `json:"on"`
	// DataUntil is the last day of its data; empty when nothing was said.
	DataUntil string `json:"data_until,omitempty"`
	// Reason is the operator's own words by language.
	Reason map[string]string `json:"reason,omitempty"`
	// Successors are addresses where people may go.
	Successors []string `json:"successors,omitempty"`
}

func (c *Closing) check() error {
	if c == nil {
		return nil
	}
	_, err := time.Parse(time.DateOnly, c.On)
	problems := []error{err}
	if c.DataUntil != "" {
		_, err := time.Parse(time.DateOnly, c.DataUntil)
		problems = append(problems, err)
	}
	for _, successor := range c.Successors {
		address, err := url.Parse(successor)
		if err != nil || address.Scheme != "https" && address.Scheme != "http" || address.Host == "" {
			problems = append(problems, fmt.Errorf("the successor %q is no web address", successor))
		}
	}
	return errors.Join(problems...)
}

// closed says that the day has come.
func (r *Route) closed(now time.Time) bool {
	return r.Closing != nil && r.Closing.On <= now.UTC().Format(time.DateOnly)
}

// pageClosed says since when, why and where to go. Home is the address of the
// chaton's own pages, "" when it has none: whoever left data here must know
// whom to ask.
func pageClosed(closing *Closing, home string) page {
	on, _ := time.Parse(time.DateOnly, closing.On)
	made := page{status: http.StatusGone,
		titleFR: "Service fermé", textFR: "Ce service a fermé le\u00a0" + frenchDay(on) + ".",
		titleEN: "Service closed", textEN: "This service closed on " + englishDay(on) + "."}
	if until, err := time.Parse(time.DateOnly, closing.DataUntil); err == nil {
		made.textFR += " Ses données sont gardées jusqu’au\u00a0" + frenchDay(until) + "."
		made.textEN += " Its data is kept until " + englishDay(until) + "."
	}
	made.quoted = quotes(closing.Reason)
	if len(closing.Successors) > 0 {
		made.textFR += " D’autres proposent ce service\u00a0: leurs adresses sont plus bas."
		made.textEN += " Others offer this service: their addresses are below."
	}
	for _, successor := range closing.Successors {
		made.links = append(made.links, link{address: successor, text: successor})
	}
	if home != "" {
		made.links = append(made.links, link{address: home, text: "Qui nous sommes, comment nous écrire", english: "Who we are, how to write to us"})
	}
	return made
}

// quotes are the operator's own words, French first.
func quotes(reason map[string]string) []quote {
	var quoted []quote
	for _, language := range slices.SortedFunc(maps.Keys(reason), frenchFirst) {
		quoted = append(quoted, quote{language, reason[language]})
	}
	return quoted
}

func frenchFirst(a, b string) int {
	switch {
	case a == b:
		return 0
	case a == "fr" || b != "fr" && a < b:
		return -1
	}
	return 1
}

func frenchDay(day time.Time) string {
	months := [...]string{"janvier", "février", "mars", "avril", "mai", "juin",
		"juillet", "août", "septembre", "octobre", "novembre", "décembre"}
	number := strconv.Itoa(day.Day())
	if day.Day() == 1 {
		number = "1er"
	}
	return number + "\u00a0" + months[day.Month()-1] + "\u00a0" + strconv.Itoa(day.Year())
}

func englishDay(day time.Time) string { return day.Format("2\u00a0January\u00a02006") }
