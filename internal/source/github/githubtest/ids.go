package githubtest

import (
	"encoding/base64"
	"encoding/binary"
	"hash/fnv"
	"strings"
)

// Node ids have GitHub's present form: a prefix for the type, and in base64 a MessagePack array of
// zero and the database ids of the object and of its repository: R_kgDOAAAAAQ.

// nodeID returns the global id of an object from one id (a repository, an account) or two (the
// repository's and its own).
func nodeID(prefix string, ids ...int64) string {
	raw := []byte{0x91 + byte(len(ids)), 0}
	for _, id := range ids {
		raw = binary.BigEndian.AppendUint32(append(raw, 0xce), uint32(id))
	}
	return prefix + "_" + base64.RawURLEncoding.EncodeToString(raw)
}

// parseNodeID is the inverse of nodeID; ok is false if the id is invalid.
func parseNodeID(id string) (prefix string, ids []int64, ok bool) {
	prefix, rest, found := strings.Cut(id, "_")
	raw, err := base64.RawURLEncoding.DecodeString(rest)
	if !found || err != nil || len(raw) < 7 || raw[1] != 0 {
		return "", nil, false
	}
	n := int(raw[0]) - 0x91
	if n < 1 || n > 2 || len(raw) != 2+5*n {
		return "", nil, false
	}
	for i := range n {
		at := raw[2+5*i:]
		if at[0] != 0xce {
			return "", nil, false
		}
		ids = append(ids, int64(binary.BigEndian.Uint32(at[1:])))
	}
	return prefix, ids, true
}

// numberOf returns a stable number for an object without one: at most 31 bits, the size of the
// GraphQL type Int.
func numberOf(parts ...string) int64 {
	h := fnv.New32a()
	for _, p := range parts {
		h.Write([]byte(strings.ToLower(p)))
		h.Write([]byte{0})
	}
	return int64(h.Sum32()&0x3fffffff) + 1
}
