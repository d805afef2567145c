package exchange

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
	"github.com/plumbline-scorecard/plumbline/internal/stats"
)

// RankCSV writes the rows of a ranking as CSV (RFC 4180, UTF-8), with the columns of Columns. An
// unknown value is an empty cell, and the state columns say which and why. Numbers stay numeric,
// with at most two decimals. Every row names its run and model. No cell can be interpreted as a
// formula.
type RankCSV struct {
	w       *csv.Writer
	run     health.Run
	weights string
}

// NewRankCSV writes the header and returns the writer for the rows of the run.
func NewRankCSV(w io.Writer, run health.Run) (*RankCSV, error) {
	c := &RankCSV{w: csv.NewWriter(w), run: run}
	var head []string
	for _, col := range Columns() {
		head = append(head, col.Name)
	}
	if err := c.w.Write(head); err != nil {
		return nil, fmt.Errorf("write the head of the ranking: %w", err)
	}
	return c, nil
}

// Under adds to the following rows their rank under a scenario, by its id, beside the published
// one; empty means as published.
func (c *RankCSV) Under(weights string) *RankCSV {
	c.weights = weights
	return c
}

// Write writes rows and flushes them.
func (c *RankCSV) Write(rows []ranking.Row) error {
	cols := Columns()
	for _, r := range rows {
		cells := make([]string, 0, len(cols))
		for _, col := range cols {
			cells = append(cells, col.cell(c, r))
		}
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

// TextCell returns text for a cell so that no spreadsheet interprets it as a formula: a text that
// begins with = + - @ tab or CR gets a ' before it.
func TextCell(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r\n", rune(s[0])) {
		return "'" + s
	}
	return s
}

func rankState(r ranking.Row) string { return string(r.State()) }

func notRanked(r ranking.Row) string {
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

func band(i *health.Interval, b model.Band) string {
	if i == nil {
		return ""
	}
	return TextCell(b.Word)
}

func value(i *health.Interval) string {
	if i == nil {
		return ""
	}
	return Number(i.Value)
}

func lo(i *health.Interval) string {
	if i == nil {
		return ""
	}
	return Number(i.Lo)
}

func hi(i *health.Interval) string {
	if i == nil {
		return ""
	}
	return Number(i.Hi)
}

// Number returns a number for a cell, with at most two decimals: more would suggest more precision
// than the figure has.
func Number(v float64) string {
	v = stats.Round(v, 2)
	if v == 0 { // not "-0"
		v = 0
	}
	return strconv.FormatFloat(v, 'f', -1, 64)
}

// NumberOr returns the cell of a number that may be unknown (nil): then it is empty.
func NumberOr(v *float64) string {
	if v == nil {
		return ""
	}
	return Number(*v)
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

func dayCell(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.DateOnly)
}

// healthPeers returns a cell of the standing by health, empty if there is none.
func healthPeers(r ranking.Row, cell func(ranking.Standing) string) string {
	for _, s := range r.Standings {
		if s.Axis == model.Health {
			return TextCell(cell(s))
		}
	}
	return ""
}
