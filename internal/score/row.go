package score

import (
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
	"github.com/plumbline-scorecard/plumbline/internal/repository"
)

// row sets every column of a row that does not depend on other rows.
func row(m model.Model, list string, c Candidate) ranking.Row {
	p, sc := c.Project, c.Score
	r := ranking.Row{
		List: list, Slug: p.Slug, Name: p.Name, Language: p.Language, Category: p.Category,
		Ecosystem: p.Ecosystem(), Tags: p.Tags,
		Status: sc.Status, Evidence: sc.Evidence, PostureFrom: sc.PostureFrom, Rankable: sc.Rankable, Reasons: sc.Reasons, Partial: sc.Partial, RankState: stateOf(sc),
		CoverV: sc.V.Coverage, CoverR: sc.R.Coverage, CoverS: sc.S.Coverage, CoverC: sc.C.Coverage, Assumed: sc.S.Assumed,
		RiskUpper: sc.RiskUpper, Gate: holding(sc), MainReason: MainReason(sc, c.Inputs),
		ObservedAt: c.ObservedAt, Outcome: c.Last.Outcome, Problem: c.Last.Reason,
	}
	if repo, ok := p.PrimaryRepository(); ok {
		if id, err := repository.Parse(repo.URL); err == nil {
			r.Repository, r.Owner, r.Host = id.String(), id.Owner(), id.Host
		}
	}
	r.Copy = copyRead(p, c.Inputs)
	r.V, r.R, r.H, r.S, r.C = figure(sc.V), figure(sc.R), figure(sc.H), figure(sc.S), figure(sc.C)
	if HealthWorded(m, c.Inputs, sc) {
		r.HealthBand, r.HealthUnsure = sc.H.Band, sc.H.Unsure
	}
	if sc.RiskKnown {
		risk := sc.Risk
		r.Risk = &risk
		r.RiskBand, r.RiskUnsure = sc.RiskBand, sc.RiskUnsure
	}
	r.Archived = sc.Status.Word == health.StatusArchived
	r.Licence = c.Inputs.Field(field.Licence).Text
	r.Checks = Checks(c.Inputs)
	r.Regulars = whole(c.Inputs, field.Regulars12m)
	r.AbsenceFactor = whole(c.Inputs, field.ContributorAbsenceFactor)
	r.HumanCommits = whole(c.Inputs, field.HumanCommits12m)
	if months := c.Inputs.Field(field.HumanCommitsByMonth).Ints(); len(months) > 0 {
		r.Months = months[max(0, len(months)-12):]
	}
	r.LastHuman = c.Inputs.Field(field.LastHumanCommit).Text
	r.LastRelease = c.Inputs.Field(field.LastRelease).Text
	r.HostKnown = c.Inputs.Field(field.RepositoryName).Known()
	r.Funding = c.Inputs.Field(field.FundingChannels).Strings()
	return r
}

// Checks returns the results of the Scorecard checks as rows have them.
func Checks(ins health.Inputs) ranking.Checks {
	return ranking.NewChecks(func(id field.ID) (int, ranking.CheckState) { return checkOf(ins.Field(id)) })
}

// checkOf returns the points of a check, rounded down, and whether it has any.
func checkOf(in health.Input) (int, ranking.CheckState) {
	switch in.State {
	case health.Observed:
		return int(in.Value), ""
	case health.NotApplicable:
		return 0, ranking.CheckNone
	default:
		return 0, ranking.CheckUnknown
	}
}

// stateOf returns how a project with the score takes part in a ranking.
func stateOf(sc health.Score) health.RankState {
	switch {
	case sc.Rankable && len(sc.Partial) > 0:
		return health.RankPartial
	case sc.Rankable:
		return health.RankRanked
	case len(sc.Reasons) == 1 && sc.Reasons[0].Code == CannotTell:
		return health.RankCannotTell
	}
	return health.RankNone
}

// copyRead returns "host/path" of the copy that the git figures were read from; empty: none.
func copyRead(p health.Project, ins health.Inputs) string {
	c, ok := p.CopyAt(ins.Field(field.HumanCommits12m).SourceURL)
	if !ok {
		return ""
	}
	id, err := repository.Parse(c.URL)
	if err != nil {
		return ""
	}
	return id.String()
}

// holding returns the id of the gate that raises weakness, or "".
func holding(sc health.Score) string {
	for _, g := range sc.Gates {
		if g.Points > 0 {
			return g.ID
		}
	}
	return ""
}

func figure(x health.AxisScore) *health.Interval {
	if !x.Known || x.Thin {
		return nil
	}
	i := x.Interval
	return &i
}

// whole returns an observed count, or −1.
func whole(ins health.Inputs, id field.ID) int {
	if in := ins.Field(id); in.Known() {
		return int(in.Value)
	}
	return -1
}
