package installer

import (
	"context"
	"os"

	"framagit.org/chatiere/chatiere/installer/plan"
	"framagit.org/chatiere/chatiere/installer/vault"
)

// GiveSecret keeps a secret that somebody else made up, such as the password
// of the relay, also before the first apply. It refuses to begin a new vault
// where one was lost: that would replace every password of the chaton.
func GiveSecret(ctx context.Context, request Request, owner, name, value string) error {
	state := request.State
	if err := os.MkdirAll(state.Folder, 0o700); err != nil {
		return err
	}
	release, err := waitLock(ctx, state.lock(), request.holder())
	if err != nil {
		return err
	}
	defer release()
	if _, err := os.Stat(state.Vault()); err != nil && !state.Absent() {
		return &ProblemError{Lost: true, Problems: []plan.Problem{{
			What: plan.Say("%s is missing, and chaton %s has containers or volumes", state.Vault(), request.File.Slug),
			Hint: plan.Say("restore this file from a backup; nothing was changed"),
		}}}
	}
	kept, err := vault.Open(state.Vault())
	if err != nil {
		return err
	}
	return kept.Give(owner, name, value, request.Clock())
}
