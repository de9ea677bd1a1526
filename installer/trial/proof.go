package trial

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"framagit.org/chatiere/chatiere/installer/disk"
)

// Proof is what was seen of one module in its trial. It says nothing of any
// other content: Hash is that of the module's folder without CHANGELOG.md.
type Proof struct {
	Module    string            `json:"module"`
	Version   string            `json:"version"`
	Hash      string            `json:"hash"`
	Date      time.Time         `json:"date"`
	Engine    string            `json:"engine"`    // its name and version
	Processor string            `json:"processor"` // "amd64"
	Images    map[string]string `json:"images"`    // digest or ID, by container
	Steps     []Step            `json:"steps"`
	Memory    []Memory          `json:"memory"`
	Disk      Disk              `json:"disk"`
}

// Memory is what a container was seen to hold at most, beside its claim.
type Memory struct {
	Container string `json:"container"`
	Claimed   int64  `json:"claimed"` // bytes, as Seen
	Seen      int64  `json:"seen"`
}

// Disk is what the service took, in bytes.
type Disk struct {
	Images  int64 `json:"images"`
	Volumes int64 `json:"volumes"`
}

// Passed says that every step that could be taken was passed, and that there
// was one.
func (p Proof) Passed() bool {
	passed := false
	for _, step := range p.Steps {
		if step.Outcome == Failed {
			return false
		}
		passed = passed || step.Outcome == Passed
	}
	return passed
}

// Proofs are those of several modules, at most one of each content.
type Proofs []Proof

// ReadProofs reads what Encode wrote; nothing is no proofs.
func ReadProofs(source []byte) (Proofs, error) {
	if len(bytes.TrimSpace(source)) == 0 {
		return nil, nil
	}
	var proofs Proofs
	if err := json.Unmarshal(source, &proofs); err != nil {
		return nil, fmt.Errorf("read proofs: %w", err)
	}
	return proofs, nil
}

// Of finds the proof of a module's content, passed ones only.
func (p Proofs) Of(hash string) (Proof, bool) {
	for _, proof := range p {
		if proof.Hash == hash && proof.Passed() {
			return proof, true
		}
	}
	return Proof{}, false
}

// With puts a proof in the place of that of its module: of what a module was
// before, there is nothing left to prove.
func (p Proofs) With(proof Proof) Proofs {
	others := slices.DeleteFunc(slices.Clone(p), func(other Proof) bool { return other.Module == proof.Module })
	all := append(others, proof)
	slices.SortFunc(all, func(a, b Proof) int { return strings.Compare(a.Module, b.Module) })
	return all
}

// Encode writes proofs as they are committed: indented, in the order of the
// modules.
func (p Proofs) Encode() ([]byte, error) {
	if p == nil {
		p = Proofs{}
	}
	encoded, err := json.MarshalIndent(p, "", "  ")
	return append(encoded, '\n'), err
}

// ProofsFolder is where the proofs of one machine are kept, below the folder of
// its chatons' states: no chaton has such a name.
func ProofsFolder(root string) string { return filepath.Join(root, ".proofs") }

// ReadFolder reads the proofs of one machine, as Keep wrote them; a folder that
// is not there holds none, and a file that cannot be read proves nothing.
func ReadFolder(folder string) (Proofs, error) {
	entries, err := os.ReadDir(folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the proofs of this machine: %w", err)
	}
	var proofs Proofs
	for _, entry := range entries {
		source, err := os.ReadFile(filepath.Join(folder, entry.Name()))
		if err != nil || filepath.Ext(entry.Name()) != ".json" {
			continue
		}
		var proof Proof
		if json.Unmarshal(source, &proof) == nil {
			proofs = append(proofs, proof)
		}
	}
	return proofs, nil
}

// Keep writes the proof into the folder of this machine's proofs, where
// everybody may read it: it holds no secret.
func (p Proof) Keep(folder string) error {
	encoded, err := json.MarshalIndent(p, "", "  ")
	if err != nil {
		return fmt.Errorf("keep the proof of %s: %w", p.Module, err)
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return fmt.Errorf("keep the proof of %s: %w", p.Module, err)
	}
	return disk.Replace(filepath.Join(folder, p.Module+"-"+p.Hash+".json"), append(encoded, '\n'), 0o644)
}
