package declaration_test

import (
	"bytes"
	"io/fs"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"framagit.org/chatiere/chatiere/installer/charter"
	"framagit.org/chatiere/chatiere/installer/declaration"
	"framagit.org/chatiere/chatiere/installer/site"
	"framagit.org/chatiere/chatiere/templates"
)

func TestRender_TheSameInputGivesTheSameBytes(t *testing.T) {
	first, second := render(t, fullSite(), seen(fullSite())), render(t, fullSite(), seen(fullSite()))
	if len(first.Documents) != len(second.Documents) {
		t.Fatalf("got %d and %d documents", len(first.Documents), len(second.Documents))
	}
	for i, document := range first.Documents {
		if other := second.Documents[i]; document.Path != other.Path || !bytes.Equal(document.Content, other.Content) {
			t.Errorf("%s differs between two runs", document.Path)
		}
	}
}

func TestRender_AFullSiteWaitsForNothing(t *testing.T) {
	if waiting := render(t, fullSite(), seen(fullSite())).Waiting; len(waiting) != 0 {
		t.Errorf("got waiting %+v, want none", waiting)
	}
}

func TestRender_OnTrialNothingIsAnnounced(t *testing.T) {
	result := render(t, trialSite(), seen(trialSite()))
	for _, document := range result.Documents {
		public := strings.HasPrefix(document.Path, "site/")
		if public && (bytes.Contains(document.Content, []byte("wiki.petitchaton")) && !strings.Contains(document.Path, "charte")) {
			t.Errorf("%s names the service on trial", document.Path)
		}
	}
	if !strings.Contains(content(result, "site/index.html"), "En préparation.") {
		t.Error("the home page does not say « en préparation »")
	}
	for _, path := range []string{"site/mentions-legales/index.html", "site/.well-known/chatonsinfos/petitchaton.properties"} {
		if len(waits(result, path)) == 0 || content(result, path) != "" {
			t.Errorf("%s does not wait", path)
		}
	}
}

func TestRender_AServiceWithoutAPageIsShownByItsPorts(t *testing.T) {
	s := fullSite()
	s.Services = append(s.Services, voice("petitchaton.example"))
	result := render(t, s, seen(s))
	for _, document := range result.Documents {
		if bytes.Contains(document.Content, []byte("https://voix.")) {
			t.Errorf("%s gives an address of a web page that there is none of", document.Path)
		}
	}
	for _, path := range []string{"site/index.html", "site/services/index.html", "dossier/candidature.md", "dossier/passation.md"} {
		if !strings.Contains(content(result, path), "voix.petitchaton.example:64738") {
			t.Errorf("%s does not name the port", path)
		}
	}
	want := "service.website = https://petitchaton.example/services/\n"
	if got := content(result, "site/.well-known/chatonsinfos/voix.properties"); !strings.Contains(got, want) {
		t.Errorf("got\n%s\nwant %q", got, want)
	}
}

func TestRender_AWaitingPageTakesItsProofsWithIt(t *testing.T) {
	s := fullSite()
	s.Organization.Phone = ""
	result := render(t, s, seen(s))
	gaps := waits(result, "site/mentions-legales/index.html")
	if len(gaps) != 1 || gaps[0].Key != "organization.phone" || gaps[0].Who != declaration.Board {
		t.Fatalf("got gaps %+v, want the phone alone", gaps)
	}
	finding, _ := result.Report.Finding("hosters.hardware-provider-named")
	if finding.State != charter.NotMet || len(finding.Where) != 1 {
		t.Errorf("got %s at %v, want not-met and no link to the absent page", finding.State, finding.Where)
	}
}

func TestRender_OutsideFranceNoArticleIsCited(t *testing.T) {
	s := fullSite()
	s.Organization.Country = "BE"
	page := content(render(t, s, seen(s)), "site/mentions-legales/index.html")
	if !strings.Contains(page, "Qui publie ce site") {
		t.Error("the page has no neutral title")
	}
	for _, word := range []string{"Mentions légales", "article", "CNIL", "loi "} {
		if strings.Contains(page, word) {
			t.Errorf("the page of a Belgian chaton says %q", word)
		}
	}
}

func TestRender_ANaturalPersonIsNotPrintedWithoutAYes(t *testing.T) {
	for _, kind := range []string{"INDIVIDUAL", "INFORMAL"} {
		s := fullSite()
		s.Organization.Type = kind
		if len(waits(render(t, s, seen(s)), "site/mentions-legales/index.html")) == 0 {
			t.Errorf("%s: the legal notice is published", kind)
		}
	}
}

