package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"framagit.org/chatiere/chatiere/installer"
)

// choresModules holds a service with every sort of job, and two recipes of its
// image.
var choresModules = sync.OnceValues(func() (string, error) {
	folder, err := os.MkdirTemp("", "chatiere-chores-")
	if err != nil {
		return "", err
	}
	module := filepath.Join(folder, "chores")
	if err := os.CopyFS(module, os.DirFS("testdata/chores/module")); err != nil {
		return "", err
	}
	server := filepath.Join(folder, "server")
	if err := buildGo(server, "./testdata/chores/server"); err != nil {
		return "", err
	}
	program, err := os.ReadFile(server)
	if err != nil {
		return "", err
	}
	for context, line := range map[string]string{"image": "", "next": "STOPSIGNAL SIGTERM\n"} {
		recipe := "FROM scratch\nCOPY server /server\nCOPY --chown=1000:1000 data /data\nUSER 1000:1000\n" + line + "ENTRYPOINT [\"/server\"]\n"
		for name, content := range map[string][]byte{"server": program, "data/.keep": nil, "Containerfile": []byte(recipe)} {
			path := filepath.Join(module, context, name)
			if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
				return "", err
			}
			if err := os.WriteFile(path, content, 0o755); err != nil {
				return "", err
			}
		}
	}
	return folder, nil
})

const choresService = `
service "chores" {
  module   = "chores"
  settings = { word = %q, broken = %t, context = %q }
}
`

// TestE2E_Jobs goes through the life of jobs on the real engine: what runs
// before, once and regularly, what fails, and what is not run again.
func TestE2E_Jobs(t *testing.T) {
	folder, err := choresModules()
	if err != nil {
		t.Fatal(err)
	}
	c := newChaton(t, "e2e-jobs")
	c.modules = folder
	t.Run("a job that fails before the first start", func(t *testing.T) { choresFailedBefore(t, c) })
	t.Run("before, start, once", func(t *testing.T) { choresInOrder(t, c) })
	t.Run("regular jobs are told by status, and failures raise an alarm", func(t *testing.T) { regularly(t, c) })
	t.Run("a setting runs nothing again", func(t *testing.T) { notAgain(t, c) })
	t.Run("another image is refused", func(t *testing.T) { upgradeNamed(t, c) })
	t.Run("regular jobs go on without chatiere", func(t *testing.T) { goOn(t, c) })
	t.Run("a run killed while jobs run repeats none", func(t *testing.T) { killedInJobs(t, c) })
}

// choresFailedBefore expects the job's last lines without the secret in them, and
// nothing of them in the journal.
func choresFailedBefore(t *testing.T, c *chaton) {
	c.t = t
	c.write(choresService, "un", true, "image")
	got := c.expect(exitFailed, "apply", "--yes")
	if !strings.Contains(got.err, "The job chores/migrate ended with the exit code 3") || !strings.Contains(got.err, "cannot migrate with the key ") {
		t.Errorf("got\n%s\nwant the job and its last lines", got.err)
	}
	if key := c.secret("chores/key"); key == "" || strings.Contains(got.err, key) {
		t.Errorf("the secret stands in\n%s", got.err)
	}
	journals, err := filepath.Glob(filepath.Join(c.state, "journal", "*.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range journals {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(text), "cannot migrate") || !strings.Contains(string(text), "exit code 3 after") {
			t.Errorf("journal: got\n%s\nwant the exit code, and none of the output", text)
		}
	}
	if logs := c.expect(exitDone, "logs", "chores").out; !strings.Contains(logs, "cannot migrate") {
		t.Errorf("logs: got\n%s", logs)
	}
}

func (c *chaton) diary() string {
	c.t.Helper()
	return c.get(c.client(c.authority()), "chores."+c.slug+".localhost", "/").body
}

func choresInOrder(t *testing.T, c *chaton) {
	c.t = t
	c.write(choresService, "un", false, "image")
	c.expect(exitDone, "apply", "--yes")
	if diary := c.diary(); !strings.HasPrefix(diary, "migrate\nstart\nadmin 24 true\n") {
		t.Errorf("got\n%s\nwant migrate, start, admin", diary)
	}
	c.expect(exitDone, "plan")
	c.expect(exitDone, "apply", "--yes")
	names := docker(t, "ps", "-a", "--format", "{{.Names}}", "--filter", "label=org.chatiere.chaton="+c.slug)
	if strings.Contains(names, "job-migrate") || strings.Contains(names, "job-admin") {
		t.Errorf("got containers\n%s\nwant those of jobs that ran gone", names)
	}
}

