package query

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/cause"
	"github.com/plumbline-scorecard/plumbline/internal/change"
	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
)

// Causes returns what differs of a listed project between two views of its list, each difference with
// its cause: the risk first, then the inputs that a score may depend on. assumed is what the
// comparison had to assume; empty: nothing. It returns ErrNotFound if the project is on no list or
// was not part of one of the runs. Cost: two readings of its figures; at the first call for two runs
// of a list of at most 1,000 projects also one comparison of the list, for its notices.
func (v *View) Causes(ctx context.Context, from *View, slug string) (out []Cause, assumed string, err error) {
	e, listed := v.reader.index.bySlug[slug]
	if !listed || v.reader.c.Past == nil {
		return nil, "", unknown(slug)
	}
	notices, err := v.noticesSince(ctx, from)
	if err != nil {
		return nil, "", err
	}
	d, err := v.reader.c.Past.ProjectSince(ctx, e.Project, from.Run, v.Run, notices)
	if err != nil {
		return nil, "", fmt.Errorf("compare %s between runs %d and %d: %w", slug, from.Run.ID, v.Run.ID, err)
	}
	return causesOf(d), d.Assumed, nil
}

// causesOf says in words how the risk changed, and which inputs.
func causesOf(d cause.Difference) []Cause {
	risk := Cause{Says: "risk:" + explain.RisksSays(d), Claim: explain.RiskText(d) + ".", Why: explain.Sentence(explain.SharesText(change.Printed(d)))}
	return append([]Cause{risk}, inputCauses(d)...)
}

// inputCauses says in words which inputs that a score may depend on changed.
func inputCauses(d cause.Difference) []Cause {
	var out []Cause
	for _, c := range d.Changes {
		if c.Counts {
			out = append(out, Cause{
				Says:  string(c.Cause) + ":" + string(c.Field),
				Claim: explain.Sentence(explain.CauseName(c.Cause)) + ":", Why: strings.TrimSuffix(c.Why, "."), What: explain.ChangeText(c),
			})
		}
	}
	return out
}

// noticesSince returns what instruments moved between two views; none of a list that is too long to
// be compared for a page.
func (v *View) noticesSince(ctx context.Context, from *View) ([]cause.Notice, error) {
	if !v.NoticesKnown() {
		return nil, nil
	}
	all, err := v.since(ctx, from.Run, v.Run)
	return all.Notices, err
}

// NoticesKnown reports whether the list is short enough to look for what instruments moved.
func (v *View) NoticesKnown() bool { return v.List != nil && len(v.List.Projects) <= mostCompared }

// Move is a project in the rankings of two runs of its list, as Between of the store gives it; a row
// without a slug was not in it.
type Move struct{ From, To ranking.Row }

// newest returns the row in the later ranking, or else that in the earlier one.
func (m Move) newest() ranking.Row {
	if m.To.Slug != "" {
		return m.To
	}
	return m.From
}

// Slug returns that of the project.
func (m Move) Slug() string { return m.newest().Slug }

// Name returns the newest name of the project.
func (m Move) Name() string { return m.newest().Name }

// Places is how many places nearer to the first it is, 0 unless it has a place in both.
func (m Move) Places() int {
	if m.From.Rank == 0 || m.To.Rank == 0 {
		return 0
	}
	return m.From.Rank - m.To.Rank
}

// Both reports whether it was in both rankings.
func (m Move) Both() bool { return m.From.Slug != "" && m.To.Slug != "" }

// OtherState reports whether how it takes part in the ranking, or its maintenance status, differs.
func (m Move) OtherState() bool {
	return m.Both() && (m.From.State() != m.To.State() || m.From.Status.Word != m.To.Status.Word)
}

// Moves are the projects that moved between two runs; each is in the first that applies: Came and Went
// are in one ranking only, Far moved by more than model.FarPlaces, State takes part in another way or has
// another status. The farthest are first, all others by name.
type Moves struct {
	Came, Went, Far, State []Move
	// All counts the projects of the two rankings.
	All int
}

// Moves returns who moved between an earlier view of the list and this one. Cost: at the first call for
// two runs one read of what it says of each project in both; the answers of the last are kept.
func (v *View) Moves(ctx context.Context, from *View) (Moves, error) {
	return v.reader.moved.get(runPair{from.Run.ID, v.Run.ID}, func() (Moves, error) {
		var out Moves
		err := v.reader.c.Store.Between(ctx, from.Run.ID, v.Run.ID, func(was, is ranking.Row) { out.add(Move{From: was, To: is}) })
		if err != nil {
			return out, fmt.Errorf("rankings of runs %d and %d: %w", from.Run.ID, v.Run.ID, err)
		}
		slices.SortFunc(out.Far, farther)
		for _, moves := range [][]Move{out.Came, out.Went, out.State} {
			slices.SortFunc(moves, byName)
		}
		return out, nil
	})
}

// farther orders moves by the places, then by the later rank and the name.
func farther(a, b Move) int {
	if d := cmp.Or(cmp.Compare(max(b.Places(), -b.Places()), max(a.Places(), -a.Places())), cmp.Compare(a.To.Rank, b.To.Rank)); d != 0 {
		return d
	}
	return byName(a, b)
}

// byName orders moves as rows of a ranking are by name.
func byName(a, b Move) int {
	return cmp.Or(strings.Compare(a.newest().NameKey(), b.newest().NameKey()), strings.Compare(a.Slug(), b.Slug()))
}

func (m *Moves) add(x Move) {
	m.All++
	switch {
	case x.From.Slug == "":
		m.Came = append(m.Came, x)
	case x.To.Slug == "":
		m.Went = append(m.Went, x)
	case max(x.Places(), -x.Places()) > model.FarPlaces:
		m.Far = append(m.Far, x)
	case x.OtherState():
		m.State = append(m.State, x)
	}
}

// FirstRun returns the first published run of the view's list; false when there is none that is kept.
func (v *View) FirstRun(ctx context.Context) (health.Run, bool, error) {
	if v.reader.c.Past == nil || v.List == nil {
		return health.Run{}, false, nil
	}
	run, err := v.reader.c.Past.FirstRun(ctx, v.List.Slug)
	if errors.Is(err, health.ErrNotFound) {
		return run, false, nil
	}
	return run, err == nil, err
}
