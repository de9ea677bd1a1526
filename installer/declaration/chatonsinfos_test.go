package declaration_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"framagit.org/chatiere/chatiere/installer/charter"
	"framagit.org/chatiere/chatiere/installer/declaration"
	"framagit.org/chatiere/chatiere/installer/site"
	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "rewrite the golden files")

const wellKnown = "site/.well-known/chatonsinfos/"

func TestGolden(t *testing.T) {
	full := render(t, fullSite(), seen(fullSite()))
	for _, path := range []string{
		wellKnown + "petitchaton.properties", wellKnown + "agenda.properties", wellKnown + "forge.properties",
		"dossier/candidature.md", "dossier/passation.md",
	} {
		golden(t, filepath.Join("testdata", "full-"+filepath.Base(path)), content(full, path))
	}
	trial := render(t, trialSite(), seen(trialSite()))
	golden(t, filepath.Join("testdata", "trial-candidature.md"), content(trial, "dossier/candidature.md"))
}

func TestProperties_OursHaveNoProblem(t *testing.T) {
	result := render(t, fullSite(), seen(fullSite()))
	for _, name := range []string{"petitchaton", "agenda", "actus", "forge"} {
		class := "service"
		if name == "petitchaton" {
			class = "organization"
		}
		for _, problem := range declaration.CheckProperties(class, []byte(content(result, wellKnown+name+".properties"))) {
			t.Errorf("%s: %s", name, problem)
		}
	}
}

func TestProperties_OnlyAnnouncedServicesHaveAFile(t *testing.T) {
	result := render(t, fullSite(), seen(fullSite()))
	if content(result, wellKnown+"wiki.properties") != "" {
		t.Error("a service on trial has a file")
	}
	if organization := content(result, wellKnown+"petitchaton.properties"); strings.Contains(organization, "subs.wiki") {
		t.Error("a service on trial is listed")
	}
}

func TestProperties_MembershipOnlyOnceRecorded(t *testing.T) {
	s := fullSite()
	path := wellKnown + "petitchaton.properties"
	if file := content(render(t, s, seen(s)), path); strings.Contains(file, "memberof") {
		t.Error("a candidate is written as a member")
	}
	s.Membership = &site.Membership{Accepted: "2027-06-15"}
	if file := content(render(t, s, seen(s)), path); !strings.Contains(file, "organization.memberof.chatons.startdate = 15/06/2027\n") {
		t.Errorf("the recorded acceptance is not written:\n%s", file)
	}
}

func TestProperties_AHomeHasNoPlace(t *testing.T) {
	s := fullSite()
	s.Hosting.ProviderType, s.Hosting.Provider = "HOME", ""
	result := render(t, s, seen(s))
	if file := content(result, wellKnown+"petitchaton.properties"); strings.Contains(file, "geolocation") {
		t.Error("the place of a home is written")
	}
	if file := content(result, wellKnown+"agenda.properties"); !strings.Contains(file, "host.name = Association Le Petit Chaton\n") {
		t.Errorf("somebody who hosts at home is not their own hoster:\n%s", file)
	}
}

func TestProperties_VersionsAndLevels(t *testing.T) {
	for name, tried := range map[string]struct {
		change func(*site.Site, *charter.Evidence)
		want   string
		absent string
	}{
		"declared version":  {func(*site.Site, *charter.Evidence) {}, "software.version = 3.5.5\n", "\x00"},
		"measured wins":     {measureVersion, "software.version = 3.5.6\n", "3.5.5"},
		"private versions":  {func(s *site.Site, _ *charter.Evidence) { s.Page.Versions = "private" }, "host.server.distribution = Debian\n", "software.version"},
		"healthy is OK":     {func(*site.Site, *charter.Evidence) {}, "service.status.level = OK\n", "\x00"},
		"unhealthy is not":  {func(_ *site.Site, e *charter.Evidence) { e.Services[0].Healthy = false }, "service.status.level = ERROR\n", "= OK"},
		"unseen is not":     {func(_ *site.Site, e *charter.Evidence) { e.Services, e.Hosts = nil, nil }, "service.status.level = VOID\n", "= OK"},
		"seen long ago":     {func(_ *site.Site, e *charter.Evidence) { e.Services[0].Time, e.Hosts = at().AddDate(0, -2, 0), nil }, "service.status.level = VOID\n", "= OK"},
		"closed is over":    {closeAgenda, "service.enddate = 01/12/2026\n", "= OK"},
		"open to several":   {func(s *site.Site, _ *charter.Evidence) { s.Services[0].OpenTo = []string{"everyone", "members"} }, "service.registration = None;Member\n", "\x00"},
		"text on two lines": {func(s *site.Site, _ *charter.Evidence) { s.Services[0].Summary = text("Un\nservice\\", "") }, "service.description = Un service\n", "\\"},
	} {
		s := fullSite()
		evidence := seen(s)
		tried.change(s, &evidence)
		file := content(render(t, s, evidence), wellKnown+"agenda.properties")
		if !strings.Contains(file, tried.want) || strings.Contains(file, tried.absent) {
			t.Errorf("%s: want %q and no %q in\n%s", name, tried.want, tried.absent, file)
		}
	}
}

func TestProperties_AServiceNamedLikeItsChatonKeepsItsOwnFile(t *testing.T) {
	s := fullSite()
	s.Services[0].Name = "petitchaton"
	result := render(t, s, seen(s))
	if file := content(result, wellKnown+"petitchaton.properties"); !strings.Contains(file, "file.class = organization") {
		t.Error("the organisation's file was overwritten")
	}
	if file := content(result, wellKnown+"service-petitchaton.properties"); !strings.Contains(file, "file.class = service") {
		t.Error("the service has no file")
	}
}

func TestProperties_InvalidPairWaits(t *testing.T) {
	s := fullSite()
	s.Hosting.ServerType = "NANO"
	evidence := seen(s)
	evidence.Virtualisation = charter.Fact{}
	if len(waits(render(t, s, evidence), wellKnown+"agenda.properties")) != 1 {
		t.Error("a rented single-board computer is declared")
	}
}

func measureVersion(_ *site.Site, evidence *charter.Evidence) {
	evidence.Versions = []charter.VersionFact{{Service: "agenda", Version: "3.5.6"}}
}

func closeAgenda(s *site.Site, _ *charter.Evidence) {
	s.Services[0].Closing = &site.Closing{Announced: "2026-11-22", On: "2026-12-01", Reason: text("Plus personne pour s’en occuper.", "")}
}

func golden(t *testing.T, path, got string) {
	t.Helper()
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", path, diff)
	}
}
