package installer

import (
	"errors"
	"os"
	"testing"
	"time"

	"framagit.org/chatiere/chatiere/installer/site"
	"framagit.org/chatiere/chatiere/installer/vault"
)

func TestGiveSecret_BeforeTheFirstApplyAndNotWithoutALostVault(t *testing.T) {
	request := Request{State: State{Folder: t.TempDir()}, File: &site.File{Slug: "chat"}, Clock: time.Now}
	if err := GiveSecret(t.Context(), request, site.RelayOwner, site.RelayPassword, "un-mot-de-passe"); err != nil {
		t.Fatal(err)
	}
	kept, err := vault.Open(request.State.Vault())
	if err != nil {
		t.Fatal(err)
	}
	if value, _ := kept.Given(site.RelayOwner, site.RelayPassword); value != "un-mot-de-passe" {
		t.Errorf("got %q, want what was given", value)
	}
	if err := request.State.prepareFolders("id"); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(request.State.Vault()); err != nil {
		t.Fatal(err)
	}
	var problem *ProblemError
	if err := GiveSecret(t.Context(), request, site.RelayOwner, site.RelayPassword, "autre"); !errors.As(err, &problem) || !problem.Lost {
		t.Errorf("got %v, want the lost vault told", err)
	}
}
