package certificates

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestBudget_LastFailureOfTheHourAndLastDuplicateOfTheWeekAreKept(t *testing.T) {
	t.Parallel()
	now := time.Now()
	granted := limitsOf(Issuer{Kind: LetsEncrypt})
	known := record{}
	for i := range 4 {
		if err := granted.spent(&known, now, 90*24*time.Hour); err != nil {
			t.Fatalf("got %v after %d failures, want none", err, i)
		}
		known.Failures = append(known.Failures, now.Add(time.Duration(i)*time.Minute))
	}
	var held *blocked
	if err := granted.spent(&known, now.Add(4*time.Minute), 0); !errors.As(err, &held) || !held.until.Equal(now.Add(time.Hour)) {
		t.Errorf("got %v, want a refusal until the first failure is an hour old", err)
	}
	if err := granted.spent(&known, now.Add(61*time.Minute), 0); err != nil {
		t.Errorf("got %v an hour later, want none", err)
	}
	known = record{Issued: []time.Time{now, now.Add(1), now.Add(2), now.Add(3)}}
	if err := granted.spent(&known, now.Add(6*24*time.Hour), 90*24*time.Hour); !errors.As(err, &held) || !held.until.Equal(now.Add(week)) {
		t.Errorf("got %v, want a refusal for a week", err)
	}
}

func TestBudget_ShortLivesAreRenewedMoreThanFourTimesAWeek(t *testing.T) {
	t.Parallel()
	now := time.Now()
	known := record{}
	for i := range 10 { // a day each, renewed when a third is left
		known.Issued = append(known.Issued, now.Add(time.Duration(16*i)*time.Hour))
	}
	if err := limitsOf(Issuer{Kind: ACME}).spent(&known, now.Add(160*time.Hour), 24*time.Hour); err != nil {
		t.Errorf("got %v for certificates of a day, want none", err)
	}
}

func TestBudget_StaysBelowTheLimitsOfAnAccountAndOfADomain(t *testing.T) {
	t.Parallel()
	now := time.Now()
	granted := limitsOf(Issuer{Kind: LetsEncrypt})
	busy, large := map[string]*effort{}, map[string]*effort{}
	for i := range 290 {
		busy[fmt.Sprintf("n%d.example", i)] = &effort{record: record{Orders: []time.Time{now}}}
	}
	for i := range 49 {
		large[fmt.Sprintf("n%d.chaton.example", i)] = &effort{record: record{New: []time.Time{now}}}
	}
	if err := granted.spentTogether(busy, "next.example", false, now); err == nil || !strings.Contains(err.Error(), "300") {
		t.Errorf("got %v after 290 orders, want the account's limit named", err)
	}
	if err := granted.spentTogether(busy, "next.example", false, now.Add(accountWindow)); err != nil {
		t.Errorf("got %v three hours later, want none", err)
	}
	if err := granted.spentTogether(large, "next.chaton.example", false, now); err == nil || !strings.Contains(err.Error(), "chaton.example") {
		t.Errorf("got %v after 49 names, want the domain named", err)
	}
	if err := granted.spentTogether(large, "n1.chaton.example", true, now); err != nil {
		t.Errorf("got %v for a renewal, want none", err)
	}
}

func TestLedger_KeepsWhatWasSpentAndSetsADamagedFileAside(t *testing.T) {
	t.Parallel()
	folder, now := t.TempDir(), time.Now().UTC().Truncate(time.Second)
	wanted := map[string]record{"wiki.chaton.test": {Failed: 2, Failures: []time.Time{now}, Problem: "no such name", Closed: now.Add(time.Hour), Open: true}}
	if err := newLedger(folder).save(func() map[string]record { return wanted }); err != nil {
		t.Fatal(err)
	}
	got, notices, err := newLedger(folder).read(now)
	if err != nil || len(notices) != 0 || cmp.Diff(wanted, got) != "" {
		t.Errorf("got %v, %v and -want +got %s", err, notices, cmp.Diff(wanted, got))
	}
	put(t, filepath.Join(folder, ledgerFile), "{")
	got, notices, err = newLedger(folder).read(now)
	if err != nil || len(got) != 0 || len(notices) != 1 {
		t.Errorf("got %v, %v, %v for a damaged file, want one notice", got, notices, err)
	}
}

func TestEffort_OrderWhoseEndNobodySawCounts(t *testing.T) {
	t.Parallel()
	var effort effort
	now := time.Now()
	effort.adopt(record{Open: true, Tried: now}, now)
	if rest := effort.Closed.Sub(now); effort.Failed != 1 || rest < time.Minute {
		t.Errorf("got %d failures and a rest of %s, want one and a minute", effort.Failed, rest)
	}
}
