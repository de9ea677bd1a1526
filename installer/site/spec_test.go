package site

import (
	"strings"
	"testing"
)

func TestSpec_IsTheSameTwice(t *testing.T) {
	one, two := smallContainer(t), smallContainer(t)
	if one.Spec != two.Spec || one.Intent != two.Intent {
		t.Errorf("got %s and %s; want equal specs", one.Spec, two.Spec)
	}
	if one.Spec == one.Intent || len(one.Spec) != 64 || len(one.Intent) != 64 {
		t.Errorf("got spec %q and intent %q; want two different digests", one.Spec, one.Intent)
	}
}

func TestSpec_ChangesWithWhatTheEngineIsTold(t *testing.T) {
	changes := map[string]func(*Container){
		"environment": func(c *Container) { c.Environment["TITLE"] = "Autre" },
		"command":     func(c *Container) { c.Command = append(c.Command, "--verbose") },
		"file":        func(c *Container) { c.Files[0].Content += "\n" },
		"memory":      func(c *Container) { c.Memory++ },
		"inputs":      func(c *Container) { c.Image.Build.Inputs = strings.Repeat("0", 64) },
		"network":     func(c *Container) { c.Networks[0].Alias = "other" },
		"mount":       func(c *Container) { c.Mounts[0].ReadOnly = true },
		"host":        func(c *Container) { c.Hosts = nil },
	}
	for name, change := range changes {
		t.Run(name, func(t *testing.T) {
			container := smallContainer(t)
			before, intent := container.Spec, container.Intent
			change(container)
			container.seal(PlaceholderSecrets{})
			if container.Spec == before || container.Intent == intent {
				t.Errorf("got the same spec or intent; want both changed")
			}
		})
	}
}

func TestSpec_IgnoresWhatIsAllotted(t *testing.T) {
	changes := map[string]func(*Container){
		"image ID": func(c *Container) { c.Image.ID = "sha256:1" },
		"digest":   func(c *Container) { c.Image.Digest = "sha256:2" },
		"address":  func(c *Container) { c.Networks[0].Address = "10.213.0.2" },
		"volume":   func(c *Container) { c.Mounts[0].Object = "petitchaton-carnet-a-data-g1" },
		"host":     func(c *Container) { c.HostAddress = "10.213.0.1" },
		"tag":      func(c *Container) { c.Image.Build.Tag = "another" },
		"order":    func(c *Container) { c.After = nil },
		"update":   func(c *Container) { c.Update = "rolling" },
	}
	for name, change := range changes {
		t.Run(name, func(t *testing.T) {
			container := smallContainer(t)
			before := container.Spec
			change(container)
			container.seal(PlaceholderSecrets{})
			if container.Spec != before {
				t.Errorf("got another spec; want the same")
			}
		})
	}
}

func TestSpec_IntentKnowsNoSecret(t *testing.T) {
	container := smallContainer(t)
	intent, spec := container.Intent, container.Spec
	container.Environment["SESSION"] = PlaceholderSecrets{}.Secret("other", "session", 32, "alphanumeric")
	container.seal(PlaceholderSecrets{})
	if container.Intent != intent {
		t.Errorf("got another intent for another secret; want the same")
	}
	if container.Spec == spec {
		t.Errorf("got the same spec for another secret; want another")
	}
}

func smallContainer(t testing.TB) *Container {
	t.Helper()
	return resolveFile(t, "testdata/sites/small.hcl").Services[0].container("app")
}
