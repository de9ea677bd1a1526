package trial

import (
	"context"
	"errors"
	"io"
	"os"

	"framagit.org/chatiere/chatiere/installer/plan"
	"framagit.org/chatiere/chatiere/installer/site"
	"framagit.org/chatiere/chatiere/installer/vault"
)

// truncatedDump gives the engine's check a dump that was cut in the middle, as
// a full disk or a lost connection leaves it.
func (l *life) truncatedDump(ctx context.Context) (told plan.Sentence, err error) {
	for _, database := range l.chaton.databases() {
		if err := l.refuses(ctx, database); err != nil {
			return told, err
		}
	}
	return told, nil
}

func (l *life) refuses(ctx context.Context, database *site.Database) error {
	file, err := os.Open(l.copied.dump(database.Engine))
	if err != nil {
		return err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return err
	}
	for _, length := range []int64{info.Size() / 2, info.Size() - 1} {
		cut := io.NewSectionReader(file, 0, length)
		if l.chaton.stream(ctx, database.Container, database.Check, cut, io.Discard) == nil {
			return errors.New("check took a dump that was cut for a whole one")
		}
	}
	return nil
}

// changePassword gives the client a new password and the old one back: what
// runs afterwards knows only the vault's.
func (l *life) changePassword(ctx context.Context) (told plan.Sentence, err error) {
	secrets := l.chaton.standing.Secrets()
	for _, database := range l.chaton.databases() {
		if database.Password == nil {
			return told, absent(plan.Say("the engine's passwords cannot be changed"))
		}
		kept := secrets.Secret(serviceName, database.Engine+"-password", passwordLength, "alphanumeric")
		for _, password := range []string{vault.Password(passwordLength), kept} {
			if _, err := l.chaton.exec(ctx, &site.TestExec{Container: database.Container, Command: database.Password, Stdin: password}); err != nil {
				return told, err
			}
		}
	}
	return told, nil
}

// passwordLength is that of a client's password.
const passwordLength = 32
