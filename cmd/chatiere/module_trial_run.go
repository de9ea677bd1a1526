package main

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sync"

	"framagit.org/chatiere/chatiere/installer/disk"
	"framagit.org/chatiere/chatiere/installer/trial"
)

// atOnce is how many modules are tried at the same time, each in networks and
// on ports of its own. An ACME server asks at one port, so that with one they
// go one after another.
const atOnce = 2

// tryAll tries every module and keeps what was seen.
func (a *app) tryAll(ctx context.Context, common shared, names []string, options trialOptions) ([]trial.Proof, error) {
	lanes := make(chan struct{}, atOnce)
	if common.Authority != nil {
		lanes = make(chan struct{}, 1)
	}
	var (
		telling sync.Mutex
		trying  sync.WaitGroup
		proofs  []trial.Proof
		failed  error
	)
	for _, name := range names {
		lanes <- struct{}{}
		trying.Go(func() {
			defer func() { <-lanes }()
			proof, err := a.tryOne(ctx, common, name, &telling)
			telling.Lock()
			defer telling.Unlock()
			if err != nil {
				failed = errors.Join(failed, err)
				return
			}
			failed = errors.Join(failed, a.keepProof(common.Root, proof, options.record))
			proofs = append(proofs, proof)
		})
	}
	trying.Wait()
	return proofs, failed
}

func (a *app) tryOne(ctx context.Context, common shared, name string, telling sync.Locker) (trial.Proof, error) {
	prepared, err := common.load(name)
	if err != nil {
		return trial.Proof{}, err
	}
	return trial.Run(ctx, prepared, func(step trial.Step) {
		telling.Lock()
		defer telling.Unlock()
		a.say(a.trialStep(name, step))
	})
}

// keepProof writes what was seen where `module list` looks for it. A module
// that did not pass proves nothing, and takes no earlier proof away.
func (a *app) keepProof(root string, proof trial.Proof, record bool) error {
	if !proof.Passed() {
		return nil
	}
	if err := proof.Keep(trial.ProofsFolder(root)); err != nil || !record {
		return err
	}
	path := filepath.Join(a.modules, "PROOFS.json")
	source, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	proofs, err := trial.ReadProofs(source)
	if err != nil {
		return err
	}
	encoded, err := proofs.With(proof).Encode()
	if err != nil {
		return err
	}
	return disk.Replace(path, encoded, 0o644)
}

// concludeTrials prints the tables, and ends with 1 when a module did not pass.
func (a *app) concludeTrials(proofs []trial.Proof, wanted int) error {
	passed := 0
	for _, proof := range proofs {
		if proof.Passed() {
			passed++
		}
	}
	if a.json {
		encoder := json.NewEncoder(a.out)
		encoder.SetIndent("", "  ")
		if err := encoder.Encode(proofs); err != nil {
			return err
		}
	} else {
		for _, proof := range proofs {
			a.trialTable(proof)
		}
	}
	if passed < wanted {
		return outcome(exitFailed)
	}
	return nil
}
