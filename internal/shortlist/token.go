package shortlist

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
)

// Token is what lets its holder read a shortlist: 256 random bits in base64url, 43 letters. It is
// never stored or logged.
type Token string

// Key is the SHA-256 of a token, in hexadecimal: what a store keeps.
type Key string

// NewToken returns a new token.
func NewToken() Token {
	var b [32]byte
	_, _ = rand.Read(b[:]) // never fails since Go 1.24
	return Token(base64.RawURLEncoding.EncodeToString(b[:]))
}

// ParseToken reads a token of an address; false if the text cannot be one.
func ParseToken(text string) (Token, bool) {
	b, err := base64.RawURLEncoding.Strict().DecodeString(text)
	return Token(text), err == nil && len(b) == 32 && len(text) == 43
}

// Key returns what a store keeps of the token.
func (t Token) Key() Key {
	sum := sha256.Sum256([]byte(t))
	return Key(hex.EncodeToString(sum[:]))
}
