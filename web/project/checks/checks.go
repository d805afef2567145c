package checks

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/check"
	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/web/page"
	"github.com/plumbline-scorecard/plumbline/web/ui"
	"github.com/plumbline-scorecard/plumbline/web/ui/table"
)

// Checks is the posture of a project, check by check.
type Checks struct {
	Groups []checkGroup
	Note   string // how many are known
	// Instrument says which version looked at what; empty when nothing did. More
	// leads to what it means.
	Instrument string
	// Says is what Instrument states, as in ui.Finding.
	Says   string
	More   ui.Link
	Commit ui.Fact
}

// checkGroup is the posture checks of one theme.
type checkGroup struct {
	Name string
	Rows []checkRow
}

type checkRow struct {
	ID, Label, Method string
	Theme             string // the name of its group, where no line above it says so
	State             health.State
	Score             float64
	// Why is why there is no score, in a few words: "needs GitHub"; WhyID is its id.
	Why, WhyID string
	// Assumed is what an unknown check counts as; empty if it counts as nothing.
	Assumed string
	Points  string
	cost    float64 // what Points prints
	Reason  string
	// Lines are the first lines of evidence, More the others that are shown on
	// demand, Left counts those left out.
	Lines, More []evidence
	Left        int
	// Remarks are those of the maintainers, from files of their repository.
	Remarks []evidence
	ToDo    explain.ToDo
	// Source is what a result without an own page of documentation is from, SourceURL its address.
	Source, SourceURL string
}

// evidence is one line a check reports. URL leads to the line at the commit.
type evidence struct {
	Warn             bool
	Text, Place, URL string
}

// How much evidence a page holds of one check.
const (
	firstLines = 3
	mostLines  = 20
)

// Of returns the posture checks of a project with what to do about them; on returns an address with the
// day of the page.
func Of(sub query.Project, todo map[field.ID]explain.ToDo, on func(address string) string) Checks {
	seen, all, na := explain.Inputs(sub.Score.S)
	v := Checks{Note: fmt.Sprintf("%d known · %d not applicable · %d unknown", seen, na, all-seen-na)}
	results := map[string]check.Check{}
	var snap health.Snapshot
	if b := sub.Figures.Basis; b != nil {
		snap, _ = sub.Figures.Snapshot(b.Used.Source)
	}
	for _, c := range snap.Checks {
		results[c.Name] = c
	}
	if snap.Source != "" {
		v.Instrument, v.Commit = instrument(snap), commitFact(sub, snap)
		v.Says = instrumentSays(snap)
		v.More = ui.Link{Label: "What counts from git alone", Href: page.Checks + "#from-git"}
		if snap.Source == field.SourcePublished {
			v.More = ui.Link{Label: "When a published result is used", Href: page.Checks + "#instruments"}
		}
	}
	if sub.Score.S.Assumed > 0 {
		v.Note += " · " + explain.Percent(sub.Score.S.Assumed) + " of the weight assumed"
	}
	points := explain.PrintedPoints(sub.Score)
	for _, in := range sub.Score.S.Inputs {
		row := checkRowOf(in, results[in.ID], explain.Blobs(sub.Project, snap))
		row.Remarks = remarks(sub, in.Field)
		row.ToDo = todo[in.Field]
		row.shorten()
		if sub.List != nil { // others have no page of a check
			row.Method = on(page.ResultHref(sub.Slug, field.ID(in.ID)))
		}
		if p, ok := points[in.ID]; ok && in.Counts() {
			row.Points = p
			row.cost, _ = strconv.ParseFloat(p, 64) // what is no number costs nothing
		}
		group := explain.Sentence(in.Group)
		if n := len(v.Groups); n == 0 || v.Groups[n-1].Name != group {
			v.Groups = append(v.Groups, checkGroup{Name: group})
		}
		g := &v.Groups[len(v.Groups)-1]
		g.Rows = append(g.Rows, row)
	}
	return v
}

// shorten leaves why there is nothing to do to the page of the check.
func (r *checkRow) shorten() {
	if r.ToDo.Nothing != "" {
		r.ToDo.Nothing = "The page of the check says why."
	}
}

// instrumentSays is what instrument states.
func instrumentSays(sn health.Snapshot) string {
	switch {
	case sn.Source == field.SourcePublished:
		return "published:" + explain.ISO(sn.ObservedAt)
	case sight(sn) != "":
		return "own files-only"
	}
	return "own"
}

// instrument says what looked at the project, and how.
func instrument(sn health.Snapshot) string {
	if sn.Source == field.SourcePublished {
		return "Published result, not our own scan: " + sn.Version + ", " + explain.Day(sn.ObservedAt) + "."
	}
	text := "OpenSSF Scorecard " + sn.Version
	if sight(sn) != "" {
		return text + ", files of one commit. The host was not asked."
	}
	return text + "."
}

