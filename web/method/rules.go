package method

import (
	"fmt"
	"slices"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/model"
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
			how = "counts above 0; 0 only means not in this tree"
		}
		sums[how] += r.Weight
		minus := "unknown"
		if rule.Inconclusive[r.ID] == "not_applicable" {
			minus = "not applicable"
		}
		g.Rows = append(g.Rows, table.Row{Cells: []table.Cell{{Text: r.ID, Href: page.Method(r.Field)}, {Text: how}, {Text: minus}, {Text: number(r.Weight)}}})
	}
	var parts []string
	for _, how := range []string{"counts", "counts above 0; 0 only means not in this tree", "unknown: needs GitHub, OSV or bestpractices.dev"} {
		parts = append(parts, number(sums[how])+" of weight: "+how)
	}
	return section{
		ID: "from-git", Head: "What posture can say from git alone", Note: strings.Join(parts, " · "),
		Text:   []string{"This table decides, not what Scorecard returns: without a host several of its checks answer 0 for what they cannot see. A check that errored is unknown, always."},
		Tables: []table.Table{g},
	}
}

// instrumentSection says which Scorecard results posture rests on.
func (s maker) instrumentSection() section {
	return section{
		ID: "instruments", Head: "Which Scorecard results posture rests on",
		Text: []string{
			"There can be two: our own scan, and a result that others published, by OpenSSF’s weekly scan or by a run of the project’s own. They are of another version, day and commit, and each could see something else. Posture takes one of them, whole, and every page and document says which, of which version and day. It never takes a check from here and a check from there, and nothing is a mean of the two or a line through both.",
		},
		Code: []string{
			"coverage  = weight of posture it has a value for ÷ weight that applies",
			"published, when its coverage is higher than that of our own scan; else our own scan",
		},
		Points: []string{
			fmt.Sprintf("One that is more than %s older than the other figures does not count, nor one of after the date that was asked for. It is shown with its age.", explain.Of(s.Model.Ageing.CarryDays, "day", "days")),
			"Whoever published asked the host, so a 0 is a 0. −1 is read by the table above; a check that broke is unknown; a check the result does not name a score for is unknown, not 0.",
			"OpenSSF’s weekly scan leaves out CI-Tests, Contributors and Dependency-Update-Tool. Checks we do not know, and Maintained, Contributors, SBOM and Webhooks, are shown and never scored.",
			"Who published is taken from the form of the result: nothing in it says so. What maintainers annotate is shown and changes no score.",
			"The published total is shown as published. It is no input, because it is a mean of whichever checks gave a score.",
			"What the list’s editors say does not apply, does not, whoever scanned.",
		},
	}
}

func (s maker) gateSection() section {
	g := table.Grid("Gates", []string{"Gate", "Holds when all are observed", "Weakness at least", "Why"}, 2)
	for _, r := range s.Model.Gates {
		floor := table.Cell{Text: number(r.Floor)}
		if r.KEVFloor > 0 {
			floor.Sub = number(r.KEVFloor) + " if known exploited"
		}
		g.Rows = append(g.Rows, table.Row{ID: "gate-" + r.ID, Cells: []table.Cell{{Text: r.Label, Sub: r.ID}, {Text: termsWords(r.All)}, floor, {Text: r.Why, Sub: r.Ref}}})
	}
	return section{
		ID: "gates", Head: "Gates: findings that no average may hide", Tables: []table.Table{g},
		Text: []string{"A gate fires only when all it tests was observed; one that could not be judged is shown as such. The highest counts, as a row of its own: C ÷ 100 × (floor − L). A project that ended with a named, live successor leaves the ranking."},
	}
}

