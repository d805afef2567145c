package checks

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/check"
	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/figures"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/web/page"
	"github.com/plumbline-scorecard/plumbline/web/ui"
	"github.com/plumbline-scorecard/plumbline/web/ui/table"
)

// Instruments is the published result of a project beside our own scan. The
// two are never added, averaged or drawn in one line.
type Instruments struct {
	// Missing says why there is no published result; the rest is empty then.
	Missing string
	Head    string
	Note    string // how many differ
	Used    string // which one posture rests on, and why
	// NoteSays and UsedSays are what the two state, as in ui.Finding.
	NoteSays, UsedSays string
	Columns            []instrumentColumn
	Rows               []instrumentRow
	Why                []reason // why the two may differ at all
	Total              string   // as published
	NoTotal            string
	TotalURL           string
}

// reason is why two results may differ: an id and a sentence.
type reason struct{ id, text string }

// instrumentColumn is the head of one instrument's column.
type instrumentColumn struct {
	Source        string // "own" or "published"
	Name, Version string
	At            time.Time
	Commit        ui.Fact
	Used          bool
}

// instrumentRow is one check as each instrument saw it.
type instrumentRow struct {
	Name, Method string
	Ours, Theirs instrumentCell
	Differs      bool
	// Why says what may be behind a difference.
	Why reason
}

// instrumentCell is a score, or why there is none.
type instrumentCell struct {
	Score string // "7", empty when there is none
	Why   reason
	Notes []string
	value int
}

// InstrumentsOf sets the two results of a project side by side.
func InstrumentsOf(sub query.Project) Instruments {
	f := sub.Figures
	pub, ok := f.Snapshot(field.SourcePublished)
	if !ok || len(pub.Checks) == 0 || f.Basis == nil {
		return Instruments{Missing: explain.Sentence(f.Inputs.Field(field.PublishedScore).Reason) + "."}
	}
	own, both := f.Snapshot(field.SourceScorecard)
	v := Instruments{Head: "Our scan and the published result", Used: usedWords(*f.Basis), UsedSays: usedSays(*f.Basis), TotalURL: pub.SourceURL}
	v.Columns = []instrumentColumn{
		{Source: "own", Name: "Our own scan", Version: "Scorecard " + own.Version + sight(own), At: own.ObservedAt, Commit: commitFact(sub, own), Used: !f.Basis.Published()},
		{Source: "published", Name: "Published result", Version: explain.Sentence(pub.Version), At: pub.ObservedAt, Commit: commitFact(sub, pub), Used: f.Basis.Published()},
	}
	if total := f.Inputs.Field(field.PublishedScore); total.Known() {
		v.Total = explain.Decimal(total.Value)
	} else {
		v.NoTotal = total.Reason
	}
	v.Rows = instrumentRows(own, pub)
	if !both {
		v.NoteSays = "published-only"
		v.Head, v.Note = "Published result", "We have no scan of our own to compare"
		v.Columns[0] = instrumentColumn{Source: "own", Name: "Our own scan"}
		return v
	}
	compared, differ := 0, 0
	for _, r := range v.Rows {
		if r.Ours.Score != "" && r.Theirs.Score != "" {
			compared++
		}
		if r.Differs {
			differ++
		}
	}
	v.NoteSays = fmt.Sprintf("differ:%d/%d", differ, compared)
	v.Note = fmt.Sprintf("%s have a score from both; %s", explain.Of(compared, "check", "checks"), differWords(differ))
	v.Why = whyTheyDiffer(own, pub)
	return v
}

// sight says that a scan saw files only; nothing when it asked the host.
func sight(sn health.Snapshot) string {
	for _, c := range sn.Checks {
		if c.State == check.NotRun {
			return ", files of one commit"
		}
	}
	return ""
}

func differWords(n int) string {
	switch n {
	case 0:
		return "none differs"
	case 1:
		return "one differs"
	}
	return explain.Number(n) + " differ"
}

// usedSays is what usedWords states.
func usedSays(b figures.Basis) string {
	if b.Published() {
		return "used:published"
	}
	return "used:own"
}

// usedWords says which instrument posture rests on.
func usedWords(b figures.Basis) string {
	text := "Posture uses all of " + b.Used.Name()
	if b.Why != "" {
		text += ": " + b.Why
	}
	return text + "."
}

