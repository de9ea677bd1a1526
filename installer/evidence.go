package installer

import (
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/user"
	"runtime"
	"strings"
	"sync"
	"time"

	"framagit.org/chatiere/chatiere/installer/charter"
	"framagit.org/chatiere/chatiere/installer/plan"
	"framagit.org/chatiere/chatiere/installer/site"
)

// measure looks at this machine, its engine and the chaton's own addresses.
// What cannot be looked at is left out: the charter then says "not verified".
func (p *Prepared) measure(ctx context.Context) charter.Evidence {
	now := p.request.Clock().UTC().Truncate(time.Second)
	machine, _ := os.Hostname()
	origin := func(method string) charter.Origin {
		return charter.Origin{Time: now, Method: method, Machine: machine}
	}
	evidence := charter.Evidence{
		At: now, Generator: "chatiere " + p.request.Version,
		OS:     operatingSystem(origin("/etc/os-release")),
		Kernel: charter.Fact{Value: firstLine("/proc/sys/kernel/osrelease"), Origin: origin("/proc/sys/kernel/osrelease")},
		CPU:    charter.Fact{Value: fmt.Sprintf("%d × %s", runtime.NumCPU(), processor()), Origin: origin("/proc/cpuinfo")},
		Memory: charter.Fact{Value: memory(), Origin: origin("/proc/meminfo")},
	}
	if current, err := user.Current(); err == nil {
		evidence.Administrator = charter.Fact{Value: current.Username, Origin: origin("id")}
	}
	if version, api, err := p.engine.Version(ctx); err == nil {
		evidence.Engine = charter.Fact{Value: "Docker Engine " + version + " (API " + api + ")", Origin: origin("docker version")}
	}
	if have, err := p.engine.Observe(ctx, p.Site.Slug, nil); err == nil {
		evidence.Services = services(p.Site, have, origin("docker inspect"))
		evidence.Images = images(p.Site, have, origin("docker inspect"))
	}
	return evidence
}

// lookAtHosts asks for the first page of each name, all at once.
func (p *Prepared) lookAtHosts(ctx context.Context, at time.Time) []charter.HostCheck {
	machine, _ := os.Hostname()
	origin := charter.Origin{Time: at, Method: "GET /", Machine: machine}
	names := p.Site.HostNames()
	checks := make([]charter.HostCheck, len(names))
	client := newClient(p.request.State.Authority())
	defer client.CloseIdleConnections()
	var looks sync.WaitGroup
	for i, name := range names {
		looks.Go(func() {
			checks[i] = look(ctx, client, name, p.Site.URLOf(name)+"/")
			checks[i].Origin = origin
			checks[i].Vantage = "machine"
		})
	}
	looks.Wait()
	return checks
}

func look(ctx context.Context, client *http.Client, name, address string) charter.HostCheck {
	check := charter.HostCheck{Host: name}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		check.Error = err.Error()
		return check
	}
	response, err := client.Do(request)
	if err != nil {
		check.Error = err.Error()
		return check
	}
	defer response.Body.Close()
	_, _ = io.Copy(io.Discard, io.LimitReader(response.Body, 1<<20))
	check.Status = response.StatusCode
	if response.TLS != nil && len(response.TLS.PeerCertificates) > 0 {
		leaf := response.TLS.PeerCertificates[0]
		check.Protocol = tls.VersionName(response.TLS.Version)
		check.NotAfter = leaf.NotAfter
		check.Issuer = leaf.Issuer.CommonName
	}
	return check
}

// services says of each service whether all its containers run and none is
// unhealthy.
func services(s *site.Site, have plan.Observed, origin charter.Origin) []charter.ServiceState {
	var states []charter.ServiceState
	for _, service := range s.Services {
		if service.External != nil {
			continue
		}
		states = append(states, charter.ServiceState{
			Name: service.Name, Healthy: healthy(service, have), Origin: origin,
		})
	}
	return states
}

func healthy(service *site.Service, have plan.Observed) bool {
	for _, container := range service.Containers {
		if existing := find(container, have); existing == nil || existing.State != "running" || existing.Health == "unhealthy" {
			return false
		}
	}
	return true
}

// find returns the existing container of the wanted spec, or nil.
func find(container *site.Container, have plan.Observed) *plan.Container {
	for i, existing := range have.Containers {
		if existing.Service == container.Service && existing.Container == container.Name && existing.Spec == container.Spec {
			return &have.Containers[i]
		}
	}
	return nil
}

func images(s *site.Site, have plan.Observed, origin charter.Origin) []charter.ImageFact {
	var facts []charter.ImageFact
	for _, service := range s.Services {
		for _, container := range service.Containers {
			if existing := find(container, have); existing != nil {
				facts = append(facts, charter.ImageFact{
					Service: service.Name, Container: container.Name,
					Reference: container.Image.Name(), ID: existing.ImageID, Origin: origin,
				})
			}
		}
	}
	return facts
}

func operatingSystem(origin charter.Origin) charter.OperatingSystem {
	values := map[string]string{}
	data, err := os.ReadFile("/etc/os-release")
	if err != nil {
		return charter.OperatingSystem{}
	}
	for _, line := range strings.Split(string(data), "\n") {
		if key, value, ok := strings.Cut(line, "="); ok {
			values[key] = strings.Trim(value, `"'`)
		}
	}
	return charter.OperatingSystem{ID: values["ID"], Name: values["NAME"], VersionID: values["VERSION_ID"], Origin: origin}
}

func firstLine(path string) string {
	data, _ := os.ReadFile(path)
	line, _, _ := strings.Cut(string(data), "\n")
	return line
}

func processor() string { return labelled("/proc/cpuinfo", "model name") }

// memory is the machine's memory in GiB, as people say it.
func memory() string {
	var kib int64
	if _, err := fmt.Sscanf(labelled("/proc/meminfo", "MemTotal"), "%d kB", &kib); err != nil {
		return ""
	}
	return fmt.Sprintf("%.1f GiB", float64(kib)/(1<<20))
}

func labelled(path, label string) string {
	data, _ := os.ReadFile(path)
	for _, line := range strings.Split(string(data), "\n") {
		if name, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(name) == label {
			return strings.TrimSpace(value)
		}
	}
	return ""
}
