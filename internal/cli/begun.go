package cli

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/plumbline-scorecard/plumbline/internal/draft"
	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// mostRows is how many refused or repeated rows are printed one by one.
const mostRows = 50

// PrintRefused writes the rows that are not in a draft, each with its line and why, and those that
// name a project again.
func PrintRefused(w io.Writer, d draft.Draft) {
	for _, r := range d.Refused[:min(mostRows, len(d.Refused))] {
		text := ""
		if r.Text != "" {
			text = fmt.Sprintf("%q: ", Plain(r.Text))
		}
		fmt.Fprintf(w, "%snot listed: %s%s\n", atLine(r.Line), text, Plain(r.Why))
	}
	if n := len(d.Refused) - mostRows; n > 0 {
		fmt.Fprintf(w, "%s more not listed\n", explain.Thousands(n))
	}
	for _, r := range d.Repeats[:min(mostRows, len(d.Repeats))] {
		fmt.Fprintf(w, "%slisted once: %s is on line %d already\n", atLine(r.Line), Plain(r.Text), r.First)
	}
	if n := len(d.Repeats) - mostRows; n > 0 {
		fmt.Fprintf(w, "%s more listed once\n", explain.Thousands(n))
	}
}

func atLine(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf("line %d: ", n)
}

// PrintBegun writes what is in a new list file and what is missing.
func PrintBegun(w io.Writer, file string, d draft.Draft) error {
	n := len(d.Projects)
	fmt.Fprintf(w, "%s: %s of %s", Plain(file), Plural(n, "project", "projects"), Plural(d.Rows+d.Forks+d.Archived, "row", "rows"))
	for _, x := range []struct {
		n         int
		one, many string
	}{
		{len(d.Refused), "row left out", "rows left out"},
		{len(d.Repeats), "row repeats another", "rows repeat others"},
		{d.Forks, "fork left out", "forks left out"},
		{d.Archived, "archived repository left out", "archived repositories left out"},
	} {
		if x.n > 0 {
			fmt.Fprintf(w, "; %s", Plural(x.n, x.one, x.many))
		}
	}
	fmt.Fprintln(w)
	if len(d.Ignored) > 0 {
		fmt.Fprintf(w, "Ignored columns: %s\n", Plain(strings.Join(d.Ignored, ", ")))
	}
	if d.Listed > 0 {
		fmt.Fprintf(w, "%s on a bundled list, too, and shared with it: figures are kept by project.\n", Plural(d.Listed, "project is", "projects are"))
	}
	return printMissing(w, d.Missing(), n)
}

// printMissing writes what the entries of a list lack, and what stays unknown without it.
func printMissing(w io.Writer, m draft.Missing, of int) error {
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintf(tw, "\nMISSING\tPROJECTS\tUNKNOWN WITHOUT IT\n")
	for _, x := range []struct {
		field   string
		n       int
		without string
	}{
		{"why", m.Why, "the reason why a project is critical"},
		{"packages (purls)", m.Packages, "dependents and downloads in registries, advisories"},
		{"debian", m.Debian, "dependents in Debian"},
		{string(field.ExpertLists), m.ExpertLists, "independent judgements"},
		{"exposure", m.Exposure, "what an attacker could reach; no reviewer yet"},
		{"substitution", m.Substitution, "how hard it is to replace; no reviewer yet"},
	} {
		if x.n > 0 {
			fmt.Fprintf(tw, "%s\t%s of %s\t%s\n", x.field, explain.Thousands(x.n), explain.Thousands(of), x.without)
		}
	}
	if err := tw.Flush(); err != nil {
		return err
	}
	_, err := fmt.Fprintln(w, "\nBlank fields are unknown, not zero. Without criticality the list ranks by health. Comments in the file explain each field.")
	return err
}

// Next are the commands that follow a new list file.
type Next struct {
	File     string
	List     health.List
	Database string // DSN
	// Collect is whether it has no figures yet; Again, whether it is served now.
	Collect, Again bool
}

// Print writes the commands.
func (n Next) Print(w io.Writer) error {
	common := "plumbline"
	if file, ok := strings.CutPrefix(n.Database, "sqlite:"); ok && file != "plumbline.db" {
		common += " --db " + quoteShell(n.Database)
	}
	common += " --lists " + quoteShell(n.File)
	head, show := "Next:", ""
	if n.Again {
		head = "Later:"
	}
	if n.List.Private {
		show = " --show-private"
	}
	fmt.Fprintln(w, "\n"+head)
	if n.Collect || n.Again {
		fmt.Fprintf(w, "  %s collect --list %s\n", common, n.List.Slug)
	}
	_, err := fmt.Fprintf(w, "  %s serve --home %s%s\n", common, n.List.Slug, show)
	return err
}

// quoteShell returns a word that a shell reads as the text.
func quoteShell(s string) string {
	if s != "" && strings.Trim(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./:@") == "" {
		return s
	}
	return "'" + strings.ReplaceAll(Plain(s), "'", `'\''`) + "'"
}
