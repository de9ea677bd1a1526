package certificates

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"framagit.org/chatiere/chatiere/installer/disk"
	"golang.org/x/crypto/acme"
)

const (
	// accountEntry is the name that autocert gives the account's key.
	accountEntry = "acme_account+key"
	// accountFile says which terms the account was made under.
	accountFile = "account.json"
)

// agreement is what accountFile holds.
type agreement struct {
	Directory string    `json:"directory"`
	Terms     string    `json:"terms,omitempty"`
	Accepted  time.Time `json:"accepted,omitzero"`
	By        string    `json:"accepted_by,omitempty"`
	Made      time.Time `json:"made"`
}

func (c *acmeCA) binding() *acme.ExternalAccountBinding {
	if c.issuer.EABKey == "" {
		return nil
	}
	secret, _ := c.issuer.eabSecret() // checked when the gateway was made
	return &acme.ExternalAccountBinding{KID: c.issuer.EABKey, Key: secret}
}

// openAccount reads the account's key or makes it; one that cannot be written
// is not used.
func (c *acmeCA) openAccount() error {
	c.opening.Lock()
	defer c.opening.Unlock()
	if c.key != nil {
		return nil
	}
	if data, found := c.store.get(accountEntry); found {
		var err error
		c.key, err = parseKey(data)
		return err
	}
	if !c.guard.holds() {
		return errors.New("another gateway makes the account")
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	data, err := encodeKey(key)
	if err != nil {
		return err
	}
	if err := c.store.put(accountEntry, data); err != nil {
		return fmt.Errorf("keep the account's key: %w", err)
	}
	c.key = key
	return nil
}

func (c *acmeCA) account() *ecdsa.PrivateKey {
	c.opening.Lock()
	defer c.opening.Unlock()
	return c.key
}

// register makes the account, once and not for several names at a time:
// managers that start together would each make one.
func (c *acmeCA) register(ctx context.Context, attempt *manager) error {
	c.registering.Lock()
	defer c.registering.Unlock()
	directory, err := attempt.Client.Discover(ctx)
	if err != nil {
		return err
	}
	if err := checkClock(c.line.apart(), c.issuer.Address()); err != nil {
		return err
	}
	if c.line.registered() {
		return nil
	}
	if directory.Terms != "" && !c.issuer.TermsAccepted {
		return &blocked{text: fmt.Sprintf("the terms of the CA are not accepted: read %s, then accept them", directory.Terms)}
	}
	_, err = attempt.Client.Register(ctx, &acme.Account{ExternalAccountBinding: c.binding()}, attempt.Prompt)
	if err != nil && !errors.Is(err, acme.ErrAccountAlreadyExists) {
		return err
	}
	if err := c.recordAgreement(directory.Terms); err != nil {
		return fmt.Errorf("keep which terms were accepted: %w", err)
	}
	return nil
}

// recordAgreement writes once under which terms the account was made, and again
// when the CA changed them.
func (c *acmeCA) recordAgreement(terms string) error {
	path := filepath.Join(c.store.folder, accountFile)
	var former agreement
	if data, err := os.ReadFile(path); err == nil && json.Unmarshal(data, &former) == nil && former.Terms == terms {
		return nil
	}
	agreed := agreement{
		Directory: c.issuer.Address(), Terms: terms, Accepted: c.issuer.Accepted, By: c.issuer.AcceptedBy,
		Made: c.guard.now().UTC().Truncate(time.Second),
	}
	data, err := json.MarshalIndent(agreed, "", "  ")
	if err != nil {
		return err
	}
	return disk.Replace(path, append(data, '\n'), 0o600)
}
