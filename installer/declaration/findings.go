package declaration

import "framagit.org/chatiere/chatiere/installer/charter"

// headingView is one heading of the charter with its findings.
type headingView struct {
	ID       string
	Findings []charter.Finding
}

// Headings groups the findings as the charter does.
func (v *view) Headings() []headingView {
	var found []headingView
	for _, finding := range v.Report.Findings {
		last := len(found) - 1
		if last < 0 || found[last].ID != finding.Duty.Heading {
			found = append(found, headingView{ID: finding.Duty.Heading})
			last++
		}
		found[last].Findings = append(found[last].Findings, finding)
	}
	return found
}

// Counts is the second line of the page: how much there is to read and how
// much of it rests on a wording that was not reread. It never counts states,
// which would be a mark.
func (v *view) Counts() (counts struct{ All, Musts, Shoulds, Practices, NotReread int }) {
	for _, finding := range v.Report.Findings {
		counts.All++
		switch finding.Duty.Strength {
		case charter.Must:
			counts.Musts++
		case charter.Should:
			counts.Shoulds++
		default:
			counts.Practices++
		}
		if !finding.Duty.Reread() {
			counts.NotReread++
		}
	}
	return counts
}

// CharterAddress is where the charter itself is read.
func (v *view) CharterAddress() string { return charter.Address() }

// Waits lists what is not met, for the top of the application.
func (v *view) Waits() []charter.Finding {
	var found []charter.Finding
	for _, finding := range v.Report.Findings {
		if finding.State == charter.NotMet {
			found = append(found, finding)
		}
	}
	return found
}

// LicenceSilent says that the FSF did not judge this licence, but OSI and
// Debian did.
func (v *serviceView) LicenceSilent() bool {
	return charter.Judge(v.Software.License) == charter.FreeFSFSilent
}

// LicenceOpen says that a person must judge it.
func (v *serviceView) LicenceOpen() bool {
	return charter.Judge(v.Software.License) == charter.ToBeJudged
}
