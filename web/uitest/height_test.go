package uitest

import "testing"

// tallest is how tall the page of a project may be in the window of a laptop, in px: four screens.
const tallest = 3600

// The page of curl, with the figures that everyone has who starts the program, stays short.
func TestProject_isNotTall(t *testing.T) {
	t.Parallel()
	base := bundled.address(t, func(site, string) error { return nil })
	for _, s := range sizes(t, base, []at{{"curl", "/p/curl", 200}}, view{Width: 1440, Height: 900}) {
		if s.Height == 0 || s.Height > tallest {
			t.Errorf("%s is %d px tall, at most %d", s.Page, s.Height, tallest)
		}
		t.Logf("%s is %d px tall", s.Page, s.Height)
	}
}
