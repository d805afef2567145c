package curated

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/textfile"
)

const (
	// maxLine is the maximum number of bytes of one project in a file of lines. The file itself has
	// no limit: a line is dropped before the next one is read.
	maxLine = 64 << 10
	// mostProblems is the maximum number of problems collected from a file of lines: each line of a
	// large file may have the same problem.
	mostProblems = 100
)

// lineFile is the projects of a list as JSON Lines: one object per line, with the same fields as a
// project in a YAML list.
type lineFile struct {
	name string
	r    io.Reader
}

// lines reads the projects into the list and adds them to its revision. The error means that the
// file could not be read.
func (r *listReader) lines(f *lineFile, list *health.List) (Problems, error) {
	d := &document{name: f.name, today: r.today, sets: &fieldSets{}}
	sum := sha256.New()
	text, err := textfile.Reader(io.TeeReader(f.r, sum))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", f.name, err)
	}
	in := bufio.NewReaderSize(text, maxLine)
	values := newJSONReader()
	for line := 1; ; line++ {
		b, err := in.ReadSlice('\n')
		if errors.Is(err, bufio.ErrBufferFull) {
			d.at(line).bad(Unreadable, "the line has more than %d bytes: shorten the texts of this project", maxLine)
			return d.problems, nil
		}
		if err != nil && !errors.Is(err, io.EOF) {
			return nil, fmt.Errorf("%s: %w", f.name, err)
		}
		if line == 1 {
			b = textfile.Bytes(b) // without a mark
		}
		if b = bytes.TrimSpace(b); len(b) > 0 {
			r.line(d.at(line), b, values, list)
		}
		if len(d.problems) >= mostProblems {
			d.at(line).bad(WrongCount, "too many problems: the lines after this one were not read")
			return d.problems, nil
		}
		if err != nil {
			break
		}
	}
	if len(list.Projects) == 0 && len(d.problems) == 0 {
		d.at(1).bad(WrongCount, "a list needs at least one project")
	}
	list.Revision = digest([]byte(list.Revision + hex.EncodeToString(sum.Sum(nil))))
	return d.problems, nil
}

// line reads the project of one line.
func (r *listReader) line(n node, b []byte, values *jsonReader, list *health.List) {
	if !json.Valid(b) {
		n.bad(Unreadable, "not JSON: %s", notJSON(b))
		return
	}
	if !utf8.Valid(b) { // the decoder would replace invalid bytes by U+FFFD
		n.bad(Unreadable, "not UTF-8")
		return
	}
	var ok bool
	if n.ast, ok = values.read(b, n.line); !ok {
		n.bad(Unreadable, "nested too deeply")
		return
	}
	list.Projects = append(list.Projects, r.project(n, list.Sources))
	n.doc.sets.release()
}

// notJSON returns what is wrong with a line, and at which byte.
func notJSON(b []byte) string {
	var whole json.RawMessage
	err := json.Unmarshal(b, &whole)
	if wrong, ok := errors.AsType[*json.SyntaxError](err); ok {
		return fmt.Sprintf("%v (byte %d)", err, wrong.Offset)
	}
	return fmt.Sprint(err)
}

// fieldSets are maps of fields, reused from line to line: allocating them was a third of the cost
// of a large list.
type fieldSets struct {
	spare, taken []map[string]node
}

// take returns an empty map, a new one if there are no sets.
func (s *fieldSets) take(size int) map[string]node {
	if s == nil {
		return make(map[string]node, size)
	}
	if n := len(s.spare); n > 0 {
		m := s.spare[n-1]
		s.spare, s.taken = s.spare[:n-1], append(s.taken, m)
		return m
	}
	m := make(map[string]node, size)
	s.taken = append(s.taken, m)
	return m
}

// release reclaims every map. The caller must no longer use any node of the line.
func (s *fieldSets) release() {
	for _, m := range s.taken {
		clear(m)
	}
	s.spare, s.taken = append(s.spare, s.taken...), s.taken[:0]
}

// at returns the position of a complete line.
func (d *document) at(line int) node { return node{doc: d, line: line} }
