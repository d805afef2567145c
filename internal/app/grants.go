package app

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"slices"

	"github.com/plumbline-scorecard/plumbline/internal/app/usage"
	"github.com/plumbline-scorecard/plumbline/internal/curated"
	"github.com/plumbline-scorecard/plumbline/internal/funding"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/portfolio"
)

// mostBadRows is how many rows of a file of grants that are left out are named.
const mostBadRows = 50

// ground returns what funders decide by, with the grants of the operator's own file; an empty name is
// none. Rows that are wrong, or of projects that no list has, are logged with their line and left out.
func (a *App) ground(lists []health.List, file string) (portfolio.Ground, error) {
	g := a.Set.Ground
	if file == "" {
		return g, nil
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return g, usage.Errorf("--grants: %v", err)
	}
	own, bad, err := funding.ReadGrants(bytes.NewReader(text))
	if err != nil {
		return g, usage.Errorf("--grants: %s: %v", file, err)
	}
	own = slices.DeleteFunc(own, func(x funding.Grant) bool {
		listed := slices.ContainsFunc(lists, func(l health.List) bool {
			return slices.ContainsFunc(l.Projects, func(p health.Project) bool { return p.Slug == x.Project })
		})
		if !listed {
			bad = append(bad, funding.BadRow{Line: x.Line, Why: fmt.Sprintf("no list has a project %q", x.Project)})
		}
		return !listed
	})
	for i, b := range bad {
		if i == mostBadRows {
			a.Log.Warn("more rows of the file of grants are left out", "file", file, "rows", len(bad)-i)
			break
		}
		a.Log.Warn("a row of the file of grants is left out", "file", file, "line", b.Line, "why", b.Why)
	}
	all := own
	for _, of := range g.Grants {
		all = append(all, of...)
	}
	g.Grants = curated.GrantsBy(all)
	sum := sha256.Sum256(append([]byte(g.SHA256+"\n"), text...))
	g.SHA256 = hex.EncodeToString(sum[:])
	a.Log.Info("grants were read", "file", file, "rows", len(own), "left out", len(bad))
	return g, nil
}