func (s maker) statusSection() section {
	r := s.Model.Status
	return section{
		ID: "maintenance", Head: "Maintenance status is a word, not a verdict",
		Text: []string{"The first that matches, with the sentence of fact that made it match. From git alone only activity can be shown, never that nobody answers: then the status is unknown."},
		Points: []string{
			"Archived, or declared end of life: the maintainers said so.",
			fmt.Sprintf("Unresponsive: %s or more filed by outsiders in twelve months, none with a human answer.", explain.Of(r.UnresponsiveItems, "item", "items")),
			fmt.Sprintf("Active: human commits in %d or more of twelve months, or in any with a release within %s.", r.ActiveMonths, explain.Of(r.ReleaseMonths, "month", "months")),
			fmt.Sprintf("Dormant: the tracker is known, and human commits in at least %s but fewer.", explain.Of(r.DormantMonths, "month", "months")),
			"Untested: nothing was filed and nothing was done.",
			"Unknown: anything else.",
			fmt.Sprintf("The trend does not apply to histories younger than %s, nor when the years before had fewer than %s commits.", explain.Of(r.TrendMinAgeMonths, "month", "months"), number(r.TrendMinPrevious)),
			fmt.Sprintf("Finished software: when at least %s of what outsiders filed in two years was answered, or nothing was filed, nothing waits for a release and no serious advisory is open, months of work and the trend do not apply, and the last act may be %s times as old. The rule never lowers vitality, it does not touch resilience, and git alone cannot show it.", explain.Percent(r.FinishedAnswerRate), number(r.FinishedStretch)),
		},
	}
}

func (s maker) bandSection() section {
	g := table.Grid("Bands", []string{"Figure", "Band", "From", "Went silent within 24 months"}, 2)
	for _, scale := range []struct{ id, name string }{{"H", "Health, vitality, resilience"}, {"S", "Posture"}, {"C", "Criticality"}, {"risk", "Risk"}} {
		for i, b := range s.Model.Bands[scale.id] {
			row := table.Row{Key: "band-" + scale.id, Cells: []table.Cell{{Text: scale.name}, {Text: explain.Sentence(explain.BandName(b, false))}, {Text: number(b.From)}, {Text: "no outcome is claimed"}}}
			if i > 0 {
				row.Cells[3].Text = "–"
			}
			if scale.id == "H" {
				row.Cells[3].Text, row.Cells[3].Says = silenceWords(b.From), silenceSays(b.From)
				if s.Model.Overlay != nil {
					row.Cells[3].Text, row.Cells[3].Says = "not measured with these weights", "not-measured"
				}
			}
			g.Rows = append(g.Rows, row)
		}
	}
	return section{
		ID: "bands", Head: "Bands", Tables: []table.Table{g},
		Text: []string{"A band is a name for a range. ± says that the interval reaches into another. There is no pass mark. The last column was measured on another set of projects (see below), for health as a whole."},
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
		ID: "peers", Head: "Among its peers",
		Points: []string{
			"Peers are the projects of the group the list declares, with about as many regulars: " + strings.Join(tiers, ", ") + ". Groups are declared by the list’s editors, never guessed.",
			fmt.Sprintf("Where fewer than %d of them have the figure, the whole group is taken; then the category; then the list. The page says which, and how many they are.", r.Least),
			"The percentile is the share of them with a lower figure, with half of those with the same: (below + ½ equal) / n, the project itself among them. It is no grade, and there is no pass mark.",
			"Only figures with the minimum of evidence are compared, and posture only where the same instrument saw as much: a scan of the files alone sees less, not worse. Projects that ended, or whose figures are too old or too young, are no measure of others.",
		},
	}
}

func (s maker) drawSection() section {
	d, t := s.Model.Draws, s.Model.Tiers
	return section{
		ID: "draws", Head: "How sure a rank is",
		Points: []string{
			fmt.Sprintf("%s random versions of the model: the shares of the axes are drawn from a Dirichlet distribution (%s × shares), every weight is multiplied by a lognormal number (σ %s), every axis is drawn from a triangle over its interval, and gates hold or release with what they test.", explain.Thousands(d.Draws), number(d.DirichletK), number(d.WeightSigma)),
			fmt.Sprintf("The range of risk and of rank leaves out %s of the draws on each side. The order of the list is by the point value.", explain.Percent(d.Tail)),
			fmt.Sprintf("A new tier begins %s points below the first of the tier, or where the intervals of neighbours share less than %s of the shorter one. Within a tier there is no order to be read.", number(t.Gap), explain.Percent(t.Overlap)),
			"The draws are seeded by the model and the figures: the same figures give the same ranges, whoever computes them and in whichever run.",
		},
	}
}
