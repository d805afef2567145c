package store

import (
	"database/sql"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"
)

// clean returns free text as it can be stored: valid UTF-8 without NUL.
func clean(s string) string {
	if utf8.ValidString(s) && strings.IndexByte(s, 0) < 0 {
		return s
	}
	return strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", "\uFFFD")
}

// identifier rejects an invalid name.
func identifier(what, s string) error {
	switch {
	case s == "":
		return fmt.Errorf("the %s is empty", what)
	case len(s) > 500:
		return fmt.Errorf("the %s %q… is longer than 500 bytes", what, clip(s, 40))
	case !utf8.ValidString(s) || strings.IndexByte(s, 0) >= 0:
		return fmt.Errorf("the %s %q is not valid UTF-8 or holds a NUL", what, s)
	}
	return nil
}

// clip returns at most n bytes of s.
func clip(s string, n int) string {
	if len(s) > n {
		return s[:n]
	}
	return s
}

// ms returns the stored form of an instant, and instant reads it back. The zero time is preserved.
func ms(t time.Time) int64 { return t.UnixMilli() }

func instant(ms int64) time.Time {
	t := time.UnixMilli(ms).UTC()
	if t.IsZero() {
		return time.Time{}
	}
	return t
}

func flag(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

// optional returns NULL for an empty text, because a NULL takes no space in a row.
func optional(s string) sql.NullString { return sql.NullString{String: s, Valid: s != ""} }
