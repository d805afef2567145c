package sbom

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
)

// scanner reads JSON (RFC 8259) from a stream. Unlike the tokens of encoding/json it skips values
// without holding them, however long they are.
type scanner struct {
	in     *bufio.Reader
	at     int64
	depth  int
	limits Limits
	buf    []byte
	seen   map[string]string
}

func (s *scanner) fault(format string, args ...any) error {
	return &Fault{Byte: s.at, What: fmt.Sprintf(format, args...)}
}

// wrap gives an error without a place the present one.
func (s *scanner) wrap(err error) error {
	var f *Fault
	if err == nil || errors.As(err, &f) || errors.Is(err, ErrKind) {
		return err
	}
	return s.fault("%s", err)
}

func (s *scanner) read() (byte, error) {
	c, err := s.in.ReadByte()
	if errors.Is(err, io.EOF) {
		return 0, s.fault(cut)
	}
	s.at++
	return c, err
}

func (s *scanner) unread() {
	_ = s.in.UnreadByte() // always after read
	s.at--
}

// next returns the first byte that is not white space.
func (s *scanner) next() (byte, error) {
	for {
		c, err := s.read()
		if err != nil || c != ' ' && c != '\n' && c != '\t' && c != '\r' {
			return c, err
		}
	}
}

// end reads white space up to the end of the file.
func (s *scanner) end() error {
	for {
		switch c, err := s.in.ReadByte(); {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		case !strings.ContainsRune(" \n\t\r", rune(c)):
			return s.fault("%q after the end of the document", c)
		}
		s.at++
	}
}

// peek returns what next will return.
func (s *scanner) peek() (byte, error) {
	c, err := s.next()
	if err == nil {
		s.unread()
	}
	return c, err
}

// nested reads what is between two brackets; item reads one value with what is before it.
func (s *scanner) nested(end byte, item func() error) error {
	if s.depth++; s.depth > s.limits.Depth {
		return s.fault("more than %d levels", s.limits.Depth)
	}
	defer func() { s.depth-- }()
	c, err := s.peek()
	if err != nil {
		return err
	}
	if c == end {
		_, err = s.next()
		return err
	}
	for {
		if err := item(); err != nil {
			return s.wrap(err)
		}
		switch c, err := s.next(); {
		case err != nil:
			return err
		case c == end:
			return nil
		case c != ',':
			return s.fault("%q where a comma or %q belongs", c, end)
		}
	}
}

// object reads an object, and skips any other value. field must read the value.
func (s *scanner) object(field func(key string) error) error {
	c, err := s.peek()
	if err != nil {
		return err
	}
	if c != '{' {
		return s.skip()
	}
	_, _ = s.next()
	return s.nested('}', func() error {
		if err := s.expect('"'); err != nil {
			return err
		}
		key, err := s.whole()
		if err != nil {
			return err
		}
		if err := s.expect(':'); err != nil {
			return err
		}
		return field(key)
	})
}

// array reads an array, and skips any other value. item must read the value.
func (s *scanner) array(item func() error) error {
	c, err := s.peek()
	if err != nil {
		return err
	}
	if c != '[' {
		return s.skip()
	}
	_, _ = s.next()
	return s.nested(']', item)
}

func (s *scanner) expect(want byte) error {
	c, err := s.next()
	if err == nil && c != want {
		err = s.fault("%q where %q belongs", c, want)
	}
	return err
}

// text returns a string that is kept. Any other value is skipped, and empty.
func (s *scanner) text() (string, error) {
	c, err := s.peek()
	if err != nil {
		return "", err
	}
	if c != '"' {
		return "", s.skip()
	}
	_, _ = s.next()
	return s.whole()
}

// whole returns a string after its first quote, and refuses a longer one than may be kept.
func (s *scanner) whole() (string, error) {
	text, long, err := s.chars(true)
	if long && err == nil {
		err = s.fault("a text is longer than %d bytes", s.limits.Text)
	}
	return text, err
}

// filled skips a value, and reports whether it holds anything: not null, "", [] or {}.
func (s *scanner) filled() (bool, error) {
	c, err := s.peek()
	if err != nil {
		return false, err
	}
	start := s.at
	if err := s.skip(); err != nil {
		return false, err
	}
	return c != 'n' && s.at-start > 2, nil
}

// skip reads a value of any kind.
func (s *scanner) skip() error {
	c, err := s.next()
	if err != nil {
		return err
	}
	switch {
	case c == '"':
		_, _, err = s.chars(false)
		return err
	case c == '{':
		s.unread()
		return s.object(func(string) error { return s.skip() })
	case c == '[':
		s.unread()
		return s.array(s.skip)
	case c == '-' || c >= '0' && c <= '9' || c == 't' || c == 'f' || c == 'n':
		return s.word(c)
	}
	return s.fault("%q where a value belongs", c)
}

// mostWord is the length of a number; no real one has more.
const mostWord = 400

// word reads a number, true, false or null.
func (s *scanner) word(c byte) error {
	s.buf = append(s.buf[:0], c)
	for {
		c, err := s.read()
		if err != nil { // a value is never the last of a document
			return err
		}
		if !strings.ContainsRune("+-.0123456789Eaeflnrstu", rune(c)) {
			s.unread()
			break
		}
		if s.buf = append(s.buf, c); len(s.buf) > mostWord {
			return s.fault("a number is longer than %d bytes", mostWord)
		}
	}
	if !json.Valid(s.buf) {
		return s.fault("%.20q is no value", s.buf)
	}
	return nil
}
