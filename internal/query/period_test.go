package query

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/cause"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
)

// movedStore answers only which projects moved.
type movedStore struct {
	Store
	moves ranking.Moves
	err   error
}

func (s movedStore) Moved(context.Context, int64, int64, int) (ranking.Moves, error) {
	return s.moves, s.err
}

// fakePast has run 1, and counts what is compared.
type fakePast struct {
	Past
	projects int
}

func (p *fakePast) RunAt(_ context.Context, list string, _ time.Time) (health.Run, error) {
	return health.Run{ID: 1, List: list, Published: true}, nil
}

func (p *fakePast) ProjectSince(_ context.Context, x health.Project, _, _ health.Run, _ []cause.Notice) (cause.Difference, error) {
	p.projects++
	return cause.Difference{Project: x.Slug}, nil
}

// longList is the view of run 2 of a list of more projects than are compared at once.
func longList(s Store, p Past) *View {
	l := health.List{Slug: "critical"}
	for i := range mostCompared + 1 {
		l.Projects = append(l.Projects, health.Project{Slug: fmt.Sprintf("p%04d", i)})
	}
	r := New(Config{Lists: []health.List{l}, Store: s, Past: p, Now: time.Now})
	v := r.Present()
	v.List, v.Run, v.Published = &r.c.Lists[0], health.Run{ID: 2, List: "critical"}, true
	return v
}

// Projects that came to a long list take no place of those that changed, and are no change.
func TestPeriod_newProjectsOfALongList(t *testing.T) {
	t.Parallel()
	var moves ranking.Moves
	for i := range 150 {
		moves.Came = append(moves.Came, ranking.Move{Slug: fmt.Sprintf("p%04d", i)})
		moves.Changed = append(moves.Changed, ranking.Move{Slug: fmt.Sprintf("p%04d", 500+i)})
	}
	moves.Changed[0].Slug = "not listed now"
	moves.AllChanged, moves.Both = 170, mostCompared+1-150
	past := &fakePast{}
	p, err := longList(movedStore{moves: moves}, past).Period(t.Context())
	if err != nil || past.projects != mostExamined || p.Compared != 851 || p.Left != 170-mostExamined {
		t.Errorf("examined %d, compared %d, left %d, error %v", past.projects, p.Compared, p.Left, err)
	}
	if len(p.Instruments) != 1 || len(p.Instruments[0].Entered) != 150 {
		t.Errorf("came: %+v", p.Instruments)
	}
}

func TestPeriod_ofALongListWithoutARanking(t *testing.T) {
	t.Parallel()
	p, err := longList(movedStore{err: health.ErrNotKept}, &fakePast{}).Period(t.Context())
	if err != nil || p.Compared != 0 || p.Left != 0 || p.Assumed == "" {
		t.Errorf("compared %d, left %d, assumed %q, error %v", p.Compared, p.Left, p.Assumed, err)
	}
}
