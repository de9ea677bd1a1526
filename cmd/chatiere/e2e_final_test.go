package main

import (
	"crypto/tls"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"framagit.org/chatiere/chatiere/installer/engine/enginetest"
	"framagit.org/chatiere/chatiere/installer/gateway"
)

// final describes what there is when nothing is left to do: the engine's
// objects, the lock file, the routes, the record of the last apply, the names
// of the secrets. What no two runs share (IDs, addresses, fingerprints) is
// replaced by what it stands for.
func (c *fakeChaton) final() string {
	c.t.Helper()
	lines := slices.Concat(c.containers(), c.others(), c.routes(), c.secrets(), c.given())
	for _, path := range []string{c.lockFile(), filepath.Join(c.state(), "site.json")} {
		content, err := os.ReadFile(path)
		if err != nil {
			c.t.Error(err)
		}
		lines = append(lines, "", filepath.Base(path), string(content))
	}
	text := strings.Join(lines, "\n")
	for _, image := range c.daemon.Images {
		text = strings.ReplaceAll(text, image.ID, "image "+strings.Join(image.Names, ", "))
	}
	text = strings.ReplaceAll(text, c.root, "ROOT")
	// The record says what an image was pinned to when the run began; what it is
	// pinned to since is in the lock file.
	text = regexp.MustCompile(`"(ID|Digest)": "[^"]*"`).ReplaceAllString(text, `"$1": ""`)
	for pattern, name := range map[string]string{
		`-[0-9a-f]{8}\b`: "", `\b[0-9a-f]{32,}\b`: "HASH", `\b[0-9]+\.[0-9]+\.[0-9]+\.[0-9]+\b`: "ADDRESS",
	} {
		text = regexp.MustCompile(pattern).ReplaceAllString(text, name)
	}
	return text
}

// containers are told by name, in whatever order they were made.
func (c *fakeChaton) containers() []string {
	var lines []string
	for _, found := range c.daemon.Containers {
		lines = append(lines, fmt.Sprintf("container %s %s of %s: restart %q, memory %d, networks %v, volumes %v, files %v, user %q",
			found.Name, found.State, found.ImageID, found.Restart, found.Memory,
			slices.Sorted(maps.Keys(found.Networks)), found.Volumes, found.Binds, found.User))
	}
	slices.SortFunc(lines, func(a, b string) int {
		return strings.Compare(fingerprint.ReplaceAllString(a, ""), fingerprint.ReplaceAllString(b, ""))
	})
	return lines
}

func (c *fakeChaton) others() []string {
	var lines []string
	for _, found := range c.daemon.Networks {
		lines = append(lines, fmt.Sprintf("network %s internal %t", found.Name, found.Internal))
	}
	for _, found := range c.daemon.Volumes {
		lines = append(lines, fmt.Sprintf("volume %s generation %q", found.Name, found.Labels["org.chatiere.generation"]))
	}
	for _, found := range c.daemon.Images {
		lines = append(lines, fmt.Sprintf("image %v %v", found.Names, found.Digests))
	}
	slices.Sort(lines)
	return lines
}

// routes fails on a route that leads elsewhere than to the running container
// that it names.
func (c *fakeChaton) routes() []string {
	c.t.Helper()
	content, err := os.ReadFile(filepath.Join(c.state(), "gateway", gateway.RoutesFile))
	if err != nil {
		c.t.Error(err)
		return nil
	}
	routes, refused := gateway.Parse(content)
	if len(refused) > 0 {
		c.t.Errorf("the gateway refuses %v", refused)
	}
	lines := []string{fmt.Sprintf("public site %+v", routes.Site), fmt.Sprintf("names %v", routes.Names)}
	for _, route := range routes.Routes {
		for i := range route.Upstreams {
			route.Upstreams[i] = c.upstream(route.Upstreams[i])
		}
		lines = append(lines, fmt.Sprintf("route %+v", route))
	}
	slices.Sort(lines)
	return lines
}

func (c *fakeChaton) upstream(to gateway.Upstream) gateway.Upstream {
	c.t.Helper()
	at := slices.IndexFunc(c.daemon.Containers, func(found *enginetest.Container) bool { return found.ID == to.Container })
	if at < 0 {
		c.t.Errorf("a route leads to the container %q, which does not exist", to.Container)
		return to
	}
	found := c.daemon.Containers[at]
	address, port, _ := strings.Cut(to.Address, ":")
	if found.State != "running" || !slices.Contains(slices.Collect(maps.Values(found.Networks)), address) {
		c.t.Errorf("a route leads to %s, where %s is not: it is %s at %v", address, found.Name, found.State, found.Networks)
	}
	return gateway.Upstream{Address: ":" + port, Container: found.Name}
}

func (c *fakeChaton) secrets() []string {
	c.t.Helper()
	content, err := os.ReadFile(filepath.Join(c.state(), "vault.json"))
	var vault struct{ Secrets map[string]json.RawMessage }
	if err == nil {
		err = json.Unmarshal(content, &vault)
	}
	if err != nil {
		c.t.Error(err)
	}
	return []string{fmt.Sprintf("secrets %v", slices.Sorted(maps.Keys(vault.Secrets)))}
}

// given lists the keys that containers show certificates with, and fails on one
// without its chain.
func (c *fakeChaton) given() []string {
	c.t.Helper()
	keys, err := filepath.Glob(filepath.Join(c.state(), "files", "*", "*", "certificates", "*", "*.localhost", "privkey.pem"))
	if err != nil {
		c.t.Error(err)
	}
	var lines []string
	for _, key := range keys {
		folder := filepath.Dir(key)
		if _, err := tls.LoadX509KeyPair(filepath.Join(folder, "fullchain.pem"), key); err != nil {
			c.t.Errorf("%s: %v", folder, err)
		}
		lines = append(lines, "certificate "+strings.TrimPrefix(folder, c.state()))
	}
	return lines
}
