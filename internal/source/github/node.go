package github

import (
	"encoding/base64"
	"encoding/binary"
	"strconv"
	"strings"
)

// sameRepository reports whether two ids belong to one repository. GitHub has two forms of ids and
// changes from one to the other. Treating the other form as another repository would end a history
// without reason.
func sameRepository(a, b string) bool {
	if a == b {
		return true
	}
	x, ok := repositoryNumber(a)
	y, also := repositoryNumber(b)
	return ok && also && x == y
}

// repositoryNumber returns the number in a repository's id. The older form is base64 of
// "010:Repository1296269"; the newer is "R_" and base64 of a MessagePack array that ends with the
// number.
func repositoryNumber(id string) (uint64, bool) {
	if packed, ok := strings.CutPrefix(id, "R_"); ok {
		raw, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(packed, "="))
		if err != nil || len(raw) < 3 || raw[0] != 0x92 || raw[1] != 0 {
			return 0, false
		}
		return packedNumber(raw[2:])
	}
	raw, err := base64.StdEncoding.DecodeString(id)
	if err != nil {
		return 0, false
	}
	_, digits, ok := strings.Cut(string(raw), ":Repository")
	n, err := strconv.ParseUint(digits, 10, 64)
	return n, ok && err == nil
}

// packedNumber decodes an unsigned MessagePack integer that fills b.
func packedNumber(b []byte) (uint64, bool) {
	switch {
	case len(b) == 1 && b[0] < 0x80:
		return uint64(b[0]), true
	case len(b) == 2 && b[0] == 0xcc:
		return uint64(b[1]), true
	case len(b) == 3 && b[0] == 0xcd:
		return uint64(binary.BigEndian.Uint16(b[1:])), true
	case len(b) == 5 && b[0] == 0xce:
		return uint64(binary.BigEndian.Uint32(b[1:])), true
	case len(b) == 9 && b[0] == 0xcf:
		return binary.BigEndian.Uint64(b[1:]), true
	}
	return 0, false
}
