package method

import (
	"fmt"
	"slices"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
	"github.com/plumbline-scorecard/plumbline/internal/score"
	"github.com/plumbline-scorecard/plumbline/web/page"
	"github.com/plumbline-scorecard/plumbline/web/ui/table"
)

// fromGitSection says which checks count when only a clone is at hand.
func (s maker) fromGitSection() section {
	rule := s.Model.Scorecard
	g := table.Grid("Posture checks from git alone", []string{"Check", "From git alone", "Inconclusive, without an error", "Weight"}, 3)
	sums := map[string]float64{}
	for _, r := range s.Model.Axes[model.Posture] {
		how := "unknown: needs GitHub, OSV or bestpractices.dev"
		switch {
		case slices.Contains(rule.CountFully, r.ID):
			how = "counts"
		case slices.Contains(rule.CountAboveZero, r.ID):
			how = "counts above 0; a 0 only means “not in this tree”"
		}
		sums[how] += r.Weight
		minus := "unknown"
		if rule.Inconclusive[r.ID] == "not_applicable" {
			minus = "not applicable"
		}
		g.Rows = append(g.Rows, table.Row{Cells: []table.Cell{{Text: r.ID, Href: page.Method(r.Field)}, {Text: how}, {Text: minus}, {Text: number(r.Weight)}}})
	}
	var parts []string
	for _, how := range []string{"counts", "counts above 0; a 0 only means “not in this tree”", "unknown: needs GitHub, OSV or bestpractices.dev"} {
		parts = append(parts, number(sums[how])+" of weight: "+how)
	}
	return section{
		ID: "from-git", Head: "Posture from git alone", Note: strings.Join(parts, " · "),
		Text: []string{
			"This table decides which results count. Without the host, several Scorecard checks return 0 for what they cannot see. A check that ends with an error is always unknown.",
			"License: without the host Scorecard names no licence, so it never gives the last of ten points. Our reading of the licence files decides it, by the licences that the FSF or the OSI approves. The list is the one that Scorecard uses and is part of the model. If the files name no licence, the point is not given, and the range of posture includes it.",
			"Fuzzing: a project that OSS-Fuzz tests has all ten points if the result in use has none, from the day that it joined. A dated table of OSS-Fuzz’s projects decides it, and the check names the day of the table. A score in the result stays, and a project of which no check was seen gets none.",
		},
		Tables: []table.Table{g},
	}
}

// instrumentSection says which Scorecard results posture rests on.
func (s maker) instrumentSection() section {
	return section{
		ID: "instruments", Head: "Which Scorecard results posture uses",
		Text: []string{
			"There can be two results: our own scan, and one published by OpenSSF’s weekly scan or by the project. They differ in version, day, commit and access. Posture uses one of them, never a mixture or a mean, and every page says which one, with version and date.",
		},
		Code: []string{
			"coverage  = posture weight with a value ÷ posture weight that applies",
			"published result if its coverage is higher; otherwise our own scan",
		},
		Points: []string{
			fmt.Sprintf("A result more than %s older than the other figures, or newer than the requested date, does not count. It is shown with its age.", explain.Of(s.Model.Ageing.CarryDays, "day", "days")),
			"The publisher asked the host, so a 0 counts as 0. The table above says how −1 is read. A failed or missing check is unknown, not 0.",
			"OpenSSF’s weekly scan leaves out CI-Tests, Contributors and Dependency-Update-Tool. Maintained, Contributors, SBOM, Webhooks and unknown checks are shown, never scored.",
			"The publisher is inferred from the form of the result, because the result does not name it. Maintainers’ annotations are shown, with posture as it would be without the annotated checks, and change no score.",
			"The published total is shown but is not an input, because it averages whichever checks gave a score.",
			"What the list’s editors mark as not applicable does not apply to either result.",
		},
	}
}

func (s maker) gateSection() section {
	g := table.Grid("Gates", []string{"Gate", "Applies when all are observed", "Weakness at least", "Why"}, 2)
	for _, r := range s.Model.Gates {
		floor := table.Cell{Text: number(r.Floor)}
		if r.KEVFloor > 0 {
			floor.Sub = number(r.KEVFloor) + " if known to be exploited"
		}
		g.Rows = append(g.Rows, table.Row{ID: "gate-" + r.ID, Cells: []table.Cell{{Text: r.Name(), Sub: r.ID}, {Text: termsWords(r.All)}, floor, {Text: r.Why, Sub: r.Ref}}})
	}
	return section{
		ID: "gates", Head: "Gates: findings that an average would hide", Tables: []table.Table{g},
		Text: []string{"A gate applies only when all its conditions are observed. A gate that could not be judged is shown as such. The highest gate counts, with C ÷ 100 × (floor − L) points. A project with a named, live successor leaves the ranking."},
	}
}

