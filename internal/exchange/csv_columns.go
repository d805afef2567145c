package exchange

import (
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
)

// Column is one column of the CSV of a ranking. The writer and the page that explains the columns
// share this table, so they cannot differ.
type Column struct {
	Name, Meaning string
	// Unit is the unit of its numbers and dates, or the words it may contain; "text" for others.
	Unit string

	cell func(*RankCSV, ranking.Row) string
}

// Columns returns the columns in their order in the file.
func Columns() []Column {
	out := make([]Column, 0, 64)
	for _, part := range [][]Column{placeColumns, riskColumns, axisColumns, factColumns, originColumns, channelColumns, checkColumns()} {
		out = append(out, part...)
	}
	return out
}

// fieldColumn returns a column for a field of the catalogue, under its name.
func fieldColumn(id field.ID, unit string, cell func(*RankCSV, ranking.Row) string) Column {
	row, _ := field.ByID(id)
	return Column{Name: string(id), Meaning: row.Column, Unit: unit, cell: cell}
}

// plainCell returns a cell that depends only on the row.
func plainCell(f func(ranking.Row) string) func(*RankCSV, ranking.Row) string {
	return func(_ *RankCSV, r ranking.Row) string { return f(r) }
}

// textCell returns a cell of free text.
func textCell(f func(ranking.Row) string) func(*RankCSV, ranking.Row) string {
	return func(_ *RankCSV, r ranking.Row) string { return TextCell(f(r)) }
}

// pointCell returns a cell of a figure, empty if unknown.
func pointCell(axis func(ranking.Row) *health.Interval, cell func(*health.Interval) string) func(*RankCSV, ranking.Row) string {
	return func(_ *RankCSV, r ranking.Row) string { return cell(axis(r)) }
}

func riskOf(r ranking.Row) *health.Interval   { return r.Risk }
func healthOf(r ranking.Row) *health.Interval { return r.H }

const (
	points   = "0 to 100"
	share    = "0 to 1"
	isKnown  = "observed or unknown"
	dayUnit  = "YYYY-MM-DD, UTC"
	timeUnit = "RFC 3339, UTC"
)

var placeColumns = []Column{
	{"rank", "Published rank by risk; ties share a rank. Empty without a position", "from 1", plainCell(func(r ranking.Row) string { return positive(r.Rank) })},
	{"rank_lo", "Lower end of the 90% interval of the rank; of a row without a position, of the ranks it could have", "from 1", plainCell(func(r ranking.Row) string { return positive(r.RankLo) })},
	{"rank_hi", "Upper end of the 90% interval of the rank", "from 1", plainCell(func(r ranking.Row) string { return positive(r.RankHi) })},
	{"tier", "Projects of one tier are statistically tied", "from 1", plainCell(func(r ranking.Row) string { return positive(r.Tier) })},
	{"slug", "The project’s name in URLs: /p/slug", "text", textCell(func(r ranking.Row) string { return r.Slug })},
	{"name", "The project’s name", "text", textCell(func(r ranking.Row) string { return r.Name })},
	{"repository", "Primary repository, the source of all git figures but where copy names another", "host/path", textCell(func(r ranking.Row) string { return r.Repository })},
	{"rank_state", "How it takes part in the ranking; cannot_tell means that it may be finished or abandoned", "ranked, partial, cannot_tell or not_ranked", plainCell(rankState)},
	{"not_ranked_because", "Why the project is not ranked, separated by semicolons", "text", plainCell(notRanked)},
}

var riskColumns = []Column{
	{"risk", "Criticality × weakness; high is bad. Exposure, not a forecast. Empty when unknown", points, pointCell(riskOf, value)},
	{"risk_lo", "Lower end of the 90% interval", points, pointCell(riskOf, lo)},
	{"risk_hi", "Upper end of the 90% interval", points, pointCell(riskOf, hi)},
	{"risk_band", "Risk band", "text", plainCell(func(r ranking.Row) string { return band(r.Risk, r.RiskBand) })},
	{"risk_at_most", "Highest possible risk, given what is unknown; never empty", points, plainCell(func(r ranking.Row) string { return Number(r.RiskUpper) })},
}

