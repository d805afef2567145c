package access

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"
)

// The bounds of argon2id. The least are those that OWASP recommends; more than the most would let
// one log-in take the memory or the time of the pages. KiB, passes and lanes.
const (
	leastMemory, mostMemory = 19 << 10, 256 << 10
	leastPasses, mostPasses = 2, 10
	leastLanes, mostLanes   = 1, 8
	leastSalt, mostSalt     = 16, 64
	leastSum, mostSum       = 32, 64
)

// The parameters of a new hash: 64 MiB, 3 passes and 1 lane take about 0.2 seconds.
const (
	newMemory = 64 << 10
	newPasses = 3
	newLanes  = 1
)

// LeastLetters is how many letters a new password needs; mostBytes is how many bytes one may have.
const (
	LeastLetters = 12
	mostBytes    = 1 << 10
)

// Hash is an argon2id hash of a password with the parameters it was made with.
type Hash struct {
	memory, passes uint32
	lanes          uint8
	salt, sum      []byte
}

// NewHash returns the hash of a new password, with a new salt. It returns an error for a password
// that is too short or too long.
func NewHash(password string) (Hash, error) {
	switch {
	case utf8.RuneCountInString(password) < LeastLetters:
		return Hash{}, fmt.Errorf("the password is too short: it needs at least %d letters", LeastLetters)
	case len(password) > mostBytes:
		return Hash{}, fmt.Errorf("the password is too long: at most %d bytes", mostBytes)
	}
	h := Hash{memory: newMemory, passes: newPasses, lanes: newLanes, salt: make([]byte, leastSalt)}
	_, _ = rand.Read(h.salt) // never fails since Go 1.24
	h.sum = h.of(password, leastSum)
	return h, nil
}

// String returns the PHC string: $argon2id$v=19$m=…,t=…,p=…$salt$hash.
func (h Hash) String() string {
	b64 := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, h.memory, h.passes, h.lanes, b64.EncodeToString(h.salt), b64.EncodeToString(h.sum))
}

// Matches reports whether the password is the one of the hash. It takes the same time for every
// password, also for one that is longer than any can be.
func (h Hash) Matches(password string) bool {
	fits := len(password) <= mostBytes
	if !fits {
		password = password[:mostBytes]
	}
	got := h.of(password, len(h.sum))
	return subtle.ConstantTimeCompare(got, h.sum) == 1 && fits
}

func (h Hash) of(password string, size int) []byte {
	return argon2.IDKey([]byte(password), h.salt, h.passes, h.memory, h.lanes, uint32(size))
}

// ParseHash reads a PHC string. Its errors say which part is wrong and never repeat the text: it may
// be a password.
func ParseHash(text string) (Hash, error) {
	parts := strings.Split(text, "$")
	if len(parts) != 6 || parts[0] != "" || parts[1] != "argon2id" {
		return Hash{}, errors.New("it is not an argon2id hash, as \"plumbline admin-password\" makes it")
	}
	if parts[2] != "v="+strconv.Itoa(argon2.Version) {
		return Hash{}, fmt.Errorf("the version of argon2id is not %d", argon2.Version)
	}
	h, err := parseParameters(parts[3])
	if err != nil {
		return Hash{}, err
	}
	b64 := base64.RawStdEncoding.Strict()
	if h.salt, err = b64.DecodeString(parts[4]); err != nil || len(h.salt) < leastSalt || len(h.salt) > mostSalt {
		return Hash{}, fmt.Errorf("the salt is not base64 of %d to %d bytes", leastSalt, mostSalt)
	}
	if h.sum, err = b64.DecodeString(parts[5]); err != nil || len(h.sum) < leastSum || len(h.sum) > mostSum {
		return Hash{}, fmt.Errorf("the hash is not base64 of %d to %d bytes", leastSum, mostSum)
	}
	return h, nil
}

// parseParameters reads "m=…,t=…,p=…".
func parseParameters(text string) (h Hash, err error) {
	parts := strings.Split(text, ",")
	if len(parts) != 3 {
		return h, errors.New("the parameters are not m=…,t=…,p=…")
	}
	read := func(i int, name, what string, least, most uint64) uint64 {
		digits, named := strings.CutPrefix(parts[i], name+"=")
		n, bad := strconv.ParseUint(digits, 10, 32)
		switch {
		case err != nil:
		case !named || bad != nil:
			err = fmt.Errorf("the parameter %s (%s) is not a number", name, what)
		case n < least:
			err = fmt.Errorf("the parameter %s (%s) is too weak: at least %d", name, what, least)
		case n > most:
			err = fmt.Errorf("the parameter %s (%s) is too high: at most %d", name, what, most)
		}
		return n
	}
	memory := read(0, "m", "memory in KiB", leastMemory, mostMemory)
	passes := read(1, "t", "passes", leastPasses, mostPasses)
	lanes := read(2, "p", "lanes", leastLanes, mostLanes)
	if err != nil {
		return Hash{}, err
	}
	return Hash{memory: uint32(memory), passes: uint32(passes), lanes: uint8(lanes)}, nil
}
