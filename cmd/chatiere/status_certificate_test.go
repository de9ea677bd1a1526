package main

import (
	"strings"
	"testing"
	"time"

	"framagit.org/chatiere/chatiere/installer"
	"framagit.org/chatiere/chatiere/installer/gateway/certificates"
	"framagit.org/chatiere/chatiere/installer/locale"
	"github.com/google/go-cmp/cmp"
)

// certified is a chaton with a certificate in each state.
func certified() installer.Status {
	now := clock()
	tried := time.Date(2026, time.November, 22, 9, 0, 0, 0, time.Local)
	directory := "https://acme.universite.example/directory"
	return installer.Status{
		Gateway: true,
		Certificates: []certificates.Certificate{
			{
				Name: "wiki.essai.example", Issuer: directory, State: certificates.Valid, Tried: tried, Next: tried.AddDate(0, 2, 0),
				NotBefore: now.AddDate(0, 0, -1), NotAfter: time.Date(2126, time.February, 20, 9, 0, 0, 0, time.Local),
				Budget: &certificates.Budget{Failures: 4, Duplicates: 3},
			},
			{
				Name: "pads.essai.example", Issuer: directory, State: certificates.Waiting, Tried: tried, Next: tried.Add(time.Hour),
				Problem: "DNS problem: NXDOMAIN looking up A for pads.essai.example — check the A and AAAA records of pads.essai.example",
				Budget:  &certificates.Budget{Failures: 0, Duplicates: 4},
			},
			{
				Name: "agenda.essai.example", Issuer: certificates.Files, State: certificates.Expired,
				NotBefore: tried.AddDate(-1, 0, 0), NotAfter: tried.AddDate(0, 0, -1),
			},
		},
		Issuing: &certificates.Authority{
			Directory: directory, Staging: "https://essai.universite.example/directory", Terms: "https://acme.universite.example/terms",
			Accepted: tried, AcceptedBy: "camille", OrdersLeft: 298, Problem: "another gateway holds the folder",
		},
		Authority: &installer.Authority{
			File: "/var/lib/chatiere/essai/gateway/certificates/internal/ca.pem", Fingerprint: "c0ffee",
			NotAfter: time.Date(2036, time.November, 20, 9, 0, 0, 0, time.Local), Domains: []string{"essai.localhost", "ailleurs.localhost"},
		},
	}
}

func TestStatus_SaysEverythingAboutCertificates(t *testing.T) {
	a, out := spoken(t)
	status := certified()
	a.alarms(status.Needs(clock()))
	for _, certificate := range status.Certificates {
		a.certificate(certificate)
	}
	a.issuing(status.Issuing)
	a.statusAuthority(status.Authority)
	want := `Needs somebody: certificate of pads.essai.example: none yet, DNS problem: NXDOMAIN looking up A for pads.essai.example — check the A and AAAA records of pads.essai.example; certificate of agenda.essai.example: expired on 2026-11-21; the gateway orders no certificate
certificate of wiki.essai.example  https://acme.universite.example/directory  until 2126-02-20  last attempt 2026-11-22 09:00  next attempt 2027-01-22 09:00  tries left: 4 failures in the hour, 3 certificates in the week
certificate of pads.essai.example  https://acme.universite.example/directory  none yet  last attempt 2026-11-22 09:00  failed: DNS problem: NXDOMAIN looking up A for pads.essai.example — check the A and AAAA records of pads.essai.example  next attempt 2026-11-22 10:00  tries left: 0 failures in the hour, 4 certificates in the week
certificate of agenda.essai.example  files of this machine  expired on 2026-11-21
certificates come from  https://acme.universite.example/directory  nothing is ordered: another gateway holds the folder  first orders are rehearsed at https://essai.universite.example/directory  terms: https://acme.universite.example/terms  accepted on 2026-11-22 by camille  orders left in three hours: 298
authority to import  /var/lib/chatiere/essai/gateway/certificates/internal/ca.pem  until 2036-11-20  for essai.localhost and ailleurs.localhost only  SHA-256 c0ffee
`
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestStatus_CertificatesInThePlainForm(t *testing.T) {
	a, out := spoken(t)
	a.plain, a.printer = true, locale.New("fr")
	status := certified()
	a.alarms(status.Needs(clock())[1:2])
	a.certificate(status.Certificates[0])
	want := `Quelqu’un doit s’en occuper_: certificat de agenda.essai.example_: expiré le 2026-11-21
certificat de wiki.essai.example_: https://acme.universite.example/directory
certificat de wiki.essai.example_: jusqu’au 2126-02-20
certificat de wiki.essai.example_: dernier essai le 2026-11-22 09:00
certificat de wiki.essai.example_: prochain essai le 2027-01-22 09:00
certificat de wiki.essai.example_: essais restants_: échecs dans l’heure_: 4, certificats dans la semaine_: 3
`
	if diff := cmp.Diff(unbroken(want), out.String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if strings.Contains(out.String(), "  ") {
		t.Errorf("got a table:\n%s", out)
	}
}
