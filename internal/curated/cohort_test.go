package curated_test

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/plumbline-scorecard/plumbline/internal/cohort"
	"github.com/plumbline-scorecard/plumbline/internal/curated"
)

// written returns the file of a cohort.
func written(t interface{ Fatal(...any) }, c cohort.Cohort) []byte {
	var b bytes.Buffer
	if err := curated.WriteCohort(&b, c); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// What is written is read back, whatever the names are.
func TestCohort_readsBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		name := rapid.StringMatching(`[A-Za-zé'"#:\\]{1,12}`)
		c := cohort.Cohort{Slug: "q3", Title: name.Draw(rt, "title"), List: "critical", Revision: "0123456789ab", Made: "2026-09-30"}
		if rapid.Bool().Draw(rt, "before") {
			c.AddedBefore = "2026-09-01"
		}
		for i := range rapid.IntRange(1, 5).Draw(rt, "n") {
			m := cohort.Member{Slug: fmt.Sprintf("p%d", i), Name: name.Draw(rt, "name")}
			if rapid.Bool().Draw(rt, "has repository") {
				m.Repository, m.Added = fmt.Sprintf("https://github.com/a/p%d", i), "2026-08-01"
			}
			c.Members = append(c.Members, m)
		}
		got, err := curated.ReadCohort("q3.yaml", written(rt, c))
		if diff := cmp.Diff(c, got); err != nil || diff != "" {
			rt.Fatalf("%v (-want +got)\n%s", err, diff)
		}
	})
}

func TestReadCohort_namesFileLineAndField(t *testing.T) {
	t.Parallel()
	good := string(written(t, cohort.Cohort{
		Slug: "q3", Title: "Third quarter", List: "critical", Revision: "0123456789ab", Made: "2026-09-30",
		Members: []cohort.Member{{Slug: "a", Name: "A", Repository: "https://github.com/a/a"}, {Slug: "b", Name: "B"}},
	}))
	for name, c := range map[string]struct{ old, text, want string }{
		"another slug":  {"slug: q3", "slug: Q3", "q3.yaml:4"},
		"no title":      {"  title: \"Third quarter\"\n", "", "title"},
		"twice":         {"slug: b", "slug: a", "appears twice"},
		"not sorted":    {"slug: a", "slug: c", "sorted"},
		"unknown field": {"name: \"B\"", "nam: \"B\"", "nam"},
		"no day":        {"2026-09-30", "yesterday", "made"},
		"bad address":   {"https://github.com/a/a", "ftp://a", "repository"},
		"no projects":   {"projects:", "others:", "others"},
	} {
		text := strings.Replace(good, c.old, c.text, 1)
		if text == good {
			t.Fatalf("%s changes nothing", name)
		}
		_, err := curated.ReadCohort("q3.yaml", []byte(text))
		var problems curated.Problems
		if !errors.As(err, &problems) || !strings.Contains(err.Error(), c.want) || !strings.HasPrefix(err.Error(), "q3.yaml:") {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
}
