package git

import (
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/testkit"
)

// With few changes by others nobody can be counted, and each who committed one may be an integrator.
func TestObserve_fewChangesByOthers(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		landed    []sign // who committed a change of somebody else, once each
		own       int    // commits of one's own
		n, range_ string
	}{
		"none while work went on":  {nil, 3, "unknown", "n/a"},
		"no work at all":           {nil, 0, "0", "[0,0]"},
		"one":                      {[]sign{ann}, 3, "0", "[0,1]"},
		"two by one person":        {[]sign{ann, ann}, 3, "0", "[0,1]"},
		"two by two people":        {[]sign{ann, bo}, 3, "0", "[0,2]"},
		"three by one person":      {[]sign{ann, ann, ann}, 3, "1", "[1,1]"},
		"enough, and one by other": {[]sign{ann, ann, ann, bo}, 3, "1", "[1,1]"},
		"many, and none has three": {[]sign{ann, ann, bo, bo}, 3, "0", "[0,0]"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := testkit.NewRepo(t)
			r.Commit(testkit.Commit{At: at("2020-01-01"), Name: ann.name, Email: ann.mail})
			for i := range tc.own {
				r.Commit(testkit.Commit{At: at("2024-01-01").AddDate(0, 0, i), Name: ann.name, Email: ann.mail})
			}
			for i, by := range tc.landed {
				r.Commit(testkit.Commit{
					At: at("2024-02-01").AddDate(0, 0, i), Name: "Fay Zeta", Email: "fay@example.org",
					CommitterName: by.name, CommitterEmail: by.mail,
				})
			}
			_, in := observe(t, r, time.Time{})
			want(t, in, map[string]string{"integrators_12m": tc.n, "integrators_12m_range": tc.range_})
		})
	}
}
