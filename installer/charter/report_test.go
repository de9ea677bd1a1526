package charter_test

import (
	"strings"
	"testing"
	"time"

	"framagit.org/chatiere/chatiere/installer/charter"
	"framagit.org/chatiere/chatiere/installer/site"
)

func TestAssess_ANewChatonHasNoPassThatNobodyProved(t *testing.T) {
	report := charter.Assess(t.Context(), newSite(), charter.Evidence{At: now()})
	if got := len(report.Findings); got != 65 {
		t.Errorf("got %d findings, want the 65 duties in force", got)
	}
	// What is met on the first evening is met by what there is: licences of the
	// modules, nothing proprietary, pages just written.
	allowed := map[string]bool{
		"open.free-software": true, "open.proprietary-exception": true, "open.proprietary-listed": true,
		"open.exception-approved": true, "membership.keep-docs-current": true,
	}
	for _, finding := range report.Findings {
		if finding.State == charter.Met && !allowed[finding.Duty.ID] {
			t.Errorf("%s is met by nothing: %s", finding.Duty.ID, finding.Reason.In("en"))
		}
	}
}

func TestAssess_EveryFindingSaysWhy(t *testing.T) {
	for _, evidence := range []charter.Evidence{{At: now()}, healthy()} {
		for _, finding := range charter.Assess(t.Context(), newSite(), evidence).Findings {
			french, english := finding.Reason["fr"], finding.Reason["en"]
			if french == "" || english == "" || finding.Provenance == "" {
				t.Errorf("%s says no reason or no provenance: %+v", finding.Duty.ID, finding)
			}
			if finding.State == charter.NotMet && (!strings.HasPrefix(french, "parce qu") || !strings.HasPrefix(english, "because ")) {
				t.Errorf("%s is not met without a because: %q %q", finding.Duty.ID, french, english)
			}
			if strings.HasPrefix(french, "parce que u") || strings.HasPrefix(french, "parce que a") || strings.HasPrefix(french, "parce que i") {
				t.Errorf("%s misses an elision: %q", finding.Duty.ID, french)
			}
		}
	}
}

func TestAssess_SiteOnline(t *testing.T) {
	for name, tried := range map[string]struct {
		change func(*site.Site, *charter.Evidence)
		want   string
	}{
		"every name answers":      {func(*site.Site, *charter.Evidence) {}, charter.Met},
		"nobody looked":           {func(_ *site.Site, e *charter.Evidence) { e.Hosts = nil }, charter.Unverified},
		"looked long ago":         {func(_ *site.Site, e *charter.Evidence) { e.Hosts[0].Time = now().AddDate(0, -2, 0) }, charter.Unverified},
		"one name is silent":      {func(_ *site.Site, e *charter.Evidence) { e.Hosts[1].Error = "connection refused" }, charter.NotMet},
		"one certificate expired": {func(_ *site.Site, e *charter.Evidence) { e.Hosts[0].NotAfter = now().AddDate(0, 0, -1) }, charter.NotMet},
		"internal authority":      {func(s *site.Site, _ *charter.Evidence) { s.TLS.Issuer = "internal" }, charter.NotMet},
	} {
		s, evidence := newSite(), healthy()
		tried.change(s, &evidence)
		if got := find(t, s, evidence, "transparent.site-online"); got.State != tried.want {
			t.Errorf("%s: got %s (%s) want %s", name, got.State, got.Reason.In("en"), tried.want)
		}
	}
}

func TestAssess_TheVantageIsSaid(t *testing.T) {
	got := find(t, newSite(), healthy(), "transparent.site-online").Reason.In("fr")
	if !strings.Contains(got, "depuis la machine elle-même") {
		t.Errorf("got %q, want the vantage in it", got)
	}
}

func TestAssess_LicencesDecideOpenFreeSoftware(t *testing.T) {
	for licence, want := range map[string]string{
		"GPL-2.0-only": charter.Met, "PostgreSQL": charter.Met, "BUSL-1.1": charter.NotMet, "LicenseRef-Own": charter.Unverified,
	} {
		s := newSite()
		s.Services[0].Software.License = licence
		if got := find(t, s, healthy(), "open.free-software"); got.State != want {
			t.Errorf("%s: got %s want %s", licence, got.State, want)
		}
	}
}

