// Package certificates gets the certificates of names and keeps them.
//
// The rules of the room:
//
//   - A handshake never waits for a CA, a disk or another name.
//   - A name that nobody wants costs nothing.
//   - The CA's budget is not ours to spend: what can be known before an order
//     is looked at first, and the last try is the operator's.
//   - What the CA says is shown in its own words.
package certificates

import (
	"context"
	"crypto/x509"
	"fmt"
	"log/slog"
	"path/filepath"
	"time"

	"golang.org/x/crypto/acme"
)

// ChallengeProtocol must be among the protocols that a server of these
// certificates offers: a CA validates names with it.
const ChallengeProtocol = acme.ALPNProto

// certificatesFolder holds one folder for the internal CA and one for each
// directory of another.
const certificatesFolder = "certificates"

// Options are the settings of a Keeper.
type Options struct {
	// Folder is the gateway's; certificates lie in a folder of it.
	Folder string
	// Issuer says where certificates come from.
	Issuer Issuer
	// Logger gets what becomes of each name. Nil means silence.
	Logger *slog.Logger
	// Preflight looks at what can be known of a name from here, before each
	// order; nil looks at nothing.
	Preflight func(ctx context.Context, name string) []Finding
	// Served gives the certificate that visitors of a name get, for the daily
	// check; nil leaves that out.
	Served func(ctx context.Context, name string) (*x509.Certificate, error)
	// Clock is the machine's; nil means time.Now.
	Clock func() time.Time
}

// Open reads what the issuer has on the disk. It wants no name yet and orders
// nothing; damaged files are set aside, see Notices.
func Open(options Options) (*Keeper, error) {
	if options.Logger == nil {
		options.Logger = slog.New(slog.DiscardHandler)
	}
	if err := options.Issuer.check(); err != nil {
		return nil, err
	}
	keeper := newKeeper(options.Issuer.label(), options.Logger)
	keeper.options, keeper.limits = options, limitsOf(options.Issuer)
	if options.Clock != nil {
		keeper.clock = options.Clock
	}
	if err := keeper.open(options); err != nil {
		return nil, fmt.Errorf("open the certificates: %w", err)
	}
	for _, notice := range keeper.notices {
		options.Logger.Warn("Certificate file set aside", "notice", notice)
	}
	return keeper, nil
}

func (k *Keeper) open(options Options) error {
	folder := filepath.Join(options.Folder, certificatesFolder)
	var err error
	switch options.Issuer.Kind {
	case Internal:
		k.source, k.notices, err = openInternal(filepath.Join(folder, Internal), options.Issuer.Domains, k.clock())
		return err
	case Files:
		k.source, k.notices, err = openCopies(filepath.Join(folder, Files))
		return err
	}
	return k.openCA(folder, options.Issuer)
}

// openCA opens a CA's directory, and the one where it lets everybody rehearse.
func (k *Keeper) openCA(folder string, issuer Issuer) error {
	path := filepath.Join(folder, directoryFolder(issuer.Address()))
	k.ledger, k.lock = newLedger(path), newLock(path)
	opened, notices, err := openACME(path, issuer, k)
	if err != nil {
		return err
	}
	k.source, k.notices = opened, notices
	if issuer.staging() == "" {
		return nil
	}
	opened.rehearsal, notices, err = openRehearsal(filepath.Join(folder, directoryFolder(issuer.staging())), issuer, k)
	k.notices = append(k.notices, notices...)
	return err
}
