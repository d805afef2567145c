package exchange

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/plumbline-scorecard/plumbline/internal/source"
	"github.com/plumbline-scorecard/plumbline/internal/textfile"
)

// Limits of a file of results. A result is four objects deep.
const (
	maxFile    = 4 << 30
	maxResults = 1_000_000 // read and refused
	maxDepth   = 16
)

// ResultError is a result that could not be read, with its position.
type ResultError struct {
	File string
	// Line counts from 1, Offset is the byte in the file from 0. They point at the error if its
	// position is known, otherwise at the result.
	Line   int
	Offset int64
	// Field is the invalid member, "checks[3].score"; may be empty.
	Field string
	Err   error
}

// Error returns file, line, byte, field and cause.
func (e *ResultError) Error() string {
	at := fmt.Sprintf("%s:%d (byte %d): ", e.File, e.Line, e.Offset)
	if e.Field != "" {
		at += e.Field + " "
	}
	return at + e.Err.Error()
}

// Unwrap returns the cause.
func (e *ResultError) Unwrap() error { return e.Err }

// ReadResults reads Scorecard results from r and calls good for each. r contains one result,
// several in sequence or one per line, or arrays of them. Results that cannot be read are passed to
// bad, and reading continues with the next: one bad line of a million costs only that line. file
// names r in errors; offsets count the bytes of its text in UTF-8. It returns the error of good or r, or one wrapping source.ErrLimit if there is
// too much input. It keeps one result in memory, at most MaxResult bytes.
func ReadResults(r io.Reader, file string, good func(Result) error, bad func(*ResultError)) error {
	r, err := textfile.Reader(r)
	if err != nil {
		return fmt.Errorf("read %s: %w", file, err)
	}
	s := &splitter{r: r, file: file, mark: -1, line: 1, bad: bad}
	for {
		raw, line, ok, err := s.next()
		if err != nil {
			return fmt.Errorf("read %s: %w", file, err)
		}
		if !ok {
			return nil
		}
		result, at, err := decode(raw)
		if err != nil {
			s.refuse(raw, line, at, err)
			continue
		}
		result.File, result.Line = file, line
		if err := good(result); err != nil {
			return err
		}
	}
}

// splitter finds where objects begin and end. It checks only braces and quotes; the decoder decides
// whether the text between is JSON.
type splitter struct {
	r    io.Reader
	file string
	bad  func(*ResultError)

	win   []byte // buffered part of r
	pos   int    // index of the next byte in win
	mark  int    // start of the current object, −1: none
	base  int64  // offset of win[0] in r
	line  int    // line of the next byte
	lead  int    // leading blanks of the current line so far; −1: past them
	list  bool   // inside an array
	done  bool   // r has ended
	count int
}

// byte returns the next byte, and false at the end.
func (s *splitter) byte() (byte, bool, error) {
	if s.pos == len(s.win) {
		if err := s.fill(); err != nil || s.pos == len(s.win) {
			return 0, false, err
		}
	}
	c := s.win[s.pos]
	s.pos++
	switch {
	case c == '\n':
		s.line, s.lead = s.line+1, 0
	case s.lead >= 0 && blank(c):
		s.lead++
	default:
		s.lead = -1
	}
	return c, true, nil
}

// fill reads more, and drops what is before the mark.
func (s *splitter) fill() error {
	if s.done {
		return nil
	}
	keep := s.mark
	if keep < 0 {
		keep = s.pos
	}
	if keep > 0 {
		n := copy(s.win, s.win[keep:])
		s.win, s.pos, s.base = s.win[:n], s.pos-keep, s.base+int64(keep)
		if s.mark >= 0 {
			s.mark = 0
		}
	}
	if s.base > maxFile {
		return fmt.Errorf("%w: more than %d GiB", source.ErrLimit, maxFile>>30)
	}
	const chunk = 64 << 10
	if cap(s.win)-len(s.win) < chunk {
		s.win = append(make([]byte, 0, 2*cap(s.win)+chunk), s.win...)
	}
	n, err := io.ReadAtLeast(s.r, s.win[len(s.win):len(s.win)+chunk], 1)
	s.win = s.win[:len(s.win)+n]
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		s.done, err = true, nil
	}
	return err
}

func blank(c byte) bool { return c == ' ' || c == '\t' || c == '\r' }