func commitFact(sub query.Project, sn health.Snapshot) ui.Fact {
	if sn.Commit == "" {
		return ui.Fact{}
	}
	plain := sn
	plain.SourceURL = "" // of the result, not of the commit
	return ui.Fact{Text: page.Short(sn.Commit), URL: explain.CommitURL(sub.Project, plain)}
}

// instrumentRows sets the checks side by side: those both scored and saw
// differently first, by how much, then those one of them scored.
func instrumentRows(own, pub health.Snapshot) []instrumentRow {
	ours, theirs := map[string]check.Check{}, map[string]check.Check{}
	var names []string
	for _, c := range own.Checks {
		ours[c.Name], names = c, append(names, c.Name)
	}
	for _, c := range pub.Checks {
		theirs[c.Name] = c
		if _, both := ours[c.Name]; !both {
			names = append(names, c.Name)
		}
	}
	var out []instrumentRow
	for _, name := range names {
		a, inOurs := ours[name]
		b, inTheirs := theirs[name]
		r := instrumentRow{Name: name, Ours: cellOf(a, inOurs), Theirs: cellOf(b, inTheirs)}
		if _, ok := field.ByID(field.ID(name)); ok {
			r.Method = page.Method(field.ID(name))
		}
		r.Differs = r.Ours.Score != "" && r.Theirs.Score != "" && r.Ours.Score != r.Theirs.Score
		r.Why = whyOneDiffers(r, a, inOurs, b, inTheirs, own, pub)
		out = append(out, r)
	}
	slices.SortFunc(out, func(a, b instrumentRow) int {
		return cmp.Or(a.order()-b.order(), b.apart()-a.apart(), strings.Compare(a.Name, b.Name))
	})
	return out
}

func (r instrumentRow) order() int {
	switch ours, theirs := r.Ours.Score != "", r.Theirs.Score != ""; {
	case r.Differs:
		return 0
	case ours != theirs:
		return 1
	case ours:
		return 2
	}
	return 3
}

func (r instrumentRow) apart() int {
	if !r.Differs {
		return 0
	}
	return max(r.Ours.value-r.Theirs.value, r.Theirs.value-r.Ours.value)
}

func cellOf(c check.Check, held bool) instrumentCell {
	cell := instrumentCell{Notes: c.Annotations}
	switch {
	case !held:
		cell.Why = reason{"absent", "not included"}
	case c.State == check.Scored:
		cell.Score, cell.value = explain.Whole(float64(c.Score)), c.Score
	case c.State == check.Inconclusive:
		cell.Why = reason{"inconclusive", "nothing to check"}
	case c.State == check.Errored:
		cell.Why = reason{"errored", "did not finish"}
	case c.State == check.NotVisible:
		cell.Why = reason{"not-visible", "not visible to us"}
	default:
		cell.Why = reason{"not-run", "not run"}
		if what, ok := explain.Needs(c.Reason); ok {
			cell.Why = reason{"needs-host", "needs " + what}
		}
	}
	return cell
}

// unscored are checks that are shown and enter no figure here, and why.
var unscored = map[string]string{
	"Maintained":   "Never scored here: health already covers it.",
	"Contributors": "Never scored here: health already covers it.",
	"SBOM":         "Never scored here: experimental in version 5.",
	"Webhooks":     "Never scored here: visible only to administrators.",
}

// changed are the checks that versions 4 and 5 judge differently, from their
// sources.
var changed = map[field.ID]string{
	"SAST":                     "version 5 knows more tools",
	field.BranchProtection:     "version 5 gives partial points",
	field.SignedReleases:       "version 5 accepts Sigstore bundles",
	"License":                  "version 5 searches more folders",
	"Fuzzing":                  "version 5 detects other fuzzers",
	field.CITests:              "version 5 knows more CI systems",
	field.DependencyUpdateTool: "version 5 detects other tools",
	"Vulnerabilities":          "version 5 reads more lock files",
}

