package report

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/cause"
	"github.com/plumbline-scorecard/plumbline/internal/exchange"
)

// Diff is what two reports on the same list say differently.
type Diff struct {
	// The reports were made with another model, revision of the list, or rule of the set.
	OtherModel    bool `json:"other_model"`
	OtherRevision bool `json:"other_list_revision"`
	OtherSet      bool `json:"other_set"`
	// Came are projects of the later report alone, Went those of the earlier alone, by slug.
	Came []Side `json:"came"`
	Went []Side `json:"went"`
	// Moved are in both with another risk, rank, band or status, the farthest in risk first.
	Moved []Move `json:"moved"`
	// Same counts the projects of both that say the same.
	Same int `json:"same"`
}

// Ref names a report.
type Ref struct {
	ID     string `json:"id"`
	Title  string `json:"title"`
	SHA256 string `json:"sha256"`
}

// Side is what a report says of a project. Rank and Risk are null if unknown.
type Side struct {
	Slug       string   `json:"slug"`
	Name       string   `json:"name"`
	Rank       *int     `json:"rank"`
	Risk       *float64 `json:"risk"`
	RiskBand   string   `json:"risk_band,omitempty"`
	Status     string   `json:"status"`
	EvidenceID string   `json:"evidence_id"`
}

// Move is a project in two reports.
type Move struct {
	Before Side `json:"before"`
	After  Side `json:"after"`
}

// Points is what the risk rose by, as it is printed; 0 if it is unknown on one side.
func (m Move) Points() float64 {
	if m.Before.Risk == nil || m.After.Risk == nil {
		return 0
	}
	return tenth(*m.After.Risk) - tenth(*m.Before.Risk)
}

// tenth is a figure as it is printed.
func tenth(x float64) float64 { return math.Round(x*10) / 10 }

// Compare returns what the later of two reports says differently. Cost: linear.
func Compare(from, to Report) Diff {
	d := Diff{
		OtherModel: from.Run.Model != to.Run.Model, OtherRevision: from.List.Revision != to.List.Revision, OtherSet: !from.Set.same(to.Set),
		Came: []Side{}, Went: []Side{}, Moved: []Move{},
	}
	before := map[string]Side{}
	for _, p := range from.Projects {
		before[p.Slug] = sideOf(p)
	}
	for _, p := range to.Projects {
		is := sideOf(p)
		was, both := before[p.Slug]
		delete(before, p.Slug)
		switch {
		case !both:
			d.Came = append(d.Came, is)
		case was.differs(is):
			d.Moved = append(d.Moved, Move{was, is})
		default:
			d.Same++
		}
	}
	for _, was := range before {
		d.Went = append(d.Went, was)
	}
	bySlug := func(a, b Side) int { return strings.Compare(a.Slug, b.Slug) }
	slices.SortFunc(d.Came, bySlug)
	slices.SortFunc(d.Went, bySlug)
	slices.SortFunc(d.Moved, func(a, b Move) int {
		return cmp.Or(cmp.Compare(math.Abs(b.Points()), math.Abs(a.Points())), bySlug(a.After, b.After))
	})
	return d
}

func sideOf(p Row) Side {
	return Side{Slug: p.Slug, Name: p.Name, Rank: p.Rank, Risk: p.Risk, RiskBand: p.RiskBand, Status: string(p.Status.Word), EvidenceID: p.EvidenceID}
}

// differs reports whether anything that is printed differs.
func (s Side) differs(o Side) bool {
	number := func(a, b *float64) bool { return (a == nil) != (b == nil) || a != nil && tenth(*a) != tenth(*b) }
	place := func(a, b *int) bool { return (a == nil) != (b == nil) || a != nil && *a != *b }
	return number(s.Risk, o.Risk) || place(s.Rank, o.Rank) || s.RiskBand != o.RiskBand || s.Status != o.Status
}

// SinceOf returns what moved the risk of the projects of a set between the runs of two reports, and the
// document of it; causes are in the given order.
func SinceOf(from Ref, c cause.Comparison, has func(slug string) bool, order []cause.Cause) (Since, exchange.ChangesJSON) {
	c.Differences = slices.DeleteFunc(slices.Clone(c.Differences), func(d cause.Difference) bool { return !has(d.Project) })
	since := Since{Report: from.ID, SHA256: from.SHA256, Run: exchange.RefOf(c.From), Causes: []CauseSum{}}
	sums := map[cause.Cause]*CauseSum{}
	for _, d := range c.Differences {
		for _, s := range d.Shares {
			points := tenth(s.Points)
			if points == 0 {
				continue
			}
			sum := sums[s.Cause]
			if sum == nil {
				sum = &CauseSum{Cause: s.Cause}
				sums[s.Cause] = sum
			}
			sum.Projects++
			sum.Up += max(points, 0)
			sum.Down += min(points, 0)
		}
	}
	for _, x := range order {
		if sum := sums[x]; sum != nil {
			sum.Up, sum.Down = tenth(sum.Up), tenth(sum.Down)
			since.Causes = append(since.Causes, *sum)
		}
	}
	return since, exchange.ChangesDocument(c.To.List, c)
}

// Follows reports whether a report continues an earlier one: the same rule on the same list, and a
// later run.
func (r Report) Follows(earlier Report) bool {
	return r.List.Slug == earlier.List.Slug && r.Set.same(earlier.Set) && earlier.Run.ID < r.Run.ID
}
