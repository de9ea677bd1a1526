package main

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// The load generators of the benchmark of the gateway.

// benchName is the one that all proxies answer for: wrk puts the name of the
// address it connects to into its handshake.
const benchName = "localhost"

// wrk asks over HTTP/1.1. A single answer that is no success fails.
func wrk(b *testing.B, port int) session {
	b.Helper()
	said := generate(b, "wrk", "--latency", "-t", "2", "-c", fmt.Sprint(benchConnections),
		"-d", fmt.Sprintf("%ds", benchSeconds), fmt.Sprintf("https://%s:%d/", benchName, port))
	if strings.Contains(said, "Non-2xx") || strings.Contains(said, "Socket errors") {
		b.Fatalf("wrk: got %s, want successes only", said)
	}
	slow, err := time.ParseDuration(find(b, said, `99%\s+(\S+)`))
	if err != nil {
		b.Fatal(err)
	}
	return session{Rate: number(b, find(b, said, `Requests/sec:\s+(\S+)`)), Slow: slow}
}

// h2load asks over HTTP/2, one request at a time on each connection.
func h2load(b *testing.B, port int) session { return h2loadBy(b, port, 1) }

// h2loadStreams asks for ten things at a time on each connection.
func h2loadStreams(b *testing.B, port int) session { return h2loadBy(b, port, 10) }

func h2loadBy(b *testing.B, port, streams int) session {
	b.Helper()
	log := filepath.Join(b.TempDir(), "requests")
	said := generate(b, "h2load", "-c", fmt.Sprint(benchConnections), "-m", fmt.Sprint(streams), "-t", "2", "-D", fmt.Sprint(benchSeconds),
		"--log-file="+log, fmt.Sprintf("--connect-to=127.0.0.1:%d", port), fmt.Sprintf("https://%s:%d/", benchName, port))
	if find(b, said, `(\d+) failed`) != "0" || strings.Contains(said, " 0 succeeded") {
		b.Fatalf("h2load: got %s, want successes only", said)
	}
	return session{Rate: number(b, find(b, said, `([0-9.]+) req/s`)), Slow: slowest(b, log)}
}

// slowest reads h2load's log, whose third column is a request's microseconds.
func slowest(b *testing.B, log string) time.Duration {
	b.Helper()
	file, err := os.Open(log)
	if err != nil {
		b.Fatal(err)
	}
	defer file.Close()
	var took []int64
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		if columns := strings.Fields(lines.Text()); len(columns) == 3 {
			took = append(took, int64(number(b, columns[2])))
		}
	}
	if len(took) == 0 {
		b.Fatalf("%s: got no request, want some", log)
	}
	slices.Sort(took)
	return time.Duration(took[len(took)*99/100]) * time.Microsecond
}

// download and upload give MiB a second.
func download(b *testing.B, port int) float64 {
	b.Helper()
	return transfer(b, "%{speed_download}", port, fmt.Sprintf("zeros/%d", benchTransfer), "-o", os.DevNull)
}

func upload(b *testing.B, port int) float64 {
	b.Helper()
	path := filepath.Join(b.TempDir(), "zeros")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		b.Fatal(err)
	}
	if err := os.Truncate(path, benchTransfer); err != nil {
		b.Fatal(err)
	}
	return transfer(b, "%{speed_upload}", port, "", "-o", os.DevNull, "-T", path)
}

func transfer(b *testing.B, measure string, port int, path string, arguments ...string) float64 {
	b.Helper()
	address := fmt.Sprintf("https://%s:%d/%s", benchName, port, path)
	resolved := fmt.Sprintf("%s:%d:127.0.0.1", benchName, port)
	arguments = append(arguments, "-sSkf", "--http1.1", "-H", "Expect:", "--resolve", resolved, "-w", measure, address)
	return number(b, strings.TrimSpace(generate(b, "curl", arguments...))) / (1 << 20)
}

func generate(b *testing.B, program string, arguments ...string) string {
	b.Helper()
	said, err := exec.CommandContext(b.Context(), program, arguments...).CombinedOutput()
	if err != nil {
		b.Fatalf("%s: %v\n%s", program, err, said)
	}
	return string(said)
}

func find(b *testing.B, text, pattern string) string {
	b.Helper()
	found := regexp.MustCompile(pattern).FindStringSubmatch(text)
	if found == nil {
		b.Fatalf("got %s, want %s in it", text, pattern)
	}
	return found[1]
}

func number(b *testing.B, text string) float64 {
	b.Helper()
	value, err := strconv.ParseFloat(text, 64)
	if err != nil {
		b.Fatal(err)
	}
	return value
}
