package main

import (
	"strings"

	"framagit.org/chatiere/chatiere/installer"
	"framagit.org/chatiere/chatiere/installer/wizard"
)

// facts prints what is known of a subject: one line, or one fact a line for who
// listens to it.
func (a *app) facts(subject string, facts []string) {
	if len(facts) == 0 {
		return
	}
	if !a.listened() {
		a.result(subject + "  " + strings.Join(facts, "  "))
		return
	}
	for _, fact := range facts {
		a.result(a.printer.Sayf("%s: %s", strings.TrimSpace(subject), fact))
	}
}

// service prints how one service does, then its containers and its volumes.
func (a *app) service(service installer.ServiceStatus) {
	facts := []string{a.printer.Say(service.State)}
	if service.URL != "" {
		facts = append(facts, service.URL)
	}
	facts = append(append(facts, service.Ports...), a.moduleFacts(service)...)
	if service.OnTrial {
		facts = append(facts, a.printer.Sayf("on trial"))
	}
	if used := a.memoryFact(service.Memory, service.MemoryLimit); used != "" {
		facts = append(facts, used)
	}
	a.facts(service.Name, facts)
	for _, container := range service.Containers {
		if len(service.Containers) > 1 || container.State != installer.Running || container.Restarts > 0 {
			a.facts(a.under(service.Name, container.Name), a.containerFacts(container))
		}
	}
	a.jobs(service.Name, service.Jobs)
	a.volumes(service.Name, service.Volumes)
}

// under names what belongs to a service: set back on a screen, in full for who
// listens.
func (a *app) under(service, name string) string {
	if a.listened() {
		return service + "/" + name
	}
	return "  " + name
}

func (a *app) containerFacts(container installer.ContainerStatus) []string {
	facts := []string{a.printer.Say(container.State)}
	if !container.Since.IsZero() {
		facts = append(facts, a.printer.Sayf("for %s", a.age(container.Since)))
	}
	if container.Problem != "" {
		facts = append(facts, wizard.SayDetail(a.printer, container.Problem))
	}
	if container.Restarts > 0 {
		facts = append(facts, a.printer.Sayf("started again by the engine: %d", container.Restarts))
	}
	if used := a.memoryFact(container.Memory, container.MemoryLimit); used != "" {
		facts = append(facts, used)
	}
	return facts
}

func (a *app) memoryFact(used, limit int64) string {
	switch {
	case used == 0:
		return ""
	case limit == 0:
		return a.printer.Sayf("memory %s", a.printer.Bytes(used))
	}
	return a.printer.Sayf("memory %s of %s", a.printer.Bytes(used), a.printer.Bytes(limit))
}

// volumes prints the sizes that are known, and every older generation, which
// takes up room until somebody drops it.
func (a *app) volumes(service string, volumes []installer.VolumeStatus) {
	for _, volume := range volumes {
		if volume.Current && volume.Size < 0 {
			continue
		}
		name := a.printer.Sayf("volume %s", volume.Name)
		facts := a.sizeFact(volume)
		if !volume.Current {
			name = volume.Object
			facts = append([]string{a.printer.Sayf("older generation, kept")}, facts...)
			if !volume.Created.IsZero() {
				facts = append(facts, a.printer.Sayf("made on %s", a.printer.Date(volume.Created.Local())))
			}
		}
		a.facts(a.under(service, name), facts)
	}
}

func (a *app) sizeFact(volume installer.VolumeStatus) []string {
	if volume.Size < 0 {
		return nil
	}
	return []string{a.printer.Bytes(volume.Size)}
}

// retired prints what services that left have still, and how to be rid of it.
func (a *app) retired(services []installer.Retired) {
	for _, service := range services {
		facts := []string{a.printer.Sayf("removed, its data is kept")}
		if !service.Since.IsZero() {
			facts = append(facts, a.printer.Sayf("since %s", a.printer.Date(service.Since.Local())))
		}
		for _, volume := range service.Volumes {
			facts = append(facts, strings.Join(append([]string{a.printer.Sayf("volume %s", volume.Object)}, a.sizeFact(volume)...), " "))
		}
		a.facts(service.Service, append(facts, a.printer.Sayf("to destroy it: %s", "chatiere destroy --data "+service.Service)))
	}
}
