package collect_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/check"
	"github.com/plumbline-scorecard/plumbline/internal/collect"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
	"github.com/plumbline-scorecard/plumbline/internal/source"
	"github.com/plumbline-scorecard/plumbline/internal/store"
)

// publisher is a source of published results.
type publisher struct {
	snap health.Snapshot
	err  error
}

func (*publisher) Name() string { return field.SourcePublished }

func (p *publisher) Observe(_ context.Context, pr health.Project, _ time.Time) (health.Snapshot, error) {
	sn := p.snap
	sn.Project, sn.Source = pr.Slug, field.SourcePublished
	return sn, p.err
}

// packages is a registry, which outlives the repository.
type packages struct{}

func (packages) Name() string { return field.SourceRegistry }

func (packages) Observe(_ context.Context, p health.Project, _ time.Time) (health.Snapshot, error) {
	return health.Snapshot{Project: p.Slug, Source: field.SourceRegistry, ObservedAt: now, Inputs: []health.Input{health.Obs("publishers", 2)}}, nil
}

// full is a result with a score for every check of the catalogue.
func full(at time.Time, score int) health.Snapshot {
	sn := health.Snapshot{Source: field.SourcePublished, Version: "scorecard v5.3.0, published by X", ObservedAt: at, Inputs: []health.Input{health.Obs("published_score", float64(score))}}
	for _, f := range field.Catalogue {
		if f.Source == field.SourceScorecard {
			sn.Checks = append(sn.Checks, check.Check{Name: string(f.ID), State: check.Scored, Score: score})
		}
	}
	return sn
}

func total(t *testing.T, st *store.Store, slug string) float64 {
	t.Helper()
	f, err := st.Project(t.Context(), slug)
	if err != nil {
		t.Fatal(err)
	}
	return f.Inputs.Field("published_score").Value
}

func TestCollect_publishedResultsReachTheRankingAndSaySo(t *testing.T) {
	t.Parallel()
	l := list("a")
	c, st := fixture(t, l, func(_ context.Context, slug string) (health.Snapshot, error) { return active(slug, 7), nil })
	c.Sources = append(c.Sources, &publisher{snap: full(now.AddDate(0, 0, -3), 6)})
	if _, err := c.Collect(t.Context(), l, collect.Options{Origin: health.OriginLive}); err != nil {
		t.Fatal(err)
	}
	page, err := st.Rank(t.Context(), ranking.Query{List: l.Slug})
	if err != nil || len(page.Rows) != 1 {
		t.Fatalf("%d rows, %v", len(page.Rows), err)
	}
	if r := page.Rows[0]; r.PostureFrom != field.SourcePublished || r.Evidence != health.EvidenceFull || r.S == nil || r.S.Value != 60 || r.CoverS != 1 {
		t.Errorf("posture %+v of %.2f from %q, evidence %s", r.S, r.CoverS, r.PostureFrom, r.Evidence)
	}
}

func TestCollect_whatIsPublishedIsNoAnswerOfTheRepository(t *testing.T) {
	t.Parallel()
	l := list("a")
	c, st := fixture(t, l, func(context.Context, string) (health.Snapshot, error) {
		return health.Snapshot{}, fmt.Errorf("clone: %w", source.ErrUnavailable)
	})
	c.Sources = append(c.Sources, &publisher{snap: full(now, 6)}, packages{})
	if _, err := c.Collect(t.Context(), l, collect.Options{Origin: health.OriginLive}); err != nil {
		t.Fatal(err)
	}
	if f, err := st.Project(t.Context(), "a"); err != nil || f.Last.Outcome != health.OutcomeFailed || total(t, st, "a") != 6 || f.Inputs.Field("publishers").Value != 2 {
		t.Errorf("%+v, %v", f.Last, err)
	}
}

