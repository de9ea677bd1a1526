package installer

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"framagit.org/chatiere/chatiere/installer/disk"
	"framagit.org/chatiere/chatiere/installer/site"
)

// retirement is what is written down of a service when it leaves the site, in
// <state>/records/retired/<service>.json: afterwards nothing else says which
// names were its own.
type retirement struct {
	Service string    `json:"service"`
	Module  string    `json:"module"`
	Version string    `json:"version"`
	Names   []string  `json:"names"` // that it had a certificate for
	Retired time.Time `json:"retired"`

	// Made is what wrote its data: written in chaton.hcl again, it is made from
	// that (decision 16).
	Made   []site.KeptModule `json:"made,omitempty"`
	Origin string            `json:"origin,omitempty"`
}

func (s State) retired() string { return filepath.Join(s.records(), "retired") }

// keepRetired writes down the services of the site before that are not in the
// one that is applied now, and forgets those that came back.
func (s State) keepRetired(before, now *site.Site, at time.Time) error {
	var back []string
	for _, service := range now.Services {
		back = append(back, service.Name)
	}
	if err := s.forgetRetired(back); err != nil || before == nil {
		return err
	}
	for _, service := range before.Services {
		if service.External != nil || now.Service(service.Name) != nil {
			continue
		}
		if err := s.retire(service, at); err != nil {
			return err
		}
	}
	return nil
}

func (s State) retire(service *site.Service, at time.Time) error {
	record, err := json.MarshalIndent(retirement{
		Service: service.Name, Module: service.Module, Version: service.ModuleVersion,
		Names: namesOf(service), Retired: at.UTC().Truncate(time.Second),
		Made: service.Modules, Origin: service.Origin,
	}, "", "  ")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(s.retired(), 0o700); err != nil {
		return fmt.Errorf("make the folder of records: %w", err)
	}
	return disk.Replace(filepath.Join(s.retired(), service.Name+".json"), append(record, '\n'), 0o600)
}

func (s State) forgetRetired(services []string) error {
	for _, service := range services {
		if err := os.Remove(filepath.Join(s.retired(), service+".json")); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// namesOf lists the names that a service has certificates for.
func namesOf(service *site.Service) []string {
	names := slices.Clone(service.Aliases)
	for _, route := range service.Routes {
		names = append(names, route.Host)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// namesOfRetired are the names that a retired service had: as it was written
// down, or as in the site of the last apply when that run was killed before it
// could. Names that somebody else answers at are not among them.
func (s State) namesOfRetired(service string, claimed []string) []string {
	names := s.retirementOf(service).Names
	if applied := s.applied(); applied != nil && applied.Service(service) != nil {
		names = append(names, namesOf(applied.Service(service))...)
	}
	slices.Sort(names)
	return slices.DeleteFunc(slices.Compact(names), func(name string) bool { return slices.Contains(claimed, name) })
}

// retiredServices lists the services that a record was written of.
func (s State) retiredServices() []string {
	records, _ := os.ReadDir(s.retired()) // none yet is no record
	var services []string
	for _, record := range records {
		if service, ok := strings.CutSuffix(record.Name(), ".json"); ok {
			services = append(services, service)
		}
	}
	return services
}

// retirementOf reads what was written down of a service; a missing or damaged
// record says nothing.
func (s State) retirementOf(service string) retirement {
	var record retirement
	if data, err := os.ReadFile(filepath.Join(s.retired(), service+".json")); err == nil && json.Unmarshal(data, &record) != nil {
		return retirement{}
	}
	return record
}
