package declaration

import (
	"slices"
	"strings"

	"framagit.org/chatiere/chatiere/installer/charter"
	"framagit.org/chatiere/chatiere/installer/site"
)

// settle makes the report agree with what is published: a duty that a page is
// to show is not met while the page waits, and nothing points at an absent
// page. What a machine alone proves stays true without a page.
func settle(report charter.Report, written map[string]bool) charter.Report {
	settled := charter.Report{At: report.At}
	for _, finding := range report.Findings {
		settled.Findings = append(settled.Findings, settleOne(finding, written))
	}
	return settled
}

func settleOne(finding charter.Finding, written map[string]bool) charter.Finding {
	var present, absent []string
	for _, address := range finding.Where {
		if strings.HasPrefix(address, "/") && !written[address] {
			absent = append(absent, address)
			continue
		}
		present = append(present, address)
	}
	finding.Where = present
	if len(absent) > 0 && finding.State == charter.Met && slices.Contains(finding.Duty.Evidence, charter.Document) {
		pages := strings.Join(absent, ", ")
		finding.State, finding.Provenance = charter.NotMet, charter.Missing
		finding.Reason = site.Text{
			"fr": "parce que la page " + pages + " attend encore des réponses",
			"en": "because the page " + pages + " still waits for answers",
		}
	}
	return finding
}
