package vault

import (
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"
	"math/big"
	"strings"
)

const alphanumeric = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"

// Password makes up letters and digits for a person. It is kept nowhere: the
// vault neither stores nor redacts it.
func Password(length int) string { return generate(length, "alphanumeric") }

// generate makes up a secret of that many characters, or words for the charset
// "words". An unknown charset is a mistake of ours: package catalog refuses it
// in a module.
func generate(length int, charset string) string {
	switch charset {
	case "alphanumeric", "":
		return pick(length, alphanumeric)
	case "hex":
		return pick(length, "0123456789abcdef")
	case "base64":
		return base64.StdEncoding.EncodeToString([]byte(pick(length, alphanumeric)))[:length]
	case "words":
		return words(length)
	}
	panic("vault: unknown charset " + charset)
}

// words makes pronounceable words of three syllables, 19 bits each: they can
// be read over the telephone, and no word list has to be shipped.
func words(count int) string {
	made := make([]string, count)
	for i := range made {
		for range 3 {
			made[i] += pick(1, "bcdfgjklmnprstvz") + pick(1, "aeiou")
		}
	}
	return strings.Join(made, "-")
}

func pick(length int, alphabet string) string {
	picked := make([]byte, length)
	size := big.NewInt(int64(len(alphabet)))
	for i := range picked {
		n, err := rand.Int(rand.Reader, size)
		if err != nil {
			panic("vault: the system gives no randomness: " + err.Error())
		}
		picked[i] = alphabet[n.Int64()]
	}
	return string(picked)
}

func randomHex(bytes int) string {
	key := make([]byte, bytes)
	if _, err := rand.Read(key); err != nil {
		panic("vault: the system gives no randomness: " + err.Error())
	}
	return hex.EncodeToString(key)
}
