package sbom

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"
)

// lines reads a text by lines. It holds at most some bytes of each.
type lines struct {
	in   *bufio.Reader
	most int
	n    int // of the last line, from 1
}

// next returns a line without white space around it, and io.EOF after the last.
func (l *lines) next() (string, error) {
	var b strings.Builder
	for {
		part, err := l.in.ReadSlice('\n')
		b.Write(part[:min(len(part), max(l.most-b.Len(), 0))])
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case errors.Is(err, io.EOF) && b.Len() > 0, err == nil:
			l.n++
			return strings.TrimSpace(b.String()), nil
		}
		return "", err
	}
}

// each reads all lines. A mistake in one gets its number.
func (l *lines) each(take func(line string) error) error {
	for {
		line, err := l.next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if err := take(line); err != nil {
			return &Fault{Line: l.n, What: err.Error()}
		}
	}
}

func (l *lines) fault(format string, args ...any) error {
	return &Fault{Line: l.n, What: fmt.Sprintf(format, args...)}
}
