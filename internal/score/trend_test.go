package score_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/score"
	"github.com/plumbline-scorecard/plumbline/internal/testkit"
)

// byMonth spreads the commits of three years over their months.
func byMonth(years ...int) health.Input {
	var months []int
	for _, n := range years {
		for i := range 12 {
			months = append(months, n/12)
			if i < n%12 {
				months[len(months)-1]++
			}
		}
	}
	text, _ := json.Marshal(months)
	return health.ObsText(field.HumanCommitsByMonth, string(text))
}

func TestFinding_tellsAFallWithItsFigures(t *testing.T) {
	t.Parallel()
	p := health.Project{Name: "Log"}
	for name, tc := range map[string]struct {
		years    []int
		regulars float64
		says     []string
		first    bool // before the people
		not      string
	}{
		"a long fall leads":           {years: []int{1191, 418, 96}, regulars: 8, says: []string{"1,191 to 418 to 96"}, first: true, not: "11 of 12"},
		"a fall after a rise":         {years: []int{200, 400, 96}, regulars: 8, says: []string{"400 to 96"}, first: true, not: "200 to"},
		"down, then up a little":      {years: []int{1000, 50, 96}, regulars: 8, says: []string{"1,000 to 96"}, first: true, not: "50"},
		"one person is larger news":   {years: []int{1191, 418, 96}, regulars: 1, says: []string{"1,191 to 418 to 96"}, not: "11 of 12"},
		"just half is no fall":        {years: []int{192, 150, 96}, regulars: 8, says: []string{"11 of 12"}, not: "fell"},
		"few commits are no trend":    {years: []int{23, 20, 4}, regulars: 2, says: []string{"11 of 12"}, not: "fell"},
		"a steady one is as before":   {years: []int{100, 100, 100}, regulars: 8, says: []string{"11 of 12"}, not: "fell"},
		"less than three years known": {years: []int{418, 96}, regulars: 8, says: []string{"11 of 12"}, not: "fell"},
		"a rise is told":              {years: []int{30, 60, 90}, regulars: 3, says: []string{"rose from 30 to 60 to 90"}, not: "11 of 12"},
	} {
		ins := example()
		ins.Put(byMonth(tc.years...), health.Obs(field.HumanCommits12m, float64(tc.years[len(tc.years)-1])),
			health.Obs(field.Regulars12m, tc.regulars), health.Obs("active_months_12m", 11), health.ObsText(field.FirstCommit, "2001-01-01"))
		sc := score.Evaluate(shipped(t), p, ins, at, at)
		text := score.Finding(p, ins, sc)
		if testkit.Unsaid(text, tc.says...) != nil || strings.Contains(text, tc.not) {
			t.Errorf("%s: %q, want %q and not %q", name, text, tc.says, tc.not)
		}
		if strings.HasPrefix(text, "Human commits fell") != tc.first {
			t.Errorf("%s: %q; is the fall first? want %t", name, text, tc.first)
		}
	}
}

// A rise from before the history began is no rise.
func TestFinding_aYoungHistoryHasNoRise(t *testing.T) {
	t.Parallel()
	ins := example()
	ins.Put(byMonth(0, 60, 90), health.Obs(field.HumanCommits12m, 90), health.ObsText(field.FirstCommit, at.AddDate(-2, 0, 0).Format("2006-01-02")))
	p := health.Project{Name: "New"}
	if text := score.Finding(p, ins, score.Evaluate(shipped(t), p, ins, at, at)); strings.Contains(text, "rose") {
		t.Errorf("got %q", text)
	}
}
