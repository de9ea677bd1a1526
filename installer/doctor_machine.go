package installer

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net/http"
	"net/netip"
	"slices"
	"time"

	"framagit.org/chatiere/chatiere/installer/plan"
	"framagit.org/chatiere/chatiere/installer/preflight"
	"framagit.org/chatiere/chatiere/installer/site"
)

const (
	// stateSpace is ample for records, pages and certificates.
	stateSpace = 100 << 20
	// imageSpace is what an image of a Debian service takes, within a third:
	// the shipped modules' have between 200 and 480 MiB.
	imageSpace = 500 << 20
)

func (d *diagnosing) lookAtEngine(context.Context) []Check {
	if d.unreachable != nil {
		format, values := d.unreachable.Sentence()
		checks := []Check{{ID: "engine", State: CheckBlocking, What: plan.Say(format, values...), Fix: plan.Say(d.unreachable.Hint())}}
		for _, fact := range d.unreachable.Facts {
			checks = append(checks, Check{ID: "engine", State: CheckBlocking, What: plan.Say(fact)})
		}
		return checks
	}
	findings := preflight.Engine(preflight.EngineFacts{
		Version: d.facts.Engine, StorageDriver: d.facts.StorageDriver, DataFolder: d.facts.DataFolder,
		UserNamespaces: d.facts.UserNamespaces, NoMemoryLimit: d.facts.NoMemoryLimit,
	})
	answering := judged("engine", nil, plan.Say("The container engine %s answers, API %s.", d.facts.Engine, d.facts.API))
	if len(findings) == 0 {
		return answering
	}
	return append(answering, judged("engine", findings, plan.Sentence{})...)
}

// lookAtClock asks the CA for its time, which it is asked for anyway; without
// one, nobody.
func (d *diagnosing) lookAtClock(ctx context.Context) []Check {
	findings := preflight.ImpossibleClock(d.request.Clock())
	synchronised, err := preflight.ClockSynchronised()
	if err != nil {
		return unseen("clock", err)
	}
	findings = append(findings, preflight.KernelClock(synchronised)...)
	if address := issuer(d.Site, d.vault).Address(); address != "" {
		findings = append(findings, preflight.AuthorityClock(ctx, authorityClient(d.Site.TLS), address, d.request.Clock)...)
	}
	return judged("clock", findings, plan.Say("Nothing is wrong with the clock."))
}

// authorityClient trusts what the gateway trusts: the system's roots, or those
// that chaton.hcl gives for its CA.
func authorityClient(settings site.TLS) *http.Client {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	if settings.CA != "" {
		roots := x509.NewCertPool()
		roots.AppendCertsFromPEM([]byte(settings.CA))
		transport.TLSClientConfig = &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12}
	}
	return &http.Client{Timeout: 15 * time.Second, Transport: transport}
}

// lookAtDisk counts the images that are still to come.
func (d *diagnosing) lookAtDisk(context.Context) []Check {
	needs := []preflight.Space{{Folder: d.request.State.Folder, Bytes: stateSpace}}
	if d.unreachable == nil {
		needs = append(needs, preflight.Space{Folder: d.facts.DataFolder, Bytes: int64(d.missingImages()) * imageSpace})
	}
	findings, err := preflight.Disk(needs)
	if err != nil {
		return unseen("disk", err)
	}
	return judged("disk", findings, plan.Say("There is room enough on the disk."))
}

func (d *diagnosing) missingImages() int {
	wanted := map[string]bool{}
	for _, container := range d.Site.Containers() {
		wanted[container.Image.Name()] = true
	}
	for _, image := range d.Have.Images {
		for _, name := range image.Names {
			delete(wanted, name)
		}
	}
	return len(wanted)
}

// lookAtMemory leaves aside what is free now when the containers of this chaton
// take their part of it already.
func (d *diagnosing) lookAtMemory(context.Context) []Check {
	machine, err := preflight.ReadMemory()
	if err != nil {
		return unseen("memory", err)
	}
	if len(d.Have.Containers) > 0 {
		machine.Available = 0
	}
	containers := d.Site.Containers()
	return judged("memory", preflight.Memory(containers, machine),
		plan.Say("There is memory enough for all containers: %d.", len(containers)))
}

// lookAtFirewall leaves out the way from containers while the chaton has no
// network: nothing of its range is on the machine yet.
func (d *diagnosing) lookAtFirewall(ctx context.Context) []Check {
	pool, bridge := "", ""
	if len(d.Have.Networks) > 0 {
		pool, bridge = d.pool, "br-"+d.Have.Networks[0].ID[:12]
	}
	entrances, err := preflight.HostEntrances(d.Site.Gateway, pool, bridge)
	if err != nil {
		return unseen("firewall", err)
	}
	return judged("firewall", preflight.Firewall(ctx, preflight.RunHere, entrances),
		plan.Say("No firewall on this machine closes its ports."))
}

// readPool finds the pool that apply would take, and what is wrong with it.
func (d *diagnosing) readPool() error {
	host, err := networksBeside(d.neighbours.Subnets)
	if err != nil {
		return err
	}
	tried := *d.Site // allotPool writes the pool down
	err = allotPool(&tried, d.Have, d.lock, host)
	d.pool = tried.Pool
	if errors.As(err, &d.overlap) {
		return nil
	}
	return err
}

func (d *diagnosing) lookAtPool(context.Context) []Check {
	if d.overlap == nil {
		return judged("pool", nil, plan.Say("The address pool %s is free.", d.pool))
	}
	return []Check{{
		ID: "pool", State: CheckBlocking,
		What: plan.Say("The address pool %s overlaps %s of this machine (%s).", d.overlap.Pool, d.overlap.Conflict.Prefix.String(), d.overlap.Conflict.Source),
		Fix:  plan.Say("Write pool = %q in the engine block of chaton.hcl.", d.overlap.Free),
	}}
}

// isLocal says that nobody beyond this machine is to reach the gateway.
func isLocal(settings site.Gateway) bool {
	return !settings.Fronted() && !slices.ContainsFunc(settings.Listen, func(address string) bool {
		parsed, err := netip.ParseAddr(address)
		return err != nil || !parsed.IsLoopback()
	})
}

// ownGateway is the gateway of this chaton that runs, nil when none does.
func (p *Prepared) ownGateway() *plan.Container {
	for i, container := range p.Have.Containers {
		if container.Service == "" && container.Container == "gateway" && container.State == "running" {
			return &p.Have.Containers[i]
		}
	}
	return nil
}
