package charter

import (
	"strings"
	"time"
)

// Evidence is what was measured, as plain data: installer fills it, this room
// and declaration only read it. What is not there was not measured.
type Evidence struct {
	At        time.Time // when the report is made
	Generator string    // "chatiere 0.1.0"

	OS             OperatingSystem
	Administrator  Fact // the account that measured, "root"
	Kernel         Fact
	Engine         Fact
	CPU            Fact
	Memory         Fact
	Virtualisation Fact // "none", "kvm", as systemd-detect-virt says it
	Hosts          []HostCheck
	Services       []ServiceState
	Images         []ImageFact
	Versions       []VersionFact
	Packages       []PackageList
	Backups        []BackupFact
}

// Origin says when, how and on which machine something was measured.
type Origin struct {
	Time    time.Time
	Method  string // "/etc/os-release", "GET https://…"
	Machine string // host name; a fact never speaks for another machine
}

// Measured is false for a zero origin.
func (o Origin) Measured() bool { return !o.Time.IsZero() }

// Stale says that the measurement is older than 30 days.
func (o Origin) Stale(at time.Time) bool { return at.Sub(o.Time) > 30*24*time.Hour }

// Fact is one measured value.
type Fact struct {
	Value string
	Origin
}

// OperatingSystem is what os-release says.
type OperatingSystem struct {
	ID        string // debian
	Name      string // Debian GNU/Linux
	VersionID string // 13
	Origin
}

// Label is the distribution with its version as people write it, "Debian 13";
// "" when it was not measured.
func (o OperatingSystem) Label() string {
	name := strings.TrimSuffix(o.Name, " GNU/Linux")
	return strings.TrimSpace(name + " " + o.VersionID)
}

// HostCheck is one look at a public host name over HTTPS.
type HostCheck struct {
	Host     string
	Status   int    // 0 when there was no answer
	Protocol string // TLS 1.3
	NotAfter time.Time
	Issuer   string
	Error    string // why there was no answer, or why the certificate is refused
	Vantage  string // "machine" is this machine itself, else from where
	Origin
}

// Answers says that the host answered 200 with a certificate that was valid.
func (h HostCheck) Answers(at time.Time) bool {
	return h.Error == "" && h.Status == 200 && h.NotAfter.After(at)
}

// ServiceState is whether a service was healthy.
type ServiceState struct {
	Name    string
	Healthy bool
	Origin
}

// ImageFact is an image that really runs.
type ImageFact struct {
	Service   string
	Container string
	Reference string
	Digest    string
	ID        string
	Origin
}

// VersionFact is the version of a service's software as measured.
type VersionFact struct {
	Service string
	Version string
	Image   string
	Origin
}

// PackageList is what is installed on one machine or in one image.
type PackageList struct {
	Machine bool   // false: an image
	Subject string // host name, or image reference
	Names   []string
	Origin
}

// BackupFact is the last backup of one service that was read back.
type BackupFact struct {
	Service  string
	Place    string
	Finished time.Time
	Restored time.Time // last restore exercise, zero: never tried
	Origin
}

// Service returns the state of that service; false when nobody looked.
func (e Evidence) Service(name string) (ServiceState, bool) {
	for _, state := range e.Services {
		if state.Name == name {
			return state, true
		}
	}
	return ServiceState{}, false
}

// Host returns the last look at that host name; false when nobody looked.
func (e Evidence) Host(name string) (HostCheck, bool) {
	for _, check := range e.Hosts {
		if check.Host == name {
			return check, true
		}
	}
	return HostCheck{}, false
}

// Version returns the measured version of a service's software, or "".
func (e Evidence) Version(service string) string {
	for _, version := range e.Versions {
		if version.Service == service {
			return version.Version
		}
	}
	return ""
}
