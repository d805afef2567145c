package facts

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/internal/repository"
	"github.com/plumbline-scorecard/plumbline/web/ui"
	"github.com/plumbline-scorecard/plumbline/web/ui/table"
)

// Criticality is why the project stands on the list: judgements by people,
// each with its reason.
type Criticality struct {
	Why      string
	List     string
	Since    string
	Lists    []listedOn
	Rubric   []ui.Fact
	Packages []string
	Homepage string
}

// listedOn is an expert list. Date is its date, and whether it counts.
type listedOn struct{ Title, URL, Date string }

// CriticalityOf returns why a project stands on its list.
func CriticalityOf(sub query.Project) Criticality {
	p, l := sub.Project, sub.List
	v := Criticality{Why: p.Why, Packages: p.Packages, Homepage: p.Homepage, Since: explain.DayOf(p.Added)}
	if l != nil {
		v.List = l.Title
		if v.List == "" {
			v.List = l.Slug
		}
		for _, id := range p.ExpertLists {
			x, ok := l.Sources[id]
			if !ok {
				x.Title = id
			}
			day := explain.DayOf(x.Date)
			if slices.Contains(l.CopiedFrom, id) {
				day += "; does not count: this list was copied from it"
			}
			v.Lists = append(v.Lists, listedOn{x.Title, x.URL, day})
		}
	}
	v.Rubric = []ui.Fact{exposureFact(p.Exposure), substitutionFact(p.Substitution)}
	if in := sub.Figures.Inputs.Field(field.OSSFuzzSince); in.Known() {
		v.Rubric = append(v.Rubric, ui.FactOf(sub.Figures.Inputs, field.OSSFuzzSince, "", in.Reason))
	}
	v.Rubric = append(v.Rubric, packageFacts(sub.Figures.Inputs)...)
	return v
}

func exposureFact(e *health.Exposure) ui.Fact {
	f := ui.Fact{ID: string(field.ExposurePoints), Name: "Exposure", State: health.Unknown, Text: "Not reviewed yet"}
	if e == nil {
		return f
	}
	var holds []string
	for _, x := range []struct {
		yes  bool
		text string
	}{
		{e.UntrustedInput, "parses untrusted input"},
		{e.Privileged, "reachable from a network or privileged"},
		{e.Crypto, "cryptography, authentication or secrets"},
		{e.Toolchain, "builds or publishes other software"},
	} {
		if x.yes {
			holds = append(holds, x.text)
		}
	}
	f.State, f.Text = health.Observed, fmt.Sprintf("%d of 4", e.Points())
	if len(holds) > 0 {
		f.Text += ": " + strings.Join(holds, "; ")
	}
	f.Says, f.Value = standsFor(e.ConfirmedBy), strconv.Itoa(e.Points())
	f.Note = proposed(e.Reason, e.ConfirmedBy, e.Reviewed)
	return f
}

var replacing = [...]string{"a drop-in replacement exists", "weeks to replace", "months to replace", "no realistic substitute"}

func substitutionFact(x *health.Substitution) ui.Fact {
	f := ui.Fact{ID: string(field.Substitutability), Name: "Replacement effort", State: health.Unknown, Text: "Not reviewed yet"}
	if x == nil {
		return f
	}
	f.State, f.Text = health.Observed, fmt.Sprintf("%d of 3", x.Value)
	if x.Value >= 0 && x.Value < len(replacing) {
		f.Text += ": " + replacing[x.Value]
	}
	f.Says, f.Value = standsFor(x.ConfirmedBy), strconv.Itoa(x.Value)
	f.Note = proposed(x.Reason, x.ConfirmedBy, x.Reviewed)
	return f
}

// standsFor is what proposed says, for programs.
func standsFor(confirmedBy string) string {
	if confirmedBy != "" {
		return "confirmed"
	}
	return "proposed"
}

// proposed says who stands for a judgement.
func proposed(reason, confirmedBy, reviewed string) string {
	who := "Proposed by the list's editors, not confirmed by others"
	if confirmedBy != "" {
		who = "Confirmed by " + confirmedBy
	}
	if reviewed != "" {
		who += ", " + explain.DayOf(reviewed)
	}
	if reason = strings.TrimSpace(reason); reason != "" && !strings.HasSuffix(reason, ".") {
		reason += "."
	}
	return strings.TrimSpace(reason + " " + who + ".")
}

