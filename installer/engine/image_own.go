package engine

import (
	"archive/tar"
	"context"
	"crypto/sha256"
	"debug/elf"
	"encoding/hex"
	"fmt"
	"io"
	"os"

	"framagit.org/chatiere/chatiere/installer/site"
	"github.com/containerd/errdefs"
)

const (
	ownProgram   = "/chatiere"
	probeProgram = probeFolder + "/chatiere"
	// ownUser is nobody on the host, and owner of <state>/gateway.
	ownUser = "65532:65532"
	// bindCapability is security.capability as the kernel reads it: revision 2
	// with the effective bit, permitted set with bit 10, NET_BIND_SERVICE.
	bindCapability = "\x01\x00\x00\x02" + "\x00\x04\x00\x00" + "\x00\x00\x00\x00" + "\x00\x00\x00\x00" + "\x00\x00\x00\x00"
)

// importImage makes the two images that come from no registry and no recipe:
// the kit's own, and a Debian base.
func (e *Engine) importImage(ctx context.Context, wanted site.Image, progress func(string)) error {
	if wanted.Own {
		return e.importOwnImage(ctx, wanted.Name())
	}
	return e.ensureBase(ctx, wanted.Name(), progress)
}

// importOwnImage makes the image of the running program, once for each
// content.
func (e *Engine) importOwnImage(ctx context.Context, name string) error {
	digest, err := fileHash(e.options.Binary)
	if err != nil {
		return err
	}
	found, err := e.docker.ImageInspect(ctx, name)
	switch {
	case err == nil && found.Config != nil && found.Config.Labels[labelOwn] == digest:
		return nil
	case err != nil && !errdefs.IsNotFound(err):
		return err
	}
	if err := checkStatic(e.options.Binary); err != nil {
		return err
	}
	changes := []string{
		`ENTRYPOINT ["` + ownProgram + `"]`,
		"USER " + ownUser,
		"LABEL " + labelOwn + "=" + digest,
	}
	_, err = e.importTar(ctx, name, changes, e.ownContent)
	return err
}

// ownContent holds the program twice: the probe must not bear the file
// capability, or the kernel refuses to run it where every capability is
// dropped.
func (e *Engine) ownContent(archive *tar.Writer) error {
	capability := map[string]string{"SCHILY.xattr.security.capability": bindCapability}
	steps := []func() error{
		func() error { return e.writeBinary(archive, ownProgram, capability) },
		func() error { return writeFolder(archive, probeFolder, 0o755) },
		func() error { return e.writeBinary(archive, probeProgram, nil) },
		func() error { return writeFolder(archive, "/etc", 0o755) },
		func() error {
			return writeFile(archive, "/etc/passwd", 0o644, []byte("root:x:0:0::/:/\nchatiere:x:65532:65532::/:/\n"))
		},
		func() error { return e.writeRoots(archive) },
		func() error { return writeFolder(archive, "/tmp", 0o1777) },
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// writeRoots gives the gateway what an image without a distribution lacks.
func (e *Engine) writeRoots(archive *tar.Writer) error {
	if e.options.Roots == "" {
		return nil
	}
	roots, err := os.ReadFile(e.options.Roots)
	if err != nil {
		return fmt.Errorf("read the roots of certificates: %w", err)
	}
	return writeFile(archive, "/etc/ssl/certs/ca-certificates.crt", 0o644, roots)
}

func (e *Engine) writeBinary(archive *tar.Writer, path string, records map[string]string) error {
	file, err := os.Open(e.options.Binary)
	if err != nil {
		return fmt.Errorf("read our own program: %w", err)
	}
	defer file.Close()
	about, err := file.Stat()
	if err != nil {
		return fmt.Errorf("read our own program: %w", err)
	}
	header := &tar.Header{
		Name: inArchive(path), Typeflag: tar.TypeReg, Mode: 0o755,
		Size: about.Size(), ModTime: epoch(), PAXRecords: records,
	}
	if err := archive.WriteHeader(header); err != nil {
		return err
	}
	_, err = io.Copy(archive, file)
	return err
}

func fileHash(path string) (string, error) {
	file, err := os.Open(path)
	if err != nil {
		return "", fmt.Errorf("read our own program: %w", err)
	}
	defer file.Close()
	sum := sha256.New()
	if _, err := io.Copy(sum, file); err != nil {
		return "", fmt.Errorf("read our own program: %w", err)
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}

// checkStatic refuses a program that asks for a loader: an image made of it
// alone has none, and the engine would only say "no such file".
func checkStatic(path string) error {
	program, err := elf.Open(path)
	if err != nil {
		return fmt.Errorf("%s is no Linux program: %w", path, err)
	}
	defer program.Close()
	for _, part := range program.Progs {
		if part.Type == elf.PT_INTERP {
			return fmt.Errorf("%s is linked dynamically and can't run in an image of its own: build it with CGO_ENABLED=0", path)
		}
	}
	return nil
}
