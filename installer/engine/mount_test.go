package engine

import (
	"archive/tar"
	"errors"
	"testing"

	"framagit.org/chatiere/chatiere/installer/plan"
	"framagit.org/chatiere/chatiere/installer/site"
	"github.com/containerd/errdefs"
)

func TestReal_MountPathMustBelongToTheUser(t *testing.T) {
	e := realEngine(t)
	in := isolated(t, e, "wiki")
	wanted := webContainer(programImage(t, e), in)
	do(t, e, plan.Operation{Kind: plan.VolumeCreate, Volume: &site.Volume{Service: "wiki", Name: "data", Generation: 1, ObjectName: e.options.Slug + "-wiki-data-g1"}})
	wanted.Mounts = []site.Mount{{Volume: "data", Path: "/data", Object: e.options.Slug + "-wiki-data-g1"}}
	err := e.Do(t.Context(), plan.Operation{Kind: plan.ContainerCreate, Container: wanted}, nil)
	var refused *MountError
	if !errors.As(err, &refused) || refused.Path != "/data" || refused.Owner != 0 || refused.User != 1000 {
		t.Errorf("a folder that the image lacks: got %v, want a mount error", err)
	}
	if _, err := e.docker.ContainerInspect(t.Context(), e.ContainerName(wanted)); !errdefs.IsNotFound(err) {
		t.Errorf("got %v, want no container left", err)
	}
	wanted.Image = ownedFolderImage(t, e)
	do(t, e, plan.Operation{Kind: plan.ContainerCreate, Container: wanted})
	do(t, e, plan.Operation{Kind: plan.ContainerRemove, Container: wanted})
	do(t, e, plan.Operation{Kind: plan.ContainerCreate, Container: wanted})
}

// ownedFolderImage has a folder /data that belongs to its user.
func ownedFolderImage(t *testing.T, e *Engine) site.Image {
	t.Helper()
	name := e.options.Slug + "/owned:1"
	_, err := e.importTar(t.Context(), name, []string{`ENTRYPOINT ["/chatiere"]`, "USER 1000:1000"}, func(archive *tar.Writer) error {
		folder := &tar.Header{Name: "data/", Typeflag: tar.TypeDir, Mode: 0o750, Uid: 1000, Gid: 1000, ModTime: epoch()}
		return errors.Join(archive.WriteHeader(folder), e.writeBinary(archive, "/chatiere", nil))
	})
	must(t, err)
	return site.Image{Reference: name}
}

func TestFilePath_ModeAndOwnerKeepFilesApart(t *testing.T) {
	e := &Engine{options: Options{FilesFolder: "/files"}}
	first := &site.Container{Service: "wiki", Name: "app", User: "1000:1000"}
	second := &site.Container{Service: "wiki", Name: "app", User: "1001:1001"}
	paths := map[string]bool{}
	for _, wanted := range []*site.Container{first, second} {
		for _, mode := range []uint32{0o400, 0o440} {
			paths[e.filePath(wanted, site.RenderedFile{Path: "/etc/app.conf", Hash: "ab", Mode: mode})] = true
		}
	}
	if len(paths) != 4 {
		t.Errorf("got %v, want four files", paths)
	}
}
