package query

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/cause"
	"github.com/plumbline-scorecard/plumbline/internal/figures"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
)

// readStore counts the readings of all rows of a list. Its newest run is number 10.
type readStore struct {
	movedStore
	reads *int
}

func (s readStore) At(health.Run) figures.Reader { return nil }

func (s readStore) LastRun(_ context.Context, list string) (health.Run, error) {
	return health.Run{ID: 10, List: list, Published: true}, nil
}

func (s readStore) RowsOf(context.Context, int64, []string) (map[string]ranking.Row, error) {
	return nil, nil
}

func (s readStore) RankAll(context.Context, ranking.Query, func(ranking.Page) error) error {
	*s.reads++
	return nil
}

// weekly has a run at the end of each week, run N of week N, and counts the comparisons.
type weekly struct {
	Past
	compared *int
}

func runOf(list string, week int64) health.Run {
	return health.Run{ID: week + 100*int64(len(list)), List: list, Published: true, Finished: time.Date(2026, 1, 4+7*int(week), 12, 0, 0, 0, time.UTC)}
}

func (p weekly) RunByID(_ context.Context, id int64) (health.Run, error) {
	return health.Run{ID: id, List: "critical", Published: true}, nil
}

func (p weekly) ModelOf(context.Context, health.Run) (model.Model, string, error) {
	return model.Model{}, "", nil
}

func (p weekly) RunAt(_ context.Context, list string, at time.Time) (health.Run, error) {
	return runOf(list, int64(at.Sub(runOf(list, 0).Finished).Hours()/24/7)), nil
}

func (p weekly) Since(_ context.Context, _ health.List, from, to health.Run) (cause.Comparison, error) {
	*p.compared++
	return cause.Comparison{From: from, To: to}, nil
}

// Views of the past do not displace the points of the present, as long as their summaries are kept.
func TestPoints_ofThePastDisplaceNoPresent(t *testing.T) {
	t.Parallel()
	var reads, compared int
	r := New(Config{Lists: []health.List{{Slug: "critical"}}, Store: readStore{reads: &reads}, Past: weekly{compared: &compared}, Now: time.Now})
	for range 2 {
		for _, asOf := range []string{"", "run-1", "run-2", "run-3", "run-4"} {
			v, err := r.View(t.Context(), "", asOf)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := v.Points(t.Context(), ranking.Query{}); err != nil {
				t.Fatal(err)
			}
		}
	}
	if reads != 1+mostDays {
		t.Errorf("rows were read %d times, want %d", reads, 1+mostDays)
	}
}

// What narrows a query is seen in the query: its points are not those of all rows.
func TestPoints_ofAQueryAreNotThoseOfAll(t *testing.T) {
	t.Parallel()
	var reads int
	r := New(Config{Lists: []health.List{{Slug: "critical"}}, Store: readStore{reads: &reads}, Now: time.Now})
	v, err := r.View(t.Context(), "", "")
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range []ranking.Query{{}, {Text: "curl"}, {}, {Sort: ranking.SortName, Limit: 10, Reverse: true}, {Language: []string{"C"}}, {List: "critical"}} {
		if _, err := v.Points(t.Context(), q); err != nil {
			t.Fatal(err)
		}
	}
	if reads != 3 {
		t.Errorf("rows were read %d times, want 3: once for all, twice for narrower queries", reads)
	}
}

// The feeds of all lists go back some weeks each; who reads them again has nothing compared again.
func TestPeriod_keepsTheWeeksOfAFeed(t *testing.T) {
	t.Parallel()
	var reads, compared int
	var lists []health.List
	for i := range 5 {
		lists = append(lists, health.List{Slug: fmt.Sprintf("%0*d", i+1, 0)})
	}
	r := New(Config{Lists: lists, Store: readStore{reads: &reads}, Past: weekly{compared: &compared}, Now: time.Now})
	for range 2 {
		for _, l := range lists {
			v := r.Present()
			v.List, v.Run, v.Published = r.List(l.Slug), runOf(l.Slug, 20), true
			p, err := v.Period(t.Context())
			for n := 1; n < FeedWeeks && err == nil; n++ {
				p, err = v.Earlier(t.Context(), p)
			}
			if err != nil || p.From.ID != runOf(l.Slug, 20-FeedWeeks).ID {
				t.Fatalf("period %+v, error %v", p, err)
			}
		}
	}
	if want := len(lists) * FeedWeeks; compared != want {
		t.Errorf("compared %d times, want %d", compared, want)
	}
}
