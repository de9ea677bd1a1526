package certificates

import (
	"fmt"
	"time"

	"golang.org/x/net/publicsuffix"
)

// record is what the disk keeps of one name at one CA: what was spent there,
// and when the next order may be sent.
type record struct {
	// Failed counts failed attempts in a row, Failures are failed validations.
	Failed   int         `json:"failed,omitempty"`
	Failures []time.Time `json:"failures,omitempty"`
	Orders   []time.Time `json:"orders,omitempty"`
	// Issued are all certificates of the last week, New those for a name that
	// had none.
	Issued  []time.Time `json:"issued,omitempty"`
	New     []time.Time `json:"new,omitempty"`
	Problem string      `json:"problem,omitempty"`
	Tried   time.Time   `json:"tried,omitzero"`
	// Closed is until when no order may be sent, Held the CA's own date.
	Closed time.Time `json:"closed,omitzero"`
	Held   time.Time `json:"held,omitzero"`
	// Open says that an order was sent whose end nobody has seen.
	Open bool `json:"open,omitempty"`
}

const (
	week          = 7 * 24 * time.Hour
	accountWindow = 3 * time.Hour
	// spareOrders are left to whoever uses the account beside us.
	spareOrders = 10
)

// limits are what a CA allows; 0 is no limit.
type limits struct {
	failures   int // failed validations of a name in an hour
	duplicates int // certificates of a name within the window
	orders     int // orders of the account in three hours
	domain     int // new names below a registered domain in a week
	// scaled shortens the week of duplicates for short lives: only a CA that
	// counts in weeks would mind, and one of certificates of a day does not.
	scaled bool
}

// limitsOf takes Let's Encrypt's published numbers for every CA: where a CA
// allows more, they hinder nobody.
func limitsOf(issuer Issuer) limits {
	granted := limits{failures: 5, duplicates: 5, orders: 300, scaled: true}
	if issuer.Kind == LetsEncrypt {
		granted.domain, granted.scaled = 50, false
	}
	return granted
}

// window is how long a certificate counts as a duplicate.
func (l limits) window(life time.Duration) time.Duration {
	if l.scaled && life > 0 {
		return min(week, life/2)
	}
	return week
}

// failuresLeft and duplicatesLeft keep the last one back: it is for after the
// cause is fixed.
func (l limits) failuresLeft(r *record, now time.Time) int {
	return max(0, l.failures-1-len(within(r.Failures, now, time.Hour)))
}

func (l limits) duplicatesLeft(r *record, now time.Time, life time.Duration) int {
	return max(0, l.duplicates-1-len(within(r.Issued, now, l.window(life))))
}

// spent says what of its own budget a name has used up.
func (l limits) spent(r *record, now time.Time, life time.Duration) error {
	if l.failuresLeft(r, now) == 0 {
		recent := within(r.Failures, now, time.Hour)
		return &blocked{until: recent[len(recent)-l.failures+1].Add(time.Hour), text: fmt.Sprintf(
			"%d validations of this name failed within the hour, of %d that the CA allows: the last one is kept for after the cause is fixed",
			len(recent), l.failures)}
	}
	if l.duplicatesLeft(r, now, life) == 0 {
		window := l.window(life)
		recent := within(r.Issued, now, window)
		return &blocked{until: recent[len(recent)-l.duplicates+1].Add(window), text: fmt.Sprintf(
			"%d certificates were issued for this name lately, of %d that the CA allows in a week: the last one is kept for a repair",
			len(recent), l.duplicates)}
	}
	return nil
}

// spentTogether says what all names have used up. A name that has a
// certificate is a renewal, which a domain's limit does not count.
func (l limits) spentTogether(all map[string]*effort, name string, renewal bool, now time.Time) error {
	var orders, below []time.Time
	domain := registeredDomain(name)
	for other, effort := range all {
		orders = append(orders, within(effort.Orders, now, accountWindow)...)
		if registeredDomain(other) == domain {
			below = append(below, within(effort.New, now, week)...)
		}
	}
	if allowed := l.orders - spareOrders; len(orders) >= allowed {
		return &blocked{until: oldest(orders).Add(accountWindow), text: fmt.Sprintf(
			"%d orders were sent within three hours, and the CA allows %d: the rest follows", len(orders), l.orders)}
	}
	if l.domain > 0 && !renewal && len(below) >= l.domain-1 {
		return &blocked{until: oldest(below).Add(week), text: fmt.Sprintf(
			"%d new names below %s got a certificate within a week, and the CA allows %d: the rest follows", len(below), domain, l.domain)}
	}
	return nil
}

// registeredDomain is the name that somebody bought: CAs count by it.
func registeredDomain(name string) string {
	domain, err := publicsuffix.EffectiveTLDPlusOne(name)
	if err != nil {
		return name
	}
	return domain
}

// trim forgets what no limit looks at any more.
func (r *record) trim(now time.Time) {
	r.Failures = within(r.Failures, now, time.Hour)
	r.Orders = within(r.Orders, now, accountWindow)
	r.Issued, r.New = within(r.Issued, now, week), within(r.New, now, week)
}

// within keeps the dates of a window, which stand in order.
func within(dates []time.Time, now time.Time, window time.Duration) []time.Time {
	for len(dates) > 0 && now.Sub(dates[0]) >= window {
		dates = dates[1:]
	}
	return dates
}

func oldest(dates []time.Time) time.Time {
	first := dates[0]
	for _, date := range dates {
		if date.Before(first) {
			first = date
		}
	}
	return first
}