// next returns the bytes of the next object, valid until the next call, and its line; ok is false
// at the end.
func (s *splitter) next() (raw []byte, line int, ok bool, err error) {
	for {
		if s.count >= maxResults {
			return nil, 0, false, fmt.Errorf("%w: more than %d results", source.ErrLimit, maxResults)
		}
		lead := s.lead
		c, more, err := s.byte()
		switch {
		case err != nil || !more:
			if err == nil && s.list {
				s.report(s.line, s.base+int64(s.pos), "", errors.New("the array is not closed"))
			}
			return nil, 0, false, err
		case blank(c), c == '\n', c == ',' && s.list, s.bom(c):
		case c == '[' && !s.list:
			s.list = true
		case c == ']' && s.list:
			s.list = false
		case c == '{':
			line := s.line
			s.mark = s.pos - 1
			raw, problem, err := s.object()
			if err != nil {
				return nil, 0, false, err
			}
			if problem == nil {
				s.count++
				return raw, line, true, nil
			}
			s.report(line, s.base+int64(s.mark), "", problem)
			// The unterminated object may have swallowed later results, so read them again.
			s.pos, s.line, s.lead, s.mark = s.mark+1, line, -1, -1
			if err := s.skip(max(lead, 0)); err != nil {
				return nil, 0, false, err
			}
		default:
			s.report(s.line, s.base+int64(s.pos-1), "", fmt.Errorf("found %q where a result should begin", rune(c)))
			if err := s.skip(0); err != nil {
				return nil, 0, false, err
			}
		}
	}
}

// bom reports whether c belongs to the byte order mark that some editors write at the start of a
// file.
func (s *splitter) bom(c byte) bool {
	at := s.base + int64(s.pos) - 1
	return at < 3 && c == "\xef\xbb\xbf"[at]
}

// object reads to the end of the object whose brace was read. problem is why the object has no end;
// the mark then remains. For speed it works on the buffer and not byte by byte, because most of a
// result is text between quotes.
func (s *splitter) object() (raw []byte, problem, err error) {
	depth, quoted := 1, false
	for depth > 0 {
		if s.pos == len(s.win) {
			if err := s.fill(); err != nil {
				return nil, nil, err
			}
			if s.pos == len(s.win) {
				return nil, errors.New("the result is not closed"), nil
			}
		}
		if quoted {
			closed, ok := s.text()
			if !ok {
				return nil, errors.New("a string is not closed at the end of the line"), nil
			}
			quoted = !closed
		} else {
			depth, quoted = s.brackets(depth)
		}
		if s.pos-s.mark > MaxResult {
			return nil, fmt.Errorf("%w: a result of more than %d MiB", source.ErrLimit, MaxResult>>20), nil
		}
		if depth > maxDepth {
			return nil, fmt.Errorf("%w: objects more than %d deep", source.ErrLimit, maxDepth), nil
		}
	}
	raw, s.mark = s.win[s.mark:s.pos], -1
	s.line, s.lead = s.line+bytes.Count(raw, []byte{'\n'}), -1
	return raw, nil, nil
}

// brackets scans the buffer to the end of the object, the next string, or excessive depth. It
// returns the depth there, and whether a string begins.
func (s *splitter) brackets(depth int) (int, bool) {
	for ; s.pos < len(s.win) && depth > 0 && depth <= maxDepth; s.pos++ {
		switch s.win[s.pos] {
		case '{', '[':
			depth++
		case '}', ']':
			depth--
		case '"':
			s.pos++
			return depth, true
		}
	}
	return depth, false
}

// text scans the buffer to the end of the string; ok is false if its line ends before.
func (s *splitter) text() (closed, ok bool) {
	rest := s.win[s.pos:]
	end := bytes.IndexByte(rest, '"')
	if end >= 0 {
		rest = rest[:end]
	}
	if bytes.IndexByte(rest, '\n') >= 0 {
		return false, false
	}
	at := s.pos + len(rest)
	s.pos = at
	if end < 0 {
		return false, true
	}
	s.pos++
	escapes := 0
	for s.win[at-escapes-1] == '\\' { // stops at the opening quote of the string
		escapes++
	}
	return escapes%2 == 0, true
}

// skip reads to the next line that begins with an object or array indented by at most lead, where
// the next result of a damaged file may begin.
func (s *splitter) skip(lead int) error {
	for {
		indent := s.lead // −1 unless only blanks precede the next byte in its line
		c, more, err := s.byte()
		if err != nil || !more {
			return err
		}
		begins := c == '{' || c == '[' && !s.list || c == ']' && s.list
		if begins && indent >= 0 && indent <= lead {
			s.pos--
			s.lead = indent
			return nil
		}
	}
}

// refuse reports an object that the decoder did not accept.
func (s *splitter) refuse(raw []byte, line int, at int64, err error) {
	begin := s.base + int64(s.pos) - int64(len(raw))
	if at >= 0 && at <= int64(len(raw)) {
		line += bytes.Count(raw[:at], []byte{'\n'})
		begin += at
	}
	var f *makeField
	if errors.As(err, &f) {
		s.report(line, begin, f.name, f.err)
		return
	}
	s.report(line, begin, "", err)
}

func (s *splitter) report(line int, offset int64, name string, err error) {
	s.count++
	s.bad(&ResultError{File: s.file, Line: line, Offset: offset, Field: name, Err: err})
}
