package cli

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/cohort"
	"github.com/plumbline-scorecard/plumbline/internal/exchange"
	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/permanent"
	"github.com/plumbline-scorecard/plumbline/internal/report"
)

// PrintKept writes the heads of documents that never change.
func PrintKept(out io.Writer, heads []permanent.Head) error {
	if len(heads) == 0 {
		_, err := fmt.Fprintln(out, "None has been made.")
		return err
	}
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "NAME\tMADE\tRUN\tBYTES\tSHA-256\tTITLE")
	for _, h := range heads {
		run := ""
		if h.Run > 0 {
			run = strconv.FormatInt(h.Run, 10)
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%d\t%s\t%s\n", h.ID, h.Made.Format(time.DateOnly), run, h.Size, h.SHA256, Plain(h.Title))
	}
	return w.Flush()
}

// PrintKeptJSON writes the heads as a document.
func PrintKeptJSON(out io.Writer, heads []permanent.Head) error {
	return PrintJSON(out, exchange.KeptDocuments(heads))
}

// PrintCohort says what was kept.
func PrintCohort(out io.Writer, c cohort.Cohort) error {
	_, err := fmt.Fprintf(out, "%s: %s of list %s, revision %s, made on %s\n", c.Slug, Plural(len(c.Members), "project", "projects"), c.List, c.Revision, c.Made)
	return err
}

// PrintCohorts writes who is in one of two cohorts alone; an empty with is the list as it is.
func PrintCohorts(out io.Writer, slug, with string, x cohort.Comparison) error {
	if with == "" {
		with = "the list as it is"
	}
	fmt.Fprintf(out, "%s in both\n", Plural(len(x.Both), "project", "projects"))
	for _, part := range []struct {
		where   string
		members []cohort.Member
	}{{slug, x.First}, {with, x.Second}} {
		fmt.Fprintf(out, "%s in %s alone\n", Plural(len(part.members), "project", "projects"), part.where)
		for _, m := range part.members {
			fmt.Fprintf(out, "  %s  %s\n", m.Slug, Plain(m.Repository))
		}
	}
	return nil
}

// PrintReport says what was made.
func PrintReport(out io.Writer, p report.Pack) error {
	r := p.Report
	fmt.Fprintf(out, "%s: report on %s of list %s, run %d\n", r.ID, Plural(len(r.Projects), "project", "projects"), r.List.Slug, r.Run.ID)
	if n := len(r.Absent); n > 0 {
		fmt.Fprintf(out, "%s without figures, named in the report\n", Plural(n, "member", "members"))
	}
	_, err := fmt.Fprintf(out, "SHA-256 of the pack (%d bytes): %s\n", p.Document.Size, p.Document.SHA256)
	return err
}

// DifferJSON is two reports beside each other.
type DifferJSON struct {
	From report.Ref `json:"from"`
	To   report.Ref `json:"to"`
	report.Diff
	Since report.Since `json:"since"`
	// Changes are the differences by project; null: the causes cannot be told.
	Changes *exchange.ChangesJSON `json:"changes"`
}

// PrintDiffer writes what the later of two reports says differently, and why.
func PrintDiffer(out io.Writer, d DifferJSON) error {
	fmt.Fprintf(out, "%s (%s), compared with %s (%s)\n", d.To.ID, Plain(d.To.Title), d.From.ID, Plain(d.From.Title))
	for _, n := range []struct {
		is   bool
		text string
	}{
		{d.OtherModel, "the two were judged by different models"},
		{d.OtherRevision, "the two runs used different revisions of the list"},
		{d.OtherSet, "the two are on different sets of projects"},
	} {
		if n.is {
			fmt.Fprintln(out, n.text)
		}
	}
	if d.Since.Unknown != "" {
		fmt.Fprintf(out, "why risks moved is unknown: %s\n", Plain(explain.LowerFirst(d.Since.Unknown)))
	}
	for _, c := range d.Since.Causes {
		fmt.Fprintf(out, "%s moved %s: %s and %s points\n", explain.CauseName(c.Cause), Plural(c.Projects, "project", "projects"), explain.Points(c.Up), explain.Points(c.Down))
	}
	causes := map[string]string{}
	if d.Changes != nil {
		for _, p := range d.Changes.Projects {
			var parts []string
			for _, s := range p.Shares {
				parts = append(parts, explain.CauseName(s.Cause)+" "+explain.Points(s.Points))
			}
			causes[p.Slug] = strings.Join(parts, ", ")
		}
	}
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintf(w, "\n%s other figures, %d the same\n", Plural(len(d.Moved), "project has", "projects have"), d.Same)
	for _, m := range d.Moved {
		fmt.Fprintf(w, "%s\t%s\t→\t%s\t%s\n", m.After.Slug, side(m.Before), side(m.After), causes[m.After.Slug])
	}
	for _, part := range []struct {
		says string
		all  []report.Side
	}{{"came", d.Came}, {"left", d.Went}} {
		for _, s := range part.all {
			fmt.Fprintf(w, "%s\t%s: %s\n", s.Slug, part.says, side(s))
		}
	}
	return w.Flush()
}

// side is what a report says of a project.
func side(s report.Side) string {
	risk, rank := "risk unknown", "no rank"
	if s.Risk != nil {
		risk = "risk " + explain.Decimal(*s.Risk)
	}
	if s.Rank != nil {
		rank = "rank " + strconv.Itoa(*s.Rank)
	}
	return risk + ", " + rank + ", " + Plain(s.Status)
}

// VerifiedJSON is what a pack says of itself after it was found whole.
type VerifiedJSON struct {
	Report string `json:"report"`
	Title  string `json:"title"`
	List   string `json:"list"`
	Run    int64  `json:"run"`
	Model  string `json:"model"`
	// Projects and Files are counts; Bytes the size of the files as they are unpacked.
	Projects int    `json:"projects"`
	Files    int    `json:"files"`
	Bytes    int64  `json:"bytes"`
	SHA256   string `json:"sha256"`
}

// VerifiedDocument returns the document of a pack that is whole.
func VerifiedDocument(v report.Verified) VerifiedJSON {
	r := v.Report
	return VerifiedJSON{r.ID, r.Title, r.List.Slug, r.Run.ID, r.Model, len(r.Projects), v.Files, v.Bytes, v.SHA256}
}

// PrintVerified says that a pack is whole. compared is whether its hash was compared with one that was
// published.
func PrintVerified(out io.Writer, v report.Verified, compared bool) error {
	r := v.Report
	fmt.Fprintf(out, "ok: %s (%s)\n", r.ID, Plain(r.Title))
	fmt.Fprintf(out, "%s of list %s, run %d, model %s\n", Plural(len(r.Projects), "project", "projects"), r.List.Slug, r.Run.ID, Plain(r.Model))
	fmt.Fprintf(out, "%s, %d bytes: none was changed, and their figures agree\n", Plural(v.Files, "file", "files"), v.Bytes)
	if compared {
		_, err := fmt.Fprintln(out, "its SHA-256 is the one you named")
		return err
	}
	fmt.Fprintf(out, "SHA-256 %s\n", v.SHA256)
	where := "the page of the report"
	if r.Address != "" {
		where = Plain(r.Address)
	}
	_, err := fmt.Fprintf(out, "compare it with the one at %s: a pack that was made again is whole, too\n", where)
	return err
}
