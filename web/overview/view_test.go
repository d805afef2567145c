package overview

import (
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/web/page"
)

func TestHomeView_namesWhatTheListShows(t *testing.T) {
	t.Parallel()
	s := maker{Request: &page.Request{View: &query.View{Model: model.Model{Bands: map[string][]model.Band{}}}}}
	for _, c := range []struct {
		name string
		o    query.Summary
		want string
	}{
		{"nothing measured", query.Summary{Total: 5}, "None of the 5 projects could be measured."},
		{"one of one", query.Summary{Total: 1, Measured: 1, RegularsKnown: 1, OneRegular: 1}, "One of 1 measured projects rests on one regular contributor or none."},
		{"none weak", query.Summary{Total: 20, Measured: 20, RegularsKnown: 20}, "None of 20 measured projects rests on one regular contributor or none."},
		{"all high lean on one", query.Summary{Total: 60, Ranked: 48, HighRisk: 7, OneOfHigh: 7}, "Seven of 48 ranked projects are at high or very high risk, and all seven lean on one regular contributor or none."},
		{"none high", query.Summary{Total: 48, Ranked: 48}, "None of 48 ranked projects is at high or very high risk."},
	} {
		if got := s.homeView(c.o, nil).Finding.Claim; got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}