func TestCollect_thePublishersFaultIsNotTheRepositorys(t *testing.T) {
	t.Parallel()
	l := list("a")
	c, st := fixture(t, l, func(_ context.Context, slug string) (health.Snapshot, error) { return active(slug, 7), nil })
	p := &publisher{snap: full(now, 6)}
	c.Sources = append(c.Sources, p)
	for _, p.err = range []error{nil, fmt.Errorf("%w: %w", source.ErrPublisher, context.DeadlineExceeded)} {
		if _, err := c.Collect(t.Context(), l, collect.Options{Origin: health.OriginLive}); err != nil {
			t.Fatal(err)
		}
	}
	f, err := st.Project(t.Context(), "a")
	if err != nil || f.Last.Outcome != health.OutcomeObserved || f.Last.Reason != collect.Explain(source.ErrPublisher) || total(t, st, "a") != 6 {
		t.Errorf("%+v, %v", f.Last, err)
	}
}

func TestCollect_aPublisherThatIsBehindTakesNothingAway(t *testing.T) {
	t.Parallel()
	l := list("a")
	c, st := fixture(t, l, func(_ context.Context, slug string) (health.Snapshot, error) { return active(slug, 7), nil })
	p := &publisher{}
	c.Sources = append(c.Sources, p)
	for i, tc := range []struct {
		say  health.Snapshot
		want float64
	}{
		{health.Snapshot{ObservedAt: now, Inputs: []health.Input{health.Missing("published_score", "not in the published set", nil)}}, 0},
		{full(now.AddDate(0, 0, -2), 6), 6},
		{full(now.AddDate(0, 0, -9), 3), 6},   // older
		{health.Snapshot{ObservedAt: now}, 6}, // none any more
		{full(now.AddDate(0, 0, -2), 7), 7},   // of the same day
		{full(now.AddDate(0, 0, -1), 5), 5},
	} {
		p.snap = tc.say
		run, err := c.Begin(t.Context(), l, health.OriginLive, []string{"a"})
		if err == nil {
			err = c.Answer(t.Context(), l, run.ID, "a", now)
		}
		if err == nil {
			err = c.Publish(t.Context(), l, run.ID)
		}
		if err != nil {
			t.Fatal(err)
		}
		if got := total(t, st, "a"); got != tc.want {
			t.Errorf("turn %d: total %v, want %v", i, got, tc.want)
		}
	}
}

func TestImportFile_addsToWhatIsStoredAndAnswersNobody(t *testing.T) {
	t.Parallel()
	l := list("a", "b")
	c, st := fixture(t, l, func(_ context.Context, slug string) (health.Snapshot, error) { return active(slug, 7), nil })
	if _, err := c.Collect(t.Context(), l, collect.Options{Origin: health.OriginLive}); err != nil {
		t.Fatal(err)
	}
	before, err := st.Project(t.Context(), "a")
	if err != nil {
		t.Fatal(err)
	}
	run, err := c.ImportFile(t.Context(), l, now.Add(time.Hour), map[string][]health.Snapshot{"a": {full(now, 6)}})
	if err != nil {
		t.Fatal(err)
	}
	last, err := st.LastRun(t.Context(), l.Slug)
	if err != nil || last.ID != run.ID || last.Origin != health.OriginFile || last.Total != 0 || !last.Published {
		t.Errorf("run %+v, %v", last, err)
	}
	after, err := st.Project(t.Context(), "a")
	if err != nil || after.Last != before.Last || total(t, st, "a") != 6 || after.Inputs.Field("active_months_12m") != before.Inputs.Field("active_months_12m") {
		t.Errorf("%+v, %v", after.Last, err)
	}
	page, err := st.Rank(t.Context(), ranking.Query{List: l.Slug})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range page.Rows {
		got = append(got, r.Slug+" "+r.PostureFrom)
	}
	if text := strings.Join(got, ","); !strings.Contains(text, "a published") || strings.Contains(text, "b published") {
		t.Errorf("rows %s", text)
	}
}
