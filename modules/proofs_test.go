package modules_test

import (
	"os"
	"testing"

	"framagit.org/chatiere/chatiere/installer/catalog"
	"framagit.org/chatiere/chatiere/installer/trial"
	"framagit.org/chatiere/chatiere/modules"
)

// TestProofs_EveryLiveModuleHasOneOfItsContent holds what authors claim against
// what was seen: a change of one byte needs another trial. To record one:
// CHATIERE_RECORD=1 go test ./cmd/chatiere -run TestE2E_Modules
func TestProofs_EveryLiveModuleHasOneOfItsContent(t *testing.T) {
	source, err := os.ReadFile("PROOFS.json")
	if err != nil {
		t.Fatal(err)
	}
	proofs, err := trial.ReadProofs(source)
	if err != nil {
		t.Fatal(err)
	}
	loaded, wrong := catalog.Load(modules.Files)
	if wrong.HasErrors() {
		t.Fatal(wrong)
	}
	for _, name := range loaded.Names() {
		module := loaded.Module(name)
		proof, proven := proofs.Of(module.Hash)
		switch {
		case !proven && module.Verified == "live":
			t.Errorf("%s %s says that it is live, and no proof of this content is recorded", name, module.Version)
		case proven && proof.Module != name:
			t.Errorf("the proof of %s names %s", name, proof.Module)
		}
	}
}
