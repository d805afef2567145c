package curated

import "testing"

// What nobody looked at would be counted as unknown, and the list is complete.
func TestShipped_everyEntrySaysHowDebianPackagesIt(t *testing.T) {
	t.Parallel()
	set, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	measured := 0
	for _, l := range set.Lists {
		for _, p := range l.Projects {
			if p.Debian == nil {
				t.Errorf("%s: %s does not say how Debian packages it", l.Slug, p.Slug)
			} else if len(p.Debian.Sources) > 0 && p.Debian.NotApplicable == "" {
				measured++
			}
		}
	}
	if measured < 30 {
		t.Errorf("dependents in Debian apply to %d projects", measured)
	}
}

func TestOnceInDebian_aPatternStandsForItsNamesAlone(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		first, second string
		twice         bool
	}{
		{"gcc-N", "gcc-14", true},
		{"gcc-14", "gcc-N", true},
		{"libpngN.N", "libpng1.6", true},
		{"libpng1.N", "libpng2.6", false},
		{"gcc-N", "gcc-defaults", false},
		{"gcc-N", "gcc-N-cross", false},
		{"zlib", "zlib", true},
		{"node-rc", "rc", false},
	} {
		d := &document{name: "l"}
		n := node{doc: d, path: "x", line: 1}
		r := &listReader{first: map[thing]place{}}
		r.onceInDebian(n, tc.first)
		r.onceInDebian(n, tc.second)
		if got := len(d.problems) == 1; got != tc.twice {
			t.Errorf("%s, then %s: %v", tc.first, tc.second, d.problems)
		}
	}
}
