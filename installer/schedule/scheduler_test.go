package schedule

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// file is a place for what commands write.
func file(t *testing.T) *os.File {
	t.Helper()
	made, err := os.Create(filepath.Join(t.TempDir(), "output"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { made.Close() })
	return made
}

func written(t *testing.T, from *os.File) string {
	t.Helper()
	text, err := os.ReadFile(from.Name())
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestMain_JobEndsAsItsCommandDoes(t *testing.T) {
	input := filepath.Join(t.TempDir(), "input")
	if err := os.WriteFile(input, []byte("secret word"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name, script string
		job          Job
		code         int
		said         string
	}{
		{"well", `echo done`, Job{Timeout: time.Minute}, 0, "done\n"},
		{"with a code", `echo no >&2; exit 3`, Job{Timeout: time.Minute}, 3, "no\nchatiere: the job failed: exit code 3\n"},
		{"by a signal", `kill -KILL $$`, Job{Timeout: time.Minute}, 137, "chatiere: the job failed: exit code 137\n"},
		{"with its input", `cat`, Job{Timeout: time.Minute, Stdin: input}, 0, "secret word"},
		{"without an input", `cat`, Job{Timeout: time.Minute}, 0, ""},
		{"after its timeout", `cat /dev/zero > /dev/null`, Job{Timeout: 50 * time.Millisecond}, CodeTimeout, "chatiere: the job failed: ended after its timeout of 50ms\n"},
	} {
		t.Run(test.name, func(t *testing.T) {
			test.job.Command = []string{"sh", "-c", test.script}
			output := file(t)
			if got := Main(t.Context(), test.job.Arguments(), output, output); got != test.code {
				t.Errorf("exit code: got %d, want %d", got, test.code)
			}
			if got := written(t, output); got != test.said {
				t.Errorf("output: got %q, want %q", got, test.said)
			}
		})
	}
}

func TestMain_CommandThatIsNotThereIsSaid(t *testing.T) {
	output := file(t)
	job := Job{Timeout: time.Minute, Command: []string{"/no/such/program"}}
	if got := Main(t.Context(), job.Arguments(), output, output); got != codeNotStarted {
		t.Errorf("exit code: got %d, want %d", got, codeNotStarted)
	}
	if got := written(t, output); !strings.Contains(got, "/no/such/program") {
		t.Errorf("got %q, want the program named", got)
	}
}

func TestMain_WrongArgumentsAreSaid(t *testing.T) {
	for _, arguments := range [][]string{{"job"}, {"job", "--when", "later"}, {"job", "--timeout", "0s", "--", "true"}, {"schedule", "--every", "never", "--", "true"}} {
		output := file(t)
		if got := Main(t.Context(), arguments, output, output); got != 1 || !strings.HasPrefix(written(t, output), "probe: ") {
			t.Errorf("%v: got %d, %q", arguments, got, written(t, output))
		}
	}
}

// What a command leaves behind would be at work beside the next run.
func TestJob_LeavesNoProcessBehind(t *testing.T) {
	output := file(t)
	job := Job{Timeout: time.Minute, Command: []string{"sh", "-c", `sleep 600 & echo $!`}}
	if ended := job.run(t.Context(), streams{output, output}); ended.problem != "" {
		t.Fatal(ended.problem)
	}
	pid := strings.TrimSpace(written(t, output))
	status, err := os.ReadFile("/proc/" + pid + "/stat")
	if err == nil && !strings.Contains(string(status), ") Z ") {
		t.Errorf("process %s goes on: %s", pid, status)
	}
}

// scheduled runs a scheduler every few milliseconds and returns what asks it.
func scheduled(t *testing.T, script string) (report func() Report, output *os.File, stop func()) {
	t.Helper()
	name := fmt.Sprintf("@chatiere-schedule-test-%d-%s", os.Getpid(), strconv.Quote(t.Name()))
	listener, err := net.Listen("unix", name)
	if err != nil {
		t.Fatal(err)
	}
	rhythm, err := NewRhythm("20ms", 0, time.UTC)
	if err != nil {
		t.Fatal(err)
	}
	output = file(t)
	job := Job{Every: "20ms", Timeout: time.Minute, Command: []string{"sh", "-c", script}}
	s := &scheduler{job: job, rhythm: rhythm, to: streams{output, output}, board: &board{}}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		s.run(ctx, listener)
	}()
	stop = func() {
		cancel()
		<-ended
	}
	t.Cleanup(stop)
	return func() Report {
		var said bytes.Buffer
		var read Report
		if err := ask(t.Context(), name, &said); err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(said.Bytes(), &read); err != nil {
			t.Fatalf("%v in %q", err, said.String())
		}
		return read
	}, output, stop
}

// until asks again and again.
func until(t *testing.T, report func() Report, holds func(Report) bool) Report {
	t.Helper()
	late := time.After(20 * time.Second)
	again := time.NewTicker(5 * time.Millisecond)
	defer again.Stop()
	for {
		found := report()
		if holds(found) {
			return found
		}
		select {
		case <-late:
			t.Fatalf("waited in vain, last: %+v", found)
		case <-again.C:
		}
	}
}

func TestScheduler_RunsAgainAndAgainAndReports(t *testing.T) {
	report, output, stop := scheduled(t, `echo run`)
	first := until(t, report, func(r Report) bool { return !r.LastGood.IsZero() })
	second := until(t, report, func(r Report) bool { return r.Last.After(first.Last) })
	if second.Failures != 0 || second.Code != 0 || second.Started.IsZero() || second.Next.IsZero() {
		t.Errorf("got %+v", second)
	}
	stop()
	if got := strings.Count(written(t, output), "run\n"); got < 2 {
		t.Errorf("got %d runs, want at least 2", got)
	}
}

func TestScheduler_CountsFailuresInARow(t *testing.T) {
	flag := filepath.Join(t.TempDir(), "flag")
	report, output, _ := scheduled(t, `test -e `+flag+` || exit 7`)
	failing := until(t, report, func(r Report) bool { return r.Failures >= 3 })
	if failing.Code != 7 || failing.Problem != "exit code 7" || !failing.LastGood.IsZero() {
		t.Errorf("got %+v", failing)
	}
	if err := os.WriteFile(flag, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	well := until(t, report, func(r Report) bool { return !r.LastGood.IsZero() })
	if well.Failures != 0 || well.Problem != "" {
		t.Errorf("got %+v", well)
	}
	if got := written(t, output); !strings.Contains(got, "chatiere: the job failed: exit code 7, after ") {
		t.Errorf("got %q, want the failures said", got)
	}
}

func TestScheduler_NeverTwoAtOnceAndEndsItsCommandWhenStopped(t *testing.T) {
	report, output, stop := scheduled(t, `echo begun; exec cat /dev/zero > /dev/null`)
	until(t, report, func(r Report) bool { return !r.Running.IsZero() && written(t, output) != "" })
	began := time.Now()
	stop()
	if took := time.Since(began); took > grace {
		t.Errorf("stopping took %s", took)
	}
	if got := written(t, output); got != "begun\n" {
		t.Errorf("got %q, want one run, and no failure", got)
	}
}
