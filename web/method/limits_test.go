package method_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/curated"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/quarters"
	"github.com/plumbline-scorecard/plumbline/internal/score"
	"github.com/plumbline-scorecard/plumbline/internal/stats"
	"github.com/plumbline-scorecard/plumbline/web/pagetest"
)

// What the page says of a past case must be what the reconstructed figures of that case give.
func TestLimits_theCaseIsAsReconstructed(t *testing.T) {
	t.Parallel()
	set, err := curated.Load()
	if err != nil {
		t.Fatal(err)
	}
	packed, _ := set.Past("critical")
	file, err := quarters.ReadFile(packed)
	if err != nil {
		t.Fatal(err)
	}
	entry, _ := file.Entry("xz")
	series, err := file.Series("xz")
	if err != nil {
		t.Fatal(err)
	}
	text := pagetest.Words(pagetest.Page(t, pagetest.Unranked(t), "/method/limits", 200).Find("main"))
	for day, shown := range map[string]string{"2021-12-31": "31 Dec 2021", "2024-03-31": "31 Mar 2024"} {
		i := slices.Index(series.At, day)
		f, err := series.Figures(entry, i)
		if err != nil || series.At[i] != day {
			t.Fatalf("%s: the nearest is %s, error %v", day, series.At[i], err)
		}
		h := score.Evaluate(set.Shipped(), health.Project{Slug: "xz"}, f.Inputs, f.At(), f.At()).H
		if want := fmt.Sprintf("%.0f (%s)", stats.Points(h.Value), shown); !h.Known || !strings.Contains(text, want) {
			t.Errorf("%s: health is %v; the page lacks %q: %s", day, h.Value, want, text)
		}
	}
}
