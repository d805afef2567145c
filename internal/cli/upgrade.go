package cli

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/upgrade"
)

// PrintUpgrade writes what an upgrade does to each list, or would do if it is dry.
func PrintUpgrade(w io.Writer, all []upgrade.Report, dry bool) error {
	pending := false
	for i, r := range all {
		if i > 0 {
			fmt.Fprintln(w)
		}
		if err := printReport(w, r); err != nil {
			return err
		}
		pending = pending || r.Changes()
	}
	if !dry || !pending {
		return nil
	}
	_, err := fmt.Fprint(w, "\nNothing was written. The model and the lists take effect with the next start of run, serve or work, or the next collect or import.\n"+
		"Bundled figures that are newer than yours take effect only with \"plumbline upgrade\", which publishes all of it now. Published runs stay as they are.\n")
	return err
}

func printReport(w io.Writer, r upgrade.Report) error {
	if r.Run.ID == 0 {
		fmt.Fprintf(w, "%s: nothing is published in this database; the first run is published with %s\n", Plain(r.List), modelText(r.Models[1]))
		return printPublished(w, r)
	}
	fmt.Fprintf(w, "%s: compared with %s\n", Plain(r.List), explain.RunName(r.Run, explain.Days{}))
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintf(tw, "model\t%s\n", both(modelText(r.Models[0]), modelText(r.Models[1])))
	fmt.Fprintf(tw, "list\trevision %s\n", Plain(both(r.Revisions[0], r.Revisions[1])))
	fmt.Fprintf(tw, "bundle\t%s; newer figures of %s\n", both(bundleText(r.Bundles[0]), bundleText(r.Bundles[1])), Plural(r.Taken, "project", "projects"))
	n := r.Notes
	fmt.Fprintf(tw, "ranked\t%s\n", both(fmt.Sprintf("%d of %d", n.Ranked[0], n.Projects[0]), fmt.Sprintf("%d of %d", n.Ranked[1], n.Projects[1])))
	if n.Partial != [2]int{} {
		fmt.Fprintf(tw, "partial\t%s in the ranking without a position\n", both(fmt.Sprint(n.Partial[0]), fmt.Sprint(n.Partial[1])))
	}
	if err := tw.Flush(); err != nil {
		return err
	}
	if !r.Changes() {
		fmt.Fprintln(w, "nothing changes: the model, the list and the figures are those of that run")
		if len(n.Moves) == 0 {
			return nil
		}
	}
	for _, x := range []struct {
		word  string
		slugs []string
	}{{"added to the list", n.Came}, {"removed from the list", n.Left}} {
		if len(x.slugs) > 0 {
			fmt.Fprintf(w, "%s: %s\n", x.word, Plain(strings.Join(x.slugs, ", ")))
		}
	}
	if err := printMoves(w, n); err != nil {
		return err
	}
	return printPublished(w, r)
}

func printPublished(w io.Writer, r upgrade.Report) error {
	if r.Published.ID == 0 {
		return nil
	}
	_, err := fmt.Fprintf(w, "\npublished as run %d; earlier runs are unchanged (\"plumbline rank --as-of RUN\")\n", r.Published.ID)
	return err
}

// printMoves writes the projects that are named, and how their moves are split.
func printMoves(w io.Writer, n upgrade.Notes) error {
	far := n.Far()
	if len(far) == 0 {
		_, err := fmt.Fprintf(w, "no project moves by more than %d places; %d change rank\n", model.FarPlaces, len(n.Moves))
		return err
	}
	fmt.Fprintln(w)
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(tw, "PROJECT\tRANK\tCAUSE\tWHY")
	for _, m := range far {
		fmt.Fprintf(tw, "%s\t%s → %s\t%s\t%s\n", Plain(m.Slug), place(m.From), place(m.To), m.Cause, Plain(m.Why))
		if len(m.Steps) > 1 {
			fmt.Fprintf(tw, "\t\t\t%s\n", stepsText(m.Steps))
		}
	}
	if err := tw.Flush(); err != nil {
		return err
	}
	fmt.Fprintf(w, "\n%d of %d changes of rank are by more than %d places, or of projects that gain or lose a position\n", len(far), len(n.Moves), model.FarPlaces)
	if slices.Contains(n.Order, upgrade.Unknown) {
		_, err := fmt.Fprintln(w, "cause: unknown, because the former model is not stored")
		return err
	}
	_, err := fmt.Fprintf(w, "causes, in the order in which they were applied: %s\n", orderText(n.Order))
	return err
}

func stepsText(steps []upgrade.Step) string {
	var all []string
	for _, s := range steps {
		all = append(all, fmt.Sprintf("%s %s → %s", s.Cause, place(s.From), place(s.To)))
	}
	return strings.Join(all, ", ")
}

// causeWords say what each cause is.
var causeWords = map[upgrade.Cause]string{
	upgrade.Clock:      "clock (time since that run)",
	upgrade.List:       "list (entries)",
	upgrade.Fact:       "fact (newer figures)",
	upgrade.Rule:       "rule (model)",
	upgrade.Assumption: "assumption (what was not seen)",
}

func orderText(order []upgrade.Cause) string {
	var all []string
	for _, c := range order {
		all = append(all, causeWords[c])
	}
	return strings.Join(all, ", ")
}

func place(rank int) string {
	if rank == 0 {
		return "–"
	}
	return fmt.Sprint(rank)
}

func modelText(m upgrade.Model) string {
	if m.Name == "" {
		return fmt.Sprintf("unknown (%.12s)", Plain(m.SHA256))
	}
	return fmt.Sprintf("%s (%.12s)", Plain(m.Name), m.SHA256)
}

func bundleText(b upgrade.Bundle) string {
	switch {
	case b.Made.IsZero():
		return "none"
	case b.SHA256 == "":
		return b.Made.UTC().Format(time.DateOnly)
	}
	return fmt.Sprintf("%s (%.12s)", b.Made.UTC().Format(time.DateOnly), b.SHA256)
}
