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
	// long is whether the last line has more than is held, and closes whether it then ends a <text>.
	long, closes bool
}

const endOfText = "</text>"

// next returns a line without white space around it, and io.EOF after the last.
func (l *lines) next() (string, error) {
	var b strings.Builder
	l.long, l.closes = false, false
	for {
		part, err := l.in.ReadSlice('\n')
		kept := min(len(part), l.most-b.Len())
		b.Write(part[:kept])
		if l.long = l.long || kept < len(part); l.long {
			l.closes = strings.HasSuffix(strings.TrimSpace(string(part[max(0, len(part)-100):])), endOfText)
		}
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