func TestAssess_ABackupCountsOnlyWhenItWasReadBack(t *testing.T) {
	s, evidence := newSite(), healthy()
	s.Backup = &site.Backup{Place: "Compiègne", Schedule: "03:30", Keep: map[string]int{"daily": 7}}
	if got := find(t, s, evidence, "transparent.backups-done"); got.State != charter.NotMet {
		t.Errorf("declared only: got %s want not-met", got.State)
	}
	evidence.Backups = []charter.BackupFact{{Service: "wiki", Finished: now().Add(-8 * time.Hour)}}
	if got := find(t, s, evidence, "transparent.backups-done"); got.State != charter.Met || got.Provenance != charter.Measured {
		t.Errorf("read back: got %s %s want met measured", got.State, got.Provenance)
	}
	evidence.Backups[0].Finished = now().Add(-72 * time.Hour)
	if got := find(t, s, evidence, "transparent.backups-done"); got.State != charter.NotMet {
		t.Errorf("three days old: got %s want not-met", got.State)
	}
}

func TestAssess_APledgeNamesNobodyAgainstTheirWill(t *testing.T) {
	s := newSite()
	s.People = []site.Person{{ID: "lou", Name: "Lou Caché", Publish: "nothing"}}
	s.Charter = &site.Charter{Pledges: []site.Pledge{{ID: "respect-users", By: "lou", On: "2026-11-22"}}}
	got := find(t, s, healthy(), "collective.respect-users")
	if got.State != charter.Met || strings.Contains(got.Reason.In("fr"), "Lou") {
		t.Errorf("got %s %q, want met without the name", got.State, got.Reason.In("fr"))
	}
}

func TestAssess_APageKeptElsewhereIsReadByAPerson(t *testing.T) {
	s := newSite()
	s.Page.Elsewhere = map[string]string{"terms": "https://ailleurs.example/cgu"}
	got := find(t, s, healthy(), "transparent.terms-published")
	if got.State != charter.Unverified || len(got.Where) != 1 || got.Where[0] != "https://ailleurs.example/cgu" {
		t.Errorf("got %s %v, want unverified with the address", got.State, got.Where)
	}
}

func TestAssess_DistributionOutsideTheListIsForAPerson(t *testing.T) {
	evidence := healthy()
	evidence.OS.ID, evidence.OS.Name = "ubuntu", "Ubuntu"
	if got := find(t, newSite(), evidence, "open.free-os"); got.State != charter.Unverified {
		t.Errorf("got %s want unverified", got.State)
	}
}

func now() time.Time { return time.Date(2026, 12, 3, 10, 0, 0, 0, time.UTC) }

func newSite() *site.Site {
	s := &site.Site{
		Slug: "petitchaton", Name: "Le Petit Chaton", Domain: "petitchaton.example", Language: "fr",
		TLS: site.TLS{Issuer: "letsencrypt"},
		Services: []*site.Service{{
			Name: "wiki", Host: "wiki.petitchaton.example", URL: "https://wiki.petitchaton.example",
			Software: site.Software{Name: "DokuWiki", License: "GPL-2.0-only"},
			Routes:   []*site.Route{{Host: "wiki.petitchaton.example"}},
			Volumes:  []*site.Volume{{Name: "data"}},
		}},
	}
	s.Contact.Email = "contact@ailleurs.example"
	return s
}

func healthy() charter.Evidence {
	here := charter.Origin{Time: now(), Method: "essai", Machine: "petitchaton"}
	evidence := charter.Evidence{At: now(), OS: charter.OperatingSystem{ID: "debian", Name: "Debian GNU/Linux", VersionID: "13", Origin: here}}
	for _, host := range newSite().HostNames() {
		evidence.Hosts = append(evidence.Hosts, charter.HostCheck{Host: host, Status: 200, NotAfter: now().AddDate(0, 2, 0), Vantage: "machine", Origin: here})
	}
	return evidence
}

func find(t *testing.T, s *site.Site, evidence charter.Evidence, id string) charter.Finding {
	t.Helper()
	finding, found := charter.Assess(t.Context(), s, evidence).Finding(id)
	if !found {
		t.Fatalf("nothing was found of %s", id)
	}
	return finding
}
