package vault

import (
	"fmt"
	"time"
)

// Give keeps a secret that somebody else made up, such as the password of a
// relay, in the place of the one that was there.
func (v *Vault) Give(owner, name, value string, at time.Time) error {
	v.mutex.Lock()
	defer v.mutex.Unlock()
	key := owner + "/" + name
	former, had := v.content.Secrets[key]
	v.content.Secrets[key] = entry{Value: value, Since: at.UTC().Truncate(time.Second)}
	err := v.write()
	switch {
	case err == nil:
		return nil
	case had:
		v.content.Secrets[key] = former
	default:
		delete(v.content.Secrets, key)
	}
	return fmt.Errorf("keep secret %s: %w", key, err)
}

// Given returns a secret that Give kept; one that nobody gave is not made up.
func (v *Vault) Given(owner, name string) (string, bool) {
	v.mutex.Lock()
	defer v.mutex.Unlock()
	kept, given := v.content.Secrets[owner+"/"+name]
	return kept.Value, given
}