// Repo is one repository with what it is to the project.
type Repo struct {
	URL, Name, Role, Counted, Note string
	Says                           string // "counted" or "not-counted"
}

// Repos returns the repositories of a project, and the copy that was read instead of the primary.
func Repos(sub query.Project) []Repo {
	var out []Repo
	copied, isCopy := explain.CopiedFrom(sub.Project, sub.Figures)
	for _, r := range sub.Project.Repositories {
		v := Repo{URL: r.URL, Name: r.URL, Role: string(r.Role), Counted: "shown, not measured", Says: "not-counted", Note: r.Note}
		if id, err := repository.Parse(r.URL); err == nil {
			v.Name = id.String()
		}
		if r.Role == health.Primary {
			v.Says, v.Counted = "counted", "source of all figures"
			if r.Branch != "" {
				v.Counted = "source of all figures, git figures from its branch " + r.Branch
			}
			if isCopy {
				v.Says, v.Counted = "not-counted", "its copy is the source of the git figures"
			}
		}
		if r.Mirror {
			text := "Mirror: work happens elsewhere"
			if r.Upstream != "" {
				text = "Mirror: work happens at " + r.Upstream
			}
			v.Note = strings.TrimSpace(text + ". " + r.Note)
		}
		out = append(out, v)
	}
	if isCopy {
		out = append(out, Repo{URL: copied.URL, Name: copied.Name, Role: "copy", Counted: "source of the git figures", Says: "counted", Note: "Public copy by others, read as of " + copied.Day + "."})
	}
	return out
}

// Source is one source with what it said last.
type Source struct {
	Name, Version, Origin string
	At                    time.Time
	Commit, URL           string
}

// Provenance returns what the figures of a project rest on, and its sources.
func Provenance(sub query.Project) ([]ui.Fact, []Source) {
	f, o := sub.Figures, sub.Summary
	var sources []Source
	commit := ui.Fact{Name: "Commit", State: health.Unknown, Text: "no repository has been read yet"}
	for _, sn := range f.Snapshots {
		sources = append(sources, Source{sn.Source, sn.Version, explain.Origin(sn.Origin), sn.ObservedAt, sn.Commit, sn.SourceURL})
		if sn.Source == field.SourceGit && sn.Commit != "" {
			commit = ui.Fact{Name: "Commit", State: health.Observed, Text: sn.Commit[:min(12, len(sn.Commit))], URL: explain.CommitURL(sub.Project, sn), Mono: true}
		}
	}
	out := []ui.Fact{commit}
	if f.Last.At.IsZero() {
		out = append(out, ui.Fact{Name: "Last attempt", State: health.Unknown, Text: "never collected"})
	} else {
		out = append(out, ui.Fact{Name: "Last attempt", State: health.Observed, Text: explain.Day(f.Last.At) + ", " + string(f.Last.Outcome), Note: f.Last.Reason})
	}
	if o.Run.ID != 0 {
		out = append(out, ui.Fact{Name: "Run", State: health.Observed, Text: fmt.Sprintf("%d of list %s, published %s", o.Run.ID, o.Run.List, explain.Day(o.Run.Finished))})
	}
	out = append(out, ui.Fact{Name: "Model", State: health.Observed, Text: sub.Model.Name(), Note: "SHA-256 " + sub.Model.SHA256[:min(12, len(sub.Model.SHA256))]})
	if l := sub.List; l != nil {
		out = append(out, ui.Fact{Name: "List", State: health.Observed, Text: l.Slug + ", revision " + l.Revision})
	}
	return out, sources
}

// sourceTable is the table of the sources.
func sourceTable(ss []Source, now time.Time) table.Table {
	t := table.Table{
		Caption: "Sources of the figures", Layout: table.Side,
		Heads: []table.Head{{Label: "Source"}, {Label: "Version", Cells: "mono"}, {Label: "As of", Class: "is-g", Cells: "is-g"}},
	}
	for _, s := range ss {
		t.Add(table.Cell{Content: sourceName(s)}, table.Cell{Text: s.Version}, table.Cell{Content: ui.When(s.At, now)})
	}
	return t
}
