package ownwords

import (
	"fmt"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/declared"
	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/internal/reply"
	"github.com/plumbline-scorecard/plumbline/web/page"
	"github.com/plumbline-scorecard/plumbline/web/project/facts"
	"github.com/plumbline-scorecard/plumbline/web/ui"
	"github.com/plumbline-scorecard/plumbline/web/ui/table"
)

// view is the page.
type view struct {
	Name, Project, Projects, Fix string
	Cite                         page.Citation
	Finding                      ui.Finding
	Channel, Steward             []ui.Fact
	Rows, Remarks, Both, Files   table.Table
	Contradictions               []string
	// Unread is why the files are not known; empty: they are.
	Unread string
}

// viewOf is pure.
func viewOf(p query.Project, said reply.Reply, b both) view {
	sn, _ := p.Figures.Snapshot(field.SourceGit)
	m := maker{said, explain.Blobs(p.Project, sn)}
	v := view{
		Name: p.Project.Name, Unread: said.Unread, Finding: m.finding(), Channel: facts.Channel(said.Channel), Steward: facts.Steward(said.Steward), Rows: m.rows(), Remarks: m.remarks(), Files: m.files(),
	}
	for _, c := range said.Contradictions {
		v.Contradictions = append(v.Contradictions, explain.Sentence(c.String())+".")
	}
	if len(b.Checks) > 0 {
		v.Both = b.table()
	}
	return v
}

// maker makes the parts of the page. line returns the address of a line of a file.
type maker struct {
	reply.Reply
	line func(path string, line int) string
}

func (m maker) finding() ui.Finding {
	differ := 0
	for _, r := range m.Rows {
		if r.Agreement == reply.Differ {
			differ++
		}
	}
	f := ui.Finding{Says: fmt.Sprintf("claims:%d differ:%d contradict:%d", len(m.Statement.Claims), differ, len(m.Contradictions))}
	read := m.speaking()
	switch {
	case m.Unread != "":
		f.Claim, f.Rest, f.Says = "What the project says of itself is unknown.", explain.Sentence(m.Unread)+".", "unread"
	case len(m.Statement.Claims)+len(m.Statement.Exemptions) == 0:
		f.Claim, f.Rest = "The project says nothing of itself in a form that is read here.", "That is no fault: most projects say it in other words or in other places."
	default:
		f.Claim = fmt.Sprintf("%s %s something of the project.", explain.Sentence(explain.Of(read, "file", "files")), explain.Plural(read, "says", "say"))
		f.Rest = "None of it changes a score."
		if differ > 0 {
			f.Rest = fmt.Sprintf("%s from what is observed. ", explain.Sentence(explain.HowMany(differ)+" "+explain.Plural(differ, "claim differs", "claims differ"))) + f.Rest
		}
	}
	return f
}

// speaking counts the files with a claim or a remark.
func (m maker) speaking() int {
	files := map[string]bool{}
	for _, c := range m.Statement.Claims {
		files[c.Path] = true
	}
	for _, e := range m.Statement.Exemptions {
		files[e.Path] = true
	}
	return len(files)
}

// agreements are the words for how a claim stands to what is observed.
var agreements = map[reply.Agreement]string{reply.Agree: "agrees", reply.Differ: "differs", reply.Apart: "–"}

func (m maker) rows() table.Table {
	t := table.Grid("What the project claims, and what is observed", []string{"Question", "Claimed", "Observed", "Together"})
	for _, r := range m.Reply.Rows {
		seen := table.Cell{Text: r.Observed, Sub: ended(r.Note)}
		if r.Observed == "" {
			seen = table.Cell{Text: "not observable from outside", Sub: ended(r.Note)}
		}
		t.Rows = append(t.Rows, table.Row{Key: r.ID, Cells: []table.Cell{
			{Text: r.Label}, {Content: claims(m.shown(r.Claims))}, seen, {Text: agreements[r.Agreement], Says: string(r.Agreement)},
		}})
	}
	return t
}

func ended(sentence string) string {
	if sentence == "" || strings.HasSuffix(sentence, ".") {
		return sentence
	}
	return sentence + "."
}

// claim is a claim with the address of its line.
type claim struct{ Says, Place, URL, Link string }

func (m maker) shown(all []declared.Claim) []claim {
	var out []claim
	for _, c := range all {
		x := claim{Says: page.Cut(reply.Words(c)), Place: reply.Place(c)}
		if c.Kind != declared.Registry {
			x.URL = m.line(c.Path, c.Line)
		}
		if c.Subject == declared.PolicyPage || c.Subject == declared.SupportPolicy || c.Subject == declared.Funding {
			x.Link, _ = explain.SafeURL(c.Value)
		}
		out = append(out, x)
	}
	return out
}

func (m maker) remarks() table.Table {
	t := table.Grid("Remarks of the maintainers on checks", []string{"Check", "What they say", "Result", "Where"})
	for _, r := range m.Reply.Remarks {
		result := table.Cell{Text: "not a check that is shown here"}
		if r.Known {
			row, _ := field.ByID(r.Check.Field)
			if result = (table.Cell{Text: explain.Value(row, r.Check)}); !r.Check.Known() {
				result = table.Cell{Unknown: r.Check.State == health.Unknown, Text: r.Check.String(row.Kind), Sub: explain.Sentence(r.Check.Reason)}
			}
		}
		where := claim{Place: fmt.Sprintf("%s, line %s", r.Path, explain.Thousands(r.Line)), URL: m.line(r.Path, r.Line)}
		t.Rows = append(t.Rows, table.Row{Key: r.Exemption.Check, Cells: []table.Cell{{Text: page.Cut(r.Exemption.Check)}, {Text: r.Reason, Sub: "for " + reply.ToolName(r.Tool)}, result, {Content: claims([]claim{where})}}})
	}
	return t
}

func (m maker) files() table.Table {
	t := table.Grid("Files that were read", []string{"File", "Kind", "Last changed", "How it was read"})
	for _, r := range m.Statement.Readings {
		changed := table.Cell{Text: "not in the last three years, or unknown"}
		if r.Changed != "" {
			changed.Text = explain.DayOf(r.Changed)
		}
		t.Rows = append(t.Rows, table.Row{Key: r.Path, Cells: []table.Cell{
			{Content: claims([]claim{{Place: r.Path, URL: m.line(r.Path, 0)}})}, {Text: r.Kind.Label()}, changed, {Text: howRead(r)},
		}})
	}
	return t
}

// mostFields is the most fields that a reading names.
const mostFields = 5

// howRead is a reading in words.
func howRead(r declared.Reading) string {
	if r.Why != "" {
		return "Nothing counts: " + r.Why + "."
	}
	text := "Read."
	if r.Template {
		text += " Sentences of the host’s template are left out."
	}
	for _, x := range []struct {
		words string
		all   []string
	}{{"Not in the form of its schema, so left out", r.Wrong}, {"Fields that its schema asks for and that it lacks", r.Missing}} {
		if n := len(x.all); n > 0 {
			text += " " + x.words + ": " + strings.Join(x.all[:min(n, mostFields)], ", ")
			if n > mostFields {
				text += fmt.Sprintf(" and %d more", n-mostFields)
			}
			text += "."
		}
	}
	if r.Expires != "" {
		text += " It says that it expires on " + explain.DayOf(r.Expires) + "."
	}
	return text
}