func checkRowOf(in health.ScoredInput, c check.Check, file func(string, int) string) checkRow {
	f, _ := field.ByID(in.Field)
	row := checkRow{
		ID: in.ID, Label: f.Label, Method: page.Method(f.ID), State: in.Input.State, Score: in.Input.Value, Points: "–",
		Reason: explain.Sentence(explain.Reason(in.Input)),
	}
	if c.Doc == "" {
		row.Source, row.SourceURL = explain.Source(f, in.Input), in.Input.SourceURL
	}
	row.WhyID, row.Why = whyUnknown(in.Input, c.State)
	if in.Expected != nil {
		row.Assumed = explain.Sentence(explain.Counted(*in.Expected)) + "."
	}
	for i, d := range unsaid(c.Details, row.Reason) {
		e := evidence{Warn: d.Type == "warn", Text: d.Text, Place: d.Path}
		if d.Path != "" {
			e.URL = file(d.Path, d.Line)
			if d.Line > 0 {
				e.Place += ":" + strconv.Itoa(d.Line)
			}
		}
		switch {
		case len(row.Lines) < firstLines && c.Score < 10 && (e.Warn || i == 0): // what lost no points is folded
			row.Lines = append(row.Lines, e)
		case len(row.Lines)+len(row.More) < mostLines:
			row.More = append(row.More, e)
		default:
			row.Left++
		}
	}
	row.Left += c.Omitted
	return row
}

// unsaid returns details without what a reason says already. Of such a line only the place is left,
// unless another line has it too.
func unsaid(details []check.Detail, reason string) []check.Detail {
	var out []check.Detail
	reason = strings.ToLower(reason)
	for _, d := range details {
		if text := d.Text; strings.Contains(reason, strings.ToLower(text)) {
			again := func(o check.Detail) bool { return o.Text != text && o.Path == d.Path && o.Line == d.Line }
			if d.Path == "" || slices.ContainsFunc(details, again) {
				continue
			}
			d.Text = ""
		}
		out = append(out, d)
	}
	return out
}

// whyUnknown says in a few words why a check has no score, with the id of that.
func whyUnknown(in health.Input, st check.State) (id, text string) {
	if in.State != health.Unknown {
		return "", ""
	}
	if what, ok := explain.Needs(in.Reason); ok {
		return "needs-host", "needs " + what
	}
	switch st {
	case check.NotVisible:
		return "not-visible", "not visible to us"
	case check.Errored:
		return "errored", "did not finish"
	case check.Inconclusive:
		return "inconclusive", "nothing to check"
	case check.NotRun:
		return "not-run", "not run"
	}
	return "unknown", "unknown"
}

// moreLines labels the evidence that is folded away.
func moreLines(r checkRow) string {
	n := len(r.More) + r.Left
	if len(r.Lines) == 0 {
		return explain.Of(n, "line", "lines") + " of evidence"
	}
	return explain.Of(n, "more line", "more lines")
}

// tables returns the checks that lose points or may, the costliest first, and those without any
// loss by theme, which a page folds under a line that names them.
func (v Checks) tables() (open table.Table, folded table.Table, met []string) {
	open = checkTable("OpenSSF Scorecard checks that cost points or may, the costliest first")
	folded = checkTable("OpenSSF Scorecard checks that cost nothing, by theme")
	var lossy []checkRow
	for _, g := range v.Groups {
		var full []checkRow
		for _, r := range g.Rows {
			if r.State == health.Observed && r.Score >= 10 || r.State == health.NotApplicable {
				full, met = append(full, r), append(met, r.ID)
				continue
			}
			r.Theme = g.Name
			lossy = append(lossy, r)
		}
		if len(full) > 0 {
			folded.Rows = append(folded.Rows, table.Row{Group: g.Name})
		}
		addChecks(&folded, full)
	}
	slices.SortStableFunc(lossy, func(a, b checkRow) int { return cmp.Compare(b.cost, a.cost) })
	addChecks(&open, lossy)
	return open, folded, met
}

func checkTable(caption string) table.Table {
	return table.Table{
		Caption: caption, Layout: table.Topped,
		Heads: []table.Head{
			{Label: "Check"},
			{Label: "Result", Cells: "nowrap"},
			{Label: "Met", Class: "hide-s", Cells: "hide-s"},
			{Label: "Risk points", Class: "num", Cells: "num is-off"},
			{Label: "Evidence", Class: "is-g", Cells: "is-g is-full small is-ev"},
		},
	}
}

func addChecks(t *table.Table, rows []checkRow) {
	for _, r := range rows {
		sub := r.Label
		if r.Theme != "" {
			sub += " · " + r.Theme
		}
		t.Rows = append(t.Rows, table.Row{Key: r.ID, Cells: []table.Cell{
			{Text: r.ID, Sub: sub, Href: r.Method},
			{Content: result(r)},
			{Content: met(r)},
			{Text: r.Points},
			{Content: proof(r)},
		}})
	}
}
