package exchange

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// RankCSV writes the rows of a ranking as CSV (RFC 4180, UTF-8). An unknown
// is an empty cell, and the state columns say which and why; numbers stay
// numeric; every row has its as_of and the hash of the model it was ranked by.
// No cell can be read as a formula.
type RankCSV struct {
	w       *csv.Writer
	model   string
	weights string
}

type column struct {
	name string
	cell func(health.Ranked) string
}

// NewRankCSV writes the head and returns the writer of the rows of the run.
func NewRankCSV(w io.Writer, run health.Run) (*RankCSV, error) {
	c := &RankCSV{w: csv.NewWriter(w), model: run.ModelSHA}
	head := make([]string, 0, len(rankColumns())+1)
	for _, col := range rankColumns() {
		head = append(head, col.name)
	}
	head = append(head, "model_sha256", "weights", "weights_rank", "weights_risk")
	if err := c.w.Write(head); err != nil {
		return nil, fmt.Errorf("write the head of the ranking: %w", err)
	}
	return c, nil
}

// Under has the rows to come say their place under a scenario, by its id, beside
// the published one; empty: as published.
func (c *RankCSV) Under(weights string) *RankCSV {
	c.weights = weights
	return c
}

// Write writes rows and sends them on.
func (c *RankCSV) Write(rows []health.Ranked) error {
	cols := rankColumns()
	for _, r := range rows {
		cells := make([]string, 0, len(cols)+1)
		for _, col := range cols {
			cells = append(cells, col.cell(r))
		}
		rank, risk := under(r, c.weights)
		cells = append(cells, TextCell(c.model), TextCell(c.weights), positive(rank), numberOr(risk))
		if err := c.w.Write(cells); err != nil {
			return fmt.Errorf("write the row of %s: %w", r.Slug, err)
		}
	}
	c.w.Flush()
	if err := c.w.Error(); err != nil {
		return fmt.Errorf("write the ranking: %w", err)
	}
	return nil
}

