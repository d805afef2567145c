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
		{"nothing measured", query.Summary{Total: 5}, "measured:0/5"},
		{"measured without regulars", query.Summary{Total: 5, Measured: 3}, "regulars-unknown no-ranks without-figures:2"},
		{"one of one", query.Summary{Total: 1, Measured: 1, RegularsKnown: 1, OneRegular: 1}, "one-regular:1/1 no-ranks"},
		{"none weak", query.Summary{Total: 20, Measured: 20, RegularsKnown: 20}, "one-regular:0/20 no-ranks"},
		{"all high lean on one", query.Summary{Total: 60, Ranked: 48, HighRisk: 7, OneOfHigh: 7}, "regulars-unknown high-risk:7/48 without-rank:12 without-figures:60"},
		{"none high is no news", query.Summary{Total: 48, Ranked: 48, Measured: 48, RegularsKnown: 48, OneRegular: 3, CouldBeHigh: 2}, "one-regular:3/48"},
		{"some have no position", query.Summary{Total: 50, Ranked: 40, Partial: 7, Measured: 48, RegularsKnown: 48, OneRegular: 3}, "one-regular:3/48 without-rank:10 partial:7 without-figures:2"},
		{"two have ended", query.Summary{Total: 50, Ranked: 48, Measured: 50, RegularsKnown: 48, OneRegular: 3, EndedN: 2}, "one-regular:3/48 ended:2 without-rank:2"},
	} {
		v := s.homeView(c.o, nil)
		if got := v.Finding; got.Says != c.want || got.Claim == "" {
			t.Errorf("%s: got %q, want %q", c.name, got.Says, c.want)
		}
		if got := v.Figs[0].Number; (got == "?") != (c.o.RegularsKnown == 0) {
			t.Errorf("%s: %q of %d projects have at most one regular", c.name, got, c.o.RegularsKnown)
		}
	}
}

// The parts of the sentence must add up to the projects of the list.
func TestHomeView_partsOfTheListAddUp(t *testing.T) {
	t.Parallel()
	s := maker{Request: &page.Request{View: &query.View{Model: model.Model{Bands: map[string][]model.Band{}}}}}
	for _, c := range []struct {
		o    query.Summary
		want string
	}{
		{query.Summary{Total: 2177, Ranked: 1050, Partial: 44, Measured: 2177}, "Of 2,177 listed projects, 1,050 have a position; 44 have only an interval of ranks; 1,083 are not ranked."},
		{query.Summary{Total: 50, Ranked: 1, Partial: 49, Measured: 50}, "Of 50 listed projects, 1 has a position; 49 have only an interval of ranks."},
		{query.Summary{Total: 50, Ranked: 49, Measured: 48}, "Of 50 listed projects, 49 have a position; 1 is not ranked. Two of the 50 have no data here."},
		{query.Summary{Total: 50, Ranked: 50, Measured: 50}, ""},
	} {
		if got := s.homeView(c.o, nil).Finding.Rest; got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}
