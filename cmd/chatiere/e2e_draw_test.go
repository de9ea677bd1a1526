package main

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"framagit.org/chatiere/chatiere/installer/engine/enginetest"
)

// What a sequence draws: edits of chaton.hcl, and changes by hand.

// drawn is one service of a sequence's chaton.hcl.
type drawn struct {
	module   string
	settings map[string]string // name -> HCL
}

// text is the services part of chaton.hcl.
func (s *sequence) text() string {
	var text strings.Builder
	for _, name := range slices.Sorted(maps.Keys(s.services)) {
		service := s.services[name]
		fmt.Fprintf(&text, "service %q {\n  module = %q\n  settings = {\n", name, service.module)
		for _, setting := range slices.Sorted(maps.Keys(service.settings)) {
			fmt.Fprintf(&text, "    %s = %s\n", setting, service.settings[setting])
		}
		text.WriteString("  }\n}\n")
	}
	return text.String()
}

func pick[T any](s *sequence, from []T) T { return from[s.random.IntN(len(from))] }

// edit adds, removes or changes a service.
func (s *sequence) edit() string {
	name := pick(s, []string{"accueil", "blog", "carnet", "forum"})
	service, there := s.services[name]
	switch {
	case !there:
		module := pick(s, []string{"plain", "stored", "pair", "pulled", "tasked"})
		s.services[name] = &drawn{module: module, settings: map[string]string{}}
		return "add " + name + ", a " + module
	case s.random.IntN(4) == 0:
		delete(s.services, name)
		return "remove " + name
	}
	setting, value := "word", pick(s, []string{`"un"`, `"deux"`, `"trois"`})
	switch other := s.random.IntN(3); {
	case service.module == "plain" && other == 0:
		setting, value = "context", pick(s, []string{`"image"`, `"next"`})
	case service.module == "plain" && other == 1:
		setting, value = "outside", pick(s, []string{"true", "false"})
	case service.module == "pulled" && other == 0:
		setting, value = "tag", pick(s, []string{`"1.0.0"`, `"2.0.0"`})
	}
	service.settings[setting] = value
	return fmt.Sprintf("set %s of %s to %s", setting, name, value)
}

// drift changes something of ours by hand. What the engine refuses, as it
// would refuse a person, does not take place.
func (s *sequence) drift() string {
	mine := s.mine()
	if len(mine) == 0 {
		return ""
	}
	target := pick(s, mine)
	change := pick(s, []byHand{
		stoppedByHand, removed, renamed, disconnected, neverRestarted, limited, paused, networkRemoved,
		volumeRemoved, nameGivenAway, nameTakenAway, older,
	})
	step, err := change(s, target)
	if err != nil {
		return ""
	}
	return "by hand: " + step
}

// mine are the chaton's own containers, by name.
func (s *sequence) mine() []*enginetest.Container {
	var mine []*enginetest.Container
	for _, found := range s.chaton.daemon.Containers {
		if found.Labels["org.chatiere.chaton"] == fakeSlug {
			mine = append(mine, found)
		}
	}
	return mine
}

// byHand is one kind of change, to a container or to what belongs to it.
type byHand func(*sequence, *enginetest.Container) (step string, err error)

func (s *sequence) ask(step, method, path string, body any) (string, error) {
	return step, s.chaton.daemon.ByHand(method, path, body)
}

func stoppedByHand(s *sequence, found *enginetest.Container) (string, error) {
	return s.ask("stop "+found.Name, "POST", "/containers/"+found.ID+"/stop", nil)
}

func removed(s *sequence, found *enginetest.Container) (string, error) {
	return s.ask("remove "+found.Name, "DELETE", "/containers/"+found.ID+"?force=1", nil)
}

func renamed(s *sequence, found *enginetest.Container) (string, error) {
	return s.ask("rename "+found.Name, "POST", "/containers/"+found.ID+"/rename?name=somebody-"+found.ID[:12], nil)
}

func disconnected(s *sequence, found *enginetest.Container) (string, error) {
	if len(found.Networks) == 0 {
		return "", os.ErrNotExist
	}
	network := pick(s, slices.Sorted(maps.Keys(found.Networks)))
	return s.ask("disconnect "+found.Name+" from "+network, "POST", "/networks/"+network+"/disconnect", map[string]string{"Container": found.ID})
}

func neverRestarted(s *sequence, found *enginetest.Container) (string, error) {
	return s.ask("no restart for "+found.Name, "POST", "/containers/"+found.ID+"/update", map[string]any{"RestartPolicy": map[string]string{"Name": "no"}})
}

func limited(s *sequence, found *enginetest.Container) (string, error) {
	return s.ask("more memory for "+found.Name, "POST", "/containers/"+found.ID+"/update", map[string]any{"Memory": 99 << 20})
}

func paused(s *sequence, found *enginetest.Container) (string, error) {
	return s.ask("pause "+found.Name, "POST", "/containers/"+found.ID+"/pause", nil)
}

// networkRemoved stops those who are in it first.
func networkRemoved(s *sequence, found *enginetest.Container) (string, error) {
	if len(found.Networks) == 0 {
		return "", os.ErrNotExist
	}
	network := pick(s, slices.Sorted(maps.Keys(found.Networks)))
	for _, other := range s.mine() {
		if _, in := other.Networks[network]; in {
			if _, err := stoppedByHand(s, other); err != nil {
				return "", err
			}
		}
	}
	return s.ask("stop who is in "+network+" and remove it", "DELETE", "/networks/"+network, nil)
}

func volumeRemoved(s *sequence, found *enginetest.Container) (string, error) {
	volume := found.Volumes["/data"]
	if volume == "" {
		return "", os.ErrNotExist
	}
	if _, err := removed(s, found); err != nil {
		return "", err
	}
	return s.ask("remove "+found.Name+" and "+volume, "DELETE", "/volumes/"+volume, nil)
}

func nameGivenAway(s *sequence, found *enginetest.Container) (string, error) {
	repository, tag, _ := strings.Cut(found.Image, ":")
	if repository == "sha256" {
		return "", os.ErrNotExist
	}
	return s.ask("give the name "+found.Image+" to another image", "POST", "/images/foreign:1/tag?repo="+repository+"&tag="+tag, nil)
}

func nameTakenAway(s *sequence, found *enginetest.Container) (string, error) {
	return s.ask("remove the image "+found.Image, "DELETE", "/images/"+found.Image, nil)
}

// older lets the engine's own checks have come to an end.
func older(s *sequence, _ *enginetest.Container) (string, error) {
	for _, found := range s.mine() {
		if found.State == "running" {
			found.Health = "healthy"
		}
	}
	return "wait until all is healthy", nil
}

// smallProgram is what the kit's own image is made of: its content does not
// matter, and the program itself takes long to copy.
var smallProgram = sync.OnceValues(func() (string, error) {
	folder, err := os.MkdirTemp("", "chatiere-small-")
	if err != nil {
		return "", err
	}
	path := filepath.Join(folder, "server")
	return path, buildGo(path, "./testdata/echo/server")
})
