package site

import (
	"strings"
	"testing"
)

func TestPublishable_SaysWhatIsMissingAndWhoCanAnswer(t *testing.T) {
	diags := loadFile(t, "testdata/sites/small.hcl").Publishable()
	who := map[string]string{}
	for _, diagnostic := range diags {
		who[diagnostic.Summary] = diagnostic.Extra.(Message).Who
	}
	for summary, want := range map[string]string{
		"organization.address is missing":               "board",
		"finances.model is missing":                     "treasury",
		"hosting.provider_type is missing":              "technical",
		"service.forge.privacy is missing":              "technical",
		`The service "carnet-a" cannot be open yet`:     "board",
		"No person is named as director of publication": "board",
	} {
		if who[summary] != want {
			t.Errorf("got %q for %q; want %q", who[summary], summary, want)
		}
	}
}

func TestPublishable_TheWholeFileLacksNothing(t *testing.T) {
	for _, diagnostic := range loadFile(t, "testdata/contract/whole.hcl").Publishable() {
		t.Errorf("got %v; want nothing missing", diagnostic)
	}
}

func TestPublishable_ServiceOnTrialNeedsNoLegalNotice(t *testing.T) {
	for _, diagnostic := range loadFile(t, "testdata/contract/runs.hcl").Publishable() {
		if strings.Contains(diagnostic.Summary, "cannot be open") {
			t.Errorf("got %v; want no complaint of a service on trial", diagnostic)
		}
	}
}
