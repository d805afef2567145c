package sbom

import (
	"bufio"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/foreign"
)

// mostToken is how long one tag, comment or text may be, in bytes: encoding/xml holds each.
const mostToken = 1 << 20

// paced fails inside a token that is too long. The decoder reads it byte by byte.
type paced struct {
	in   *bufio.Reader
	left int
}

func (p *paced) Read(b []byte) (int, error) { return p.in.Read(b) }

func (p *paced) ReadByte() (byte, error) {
	if p.left--; p.left < 0 {
		return 0, fmt.Errorf("a tag or text is longer than %d bytes", mostToken)
	}
	return p.in.ReadByte()
}

// namespace is what the namespace of every version begins with.
const namespace = "http://cyclonedx.org/schema/bom/"

// elementsOf reads XML. Its methods read one element to its end.
type elementsOf struct {
	d      *xml.Decoder
	in     *paced
	depth  int
	limits Limits
	space  string
}

func (x *elementsOf) fault(err error) error {
	var f *Fault
	if err == nil || errors.As(err, &f) || errors.Is(err, ErrKind) {
		return err
	}
	line, _ := x.d.InputPos()
	var syntax *xml.SyntaxError
	what := err.Error()
	if errors.As(err, &syntax) {
		line, what = syntax.Line, syntax.Msg
	}
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || what == "unexpected EOF" {
		what = cut
	}
	return &Fault{Line: line, What: foreign.Line(what)}
}

func (x *elementsOf) token() (xml.Token, error) {
	x.in.left = mostToken
	t, err := x.d.Token()
	if err != nil {
		return nil, x.fault(err)
	}
	if _, ok := t.(xml.Directive); ok {
		return nil, x.fault(errors.New("a DOCTYPE is not accepted, since it can define entities"))
	}
	return t, nil
}

// children reads the elements in the present one. child must read the one it gets to its end.
func (x *elementsOf) children(child func(e xml.StartElement) error) error {
	if x.depth++; x.depth > x.limits.Depth {
		return x.fault(fmt.Errorf("more than %d levels", x.limits.Depth))
	}
	defer func() { x.depth-- }()
	for {
		t, err := x.token()
		if err != nil {
			return err
		}
		switch t := t.(type) {
		case xml.EndElement:
			return nil
		case xml.StartElement:
			if err := x.child(t, child); err != nil {
				return x.fault(err)
			}
		}
	}
}

// child skips elements of extensions and refuses those of another version.
func (x *elementsOf) child(e xml.StartElement, child func(e xml.StartElement) error) error {
	switch space := e.Name.Space; {
	case space == x.space:
		return child(e)
	case strings.HasPrefix(space, namespace):
		return fmt.Errorf("two versions of the specification in one file: %q and %q", x.space[len(namespace):], foreign.Line(space[len(namespace):]))
	}
	return x.skip()
}

func (x *elementsOf) skip() error {
	return x.children(func(xml.StartElement) error { return x.skip() })
}

// text returns the text of the present element.
func (x *elementsOf) text() (string, error) {
	var b strings.Builder
	for {
		t, err := x.token()
		if err != nil {
			return "", err
		}
		switch t := t.(type) {
		case xml.EndElement:
			return strings.TrimSpace(b.String()), nil
		case xml.StartElement:
			if err := x.skip(); err != nil {
				return "", err
			}
		case xml.CharData:
			if b.Len()+len(t) > x.limits.Text {
				return "", x.fault(fmt.Errorf("a text is longer than %d bytes", x.limits.Text))
			}
			b.Write(t)
		}
	}
}

// or sets a flag if the present element holds an element, a text or an attribute.
func (x *elementsOf) or(e xml.StartElement, flag *bool) error {
	filled := len(e.Attr) > 0
	for {
		t, err := x.token()
		if err != nil {
			return err
		}
		switch t := t.(type) {
		case xml.EndElement:
			*flag = *flag || filled
			return nil
		case xml.StartElement:
			filled = true
			if err := x.skip(); err != nil {
				return err
			}
		case xml.CharData:
			filled = filled || strings.TrimSpace(string(t)) != ""
		}
	}
}

func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}
