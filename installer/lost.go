package installer

import (
	"errors"
	"io/fs"
	"maps"
	"os"
	"slices"

	"framagit.org/chatiere/chatiere/installer/plan"
)

// checkOwner stops every command when the objects on the engine belong to
// another state folder (design/chaton.md, "State").
func checkOwner(slug string, have plan.Observed) error {
	var problems []plan.Problem
	for _, id := range slices.Sorted(maps.Keys(have.States)) {
		problems = append(problems, plan.Elsewhere(slug, id, have.States[id]))
	}
	if len(problems) == 0 {
		return nil
	}
	return &ProblemError{Problems: problems, Lost: true}
}

// checkVault stops where the folder lost its vault: with a new fingerprint key
// and new passwords everything would be replaced, over volumes that the old
// passwords open. Nothing is generated.
func (s State) checkVault(slug string, have plan.Observed) error {
	_, err := os.Stat(s.Vault())
	if !errors.Is(err, fs.ErrNotExist) || len(have.Containers)+len(have.Volumes) == 0 {
		return nil
	}
	return &ProblemError{Lost: true, Problems: []plan.Problem{{
		What: plan.Say("%s is missing, and chaton %s has containers or volumes", s.Vault(), slug),
		Hint: plan.Say("restore this file from a backup; nothing was changed"),
	}}}
}
