package catalog_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"framagit.org/chatiere/chatiere/installer/catalog"
)

// BenchmarkLoad reads and checks a catalogue of copies of a module that has
// every block, with its templates and image. What a module costs must not grow
// with their number.
func BenchmarkLoad(b *testing.B) {
	for _, count := range []int{10, 100, 1000} {
		b.Run(fmt.Sprintf("%d modules", count), func(b *testing.B) {
			modules := os.DirFS(copies(b, count))
			before := processorTime(b)
			for b.Loop() {
				found, diagnostics := catalog.Load(modules)
				if len(diagnostics) > 0 || len(found.Names()) != count {
					b.Fatalf("got %d modules, %v; want all %d", len(found.Names()), diagnostics, count)
				}
			}
			loaded := float64(b.N * count)
			used := (processorTime(b) - before).Seconds() * 1000 / loaded
			b.ReportMetric(b.Elapsed().Seconds()*1000/loaded, "ms/module")
			b.ReportMetric(used, "cpu-ms/module")
			if used > 10 {
				b.Errorf("got %.1f ms of processor a module, want less than 10", used)
			}
		})
	}
}

// processorTime is what this process has used, whatever else the machine does.
func processorTime(b *testing.B) time.Duration {
	b.Helper()
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		b.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// copies makes a folder of that many modules, each under its own name. One of
// them is the engine that the others need.
func copies(b *testing.B, count int) string {
	b.Helper()
	folder := b.TempDir()
	if err := os.CopyFS(filepath.Join(folder, "postgresql"), os.DirFS("testdata/valid/postgresql")); err != nil {
		b.Fatal(err)
	}
	source := string(read(b, "testdata/valid/assembled/module.hcl"))
	image := os.DirFS("testdata/valid/radicale/image")
	for number := range count - 1 {
		name := fmt.Sprintf("copy-%d", number)
		own := filepath.Join(folder, name)
		for _, err := range []error{
			os.CopyFS(own, os.DirFS("testdata/valid/assembled")),
			os.CopyFS(filepath.Join(own, "image"), image),
			os.WriteFile(filepath.Join(own, "module.hcl"), []byte(built(source, name)), 0o600),
		} {
			if err != nil && !os.IsExist(err) {
				b.Fatal(err)
			}
		}
	}
	return folder
}

// built is the module under another name, one of its containers with an image
// of its own.
func built(source, name string) string {
	source = strings.Replace(source, `module "assembled"`, fmt.Sprintf("module %q", name), 1)
	image := "  image  = \"docker.io/etherpad/etherpad:2.5.3\"\n  memory = \"64MiB\"\n  port \"c2s\""
	return strings.Replace(source, image, "  build {\n    context = \"image\"\n  }\n  memory = \"64MiB\"\n  port \"c2s\"", 1)
}
