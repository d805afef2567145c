package maintain

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/exchange"
	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/web/page"
	"github.com/plumbline-scorecard/plumbline/web/ui"
	"github.com/plumbline-scorecard/plumbline/web/ui/table"
)

// decision is a correction with its project.
type decision struct {
	Project string `json:"project"` // slug
	name    string
	List    string                `json:"list"`
	Kind    health.CorrectionKind `json:"kind"`
	What    string                `json:"what"`
	Why     string                `json:"why"`
	By      string                `json:"asked_by"` // role
	Date    string                `json:"date"`
	// Expires is its last day; empty: no end. Applies is whether it applies today.
	Expires string `json:"expires,omitempty"`
	Applies bool   `json:"applies"`
	URL     string `json:"url,omitempty"`
}

// ledgerView is the page of corrections.
type ledgerView struct {
	Finding ui.Finding
	Table   table.Table
	Links   []ui.Link
	Contact page.Reports
}

// mostShown is how many decisions the page shows; the files have all.
const mostShown = 100

// decisions are the corrections of all lists that a reader may see, the newest first.
func (s maker) decisions() []decision {
	out := []decision{}
	for _, l := range s.Query.Lists() {
		for _, p := range l.Projects {
			for _, c := range p.Corrections {
				out = append(out, decision{p.Slug, p.Name, l.Slug, c.Kind, c.What, c.Why, c.By, c.Date, c.Expires, c.Applies(s.Now), c.URL})
			}
		}
	}
	slices.SortStableFunc(out, func(a, b decision) int {
		return cmp.Or(strings.Compare(b.Date, a.Date), strings.Compare(a.Project, b.Project))
	})
	return out
}

// ledger answers with the corrections of all lists, or with the same as JSON or CSV.
func (s maker) ledger() error {
	if s.Known(explain.ISO(s.Now)) { // what applies ends with a day
		return nil
	}
	all := s.decisions()
	switch path := s.HTTP.URL.Path; {
	case strings.HasSuffix(path, ".json"):
		return s.Document(map[string][]decision{"corrections": all})
	case strings.HasSuffix(path, ".csv"):
		return s.CSV("corrections.csv", rowsOf(all))
	}
	v := ledgerView{Finding: findingOf(all), Table: tableOf(all), Contact: s.Reports(s.List), Links: []ui.Link{{Label: "CSV", Href: page.Corrections + ".csv"}, {Label: "JSON", Href: page.Corrections + ".json"}, {Label: "For maintainers", Href: page.Maintainers}}}
	p := s.Frame("Corrections", "What the editors of the lists decided on request: who asked, what, why and until when.", page.Corrections)
	p.Notices = page.Ignored(page.Others(s.Values(), "list"))
	return s.Show(ledgerPage(p, v))
}

// kindText is what the editors decided.
func kindText(k health.CorrectionKind) string {
	return map[health.CorrectionKind]string{
		health.Corrected: "Corrected", health.OptDown: "Shown without a rank", health.Kept: "Judged, and kept",
	}[k]
}

func findingOf(all []decision) ui.Finding {
	f := ui.Finding{Says: fmt.Sprintf("corrections:%d", len(all)), Rest: "Every decision about an entry that someone asked for is here, with its reason. A correction of an entry can change figures; the changes page then names the list as the cause."}
	if len(all) == 0 {
		f.Claim = "No decision is on record yet."
		return f
	}
	n := 0
	for _, d := range all {
		if d.Applies {
			n++
		}
	}
	if len(all) > mostShown {
		f.Rest = fmt.Sprintf("The newest %d are here, and all are in the files. ", mostShown) + f.Rest
	}
	f.Claim = fmt.Sprintf("%s on record, %s in force.", explain.Sentence(explain.Of(len(all), "decision", "decisions")), explain.Number(n))
	return f
}

func tableOf(all []decision) table.Table {
	t := table.Grid("Decisions, the newest first", []string{"Date", "Project", "Decision", "Why", "Asked by", "Until"})
	for i, d := range all[:min(len(all), mostShown)] {
		until := table.Cell{Text: "no end"}
		if d.Expires != "" {
			until.Text = explain.DayOf(d.Expires)
			if !d.Applies {
				until.Sub = "not in force"
			}
		}
		by := table.Cell{Text: explain.Sentence("a " + d.By)}
		if d.By == "editor" {
			by.Text = "An editor"
		}
		if d.URL != "" {
			by.Content = asked(by.Text, d.URL)
		}
		t.Rows = append(t.Rows, table.Row{Key: fmt.Sprintf("%s-%d", d.Project, i), Cells: []table.Cell{
			{Text: explain.DayOf(d.Date)},
			{Text: page.Cut(d.name), Href: "/p/" + d.Project},
			{Text: kindText(d.Kind), Sub: d.What, Says: string(d.Kind)},
			{Text: d.Why},
			by, until,
		}})
	}
	return t
}

func rowsOf(all []decision) [][]string {
	out := [][]string{{"project", "list", "kind", "what", "why", "asked_by", "date", "expires", "applies", "url"}}
	for _, d := range all {
		row := []string{d.Project, d.List, string(d.Kind), d.What, d.Why, d.By, d.Date, d.Expires, fmt.Sprint(d.Applies), d.URL}
		for i := range row {
			row[i] = exchange.TextCell(row[i])
		}
		out = append(out, row)
	}
	return out
}
