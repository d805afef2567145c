package exchange

import (
	"strconv"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
)

// channelColumns came after the data hash, which they are not part of.
var channelColumns = []Column{
	{"licence", "Licence, from all licence files; empty when unknown", "SPDX expression", apartCell(func(r ranking.Row) string { return r.Licence })},
	{string(field.FundingChannels), "Platforms that FUNDING.yml names, separated by spaces; empty when it names none or is unknown", "text", apartCell(func(r ranking.Row) string {
		return strings.Join(r.Funding, " ")
	})},
	{"funding_state", "Whether the funding channels are known", isKnown, plainCell(func(r ranking.Row) string {
		if r.Funding == nil {
			return string(health.Unknown)
		}
		return string(health.Observed)
	})},
}

// checkColumns are a column for each check of OpenSSF Scorecard, and two that say why one is empty.
func checkColumns() []Column {
	var out []Column
	for i, id := range field.Checks() {
		row, _ := field.ByID(id)
		out = append(out, Column{
			Name: string(id), Meaning: "Scorecard check: " + row.Label + ". Empty when unknown or not applicable", Unit: "0 to 10",
			cell: plainCell(func(r ranking.Row) string { return CheckOf(r.Checks, i).Cell() }),
		})
	}
	in := func(state ranking.CheckState) func(*RankCSV, ranking.Row) string {
		return plainCell(func(r ranking.Row) string {
			var ids []string
			for i, id := range field.Checks() {
				if CheckOf(r.Checks, i).State == state {
					ids = append(ids, string(id))
				}
			}
			return strings.Join(ids, " ")
		})
	}
	return append(out,
		Column{"checks_unknown", "Checks whose result is unknown, separated by spaces", "names of checks", in(ranking.CheckUnknown)},
		Column{"checks_not_applicable", "Checks that do not apply, separated by spaces", "names of checks", in(ranking.CheckNone)},
	)
}

// apartCell returns a cell of free text without commas and line breaks, so that the columns behind the
// data hash can be cut off line by line.
func apartCell(f func(ranking.Row) string) func(*RankCSV, ranking.Row) string {
	apart := strings.NewReplacer(",", ";", "\n", " ", "\r", " ")
	return plainCell(func(r ranking.Row) string { return TextCell(apart.Replace(f(r))) })
}

// CheckJSON is one check of a project; Score is from 0 to 10, null unless it passes or fails.
type CheckJSON struct {
	Score *int               `json:"score"`
	State ranking.CheckState `json:"state"`
}

// CheckOf returns the check at a place of the catalogue.
func CheckOf(checks ranking.Checks, place int) CheckJSON {
	points, state := checks.Of(place)
	c := CheckJSON{State: state}
	if state == ranking.CheckPass || state == ranking.CheckFail {
		c.Score = &points
	}
	return c
}

// ChecksOf returns all checks of a row.
func ChecksOf(checks ranking.Checks) map[field.ID]CheckJSON {
	out := map[field.ID]CheckJSON{}
	for i, id := range field.Checks() {
		out[id] = CheckOf(checks, i)
	}
	return out
}

// Cell is the score for a table, empty if there is none.
func (c CheckJSON) Cell() string {
	if c.Score == nil {
		return ""
	}
	return strconv.Itoa(*c.Score)
}