// regular is a regular job as status tells it.
func (c *chaton) regular(name string) installer.JobStatus {
	c.t.Helper()
	var status installer.Status
	if err := json.Unmarshal([]byte(c.run("status", "--json").out), &status); err != nil {
		c.t.Fatal(err)
	}
	for _, service := range status.Services {
		for _, job := range service.Jobs {
			if job.Name == name {
				return job
			}
		}
	}
	c.t.Fatalf("got no job %s in %+v", name, status.Services)
	return installer.JobStatus{}
}

func regularly(t *testing.T, c *chaton) {
	c.t = t
	c.await("a regular job ran", func() bool { return !c.regular("sweep").LastGood.IsZero() })
	if got := c.regular("sweep"); got.State != installer.Running || got.Every != "1s" || got.Failures != 0 {
		t.Errorf("got %+v", got)
	}
	if diary := c.diary(); !strings.Contains(diary, "sweep\n") {
		t.Errorf("got\n%s", diary)
	}
	c.await("a regular job failed three times", func() bool { return c.regular("fail").Failures >= 3 })
	said := c.expect(exitFailed, "status").out
	if !strings.Contains(said, "the job chores/fail failed ") || !strings.Contains(said, "exit code 9") {
		t.Errorf("status: got\n%s", said)
	}
	if told := c.expect(exitFailed, "tick").out; !strings.Contains(told, "Jobs need somebody: chores/fail failed ") {
		t.Errorf("tick: got\n%s", told)
	}
	var known installer.RegularJob
	data, err := os.ReadFile(filepath.Join(c.state, "records", "job-chores.fail.json"))
	if err == nil {
		err = json.Unmarshal(data, &known)
	}
	if err != nil || known.Failures < 3 {
		t.Errorf("record: got %s, %v", data, err)
	}
	docker(t, "restart", c.container("chores/job-fail"))
	c.await("its failures go on to be counted", func() bool { return c.regular("fail").Failures > known.Failures })
}

func notAgain(t *testing.T, c *chaton) {
	c.t = t
	c.write(choresService, "deux", false, "image")
	if got := c.expect(exitPending, "plan").out; strings.Contains(got, "job chores/") {
		t.Errorf("plan: got\n%s", got)
	}
	c.expect(exitDone, "apply", "--yes")
	docker(t, "rm", "-f", c.container("chores/app"))
	c.expect(exitDone, "apply", "--yes")
	diary := c.diary()
	if got := strings.Count(diary, "migrate\n") + strings.Count(diary, "admin "); got != 2 || strings.Count(diary, "start\n") != 3 {
		t.Errorf("got\n%s\nwant migrate and admin once, and three starts", diary)
	}
	c.expect(exitDone, "plan")
}

func upgradeNamed(t *testing.T, c *chaton) {
	c.t = t
	c.write(choresService, "deux", false, "next")
	if got := c.expect(exitFailed, "apply", "--yes").err; !strings.Contains(got, "chatiere upgrade chores") {
		t.Errorf("got\n%s\nwant upgrade named", got)
	}
	c.write(choresService, "deux", false, "image")
	c.expect(exitDone, "plan")
}

func goOn(t *testing.T, c *chaton) {
	c.t = t
	before := strings.Count(c.diary(), "sweep\n")
	c.await("the scheduler goes on by itself", func() bool { return strings.Count(c.diary(), "sweep\n") >= before+2 })
	memory := docker(t, "stats", "--no-stream", "--format", "{{.MemUsage}}", c.container("chores/job-sweep"))
	t.Logf("a scheduler holds %s", memory)
}

// killedInJobs begins anew and is killed as each job that runs once begins.
func killedInJobs(t *testing.T, c *chaton) {
	c.t = t
	c.forget()
	for _, job := range []string{"migrate", "admin"} {
		c.killedAt("job.run chores/"+job+" started", "apply", "--yes", "--json")
	}
	c.again()
	c.expect(exitDone, "plan")
	if diary := c.diary(); strings.Count(diary, "migrate\n") != 1 || strings.Count(diary, "admin 24 true\n") != 1 {
		t.Errorf("got\n%s\nwant migrate and admin once", diary)
	}
}