func TestRender_ContradictionStopsItsDocumentsAndNoOther(t *testing.T) {
	s := fullSite()
	s.Hosting.ServerType, s.Hosting.ProviderType = "PHYSICAL", "HOSTEDSERVER"
	result := render(t, s, seen(s))
	for _, path := range []string{"site/infrastructure/index.html", "site/.well-known/chatonsinfos/agenda.properties"} {
		gaps := waits(result, path)
		if len(gaps) != 1 || gaps[0].Declared != "PHYSICAL" || !strings.HasPrefix(gaps[0].Measured, "kvm") {
			t.Errorf("%s: got %+v, want the contradiction with both values", path, gaps)
		}
	}
	if content(result, "site/.well-known/chatonsinfos/forge.properties") == "" {
		t.Error("a service on another machine waits, which nobody measured")
	}
	if got := len(result.Contradictions()); got == 0 {
		t.Error("no contradiction is reported")
	}
}

func TestRender_PrivateStaysPrivate(t *testing.T) {
	s := fullSite()
	s.Page.Versions = "private"
	result := render(t, s, seen(s))
	for _, document := range result.Documents {
		if !strings.HasPrefix(document.Path, "site/") {
			continue
		}
		for _, secret := range []string{"Lou Caché", "Sacha Privé", "camille@ailleurs.example", "3.5.5", "2.2.10", "6.12.48", "Debian 13", "26.1", "backup@ami.example", "Coffre de mots de passe"} {
			if bytes.Contains(document.Content, []byte(secret)) {
				t.Errorf("%s publishes %q", document.Path, secret)
			}
		}
	}
}

func TestRender_NeverSaysMoreThanIsTrue(t *testing.T) {
	forbidden := regexp.MustCompile(`(?i)membre du collectif|membre de CHATONS|conforme|certifié|labellis|agréé|garanti|aucune requête tierce`)
	for _, s := range []*site.Site{fullSite(), trialSite()} {
		for _, document := range render(t, s, seen(s)).Documents {
			if found := forbidden.Find(document.Content); found != nil {
				t.Errorf("%s says %q", document.Path, found)
			}
		}
	}
}

func TestRender_AChatonOverridesOneTemplate(t *testing.T) {
	layered := overlay{fstest.MapFS{
		"site/404.html": {Data: []byte(`{{define "main"}}<p>Perdu chez {{.Site.Name}}</p>{{end}}`)},
		"logo.svg":      {Data: []byte(`<svg xmlns="http://www.w3.org/2000/svg"/>`)},
	}, templates.Files}
	s := fullSite()
	s.Page.Logo = "logo.svg"
	result, err := declaration.Render(layered, s, charter.Assess(t.Context(), s, seen(s)), seen(s), at())
	if err != nil {
		t.Fatalf("render: %v", err)
	}
	if !strings.Contains(content(result, "site/404.html"), "Perdu chez Le Petit Chaton") {
		t.Error("the chaton's own template was not used")
	}
	if content(result, "site/logo.svg") == "" || !strings.Contains(content(result, "site/index.html"), `src="/logo.svg"`) {
		t.Error("the chaton's logo is not published")
	}
}

func TestRender_WhatPeopleWriteIsEscaped(t *testing.T) {
	s := fullSite()
	s.Organization.Description = text("<script>alert(1)</script>", "")
	result := render(t, s, seen(s))
	if page := content(result, "site/index.html"); strings.Contains(page, "<script") {
		t.Error("a script of the operator's text reached the page")
	}
}

func TestRender_ATemplateThatDoesNotParseIsAnError(t *testing.T) {
	layered := overlay{fstest.MapFS{"site/contact.html": {Data: []byte(`{{define "main"}}{{if}}`)}}, templates.Files}
	s := fullSite()
	_, err := declaration.Render(layered, s, charter.Report{}, seen(s), at())
	if err == nil || !strings.Contains(err.Error(), "/contact/") {
		t.Errorf("got %v, want an error that names the page", err)
	}
}

func TestRender_SecurityTextHoldsNinetyDays(t *testing.T) {
	want := "Contact: mailto:securite@petitchaton.example\nExpires: 2027-03-03T10:00:00Z\nPreferred-Languages: fr, en\nCanonical: https://petitchaton.example/.well-known/security.txt\n"
	if got := content(render(t, fullSite(), seen(fullSite())), "site/.well-known/security.txt"); got != want {
		t.Errorf("got %q want %q", got, want)
	}
}

func TestRender_ErasureIsASum(t *testing.T) {
	page := content(render(t, fullSite(), seen(fullSite())), "site/partir/index.html")
	if want := "sous 30\u00a0jours\u00a0; des sauvegardes et des journaux techniques au plus tard 12\u00a0mois après"; !strings.Contains(page, want) {
		t.Errorf("the page does not say %q", want)
	}
}

// overlay looks in the first folder that has the file, as the caller of Render
// layers a chaton's own templates.
type overlay []fs.FS

func (o overlay) Open(name string) (fs.File, error) {
	for _, layer := range o[:len(o)-1] {
		if file, err := layer.Open(name); err == nil {
			if info, err := file.Stat(); err == nil && !info.IsDir() {
				return file, nil
			}
			file.Close()
		}
	}
	return o[len(o)-1].Open(name)
}
