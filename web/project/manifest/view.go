package manifest

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/manifest"
	"github.com/plumbline-scorecard/plumbline/web/page"
	"github.com/plumbline-scorecard/plumbline/web/ui"
	"github.com/plumbline-scorecard/plumbline/web/ui/table"
)

// view is the page.
type view struct {
	Name, Project, Projects, Fix string
	Finding                      ui.Finding
	Files                        []fileView
	Cite                         page.Citation
}

// fileView is one file.
type fileView struct {
	Name, ID, What string
	// Text is the file; empty if it is not offered. Download is its address.
	Text, Download string
	// Exists says that the project has one, and Path with its address where; empty: not known. Lacks
	// are what it lacks, after what LackSays.
	Exists, Path, URL, LackSays string
	Lacks                       []string
	Unsure                      string
	Filled, Blanks              table.Table
}

// what says in a sentence what each file is for and where it belongs.
var what = map[string]string{
	manifest.InsightsName: "It tells programs how you handle security. Put it into the root folder, or into .github.",
	manifest.FundingName:  "It tells funders what money you ask for (fundingjson.org). Put it into the root folder.",
	manifest.PolicyName:   "It tells people how to report a vulnerability. Put it into the root folder, or into .github.",
}

// viewOf is pure; on adds the day to an address.
func viewOf(p health.Project, files []manifest.File, on func(string) string) view {
	v := view{Name: p.Name, Project: on("/p/" + p.Slug), Fix: on(page.FixHref(p.Slug)), Finding: findingOf(files)}
	for _, f := range files {
		x := fileView{
			Name: f.Name, ID: "file-" + strings.ToLower(strings.ReplaceAll(f.Name, ".", "-")), What: what[f.Name], Text: f.Text,
			Filled: filledTable(f), Blanks: blankTable(f),
			Download: on(page.ManifestHref(p.Slug) + ".txt" + page.Encode(url.Values{paramFile: {f.Name}})),
		}
		if f.Unsure != "" {
			x.Unsure = "It is unknown whether you have this file: " + explain.LowerFirst(f.Unsure) + ". If you have it, keep yours."
		}
		if e := f.Exists; e != nil {
			x.Exists, x.Path, x.URL, x.Lacks, x.LackSays = existsSays(f), e.Path, e.URL, e.Lacks, lackSays(*e)
		}
		v.Files = append(v.Files, x)
	}
	return v
}

func findingOf(files []manifest.File) ui.Finding {
	filled, blanks, there, unsure := 0, 0, 0, 0
	for _, f := range files {
		filled, blanks = filled+len(f.Filled), blanks+len(f.Blanks)
		if f.Exists != nil {
			there++
		}
		if f.Unsure != "" {
			unsure++
		}
	}
	out := ui.Finding{Says: fmt.Sprintf("filled:%d blanks:%d exist:%d unsure:%d", filled, blanks, there, unsure)}
	out.Claim = fmt.Sprintf("%s from public figures, and %s for you to fill in.", explain.Of(filled, "value", "values"), explain.Of(blanks, "blank", "blanks"))
	out.Rest = "Nothing is guessed, and no person is named. Check every value before you commit a file."
	if there == len(files) {
		out.Claim, out.Rest = "You have every file on this page.", "None is offered in its place."
	}
	return out
}

// existsSays says that the project has a file, and where that was seen.
func existsSays(f manifest.File) string {
	text := "The project has this file, so none is offered in its place"
	if s := sourceText(f.Exists.Origin); s != "" && f.Exists.Source != f.Exists.Path {
		text += " (seen by " + s + ")"
	}
	if f.Exists.Note != "" {
		text += "; " + f.Exists.Note
	}
	return text + "."
}

func lackSays(e manifest.Existing) string {
	switch {
	case e.Looked == "":
		return "Its text was not read, so it is unknown what it lacks."
	case len(e.Lacks) == 0:
		return e.Looked + " found nothing missing in it."
	}
	return "What " + e.Looked + " did not find in it:"
}

// sourceText is a source with its day: "git, 22 Aug 2026".
func sourceText(o manifest.Origin) string {
	if o.On.IsZero() {
		return o.Source
	}
	return o.Source + ", " + explain.Day(o.On)
}

func filledTable(f manifest.File) table.Table {
	t := table.Grid("What "+f.Name+" is filled in from", []string{"Field", "Value", "Source"})
	for _, x := range f.Filled {
		t.Rows = append(t.Rows, table.Row{Key: x.Field, Cells: []table.Cell{{Text: x.Field, Mono: true}, {Text: x.Value}, {Text: explain.Sentence(sourceText(x.Origin)), Sub: x.Note}}})
	}
	return t
}

func blankTable(f manifest.File) table.Table {
	t := table.Grid("What you fill in in "+f.Name, []string{"Field", "What to write"})
	for _, x := range f.Blanks {
		hint := ""
		if x.Hint != "" {
			hint = "What we know: " + x.Hint + "."
		}
		t.Rows = append(t.Rows, table.Row{Key: x.Field, Cells: []table.Cell{{Text: x.Field, Mono: true}, {Text: explain.Sentence(x.Write) + ".", Sub: hint}}})
	}
	return t
}
