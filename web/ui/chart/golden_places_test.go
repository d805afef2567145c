package chart_test

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
)

// frameOf is a drawing, or one within it: its size, and in which units percent are.
type frameOf struct{ x0, y0, w, h float64 }

// places returns an error for the first mark outside its drawing. A drawing with a view box has its
// units; one without it is measured in percent across, and in pixels or percent down.
func places(text string) error {
	var frames []frameOf
	hidden := 0 // within defs or a symbol
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
			switch {
			case x.Name.Local == "defs":
				hidden++
			case x.Name.Local == "svg":
				frames = append(frames, newFrame(x))
			case hidden == 0:
				if err := frames[len(frames)-1].mark(x); err != nil {
					return fmt.Errorf("%s: %w", x.Name.Local, err)
				}
			}
		case xml.EndElement:
			if x.Name.Local == "svg" {
				frames = frames[:len(frames)-1]
			} else if x.Name.Local == "defs" {
				hidden--
			}
		}
	}
}

func newFrame(e xml.StartElement) frameOf {
	var f frameOf
	if _, err := fmt.Sscanf(attr(&e, "viewBox"), "%g %g %g %g", &f.x0, &f.y0, &f.w, &f.h); err == nil {
		return f
	}
	f.w, f.h = 100, 100
	if h, err := strconv.ParseFloat(attr(&e, "height"), 64); err == nil {
		f.h = h
	}
	return f
}

// mark returns an error if an element is not in the frame.
func (f frameOf) mark(e xml.StartElement) error {
	switch attr(&e, "class") {
	case "m-plumb": // it joins the lines of a table, above and below its own bar
		return nil
	case "m-lead": // from a mark to its label, whose places have a test of their own
		return nil
	}
	var points [][2]float64
	number := func(name string) float64 {
		v, err := strconv.ParseFloat(strings.TrimSuffix(attr(&e, name), "%"), 64)
		if err != nil {
			return 0
		}
		return v
	}
	switch e.Name.Local {
	case "rect":
		points = [][2]float64{{number("x"), number("y")}, {number("x") + number("width"), number("y") + number("height")}}
		if number("width") < 0 || number("height") < 0 {
			return errors.New("a side is negative")
		}
	case "line":
		points = [][2]float64{{number("x1"), number("y1")}, {number("x2"), number("y2")}}
	case "text", "use", "circle":
		points = [][2]float64{{number("x") + number("cx"), number("y") + number("cy")}}
	case "path":
		var err error
		if points, err = corners(attr(&e, "d")); err != nil {
			return err
		}
	}
	for _, p := range points {
		if math.IsNaN(p[0]+p[1]) || p[0] < f.x0-.11 || p[1] < f.y0-.11 || p[0] > f.x0+f.w+.11 || p[1] > f.y0+f.h+.11 {
			return fmt.Errorf("%v is outside of %v", p, f)
		}
	}
	return nil
}

// corners are the points of a path of lines.
func corners(d string) ([][2]float64, error) {
	var out [][2]float64
	x, y := 0.0, 0.0
	for rest := d; rest != ""; {
		command := rest[0]
		end := strings.IndexAny(rest[1:], "MLlhvHVz") + 1
		if end == 0 {
			end = len(rest)
		}
		var n []float64
		for _, field := range strings.Fields(strings.ReplaceAll(rest[1:end], "-", " -")) {
			v, err := strconv.ParseFloat(field, 64)
			if err != nil {
				return nil, err
			}
			n = append(n, v)
		}
		rest = rest[end:]
		switch {
		case command == 'z':
			continue
		case command == 'h' && len(n) == 1:
			x += n[0]
		case command == 'v' && len(n) == 1:
			y += n[0]
		case command == 'H' && len(n) == 1:
			x = n[0]
		case command == 'V' && len(n) == 1:
			y = n[0]
		case command == 'l' && len(n) == 2:
			x, y = x+n[0], y+n[1]
		case (command == 'M' || command == 'L') && len(n) == 2:
			x, y = n[0], n[1]
		default:
			return nil, fmt.Errorf("%c with %v in a path", command, n)
		}
		out = append(out, [2]float64{x, y})
	}
	return out, nil
}