func (s maker) statusSection() section {
	r := s.Model.Status
	return section{
		ID: "maintenance", Head: "Maintenance status",
		Text: []string{"The first rule that matches gives the status, with the fact behind it. Git alone can show activity, but not a lack of responses; the status is then unknown."},
		Points: []string{
			"Archived or end of life: the maintainers declared it.",
			fmt.Sprintf("Unresponsive: at least %s from outsiders in 12 months, and no human response to any.", explain.Of(r.UnresponsiveItems, "item", "items")),
			fmt.Sprintf("Active: human commits in at least %d of 12 months, or in at least one and a release within %s.", r.ActiveMonths, explain.Of(r.ReleaseMonths, "month", "months")),
			fmt.Sprintf("Dormant: the tracker is known, with human commits in at least %s but not enough to be active.", explain.Of(r.DormantMonths, "month", "months")),
			"Untested: no items from outsiders and no human commits in 12 months.",
			"Unknown: everything else.",
			fmt.Sprintf("The commit trend does not apply to histories shorter than %s, or when earlier years had fewer than %s commits.", explain.Of(r.TrendMinAgeMonths, "month", "months"), number(r.TrendMinPrevious)),
			fmt.Sprintf("Finished software: at least %s of outsider items in two years were answered (or there were none), nothing waits for a release, and no serious advisory is open. Active months and the commit trend then do not apply, and the last activity may be %s times older. The rule never lowers vitality and does not affect resilience. Git alone cannot show it.", explain.Percent(r.FinishedAnswerRate), number(r.FinishedStretch)),
			"Finished or abandoned: without a human commit in 12 months and with an unread issue tracker, a project has a risk and no rank, unless a gate fires.",
			fmt.Sprintf("A project’s sentence states a change of its yearly human commits by more than a factor of %d within two years, if the larger year has at least %d. No score depends on this.", score.TrendFactor, score.TrendLeast),
		},
	}
}

func (s maker) bandSection() section {
	g := table.Grid("Bands", []string{"Figure", "Band", "From", "Inactive within 24 months"}, 2)
	for _, scale := range []struct{ id, name string }{{"H", "Health, vitality, resilience"}, {"S", "Posture"}, {"C", "Criticality"}, {"risk", "Risk"}} {
		for i, b := range s.Model.Bands[scale.id] {
			row := table.Row{Key: "band-" + scale.id, Cells: []table.Cell{{Text: scale.name}, {Text: explain.Sentence(explain.BandName(b, false))}, {Text: number(b.From)}, {Text: "no outcome claimed"}}}
			if i > 0 {
				row.Cells[3].Text = "–"
			}
			if scale.id == "H" {
				row.Cells[3].Text, row.Cells[3].Says = silenceWords(b.From), silenceSays(b.From)
				switch b := s.rules.Results.Backtest; {
				case s.Model.Overlay != nil:
					row.Cells[3].Text, row.Cells[3].Says = "not measured with these weights", "not-measured"
				case b != nil && b.ModelSHA != s.Model.SHA256:
					row.Cells[3].Text, row.Cells[3].Says = "not measured with this version", "not-measured"
				}
			}
			g.Rows = append(g.Rows, row)
		}
	}
	return section{
		ID: "bands", Head: "Bands", Tables: []table.Table{g},
		Text: []string{"A band names a range. ± means that the interval reaches into another band. There is no pass mark. The last column was measured for health on another set of projects."},
	}
}

func (s maker) peerSection() section {
	r := s.Model.Peers
	tiers := make([]string, len(r.Regulars)+1)
	for i := range tiers {
		lo, hi := r.Bounds(i)
		if tiers[i] = fmt.Sprintf("%d to %d", lo, hi); hi < 0 {
			tiers[i] = fmt.Sprintf("%d and more", lo)
		}
	}
	return section{
		ID: "peers", Head: "Peer groups",
		Points: []string{
			"Peers are projects of the same group with a similar number of regular contributors: " + strings.Join(tiers, ", ") + ". The list’s editors declare the groups.",
			fmt.Sprintf("When fewer than %d of them have the figure, the whole group is used, then the category, then the list. The page says which one, and how many projects it has.", r.Least),
			fmt.Sprintf("A sentence such as “better than 7 of 9 other projects” counts the declared group, or else the projects of the same language. At least %s others must have the figure, and the project must have a rank.", explain.Number(ranking.LeastOthers)),
			"The percentile is (below + ½ equal) ÷ n, with the project itself included. It is not a grade, and there is no pass mark.",
			"Only figures with the minimum evidence are compared, and posture only when the same instrument had the same access. Ended projects and figures that are too old or too young are left out.",
		},
	}
}

func (s maker) drawSection() section {
	d, t := s.Model.Draws, s.Model.Tiers
	return section{
		ID: "draws", Head: "How certain a rank is",
		Points: []string{
			fmt.Sprintf("Plumbline draws %s random versions of the model. The shares of the axes come from a Dirichlet distribution (%s × shares). Every weight is multiplied by a lognormal number (σ %s). Every axis comes from a triangle over its interval, and gates follow their conditions.", explain.Thousands(d.Draws), number(d.DirichletK), number(d.WeightSigma)),
			fmt.Sprintf("The intervals of risk and rank leave out %s of the draws on each side. The list is ordered by the point value.", explain.Percent(d.Tail)),
			fmt.Sprintf("A new tier starts %s points below the first project of a tier, or where neighbouring intervals overlap by less than %s of the shorter one. Order within a tier is not meaningful.", number(t.Gap), explain.Percent(t.Overlap)),
			"The model and the project’s name seed the draws. A rank interval changes only with the model, the figures, or the set of ranked projects; plumbline changes says which.",
		},
	}
}
