package certificates

import (
	"reflect"
	"testing"
)

func TestIssuer_SavedIsLoaded(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	if got, err := LoadIssuer(folder); err != nil || got.Kind != Internal {
		t.Errorf("got %+v and %v for an empty folder, want the internal CA", got, err)
	}
	wanted := Issuer{Kind: ACME, Directory: "https://ca.test/dir", EABKey: "kid-1", EABSecret: "c2VjcmV0", TermsAccepted: true}
	if err := SaveIssuer(folder, wanted); err != nil {
		t.Fatal(err)
	}
	if got, err := LoadIssuer(folder); err != nil || !reflect.DeepEqual(got, wanted) {
		t.Errorf("got %+v and %v, want %+v", got, err, wanted)
	}
	for _, bad := range []Issuer{{Kind: "magic"}, {Kind: ACME, Directory: "http://ca.test"}, {Kind: LetsEncrypt, EABKey: "alone"}} {
		if _, err := Open(Options{Folder: folder, Issuer: bad}); err == nil {
			t.Errorf("got no error for %+v, want one", bad)
		}
	}
}
