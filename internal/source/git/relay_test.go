package git

import (
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/testkit"
)

// A mailing list that writes itself into the sender is nobody: each message is its author's.
func TestObserve_sendersThatListsWrote(t *testing.T) {
	t.Parallel()
	const list = "acme-devel@acme.example"
	for name, tc := range map[string]struct {
		commits map[sign]int
		authors string
	}{
		"authors known elsewhere":   {map[sign]int{ann: 9, bo: 9, {"Ann Alpha via Acme-devel", list}: 2, {"Bo Beta via Acme-devel", list}: 2}, "2"},
		"authors of the list alone": {map[sign]int{{"Ann Alpha via Acme-devel", list}: 2, {"Bo Beta via Acme-devel", list}: 2}, "2"},
		"a label of several words":  {map[sign]int{ann: 9, {"'Ann Alpha' via Acme Devel", list}: 2}, "1"},
		"half a quotation":          {map[sign]int{ann: 9, {"Ann Alpha' via acme_devel", "acme_devel@googlegroups.com"}: 2}, "1"},
		"a label that is the host":  {map[sign]int{ann: 9, {"Ann Alpha via lists.acme.example", "dev@lists.acme.example"}: 2}, "1"},
		"a tracker in brackets":     {map[sign]int{ann: 9, {"Ann Alpha (via RT)", "bugs@acme.example"}: 2, {"Ann Alpha) (via RT", "bugs@acme.example"}: 2}, "1"},
		"names of one word":         {map[sign]int{{"ann via Acme-devel", list}: 2, {"bo via Acme-devel", list}: 2}, "2"},
		"the list without a label":  {map[sign]int{ann: 9, bo: 9, {"Ann Alpha via Acme-devel", list}: 1, {"Bo Beta via Acme-devel", list}: 1, {"Cy Gamma", list}: 2, {"Dee Delta", list}: 2}, "4"},
		"an address in an address":  {map[sign]int{ann: 9, {"ann=example.org@lists.acme.example", "ann=example.org@lists.acme.example"}: 2}, "1"},
		"a list's host":             {map[sign]int{{"Ann Alpha", "acme@lists.acme.example"}: 2, {"Bo Beta", "acme@lists.acme.example"}: 2, {"Cy Gamma", "acme@googlegroups.com"}: 1, {"Dee Delta", "acme@googlegroups.com"}: 1}, "4"},
		"a surname":                 {map[sign]int{{"Joan Via Puig", "joan@example.org"}: 2, {"Joan V. Puig", "joan@example.org"}: 2, {"J. V. Puig", "joan@example.org"}: 2}, "1"},
		"one's own address":         {map[sign]int{{"Ann Alpha via Ann", "ann@example.org"}: 1, ann: 4, {"A. A.", "ann@example.org"}: 4}, "1"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			want(t, observeAs(t, by(t, 0, tc.commits), project()), map[string]string{"authors_12m": tc.authors})
		})
	}
}

// The address of a list is no regular contributor, and a regular known from a list alone may be
// someone who is counted already.
func TestObserve_regularsThatListsSentOn(t *testing.T) {
	t.Parallel()
	const list = "acme-devel@acme.example"
	for name, tc := range map[string]struct {
		names            []string
		regulars, range_ string
	}{
		"three people once each": {[]string{"Ann Alpha via Acme-devel", "Bo Beta via Acme-devel", "Cy Gamma via Acme-devel"}, "1", "[1,1]"},
		"one person three times": {[]string{"Ann Alpha via Acme-devel", "Ann Alpha via Acme-devel", "Ann Alpha via Acme-devel"}, "2", "[1,2]"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := testkit.NewRepo(t)
			for i, n := range tc.names {
				r.Commit(testkit.Commit{At: at("2024-01-10").AddDate(0, i, 0), Name: "Dee Delta", Email: "dee@example.org"})
				r.Commit(testkit.Commit{At: at("2024-01-11").AddDate(0, i, 0), Name: n, Email: list})
			}
			want(t, observeAs(t, r, project()), map[string]string{"regulars_12m": tc.regulars, "regulars_12m_range": tc.range_})
		})
	}
}
