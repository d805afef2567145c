package query

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/portfolio"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
	"github.com/plumbline-scorecard/plumbline/internal/remedy"
)

const (
	// MostFundables is how many projects of a list a funder can choose from: those of the highest
	// risk. More would need the whole list in memory.
	MostFundables = 5_000
	// MostCandidates is how many of them a budget is planned for.
	MostCandidates = 200
)

// Fundable is a project of a list with what a funder decides by. What a row has of it is as the run
// has it; the facts and the grants are those of today's curated data, each with its own date.
type Fundable struct {
	portfolio.Applicant
	Need remedy.Need
	// Risk, C and H are of the run; nil: unknown. Rank is 0 without a position.
	Risk, C, H *health.Interval
	Band       model.Band
	Rank       int
	State      health.RankState
}

// Funds are the projects of a list that a funder can choose from.
type Funds struct {
	// All are in the order of the ranking, at most MostFundables. Rest counts those after them.
	All  []Fundable
	Rest int
}

// ByNeed returns the projects with the greatest need first, by the middle of its range. Those of unknown
// need are last; equal ones stay in the order of the ranking.
func (f Funds) ByNeed() []Fundable {
	out := slices.Clone(f.All)
	slices.SortStableFunc(out, func(a, b Fundable) int { return compareNeed(a.Need, b.Need) })
	return out
}

func compareNeed(a, b remedy.Need) int {
	switch {
	case a.Known != b.Known && a.Known:
		return -1
	case a.Known != b.Known:
		return 1
	case !a.Known || a.Value == b.Value:
		return 0
	case a.Value > b.Value:
		return -1
	}
	return 1
}

// Ground returns what funders decide by.
func (r *Reader) Ground() portfolio.Ground { return r.c.Ground }

// errEnough ends the reading of rows.
var errEnough = errors.New("enough rows")

// Funds returns the projects of the view's list that a funder can choose from; none if nothing is
// published. Cost: the first call for a run reads the rows.
func (v *View) Funds(ctx context.Context) (Funds, error) {
	if !v.Published {
		return Funds{}, nil
	}
	return v.reader.funds.get(v.key(), func() (Funds, error) {
		var out Funds
		err := v.RankAll(ctx, ranking.Query{Sort: ranking.SortRisk, Run: v.Run.ID}, func(p ranking.Page) error {
			for _, r := range p.Rows {
				if len(out.All) == MostFundables {
					out.Rest = p.Total - MostFundables
					return errEnough
				}
				out.All = append(out.All, v.Fundable(r))
			}
			return nil
		})
		if err != nil && !errors.Is(err, errEnough) {
			return Funds{}, err
		}
		return out, nil
	})
}

// Fundable returns what a funder decides by for one row of the ranking.
func (v *View) Fundable(r ranking.Row) Fundable {
	g := v.reader.c.Ground
	facts := g.Facts[r.Slug]
	f := Fundable{
		Applicant: portfolio.Applicant{
			Slug: r.Slug, Name: r.Name, Open: g.IsFree(v.Model.Scorecard, r.Licence), Licence: r.Licence, Category: r.Category,
			Application: g.IsApplication(r.Category), Status: r.Status.Word, Channels: r.Funding, Host: r.Host,
			Facts: facts, Grants: g.Grants[r.Slug],
		},
		Risk: r.Risk, C: r.C, H: r.H, Band: r.RiskBand, Rank: r.Rank, State: r.State(),
	}
	if len(g.Catalogue.Measures) > 0 {
		f.Need = g.Catalogue.Need.NeedOf(remedy.Health{C: r.C, R: r.R, V: r.V}, facts, v.Now)
	}
	return f
}

// FundableOf returns what a funder decides by for one project; false if the run has no row of it.
func (v *View) FundableOf(ctx context.Context, slug string) (Fundable, bool, error) {
	if !v.Published {
		return Fundable{}, false, nil
	}
	rows, err := v.reader.c.Store.RowsOf(ctx, v.Run.ID, []string{slug})
	if errors.Is(err, health.ErrNotKept) {
		return Fundable{}, false, nil
	}
	if err != nil {
		return Fundable{}, false, fmt.Errorf("row of %s: %w", slug, err)
	}
	r, ok := rows[slug]
	return v.Fundable(r), ok, nil
}

// Unpaid returns the parts of the risk of a project that no measure of the catalogue makes smaller: ids
// of inputs and labels of gates. It is empty if the risk is unknown.
func (v *View) Unpaid(p Project) []string {
	b := v.ProspectOf(p).Beyond(p.Score)
	out := b.Gates
	for _, c := range b.Inputs {
		out = append(out, c.Input)
	}
	return out
}

// ProspectOf returns what each measure of the catalogue would do for a project.
func (v *View) ProspectOf(p Project) remedy.Prospect {
	return remedy.Of(v.reader.c.Ground.Catalogue, p.Model, p.Figures.Inputs, p.Score)
}