var axisColumns = []Column{
	{"health", "Mean of vitality and resilience; high is good. Empty when unknown", points, pointCell(healthOf, value)},
	{"health_lo", "Lower end of the 90% interval", points, pointCell(healthOf, lo)},
	{"health_hi", "Upper end of the 90% interval", points, pointCell(healthOf, hi)},
	{"health_band", "Health band", "text", plainCell(func(r ranking.Row) string { return band(r.H, r.HealthBand) })},
	{"health_state", "Whether health is known", isKnown, plainCell(func(r ranking.Row) string { return state(r.H) })},
	{"health_percentile", "Percentile of health among its peers; not a grade", points, plainCell(func(r ranking.Row) string {
		return healthPeers(r, func(s ranking.Standing) string { return Number(s.Percentile()) })
	})},
	{"health_percentile_among", "The peer group", "text", plainCell(func(r ranking.Row) string { return healthPeers(r, ranking.Standing.Among) })},
	{"vitality", "Is the project being maintained? High is good", points, pointCell(func(r ranking.Row) *health.Interval { return r.V }, value)},
	{"resilience", "Would it continue without its most active person? High is good", points, pointCell(func(r ranking.Row) *health.Interval { return r.R }, value)},
	{"posture", "Development hygiene from OpenSSF Scorecard checks; high is good", points, pointCell(func(r ranking.Row) *health.Interval { return r.S }, value)},
	{"posture_state", "Whether posture is known", isKnown, pointCell(func(r ranking.Row) *health.Interval { return r.S }, state)},
	{"posture_from", "Source of posture: our own scan or a published result; empty when unknown", "scorecard or published", textCell(func(r ranking.Row) string { return r.PostureFrom })},
	{"criticality", "How much would break; high is critical", points, pointCell(func(r ranking.Row) *health.Interval { return r.C }, value)},
	{"criticality_state", "Whether criticality is known", isKnown, pointCell(func(r ranking.Row) *health.Interval { return r.C }, state)},
	{"coverage_vitality", "Share of the vitality weight that was observed", share, plainCell(func(r ranking.Row) string { return Number(r.CoverV) })},
	{"coverage_resilience", "The same for resilience", share, plainCell(func(r ranking.Row) string { return Number(r.CoverR) })},
	{"coverage_posture", "The same for posture", share, plainCell(func(r ranking.Row) string { return Number(r.CoverS) })},
	{"coverage_criticality", "The same for criticality", share, plainCell(func(r ranking.Row) string { return Number(r.CoverC) })},
}

var factColumns = []Column{
	{"status", "Maintenance status", "active, dormant, unresponsive, untested, archived, end_of_life or unknown", textCell(func(r ranking.Row) string { return string(r.Status.Word) })},
	{"status_reason", "The fact behind the status", "text", textCell(func(r ranking.Row) string { return r.Status.Reason })},
	{"evidence", "How much of posture is known; provisional means less than half", "full, provisional or none", textCell(func(r ranking.Row) string { return string(r.Evidence) })},
	fieldColumn(field.Regulars12m, "people", plainCell(func(r ranking.Row) string { return count(r.Regulars) })),
	fieldColumn(field.ContributorAbsenceFactor, "people", plainCell(func(r ranking.Row) string { return count(r.AbsenceFactor) })),
	fieldColumn(field.HumanCommits12m, "commits", plainCell(func(r ranking.Row) string { return count(r.HumanCommits) })),
	fieldColumn(field.LastHumanCommit, dayUnit, textCell(func(r ranking.Row) string { return r.LastHuman })),
	fieldColumn(field.LastRelease, dayUnit, textCell(func(r ranking.Row) string { return r.LastRelease })),
	{"language", "Main language, from the list", "text", textCell(func(r ranking.Row) string { return r.Language })},
	{"tags", "Tags from the list, separated by spaces", "text", textCell(func(r ranking.Row) string { return strings.Join(r.Tags, " ") })},
}

var originColumns = []Column{
	{"as_of", "The instant that the figures describe; empty when there are none", timeUnit, plainCell(func(r ranking.Row) string { return timeCell(r.ObservedAt) })},
	{"outcome", "Result of the last attempt; carried means that earlier figures were kept", "observed, carried or failed", textCell(func(r ranking.Row) string { return string(r.Outcome) })},
	{"problem", "Why the last attempt failed", "text", textCell(func(r ranking.Row) string { return r.Problem })},
	{"model_sha256", "Hash of the model used for the ranking", "hexadecimal", func(c *RankCSV, _ ranking.Row) string { return TextCell(c.run.ModelSHA) }},
	{"weights", "Other weights that order the rows; empty for the published order", "id of a scenario", func(c *RankCSV, _ ranking.Row) string { return TextCell(c.weights) }},
	{"weights_rank", "Rank with these weights; empty when not ranked with them", "from 1", func(c *RankCSV, r ranking.Row) string {
		rank, _ := under(r, c.weights)
		return positive(rank)
	}},
	{"weights_risk", "Risk with these weights, without an interval", points, func(c *RankCSV, r ranking.Row) string {
		_, risk := under(r, c.weights)
		return NumberOr(risk)
	}},
	{"run", "Run that published the row", "from 1", func(c *RankCSV, _ ranking.Row) string { return positive(int(c.run.ID)) }},
	{"published", "Day of that run; as_of with this day shows the last run of the day", dayUnit, func(c *RankCSV, _ ranking.Row) string { return dayCell(c.run.Finished) }},
	{"copy", "Public copy that the git figures were read from, because the repository was not available; empty otherwise", "host/path", textCell(func(r ranking.Row) string { return r.Copy })},
	{"assumed_share", "Share of the posture weight that was not seen and is assumed", share, plainCell(func(r ranking.Row) string { return Number(r.Assumed) })},
}
