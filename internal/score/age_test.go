package score_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
	"github.com/plumbline-scorecard/plumbline/internal/score"
)

var ageing = model.AgeRule{RankMonths: 24, BehindMonths: 12}

// read returns a candidate whose figures are of a day.
func read(slug string, day time.Time) score.Candidate {
	c := stated(slug, 10, 50, 50)
	c.ObservedAt, c.Score.At, c.Score.Status = day, day, health.Status{Word: health.StatusActive}
	return c
}

// out returns the slugs that are not ranked.
func out(cands []score.Candidate) (slugs []string) {
	for _, c := range cands {
		if !c.Score.Rankable {
			slugs = append(slugs, c.Project.Slug)
		}
	}
	return slugs
}

func TestAged_figuresOfVeryDifferentDaysAreNotRankedTogether(t *testing.T) {
	t.Parallel()
	now := at.AddDate(0, 3, 0)
	cands := []score.Candidate{
		read("a", at), read("b", at), read("c", at), read("edge", at.AddDate(0, -12, 0)), read("behind", at.AddDate(0, -12, -1)), {Project: health.Project{Slug: "never"}},
	}
	ended := read("ended", at.AddDate(0, -13, 0))
	ended.Score.Status = health.Status{Word: health.StatusArchived, Reason: "The repository is archived."}
	cands = append(cands, ended)
	got := score.Aged(ageing, cands, now)
	if want := []string{"behind", "never", "ended"}; !slices.Equal(out(got), want) {
		t.Errorf("not ranked are %q, want %q", out(got), want)
	}
	if !cands[4].Score.Rankable || len(cands[4].Score.Reasons) > 0 {
		t.Error("the argument changed")
	}
	sc := got[4].Score
	if len(sc.Reasons) != 1 || sc.Reasons[0].Code != "too_old" || sc.Status.Word != health.StatusUnknown || sc.Status.Since != at.AddDate(0, -12, -1).Format(time.DateOnly) {
		t.Errorf("reasons %v, status %+v", sc.Reasons, sc.Status)
	}
	if sc := got[6].Score; sc.Status.Word != health.StatusArchived || sc.Status.Since != "" {
		t.Errorf("what was declared is no longer told: %+v", sc.Status)
	}
	if again := score.Aged(model.AgeRule{}, cands, now); len(out(again)) != 1 {
		t.Errorf("without limits %q are not ranked", out(again))
	}
}

// A bundle that ages keeps its order, however old, and a few fresh figures do not end it.
func TestAged_anAgeingBundleKeepsItsOrder(t *testing.T) {
	t.Parallel()
	var cands []score.Candidate
	for i := range 9 {
		cands = append(cands, read(fmt.Sprint("p", i), at.AddDate(0, 0, -i)))
	}
	later := at.AddDate(5, 0, 0)
	if got := out(score.Aged(ageing, cands, later)); len(got) != 0 {
		t.Errorf("five years later %q are not ranked", got)
	}
	fresh := slices.Clone(cands)
	fresh[3] = read("p3", later)
	fresh[3].Live = true
	if got := out(score.Aged(ageing, fresh, later)); len(got) != 0 {
		t.Errorf("after one fresh collection %q are not ranked", got)
	}
	for i := range 6 {
		fresh[i] = read(fmt.Sprint("p", i), later)
	}
	if got := out(score.Aged(ageing, fresh, later)); !slices.Equal(got, []string{"p6", "p7", "p8"}) {
		t.Errorf("after most were collected %q are not ranked, want the others", got)
	}
}

func TestAged_liveFiguresEnd(t *testing.T) {
	t.Parallel()
	live := func(slug string) score.Candidate {
		c := read(slug, at)
		c.Live = true
		return c
	}
	ended := live("ended")
	ended.Score.Status = health.Status{Word: health.StatusEndOfLife}
	cands := []score.Candidate{live("live"), read("bundled", at), ended}
	if got := out(score.Aged(ageing, cands, at.AddDate(2, 0, 0))); len(got) != 0 {
		t.Errorf("two years later %q are not ranked", got)
	}
	if got := out(score.Aged(ageing, cands, at.AddDate(2, 0, 1))); !slices.Equal(got, []string{"live"}) {
		t.Errorf("a day more than two years later %q are not ranked, want the live one", got)
	}
}

// Old figures do not say what is so today, ranked or not.
func TestEvaluate_theStatusOfOldFiguresIsUnknown(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		p     health.Project
		now   time.Time
		word  health.StatusWord
		since string
	}{
		"today":         {now: at, word: health.StatusActive},
		"two years":     {now: at.AddDate(2, 0, 0), word: health.StatusActive},
		"a day more":    {now: at.AddDate(2, 0, 1), word: health.StatusUnknown, since: at.Format(time.DateOnly)},
		"declared dead": {p: health.Project{EndOfLife: &health.EndOfLife{}}, now: at.AddDate(3, 0, 0), word: health.StatusEndOfLife},
	} {
		sc := score.Evaluate(shipped(t), tc.p, example(), at, tc.now)
		if sc.Status.Word != tc.word || sc.Status.Since != tc.since {
			t.Errorf("%s: status %+v, want %s since %q", name, sc.Status, tc.word, tc.since)
		}
	}
}

func TestInRanking_takesWhatOnlyTheRankingKnows(t *testing.T) {
	t.Parallel()
	aged := score.Aged(ageing, []score.Candidate{read("x", at), read("y", at.AddDate(2, 0, 0)), read("z", at.AddDate(2, 0, 0))}, at.AddDate(2, 0, 0))
	rows := score.Rank(bare(shipped(t)), "l", aged, "seed")
	row := rows[slices.IndexFunc(rows, func(r ranking.Row) bool { return r.Slug == "x" })]
	sc := read("x", at).Score
	if got := score.InRanking(sc, &row); got.Rankable || len(got.Reasons) != 1 || got.Status.Since == "" {
		t.Errorf("beside its row: rankable %t, reasons %v, status %+v", got.Rankable, got.Reasons, got.Status)
	}
	sc.At = at.AddDate(0, 0, 1)
	if got := score.InRanking(sc, &row); !got.Rankable || got.Status.Since != "" {
		t.Error("newer figures are called too old")
	}
	if got := score.InRanking(sc, nil); !got.Rankable {
		t.Error("without a row it is not ranked")
	}
}
