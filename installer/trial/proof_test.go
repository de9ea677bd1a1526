package trial

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func proofOf(module, hash string, outcomes ...Outcome) Proof {
	proof := Proof{Module: module, Version: "1.0.0", Hash: hash, Date: time.Date(2026, 12, 1, 10, 0, 0, 0, time.UTC)}
	for _, outcome := range outcomes {
		proof.Steps = append(proof.Steps, Step{Name: "provision", Outcome: outcome, Took: time.Second})
	}
	return proof
}

func TestProofs_AreReadAsTheyWereWritten(t *testing.T) {
	all := Proofs{}.With(proofOf("wiki", "b", Passed)).With(proofOf("agenda", "a", Passed, Absent)).With(proofOf("wiki", "c", Passed))
	encoded, err := all.Encode()
	if err != nil {
		t.Fatal(err)
	}
	read, err := ReadProofs(encoded)
	if err != nil {
		t.Fatal(err)
	}
	want := Proofs{proofOf("agenda", "a", Passed, Absent), proofOf("wiki", "c", Passed)}
	if diff := cmp.Diff(want, read); diff != "" {
		t.Errorf("proofs (-want +got):\n%s", diff)
	}
	if nothing, err := ReadProofs(nil); err != nil || len(nothing) != 0 {
		t.Errorf("of an empty file: got %v, %v", nothing, err)
	}
}

func TestProofs_OnlyWhatPassedCounts(t *testing.T) {
	all := Proofs{proofOf("one", "a", Passed, Failed), proofOf("two", "b", Absent), proofOf("three", "c", Absent, Passed)}
	for hash, want := range map[string]bool{"a": false, "b": false, "c": true, "d": false} {
		if _, got := all.Of(hash); got != want {
			t.Errorf("%s: got %t, want %t", hash, got, want)
		}
	}
}

func TestProof_IsKeptForThisMachine(t *testing.T) {
	folder := ProofsFolder(t.TempDir())
	if none, err := ReadFolder(folder); err != nil || none != nil {
		t.Errorf("before the first: got %v, %v", none, err)
	}
	kept := proofOf("wiki", "b", Passed)
	if err := kept.Keep(folder); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "broken.json"), []byte("{"), 0o644); err != nil {
		t.Fatal(err)
	}
	read, err := ReadFolder(folder)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(Proofs{kept}, read); diff != "" {
		t.Errorf("proofs (-want +got):\n%s", diff)
	}
}