// whyOneDiffers says what may be behind the difference of one check.
func whyOneDiffers(r instrumentRow, a check.Check, inOurs bool, b check.Check, inTheirs bool, own, pub health.Snapshot) reason {
	_, inCatalogue := field.ByID(field.ID(r.Name))
	switch {
	case unscored[r.Name] != "":
		return reason{"unscored", unscored[r.Name]}
	case !inCatalogue:
		return reason{"not-in-catalogue", "Unknown check: shown, never scored."}
	case r.Differs:
		return reason{"differs", explain.Sentence(changedWords(r.Name, own, pub)) + "."}
	case r.Ours.Score != "" && r.Theirs.Score != "":
		return reason{}
	case own.Source == "":
		return reason{}
	case r.Theirs.Score != "" && inOurs && a.State != check.Errored && a.State != check.Inconclusive:
		return reason{"files-only", "Our scan read the files of one commit; the publisher also asked the host."}
	case r.Ours.Score != "" && !inTheirs:
		return reason{"left-out", "OpenSSF’s weekly scan leaves out some checks."}
	case a.State == check.Errored || b.State == check.Errored:
		return reason{"errored", "One of the two did not finish."}
	}
	return reason{}
}

func changedWords(name string, own, pub health.Snapshot) string {
	var out []string
	if text := changed[field.ID(name)]; text != "" && major(own.Version) != major(pub.Version) {
		out = append(out, text)
	}
	if own.Commit != "" && pub.Commit != "" && own.Commit != pub.Commit {
		out = append(out, "different commits")
	}
	if days := daysApart(own.ObservedAt, pub.ObservedAt); days > 0 {
		out = append(out, explain.Of(days, "day", "days")+" apart")
	}
	if len(out) == 0 {
		return "same commit and day; they could see different things"
	}
	return strings.Join(out, "; ")
}

// major returns the first number of a version in a text: "5".
func major(version string) string {
	for _, word := range strings.FieldsFunc(version, func(r rune) bool { return r == ' ' || r == ',' }) {
		if n, ok := strings.CutPrefix(word, "v"); ok && n != "" && n[0] >= '0' && n[0] <= '9' {
			n, _, _ = strings.Cut(n, ".")
			return n
		}
	}
	return ""
}

func daysApart(a, b time.Time) int { return max(health.AgeDays(a, b), health.AgeDays(b, a)) }

// whyTheyDiffer says what may set the two apart as a whole.
func whyTheyDiffer(own, pub health.Snapshot) []reason {
	var out []reason
	add := func(id, text string) { out = append(out, reason{id, text}) }
	if a, b := major(own.Version), major(pub.Version); a != b && a != "" && b != "" {
		add("version", "Version: ours uses Scorecard "+a+", the published result "+b+". At least "+explain.Number(len(changed))+" checks work differently.")
	} else if b == "" {
		add("version", "Version: the published result names none.")
	}
	if days := daysApart(own.ObservedAt, pub.ObservedAt); days > 0 {
		add("date", "Date: they are "+explain.Of(days, "day", "days")+" apart. Some checks look back 90 days, and new vulnerabilities appear every day.")
	}
	switch {
	case pub.Commit == "" || own.Commit == "":
		add("commit", "Commit: at least one of the two names none.")
	case pub.Commit == own.Commit:
		add("commit", "Commit: the same, so the project’s files do not explain the differences.")
	default:
		add("commit", "Commit: different.")
	}
	if sight(own) != "" {
		add("sight", "Access: our scan read the files of one commit. The publisher also asked the host for reviews, rules and releases, with its own token.")
	} else {
		add("sight", "Access: each asked the host with its own token.")
	}
	return out
}

// table returns the checks as two instruments saw them.
func (v Instruments) table(now time.Time) table.Table {
	t := table.Table{
		Caption: "Scorecard checks in both results, differences first. Do not average them.", Layout: table.Topped,
		Heads: []table.Head{{Label: "Check"}},
	}
	for i, c := range v.Columns {
		t.Heads = append(t.Heads, table.Head{Content: instrumentHead(c, now), Cells: "is-row", Short: []string{"Ours", "Published"}[i]})
	}
	t.Heads = append(t.Heads, table.Head{Label: "Possible reasons", Class: "is-g", Cells: "is-g is-full small"})
	for _, r := range v.Rows {
		t.Rows = append(t.Rows, table.Row{Key: r.Name, Cells: []table.Cell{
			{Text: r.Name, Href: r.Method},
			{Content: instrumentScore(r.Ours, r.Differs)},
			{Content: instrumentScore(r.Theirs, r.Differs)},
			{Text: r.Why.text, Says: r.Why.id},
		}})
	}
	return t
}
