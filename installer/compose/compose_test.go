package compose

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"framagit.org/chatiere/chatiere/installer/catalog"
	"framagit.org/chatiere/chatiere/modules"
	"github.com/google/go-cmp/cmp"
)

// TestRead_AProjectAsItIsTold compares what is written and said of whole
// projects; CHATIERE_UPDATE=1 writes it anew, and the diff is for reading.
func TestRead_AProjectAsItIsTold(t *testing.T) {
	for _, name := range []string{"complete", "front"} {
		t.Run(name, func(t *testing.T) {
			folder := filepath.Join("testdata", name)
			got := told(read(t, filepath.Join(folder, "compose.yaml")))
			golden := filepath.Join(folder, "told.txt")
			if os.Getenv("CHATIERE_UPDATE") != "" {
				if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

func TestRead_NoSecretOfTheFilesIsWritten(t *testing.T) {
	skeleton := read(t, "testdata/complete/compose.yaml")
	for name, content := range skeleton.Files {
		for _, secret := range []string{"written-in-env", "token-in-env", "relay-in-env", "correct-horse-battery", "key-in-a-file", markOpen} {
			if strings.Contains(string(content), secret) {
				t.Errorf("%s: got %q in it, want no secret", name, secret)
			}
		}
	}
}

// TestRead_WhatIsWrongIsOnlyWhatAPersonMustWrite loads what was imported beside
// the real engine modules.
func TestRead_WhatIsWrongIsOnlyWhatAPersonMustWrite(t *testing.T) {
	for _, name := range []string{"complete", "front"} {
		skeleton := read(t, filepath.Join("testdata", name, "compose.yaml"))
		_, wrong := catalog.Load(modules.Files, skeleton.fileSystem())
		for _, one := range wrong {
			missing := strings.HasPrefix(one.Summary, "Missing ")
			latest := one.Summary == "Wrong image" && name == "front"
			if !missing && !latest {
				t.Errorf("%s: got %s, want only what is missing", name, one)
			}
		}
	}
}

// fileSystem is the module in a folder of modules.
func (s *Skeleton) fileSystem() fs.FS {
	files := fstest.MapFS{}
	for name, content := range s.Files {
		files[s.Name+"/"+name] = &fstest.MapFile{Data: content}
	}
	return files
}

func TestRead_EveryFieldThatIsNotCarriedOverIsNamed(t *testing.T) {
	for _, field := range []string{
		"annotations: {a: b}", "attach: false", "blkio_config: {weight: 300}", "build: .", "cgroup: host", "cgroup_parent: m-executor",
		"cpu_count: 2", "cpu_percent: 50.0", "cpu_period: 1000", "cpu_quota: 1000", "cpu_shares: 73", "cpuset: 0-1",
		"credential_spec: {file: a.json}", "develop: {watch: [{path: ., action: rebuild}]}", "device_cgroup_rules: ['c 1:3 mr']",
		"devices: ['/dev/dri:/dev/dri']", "dns: 9.9.9.9", "dns_opt: [use-vc]", "dns_search: example.org", "domainname: example.org",
		"external_links: [other]", "extra_hosts: ['a:1.2.3.4']", "gpus: all", "group_add: [mail]", "hostname: elsewhere", "init: true",
		"ipc: host", "isolation: default", "labels: {a: b}", "links: [app]", "logging: {driver: syslog}", "mac_address: 02:42:ac:11:65:43",
		"mem_reservation: 64m", "mem_swappiness: 10", "memswap_limit: 1g", "network_mode: host", "oom_kill_disable: true", "oom_score_adj: 5",
		"pid: host", "platform: linux/arm64", "post_start: [{command: [x], user: root}]", "pre_stop: [{command: [x]}]", "privileged: true",
		"pull_policy: always", "runtime: runc", "scale: 2", "security_opt: ['seccomp:unconfined']", "shm_size: 64m", "stdin_open: true",
		"stop_signal: SIGINT", "storage_opt: {size: 1G}", "sysctls: {net.core.somaxconn: '1024'}", "tty: true", "ulimits: {nproc: 65535}",
		"user: nobody", "userns_mode: host", "uts: host", "volumes_from: [app]", "working_dir: /srv", "x-own: 1",
		"deploy: {replicas: 3}", "container_name: other", "restart: 'no'", "cap_add: [ALL]",
	} {
		name, _, _ := strings.Cut(field, ":")
		skeleton := readText(t, "services:\n  app:\n    image: registry.example.org/a:1\n    "+field+"\n")
		if name == "attach" {
			continue // false says nothing
		}
		found := slices.ContainsFunc(skeleton.Left, func(one Finding) bool {
			return strings.HasPrefix(one.Path, "services.app."+name) && one.Line == 4
		})
		if !found {
			t.Errorf("%s: got %v, want it named with its line", field, skeleton.Left)
		}
	}
}

func TestRead_NothingOutsideTheFolderOfTheComposeFileIsRead(t *testing.T) {
	outside := t.TempDir()
	write(t, filepath.Join(outside, "key.txt"), "stranger")
	folder := filepath.Join(outside, "project")
	write(t, filepath.Join(folder, "compose.yaml"),
		"services:\n  app:\n    image: a:1\n    volumes:\n      - ../key.txt:/key.txt\n      - ./link.txt:/link.txt\n      - "+outside+"/key.txt:/third.txt\n")
	if err := os.Symlink(filepath.Join(outside, "key.txt"), filepath.Join(folder, "link.txt")); err != nil {
		t.Fatal(err)
	}
	skeleton := read(t, filepath.Join(folder, "compose.yaml"))
	for name, content := range skeleton.Files {
		if strings.Contains(string(content), "stranger") {
			t.Errorf("%s: got the content of a file outside, want none", name)
		}
	}
	if len(skeleton.Left) != 3 {
		t.Errorf("got %v, want the three files named", skeleton.Left)
	}
}

func TestRead_ABrokenFileIsAnErrorWithItsWords(t *testing.T) {
	for _, text := range []string{"services: [", "services:\n  app:\n    imagge: a:1\n", "- a\n", ""} {
		folder := t.TempDir()
		write(t, filepath.Join(folder, "compose.yaml"), text)
		if _, err := Read(t.Context(), options(filepath.Join(folder, "compose.yaml"))); err == nil {
			t.Errorf("%q: got no error, want one", text)
		}
	}
}

func TestWrite_AFolderThatIsThereIsLeftAlone(t *testing.T) {
	skeleton := readText(t, "services:\n  app:\n    image: a:1\n")
	folder := filepath.Join(t.TempDir(), "essai")
	if err := skeleton.Write(folder); err != nil {
		t.Fatal(err)
	}
	if err := skeleton.Write(folder); err == nil {
		t.Error("got no error for a folder that is there, want one")
	}
}

func options(files ...string) Options {
	return Options{
		Name: "essai", Files: files, Sayf: fmt.Sprintf,
		Engines: map[string][]string{"postgresql": {"17"}, "redis": {"8"}},
	}
}

func read(t testing.TB, files ...string) *Skeleton {
	t.Helper()
	skeleton, err := Read(t.Context(), options(files...))
	if err != nil {
		t.Fatal(err)
	}
	return skeleton
}

func readText(t testing.TB, text string) *Skeleton {
	t.Helper()
	name := filepath.Join(t.TempDir(), "compose.yaml")
	write(t, name, text)
	return read(t, name)
}

func write(t testing.TB, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// told is everything that an import writes and says.
func told(s *Skeleton) string {
	var text strings.Builder
	for _, name := range sortedKeys(s.Files) {
		fmt.Fprintf(&text, "-- %s --\n%s", name, s.Files[name])
	}
	for _, part := range []struct {
		title string
		found []Finding
	}{{"left", s.Left}, {"decided", s.Decided}} {
		fmt.Fprintf(&text, "-- %s --\n", part.title)
		for _, one := range part.found {
			fmt.Fprintf(&text, "%d %s: %s\n", one.Line, one.Path, one.What)
		}
	}
	text.WriteString("-- to do --\n")
	for _, one := range s.Todo {
		fmt.Fprintln(&text, one)
	}
	return text.String()
}
