package trial

import (
	"archive/tar"
	"bytes"
	"errors"
	"io"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestPassOn_LeavesOutWhatIsExcluded(t *testing.T) {
	var whole, left bytes.Buffer
	archive := tar.NewWriter(&whole)
	for _, name := range []string{"chatiere-volume/", "chatiere-volume/page", "chatiere-volume/cache/", "chatiere-volume/cache/x", "chatiere-volume/cache-of-mine"} {
		header := &tar.Header{Name: name, Typeflag: tar.TypeReg, Mode: 0o640, Uid: 1000, Size: 0}
		if name[len(name)-1] == '/' {
			header.Typeflag = tar.TypeDir
		} else {
			header.Size = int64(len(name))
		}
		if err := archive.WriteHeader(header); err != nil {
			t.Fatal(err)
		}
		if header.Size > 0 {
			io.WriteString(archive, name)
		}
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	if err := passOn(&left, &whole, "wiki", []string{"wiki/cache", "other/page"}); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"chatiere-volume/", "chatiere-volume/page", "chatiere-volume/cache-of-mine"}, namesIn(t, &left)); diff != "" {
		t.Errorf("names (-want +got):\n%s", diff)
	}
}

func namesIn(t *testing.T, archive io.Reader) []string {
	t.Helper()
	var names []string
	for reader := tar.NewReader(archive); ; {
		header, err := reader.Next()
		if errors.Is(err, io.EOF) {
			return names
		}
		if err != nil {
			t.Fatal(err)
		}
		if content, err := io.ReadAll(reader); err != nil || header.Typeflag == tar.TypeReg && string(content) != header.Name || header.Uid != 1000 {
			t.Errorf("%s: got %q of user %d, %v", header.Name, content, header.Uid, err)
		}
		names = append(names, header.Name)
	}
}
