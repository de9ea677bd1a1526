package installer

import (
	"os"
	"path/filepath"
	"slices"
	"strings"

	"framagit.org/chatiere/chatiere/installer/plan"
	"framagit.org/chatiere/chatiere/installer/site"
)

// StillRunsError says that a service whose data is to be destroyed runs still.
type StillRunsError struct{ Service string }

// Error is for a log; people are shown the sentence.
func (e *StillRunsError) Error() string { return e.Service + " still runs" }

// Sentence is the error before its arguments were put in, for translation.
func (e *StillRunsError) Sentence() (format string, arguments []any) {
	return "%s left chaton.hcl and runs still: nothing of it was destroyed.", []any{e.Service}
}

// Hint says what to do about it.
func (e *StillRunsError) Hint() string {
	return "Run chatiere apply, which stops it; then run the same command."
}

// observeRetired plans the removal of the data of retired services.
func (d *Doomed) observeRetired(have plan.Observed) (plan.Plan, error) {
	var planned plan.Plan
	routes, err := d.request.State.readRoutes()
	if err != nil {
		return planned, err
	}
	var claimed []string
	for _, route := range routes.Routes {
		if slices.Contains(d.destruction.Retired, route.Service) {
			return planned, &StillRunsError{route.Service}
		}
		claimed = append(append(claimed, route.Host), route.Aliases...)
	}
	if routes.Site != nil {
		claimed = append(claimed, routes.Site.Host)
	}
	d.Known = d.known(have)
	for _, service := range d.destruction.Retired {
		if slices.ContainsFunc(have.Containers, func(c plan.Container) bool { return c.Service == service }) {
			return planned, &StillRunsError{service}
		}
		planned.Operations = append(planned.Operations, d.remains(service, have, d.claimedBeside(claimed))...)
	}
	return planned, nil
}

// claimedBeside adds the names of the last applied site that are not those of
// the services to destroy: without a gateway no route says whose they are.
func (d *Doomed) claimedBeside(claimed []string) []string {
	applied := d.request.State.applied()
	if applied == nil {
		return claimed
	}
	claimed = append(slices.Clone(claimed), applied.SiteHost())
	for _, service := range applied.Services {
		if !slices.Contains(d.destruction.Retired, service.Name) {
			claimed = append(claimed, namesOf(service)...)
		}
	}
	return claimed
}

// remains plans the removal of all that one retired service left.
func (d *Doomed) remains(service string, have plan.Observed, claimed []string) []plan.Operation {
	if !slices.Contains(d.Known, service) {
		return nil
	}
	var operations []plan.Operation
	for _, volume := range have.Volumes {
		if volume.Service == service {
			operation := removal(plan.VolumeRemove, volume.Name)
			operation.Object = volume.Name
			operation.Volume = &site.Volume{Service: service, Name: volume.Volume, Generation: volume.Generation, ObjectName: volume.Name}
			operations = append(operations, operation)
		}
	}
	// The secrets open the volumes: they go after them.
	if d.hasSecrets(service) {
		operations = append(operations, removal(SecretRemove, service, operations...))
	}
	for _, name := range d.request.State.namesOfRetired(service, claimed) {
		if len(d.request.State.certificateFiles(name)) > 0 {
			operations = append(operations, removal(CertificateRemove, name))
		}
	}
	for _, folder := range []string{"files", "logs"} {
		path := filepath.Join(d.request.State.Folder, folder, service)
		if _, err := os.Lstat(path); err == nil {
			operations = append(operations, removal(FolderRemove, path))
		}
	}
	return operations
}

func (d *Doomed) hasSecrets(service string) bool {
	return slices.ContainsFunc(d.vault.Names(), func(name string) bool { return strings.HasPrefix(name, service+"/") })
}

// known lists the services that left the site and were not destroyed yet. The
// vault also holds secrets of no service: their names are none of these.
func (d *Doomed) known(have plan.Observed) []string {
	services := d.request.State.retiredServices()
	for _, volume := range have.Volumes {
		services = append(services, volume.Service)
	}
	// A run that was killed at its end has not written down who left.
	if applied := d.request.State.applied(); applied != nil {
		for _, service := range here(applied) {
			services = append(services, service.Name)
		}
	}
	runs := func(service string) bool {
		return slices.ContainsFunc(have.Containers, func(c plan.Container) bool { return c.Service == service })
	}
	slices.Sort(services)
	return slices.DeleteFunc(slices.Compact(services), func(service string) bool { return service == "" || runs(service) })
}
