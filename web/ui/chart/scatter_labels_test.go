package chart

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

// crowd is n points in the last quarter, some of them at one place.
func crowd(n int, seed uint64) Scatter {
	r := rand.New(rand.NewPCG(seed, 7))
	s := Scatter{ID: "m", CutX: 60, CutY: 60, Labels: 12, Quarters: [4]string{"Fine", "Keep healthy", "Watch", "Support now"}}
	for i := range n {
		x, y := 60+40*r.Float64(), 60*r.Float64()
		if i%5 == 4 {
			x, y = *s.Points[i-1].X, *s.Points[i-1].Y
		}
		s.Points = append(s.Points, Point{Name: fmt.Sprintf("a project %d", i), X: &x, Y: &y, Size: i % 4})
	}
	return s
}

// At no width of a range does a label meet another, or any mark.
func TestScatterLabels_doNotOverlap(t *testing.T) {
	t.Parallel()
	for seed := range uint64(40) {
		s := crowd(5+int(seed)*3, seed)
		s.Small = seed%3 == 0
		f := s.frame()
		labels := s.labels(f)
		for _, r := range s.rooms() {
			n := 0
			for step := range 9 {
				width := r.from + (r.to-r.from)*float64(step)/8
				n = meet(t, s, f, labels, r, width)
			}
			if n > r.most || n == 0 {
				t.Errorf("seed %d: %d labels, 1 to %d are wanted", seed, n, r.most)
			}
		}
	}
}

// meet fails for what meets at a width, and returns how many labels are shown there.
func meet(t *testing.T, s Scatter, f frame, labels map[int][]markText, r room, width float64) int {
	t.Helper()
	one := room{from: width, to: width}
	marks := s.areas(f, one)
	var shown, lines []area
	for i := range s.Points {
		for _, l := range labels[i] {
			if l.Class != "" && l.Class != r.class {
				continue
			}
			x, y := f.place(s.Points[i])
			w := nameWidth(l.Text)
			dx := map[string]float64{"start": l.DX, "end": l.DX - w, "middle": l.DX - w/2}[l.Anchor]
			a := one.at(x, dx, w, y+l.DY-10, y+l.DY+3)
			if a.x0 < 0 || a.x0+w > width || a.y0 < 0 || a.y1 > f.height {
				t.Errorf("at %g px the label of %d leaves the drawing", width, i)
			}
			for _, b := range append(shown, marks...) {
				if a.x0+0.01 < b.x0+b.w && b.x0+0.01 < a.x0+a.w && a.y0+0.01 < b.y1 && b.y0+0.01 < a.y1 {
					t.Errorf("at %g px the label of %d covers something: %v and %v", width, i, a, b)
				}
			}
			shown = append(shown, a)
			if !l.led() {
				continue
			}
			lead := one.at(x, -1, 2, y+min(l.From, l.To), y+max(l.From, l.To))
			for _, b := range append(shown[:len(shown)-1:len(shown)-1], marks...) {
				if !lead.clear(b) {
					t.Errorf("at %g px the line to the label of %d crosses something: %v and %v", width, i, lead, b)
				}
			}
			lines = append(lines, lead)
		}
	}
	for _, lead := range lines {
		for _, a := range shown {
			if lead.x0+0.01 < a.x0+a.w && a.x0+0.01 < lead.x0+lead.w && lead.y0+2 < a.y1 && a.y0 < lead.y1-2 {
				t.Errorf("at %g px a line crosses the label %v: %v", width, a, lead)
			}
		}
	}
	return len(shown)
}
