package sbom

import (
	"encoding/json"
	"strings"
)

// chars reads a string after its first quote. It returns at most limits.Text bytes and whether
// there are more.
func (s *scanner) chars(keep bool) (text string, long bool, err error) {
	s.buf = s.buf[:0]
	escaped := false
	for {
		long = s.span(keep) || long
		c, err := s.read()
		switch {
		case err != nil:
			return "", long, err
		case c < ' ':
			return "", long, s.fault("a control character in a text")
		case c == '"':
			if !keep {
				return "", false, nil
			}
			text, err := s.unescape(escaped)
			return text, long, err
		case c == '\\':
			escaped = true
			e, err := s.escape()
			if err != nil {
				return "", long, err
			}
			long = s.put(keep, e) || long
		default:
			long = s.put(keep, []byte{c}) || long
		}
	}
}

// span reads the ordinary characters that are in the buffer of the stream already.
func (s *scanner) span(keep bool) (long bool) {
	ready, _ := s.in.Peek(s.in.Buffered()) // never waits
	n := 0
	for n < len(ready) && ready[n] >= ' ' && ready[n] != '"' && ready[n] != '\\' {
		n++
	}
	long = s.put(keep, ready[:n])
	_, _ = s.in.Discard(n)
	s.at += int64(n)
	return long
}

// put keeps bytes, and reports whether they are too many.
func (s *scanner) put(keep bool, part []byte) (long bool) {
	if !keep {
		return false
	}
	if len(s.buf)+len(part) > s.limits.Text {
		return true
	}
	s.buf = append(s.buf, part...)
	return false
}

// escape reads what follows a backslash, and returns it with that.
func (s *scanner) escape() ([]byte, error) {
	c, err := s.read()
	if err != nil {
		return nil, err
	}
	if c != 'u' {
		if !strings.ContainsRune(`"\/bfnrt`, rune(c)) {
			return nil, s.fault("%q after a backslash", c)
		}
		return []byte{'\\', c}, nil
	}
	e := []byte{'\\', 'u', 0, 0, 0, 0}
	for i := 2; i < 6; i++ {
		if e[i], err = s.read(); err != nil {
			return nil, err
		}
		if !strings.ContainsRune("0123456789abcdefABCDEF", rune(e[i])) {
			return nil, s.fault("%q in an escape", e[i])
		}
	}
	return e, nil
}

func (s *scanner) unescape(escaped bool) (string, error) {
	if !escaped {
		if known, ok := s.seen[string(s.buf)]; ok {
			return known, nil
		}
		return s.remember(strings.ToValidUTF8(string(s.buf), "\uFFFD")), nil
	}
	var text string
	err := json.Unmarshal(append(append([]byte{'"'}, s.buf...), '"'), &text)
	return text, s.wrap(err)
}

// mostSeen is how many texts are kept to be used again. The names of fields come first in a file.
const mostSeen = 256

func (s *scanner) remember(text string) string {
	if len(s.seen) < mostSeen && len(text) < 32 {
		if s.seen == nil {
			s.seen = map[string]string{}
		}
		s.seen[text] = text
	}
	return text
}
