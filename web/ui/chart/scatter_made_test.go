package chart

import "testing"

// A map says in its caption how many points are links, so the drawing is made before the page.
func TestScatter_isMadeOnce(t *testing.T) {
	var s Scatter
	for i := range 50 {
		x, y := float64(i), float64(100-i)
		s.Points = append(s.Points, Point{Name: "p", Href: "/p/p", X: &x, Y: &y})
	}
	want, _ := s.Linked()
	s = s.Made()
	if n := testing.AllocsPerRun(10, func() { s.plot() }); n > 0 {
		t.Errorf("the drawing is made again with %g allocations", n)
	}
	if got, each := s.Linked(); got != want || !each {
		t.Errorf("%d links, each %v; want %d", got, each, want)
	}
}
