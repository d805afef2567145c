package chart_test

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// textAt is where a text of 11 px is, a little narrower than any font has it.
type textAt struct {
	text      string
	x0, x1, y float64
}

const narrowLetter = 5.2

// readable returns an error for the first text that leaves its drawing or meets another.
func readable(text string) error {
	var frame frameOf
	var all []textAt
	anchor := ""
	var now *textAt
	for d := xml.NewDecoder(strings.NewReader(text)); ; {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		switch x := token.(type) {
		case xml.StartElement:
			switch x.Name.Local {
			case "svg":
				frame = newFrame(x)
			case "g":
				anchor = attr(&x, "text-anchor")
			case "text":
				now = &textAt{}
				if now.x0, err = strconv.ParseFloat(attr(&x, "x"), 64); err != nil {
					return err
				}
				if now.y, err = strconv.ParseFloat(attr(&x, "y"), 64); err != nil {
					return err
				}
			}
		case xml.CharData:
			if now != nil {
				now.text += string(x)
			}
		case xml.EndElement:
			if x.Name.Local != "text" {
				continue
			}
			if err := now.check(frame, anchor, all); err != nil {
				return err
			}
			all, now = append(all, *now), nil
		}
	}
}

// check sets the ends of a text, and returns an error if it leaves the frame or meets one before.
func (a *textAt) check(f frameOf, anchor string, before []textAt) error {
	w := narrowLetter * float64(len([]rune(a.text)))
	switch anchor {
	case "middle":
		a.x0 -= w / 2
	case "end":
		a.x0 -= w
	}
	a.x1 = a.x0 + w
	if a.x0 < f.x0-1 || a.x1 > f.x0+f.w+1 || a.y > f.y0+f.h || a.y < 7 {
		return fmt.Errorf("%q leaves the drawing: %g to %g of %g", a.text, a.x0, a.x1, f.w)
	}
	for _, b := range before {
		if min(a.x1, b.x1)-max(a.x0, b.x0) > 0 && max(a.y, b.y)-min(a.y, b.y) < 9 {
			return fmt.Errorf("%q meets %q", a.text, b.text)
		}
	}
	return nil
}
