package installer

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"framagit.org/chatiere/chatiere/installer/plan"
)

// The kinds of operations that only a destruction has: each removes what cannot
// be made again and is not on the engine.
const (
	SecretRemove      plan.Kind = "secret.remove"      // all those of a service
	CertificateRemove plan.Kind = "certificate.remove" // of one name, with its key
	FolderRemove      plan.Kind = "folder.remove"      // in the state folder
	StateRemove       plan.Kind = "state.remove"       // the state folder itself
)

// removal is an operation that destroys data, after all of the others.
func removal(kind plan.Kind, target string, others ...plan.Operation) plan.Operation {
	operation := plan.Operation{Kind: kind, Target: target, Cause: "destroy", Destroys: true}
	for _, other := range others {
		operation.After = append(operation.After, other.ID())
	}
	return operation
}

// do performs one operation of a destruction.
func (d *Doomed) do(ctx context.Context, operation plan.Operation, tell func(plan.Event)) error {
	switch operation.Kind {
	case SecretRemove:
		return d.vault.Forget(operation.Target)
	case CertificateRemove:
		return removeFiles(d.request.State.certificateFiles(operation.Target))
	case FolderRemove:
		return os.RemoveAll(operation.Target)
	case StateRemove:
		return d.request.State.remove(d.ownFiles()...)
	case plan.TimerRemove:
		return d.removeTimer(ctx, operation)
	case plan.VolumeRemove:
		if operation.Volume != nil { // what jobs did to it is gone with it
			if err := d.request.State.forgetService(operation.Volume.Service); err != nil {
				return err
			}
		}
	case plan.ContainerRemove:
		// Without the vault no secret would be removed from what is kept.
		if _, err := os.Stat(d.request.State.Vault()); err == nil && !d.destruction.Data {
			return keepingLogs(d.logs, d.request.Clock, d.engine.Do)(ctx, operation, tell)
		}
	}
	return d.engine.Do(ctx, operation, tell)
}

// holdsAnything says that the state folder has something of the kit's to
// remove. What somebody else put there is not counted: it is never removed, and
// a second run has nothing to do.
func (s State) holdsAnything(more []string) bool {
	entries, err := os.ReadDir(s.Folder)
	if err != nil {
		return false
	}
	ours := slices.Concat(more, stateNames)
	for _, entry := range entries {
		if slices.Contains(ours, entry.Name()) || isTemporary(entry.Name()) {
			return true
		}
	}
	return len(entries) == 0
}

// certificateFiles are the files of one name, of every issuer: autocert adds a
// plus sign and what else it keeps for a name, and a damaged file has a date.
func (s State) certificateFiles(name string) []string {
	var files []string
	root, day := filepath.Join(s.Gateway(), "certificates"), strings.Repeat("[0-9]", len("20060102"))
	for _, pattern := range []string{"*/" + name, "*/" + name + "+*", "*/damaged/" + name + "+*", "*/damaged/" + name + "-" + day + "T*"} {
		// The only error is a bad pattern, and a host name has no sign of one.
		found, _ := filepath.Glob(filepath.Join(root, pattern))
		files = append(files, found...)
	}
	return files
}

func removeFiles(paths []string) error {
	for _, path := range paths {
		if err := os.Remove(path); err != nil && !os.IsNotExist(err) {
			return err
		}
	}
	return nil
}
