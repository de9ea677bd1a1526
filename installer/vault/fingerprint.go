package vault

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
)

// Fingerprint is the hex HMAC-SHA256 of data under the vault's key. A label on
// the engine carries it, readable by anyone who may list containers: without
// the key a plain hash would let them try passwords.
func (v *Vault) Fingerprint(data []byte) string {
	v.mutex.Lock()
	defer v.mutex.Unlock()
	return v.fingerprint(data)
}

func (v *Vault) fingerprint(data []byte) string {
	key, err := hex.DecodeString(v.content.Key)
	if err != nil {
		// A damaged key still separates chatons; refusing to plan would help nobody.
		key = []byte(v.content.Key)
	}
	sum := hmac.New(sha256.New, key)
	sum.Write(data)
	return hex.EncodeToString(sum.Sum(nil))
}

// Derived returns what compute made of this input before, or makes and keeps
// it in memory; Save or Keep write it. A salted hash would otherwise change at
// each plan and replace the container that carries it.
func (v *Vault) Derived(service, name, input string, compute func() string) string {
	v.mutex.Lock()
	defer v.mutex.Unlock()
	key := service + "/" + name
	mark := v.fingerprint([]byte(input))
	if made, ok := v.content.Derived[key]; ok && made.Input == mark {
		return made.Value
	}
	value := compute()
	v.content.Derived[key] = derived{Input: mark, Value: value}
	return value
}
