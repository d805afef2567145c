package chart

import (
	"slices"
	"strconv"
	"testing"
	"time"
)

// Counts below the columns do not touch each other, however large they are.
func TestYears_countsDoNotTouch(t *testing.T) {
	t.Parallel()
	for _, n := range []int{0, 9, 99, 482, 1999, 9999, 12345, 1_999_999} {
		y := Years{ID: "y", Months: slices.Repeat([]int{n}, 36), Last: time.Date(2026, 8, 1, 0, 0, 0, 0, time.UTC)}
		for _, width := range []float64{412, 328} {
			byRow := map[float64][]Label{}
			for _, l := range y.draw(width, "", "").Labels {
				if _, err := strconv.Atoi(l.Text[:1]); err == nil && l.Anchor == "middle" {
					byRow[l.Y] = append(byRow[l.Y], l)
				}
			}
			if len(byRow) != 3 {
				t.Errorf("%d at %v: counts in %d rows", n, width, len(byRow))
			}
			for _, row := range byRow {
				for i, l := range row[1:] {
					if room := l.X - row[i].X - digit*float64(len(l.Text)); room < 3.9 {
						t.Errorf("%d at %v: %.1f between two counts", n, width, room)
					}
				}
			}
		}
	}
}
