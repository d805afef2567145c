package git

import (
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// Copies often have the tags of the day they were made, and the commits of today.
func TestReleaseInputs_tagsThatEndedLongBeforeTheCommits(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		tags             []string // their days
		waiting          int
		lastHuman, state string
	}{
		"a copy":                 {[]string{"2010-03-01", "2011-03-01", "2012-03-01", "2013-03-01"}, 20000, "2024-05-01", "unknown"},
		"few commits since":      {[]string{"2010-03-01", "2011-03-01", "2012-03-01", "2013-03-01"}, 900, "2024-05-01", "v4.0"},
		"not so long ago":        {[]string{"2017-03-01", "2018-03-01", "2019-08-01", "2020-03-01"}, 20000, "2024-05-01", "v4.0"},
		"ended with its work":    {[]string{"2010-03-01", "2011-03-01", "2012-03-01", "2013-03-01"}, 20000, "2015-05-01", "v4.0"},
		"releases were rare":     {[]string{"2001-03-01", "2005-03-01", "2009-03-01", "2013-03-01"}, 20000, "2024-05-01", "v4.0"},
		"all in one year":        {[]string{"2013-01-01", "2013-01-09", "2013-02-01", "2013-03-01"}, 20000, "2024-05-01", "v4.0"},
		"three years of five":    {[]string{"2009-03-02", "2011-03-02", "2013-01-01", "2013-03-01"}, 20000, "2024-05-01", "unknown"},
		"a tag that came lately": {[]string{"2010-03-01", "2011-03-01", "2012-03-01", "2024-03-01"}, 20000, "2024-05-01", "v4.0"},
	} {
		f := &figures{hist: newHistory(at("2024-06-01"), rules{}), rel: &releases{}, tree: &treeFacts{}}
		f.waiting.commits, f.hist.lastHuman = tc.waiting, at(tc.lastHuman).Unix()
		for i, d := range tc.tags {
			f.rel.tags = append(f.rel.tags, tag{name: "v" + string(rune('1'+i)) + ".0", at: at(d).Unix()})
			f.rel.days = append(f.rel.days, at(d).Unix()/day)
		}
		in := health.Inputs{}
		in.Put(f.releaseInputs(false)...)
		want(t, in, map[string]string{"last_release_tag": tc.state, "release_tags_total": "4"})
		if known := in.Field("months_since_release").Known(); known != (tc.state != "unknown") {
			t.Errorf("%s: the months since the release are known: %t", name, known)
		}
	}
}
