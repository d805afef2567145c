package health

import (
	"strings"
	"unicode"
)

// NameKey returns what names are compared by: without case, spaces, hyphens, dots and
// underscores, so that "Open SSL", "open-ssl" and "OpenSSL" are one name. It keeps all
// other printable characters, such as those of an address; it is empty for a name that
// has no others.
func NameKey(name string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '-' || r == '.' || r == '_' || unicode.IsSpace(r) || !unicode.IsPrint(r):
			return -1
		}
		return unicode.ToLower(r)
	}, name)
}