func rankColumns() []column {
	return []column{
		{"rank", func(r health.Ranked) string { return positive(r.Rank) }},
		{"rank_lo", func(r health.Ranked) string { return positive(r.RankLo) }},
		{"rank_hi", func(r health.Ranked) string { return positive(r.RankHi) }},
		{"tier", func(r health.Ranked) string { return positive(r.Tier) }},
		{"slug", func(r health.Ranked) string { return TextCell(r.Slug) }},
		{"name", func(r health.Ranked) string { return TextCell(r.Name) }},
		{"repository", func(r health.Ranked) string { return TextCell(r.Repository) }},
		{"rank_state", rankState},
		{"not_ranked_because", notRanked},
		{"risk", func(r health.Ranked) string { return value(r.Risk) }},
		{"risk_lo", func(r health.Ranked) string { return lo(r.Risk) }},
		{"risk_hi", func(r health.Ranked) string { return hi(r.Risk) }},
		{"risk_band", func(r health.Ranked) string { return band(r.Risk, r.RiskBand) }},
		{"risk_at_most", func(r health.Ranked) string { return number(r.RiskUpper) }},
		{"health", func(r health.Ranked) string { return value(r.H) }},
		{"health_lo", func(r health.Ranked) string { return lo(r.H) }},
		{"health_hi", func(r health.Ranked) string { return hi(r.H) }},
		{"health_band", func(r health.Ranked) string { return band(r.H, r.HealthBand) }},
		{"health_state", func(r health.Ranked) string { return state(r.H) }},
		{"health_percentile", func(r health.Ranked) string {
			return healthPeers(r, func(s health.Standing) string { return number(s.Percentile()) })
		}},
		{"health_percentile_among", func(r health.Ranked) string { return healthPeers(r, health.Standing.Among) }},
		{"vitality", func(r health.Ranked) string { return value(r.V) }},
		{"resilience", func(r health.Ranked) string { return value(r.R) }},
		{"posture", func(r health.Ranked) string { return value(r.S) }},
		{"posture_state", func(r health.Ranked) string { return state(r.S) }},
		{"posture_from", func(r health.Ranked) string { return TextCell(r.PostureFrom) }},
		{"criticality", func(r health.Ranked) string { return value(r.C) }},
		{"criticality_state", func(r health.Ranked) string { return state(r.C) }},
		{"coverage_vitality", func(r health.Ranked) string { return number(r.CoverV) }},
		{"coverage_resilience", func(r health.Ranked) string { return number(r.CoverR) }},
		{"coverage_posture", func(r health.Ranked) string { return number(r.CoverS) }},
		{"coverage_criticality", func(r health.Ranked) string { return number(r.CoverC) }},
		{"status", func(r health.Ranked) string { return TextCell(string(r.Status.Word)) }},
		{"status_reason", func(r health.Ranked) string { return TextCell(r.Status.Reason) }},
		{"evidence", func(r health.Ranked) string { return TextCell(string(r.Evidence)) }},
		{"regulars_12m", func(r health.Ranked) string { return count(r.Regulars) }},
		{"contributor_absence_factor", func(r health.Ranked) string { return count(r.AbsenceFactor) }},
		{"human_commits_12m", func(r health.Ranked) string { return count(r.HumanCommits) }},
		{"last_human_commit", func(r health.Ranked) string { return TextCell(r.LastHuman) }},
		{"last_release", func(r health.Ranked) string { return TextCell(r.LastRelease) }},
		{"language", func(r health.Ranked) string { return TextCell(r.Language) }},
		{"tags", func(r health.Ranked) string { return TextCell(strings.Join(r.Tags, " ")) }},
		{"as_of", func(r health.Ranked) string { return timeCell(r.ObservedAt) }},
		{"outcome", func(r health.Ranked) string { return TextCell(string(r.Outcome)) }},
		{"problem", func(r health.Ranked) string { return TextCell(r.Problem) }},
	}
}

// TextCell returns text for a cell so that no spreadsheet takes it for a
// formula: a text that begins with = + - @ tab or CR gets a ' before it.
func TextCell(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r\n", rune(s[0])) {
		return "'" + s
	}
	return s
}

func rankState(r health.Ranked) string {
	if r.Rank > 0 {
		return "ranked"
	}
	return "not_ranked"
}

func notRanked(r health.Ranked) string {
	texts := make([]string, 0, len(r.Reasons))
	for _, why := range r.Reasons {
		texts = append(texts, why.Text)
	}
	return TextCell(strings.Join(texts, "; "))
}

func state(i *health.Interval) string {
	if i == nil {
		return string(health.Unknown)
	}
	return string(health.Observed)
}

func band(i *health.Interval, b health.Band) string {
	if i == nil {
		return ""
	}
	return TextCell(b.Word)
}

func value(i *health.Interval) string {
	if i == nil {
		return ""
	}
	return number(i.Value)
}

func lo(i *health.Interval) string {
	if i == nil {
		return ""
	}
	return number(i.Lo)
}

func hi(i *health.Interval) string {
	if i == nil {
		return ""
	}
	return number(i.Hi)
}

func number(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

// numberOr is the cell of a number that may be unknown.
func numberOr(v *float64) string {
	if v == nil {
		return ""
	}
	return number(*v)
}

func positive(n int) string {
	if n <= 0 {
		return ""
	}
	return strconv.Itoa(n)
}

func count(n int) string {
	if n < 0 {
		return ""
	}
	return strconv.Itoa(n)
}

func timeCell(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

// healthPeers is a cell of the standing by health, empty when there is none.
func healthPeers(r health.Ranked, cell func(health.Standing) string) string {
	for _, s := range r.Standings {
		if s.Axis == health.Health {
			return TextCell(cell(s))
		}
	}
	return ""
}
