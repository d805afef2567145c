package cli

import (
	"io"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/upgrade"
)

// upgradeJSON is what an upgrade does to one list: what `upgrade --json` prints of each.
type upgradeJSON struct {
	List string `json:"list"`
	// Run was published last; null if nothing was. Published is the new run; null in a dry run, and
	// if nothing changed.
	Run       *int64 `json:"run"`
	Published *int64 `json:"published"`
	Changes   bool   `json:"changes"`
	// Of each pair, before is what the run was published with.
	Model    pairJSON[identityJSON] `json:"model"`
	Revision pairJSON[string]       `json:"list_revision"`
	Bundle   pairJSON[*bundleJSON]  `json:"bundle"`
	// NewerFigures counts the projects with bundled figures newer than the stored ones.
	NewerFigures int           `json:"newer_figures"`
	Projects     pairJSON[int] `json:"projects"`
	Ranked       pairJSON[int] `json:"ranked"`
	// Partial counts the rows in the ranking without a position.
	Partial pairJSON[int] `json:"partial"`
	Came    []string      `json:"added"`
	Left    []string      `json:"removed"`
	// Order are the causes in the order in which they were applied.
	Order []upgrade.Cause `json:"order"`
	// Moves are all changes of rank. Far marks those by more than five places, and of projects that gain or lose a
	// position.
	Moves []rankMoveJSON `json:"moves"`
}

// pairJSON is a value before and after.
type pairJSON[T any] struct {
	Before T `json:"before"`
	After  T `json:"after"`
}

// identityJSON is a model; its name is null if it is not available.
type identityJSON struct {
	Name   *string `json:"name"`
	SHA256 string  `json:"sha256"`
}

// bundleJSON is a set of bundled figures; its hash is null if it is not stored.
type bundleJSON struct {
	Made   time.Time `json:"made_at"`
	SHA256 *string   `json:"sha256"`
}

// rankMoveJSON is a project whose rank changes. Ranks are null if it is not ranked.
type rankMoveJSON struct {
	Slug  string        `json:"slug"`
	Name  string        `json:"name"`
	From  *int          `json:"from"`
	To    *int          `json:"to"`
	Far   bool          `json:"far"`
	Cause upgrade.Cause `json:"cause"`
	Why   string        `json:"why"`
	// Steps lead from From to To.
	Steps []stepJSON `json:"steps"`
}

// stepJSON is what one cause does to a rank.
type stepJSON struct {
	Cause upgrade.Cause `json:"cause"`
	From  *int          `json:"from"`
	To    *int          `json:"to"`
}

// PrintUpgradeJSON writes what an upgrade does to each list as a document.
func PrintUpgradeJSON(w io.Writer, all []upgrade.Report) error {
	doc := struct {
		Lists []upgradeJSON `json:"lists"`
	}{[]upgradeJSON{}}
	for _, r := range all {
		doc.Lists = append(doc.Lists, upgradeDocument(r))
	}
	return PrintJSON(w, doc)
}

func upgradeDocument(r upgrade.Report) upgradeJSON {
	n := r.Notes
	d := upgradeJSON{
		List: r.List, Run: known(r.Run.ID), Published: known(r.Published.ID), Changes: r.Changes(), NewerFigures: r.Taken,
		Model:    pairJSON[identityJSON]{identity(r.Models[0]), identity(r.Models[1])},
		Revision: pairJSON[string]{r.Revisions[0], r.Revisions[1]},
		Bundle:   pairJSON[*bundleJSON]{bundleOf(r.Bundles[0]), bundleOf(r.Bundles[1])},
		Projects: pairJSON[int]{n.Projects[0], n.Projects[1]}, Ranked: pairJSON[int]{n.Ranked[0], n.Ranked[1]}, Partial: pairJSON[int]{n.Partial[0], n.Partial[1]},
		Came: append([]string{}, n.Came...), Left: append([]string{}, n.Left...), Order: append([]upgrade.Cause{}, n.Order...), Moves: []rankMoveJSON{},
	}
	for _, m := range n.Moves {
		x := rankMoveJSON{Slug: m.Slug, Name: m.Name, From: known(m.From), To: known(m.To), Far: m.Far(), Cause: m.Cause, Why: m.Why}
		for _, s := range m.Steps {
			x.Steps = append(x.Steps, stepJSON{s.Cause, known(s.From), known(s.To)})
		}
		d.Moves = append(d.Moves, x)
	}
	return d
}

// known returns nil for the zero value, which is none.
func known[T comparable](v T) *T {
	var none T
	if v == none {
		return nil
	}
	return &v
}

func identity(m upgrade.Model) identityJSON { return identityJSON{known(m.Name), m.SHA256} }

func bundleOf(b upgrade.Bundle) *bundleJSON {
	if b.Made.IsZero() {
		return nil
	}
	return &bundleJSON{b.Made.UTC(), known(b.SHA256)}
}
