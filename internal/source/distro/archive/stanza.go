package archive

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
)

// Limits of an index file. The largest line of Debian's has 100 kB, and its largest file 90,000
// stanzas.
const (
	maxLine    = 1 << 20
	maxField   = 4 << 20
	maxStanzas = 1 << 20
)

// ErrFormat means that a file is no index of a Debian archive, or exceeds the limits of one.
var ErrFormat = errors.New("not an index of a Debian archive")

// stanzas reads a deb822 file, one stanza after the other. It keeps the wanted fields of the
// present stanza only.
type stanzas struct {
	r      *bufio.Reader
	wanted map[string]int
	values [][]byte // of the present stanza, reused
	line   int      // from 1
	read   int      // stanzas
}

func newStanzas(r io.Reader, fields ...string) *stanzas {
	s := &stanzas{r: bufio.NewReaderSize(r, maxLine), wanted: map[string]int{}, values: make([][]byte, len(fields))}
	for i, f := range fields {
		s.wanted[f] = i
	}
	return s
}

// next reads the next stanza. It returns io.EOF after the last one.
func (s *stanzas) next() error {
	for i := range s.values {
		s.values[i] = s.values[i][:0]
	}
	at, any := -1, false
	for {
		line, err := s.r.ReadSlice('\n')
		if err != nil && (!errors.Is(err, io.EOF) || len(line) == 0) {
			if errors.Is(err, io.EOF) && any {
				return s.count()
			}
			return s.fault(err)
		}
		s.line++
		line = bytes.TrimRight(line, " \t\r\n")
		switch {
		case len(line) == 0 && any:
			return s.count()
		case len(line) == 0:
		case line[0] == ' ' || line[0] == '\t':
			if !any {
				return s.malformed("a continued line without a field")
			}
			err = s.add(at, line)
		default:
			if at, err = s.field(line); err == nil {
				any = true
			}
		}
		if err != nil && !errors.Is(err, io.EOF) {
			return err
		}
	}
}

// field begins a field and returns its index, or -1 if it is not wanted.
func (s *stanzas) field(line []byte) (int, error) {
	colon := bytes.IndexByte(line, ':')
	if colon <= 0 || bytes.IndexByte(line[:colon], ' ') >= 0 {
		return -1, s.malformed("a line that is no field")
	}
	at, ok := s.wanted[string(line[:colon])]
	if !ok {
		return -1, nil
	}
	s.values[at] = s.values[at][:0] // the last of two counts
	return at, s.add(at, line[colon+1:])
}

// add adds a line to the value of a wanted field.
func (s *stanzas) add(at int, line []byte) error {
	if at < 0 {
		return nil
	}
	v := s.values[at]
	if len(v)+len(line) > maxField {
		return s.malformed("a field of more than 4 MiB")
	}
	if len(v) > 0 {
		v = append(v, ' ')
	}
	s.values[at] = append(v, bytes.TrimSpace(line)...)
	return nil
}

func (s *stanzas) count() error {
	s.read++
	if s.read > maxStanzas {
		return s.malformed("more than a million packages")
	}
	return nil
}

func (s *stanzas) fault(err error) error {
	switch {
	case errors.Is(err, io.EOF):
		return io.EOF
	case errors.Is(err, bufio.ErrBufferFull):
		s.line++
		return s.malformed("a line of more than 1 MiB")
	}
	return fmt.Errorf("line %d: %w", s.line+1, err)
}

func (s *stanzas) malformed(what string) error {
	return fmt.Errorf("%w: line %d: %s", ErrFormat, s.line, what)
}
