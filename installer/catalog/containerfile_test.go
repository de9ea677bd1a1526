package catalog_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"framagit.org/chatiere/chatiere/installer/catalog"
)

func TestCheckContainerfile_BasesAndLastUserAreRead(t *testing.T) {
	t.Parallel()
	src := strings.Join([]string{
		"# a comment",
		"FROM docker.io/library/debian:trixie-slim AS Build",
		`RUN apt-get update && \`,
		"  # within a continued line",
		"",
		"  apt-get -y upgrade",
		"FROM scratch",
		"COPY --from=build --chown=1:1 /a /a",
		"COPY --from=0 /b /b",
		"user app",
		"USER 1000:1000",
		"RUN echo $((1<<4)) && cat <<<word",
		`CMD ["/a"]`,
	}, "\n")
	got, diagnostics := catalog.CheckContainerfile("Containerfile", []byte(src))
	if len(diagnostics) > 0 {
		t.Fatalf("got %v, want no mistake", diagnostics)
	}
	want := catalog.Containerfile{Bases: []string{"docker.io/library/debian:trixie-slim", "scratch"}, User: "1000:1000"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestCheckContainerfile_UserOfAnEarlierStageIsInherited(t *testing.T) {
	t.Parallel()
	got, _ := catalog.CheckContainerfile("Containerfile", []byte("FROM scratch AS a\nUSER 7\nFROM scratch AS b\nFROM a\n"))
	if got.User != "7" {
		t.Errorf("got user %q, want 7", got.User)
	}
}

func TestCheckContainerfile_WhatTheClassicBuilderDoesNotKnowIsFoundAtItsLine(t *testing.T) {
	t.Parallel()
	const from = "FROM docker.io/library/debian:trixie-slim\n"
	for _, test := range []struct{ name, src, want string }{
		{"syntax directive", "# syntax=docker/dockerfile:1\n" + from, "1: Directive not allowed"},
		{"mount", from + "RUN --mount=type=cache,target=/x true\n", "2: Option not allowed"},
		{"mount in a continued line", from + "RUN \\\n --mount=type=cache true\n", "2: Option not allowed"},
		{"chmod", from + "COPY --chmod=755 a b\n", "2: Option not allowed"},
		{"link", from + "COPY --link a b\n", "2: Option not allowed"},
		{"here-document", from + "RUN <<EOF\nrm x\nEOF\nUSER 1\n", "2: Here-document"},
		{"here-document of COPY", from + "COPY <<-\"END\" /x\nFROM x\n\tEND\nRUN true\n", "2: Here-document"},
		{"unknown instruction", from + "RNU true\n", "2: Unknown instruction"},
		{"other base", "FROM docker.io/library/alpine:3\n", "1: Base not allowed"},
		{"base from an argument", "ARG BASE=x\nFROM $BASE\n", "2: Base not allowed"},
		{"full debian", "FROM docker.io/library/debian:trixie\n", "1: Base not allowed"},
		{"files of another image", from + "COPY --from=docker.io/library/x:1 a b\n", "2: Unknown stage"},
		{"files of a later stage", from + "COPY --from=1 a b\n", "2: Unknown stage"},
		{"user by name", from + "USER 1\nUSER app\n", "3: User not numeric"},
		{"no base", "# nothing\n", "1: Missing FROM"},
		{"run first", "RUN true\n", "1: Missing FROM"},
		{"user after packages", from + "RUN apt-get update && apt-get -y upgrade && apt-get install -y x\nRUN useradd -u 1000 app\n", "3: User after packages"},
		{"user without a number", from + "RUN useradd -M app\n", "2: User without a number"},
		{"group of a package's numbers", from + "RUN groupadd --gid=101 app\n", "2: User without a number"},
		{"packages of an old base", from + "RUN apt-get update && apt-get install -y x\n", "2: Packages not upgraded"},
		{"user of the stage before", "FROM scratch AS a\nRUN apt-get upgrade; apt-get install x\nFROM a\nRUN groupadd -g1000 app\n", "4: User after packages"},
		{"control character", from + "RUN echo \x1b[2J\n", "2: Control character"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			_, diagnostics := catalog.CheckContainerfile("sample/sample.hcl", []byte(test.src))
			if diff := cmp.Diff([]string{test.want}, lines(diagnostics)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestLoad_ContainerfilesOfAModuleAreChecked(t *testing.T) {
	t.Parallel()
	built := strings.Replace(string(renamed(t, "sample")), `image  = "docker.io/library/sample:1.0"`, "build {\n    context = \"image\"\n  }", 1)
	for _, test := range []struct{ name, containerfile, want string }{
		{"mistake inside", "FROM docker.io/library/debian:trixie-slim\nRUN --mount=x true\nUSER 1\n", "sample/image/Containerfile:2: Option not allowed"},
		{"no user", "FROM docker.io/library/debian:trixie-slim\n", "sample/sample.hcl:21: Missing user"},
		{"no file", "", "sample/sample.hcl:21: Folder not found"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			folder := fstest.MapFS{"sample/sample.hcl": {Data: []byte(built)}}
			if test.containerfile != "" {
				folder["sample/image/Containerfile"] = &fstest.MapFile{Data: []byte(test.containerfile)}
			}
			_, diagnostics := catalog.Load(folder)
			if len(diagnostics) != 1 {
				t.Fatalf("got %v, want one mistake", diagnostics)
			}
			d := diagnostics[0]
			if got := strings.Join(places(diagnostics), ""); got != test.want {
				t.Errorf("got %q (%s), want %q", got, d.Detail, test.want)
			}
		})
	}
}

func TestLoad_ContextOfEachMajorIsChecked(t *testing.T) {
	t.Parallel()
	folder := fstest.MapFS{
		"postgresql/module.hcl":             {Data: read(t, "testdata/valid/postgresql/module.hcl")},
		"postgresql/image/15/Containerfile": {Data: []byte("FROM scratch\nUSER 1\n")},
		"postgresql/image/17/Containerfile": {Data: []byte("FROM scratch\nRUN <<EOF\nEOF\nUSER 1\n")},
	}
	_, diagnostics := catalog.Load(folder)
	if diff := cmp.Diff([]string{"postgresql/image/17/Containerfile:2: Here-document"}, places(diagnostics)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestCheckContainerfile_VolumesAreThoseOfTheLastStage(t *testing.T) {
	source := "FROM scratch AS tools\nVOLUME /tools\nFROM docker.io/library/debian:trixie-slim\nVOLUME [\"/a\", \"/b\"]\nVOLUME /c /d\nUSER 1000\n"
	read, _ := catalog.CheckContainerfile("Containerfile", []byte(source))
	if got := strings.Join(read.Volumes, " "); got != "/a /b /c /d" {
		t.Errorf("got %q, want %q", got, "/a /b /c /d")
	}
}
