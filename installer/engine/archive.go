package engine

import (
	"archive/tar"
	"context"
	"io"
	"strings"
	"time"

	"github.com/docker/docker/api/types/image"
)

// epoch stands for every file's time, so that equal contents pack equal.
func epoch() time.Time { return time.Unix(0, 0) }

func writeFile(archive *tar.Writer, path string, mode int64, content []byte) error {
	header := &tar.Header{Name: inArchive(path), Typeflag: tar.TypeReg, Mode: mode, Size: int64(len(content)), ModTime: epoch()}
	if err := archive.WriteHeader(header); err != nil {
		return err
	}
	_, err := archive.Write(content)
	return err
}

func writeFolder(archive *tar.Writer, path string, mode int64) error {
	return archive.WriteHeader(&tar.Header{Name: inArchive(path) + "/", Typeflag: tar.TypeDir, Mode: mode, ModTime: epoch()})
}

func inArchive(path string) string { return strings.TrimPrefix(path, "/") }

// importTar streams what content writes into a new image, under that name
// when there is one, and returns the image's ID.
func (e *Engine) importTar(ctx context.Context, name string, changes []string, content func(*tar.Writer) error) (string, error) {
	reader, writer := io.Pipe()
	// Closing the reader ends the writer when the engine stops listening.
	defer reader.Close()
	go func() {
		archive := tar.NewWriter(writer)
		err := content(archive)
		if err == nil {
			err = archive.Close()
		}
		writer.CloseWithError(err)
	}()
	return e.importStream(ctx, name, changes, reader)
}

func (e *Engine) importStream(ctx context.Context, name string, changes []string, stream io.Reader) (string, error) {
	source := image.ImportSource{Source: stream, SourceName: "-"}
	answer, err := e.docker.ImageImport(ctx, source, name, image.ImportOptions{Changes: changes})
	if err != nil {
		return "", err
	}
	defer answer.Close()
	id := ""
	err = readMessages(answer, func(next message) { id = next.Status })
	return id, err
}
