package pagetest

import (
	"context"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/access"
	"github.com/plumbline-scorecard/plumbline/internal/alert"
	"github.com/plumbline-scorecard/plumbline/internal/baseline"
	"github.com/plumbline-scorecard/plumbline/internal/bots"
	"github.com/plumbline-scorecard/plumbline/internal/curated"
	"github.com/plumbline-scorecard/plumbline/internal/fixplan"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/measured"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/permanent"
	"github.com/plumbline-scorecard/plumbline/internal/portfolio"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/internal/score"
	"github.com/plumbline-scorecard/plumbline/internal/store"
)

// AsOf is the instant figures are of, Today the one pages are read at.
var (
	AsOf  = time.Date(2026, 8, 22, 17, 0, 0, 0, time.UTC)
	Today = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
)

// Frozen is the slug of the cohort that sites keep.
const Frozen = "frozen"

// Builder fills a real store and serves the site over it.
type Builder struct {
	T    testing.TB
	List health.List
	// Beside are lists without a run that sort before List.
	Beside []health.List
	// Hidden are lists in the store that the site does not show.
	Hidden  []health.List
	Model   model.Model
	Answers []health.Answer
	Now     time.Time
	Bots    bots.List
	// PublicURL is the address the site is known by; empty: none.
	PublicURL string
	// Contact is the web address of whoever runs the site; empty: none is named.
	Contact string
	Agents  bots.List
	Shared  bots.List
	// Schedule is nil for a process that collects nothing.
	Schedule func(context.Context) (query.Schedule, error)
	// Collected are the slugs of the lists that the process collects.
	Collected []string
	// Live is what is taken for granted of services.
	Live []health.Assumption
	// Scenarios are overlays of the product.
	Scenarios []model.Overlay
	// Weightings are the models by which readers can rank the list anew.
	Weightings []score.Scenario
	// Views are the other models a ranking is published with the places of.
	Views []score.Scenario
	// Alerts are the rules of what is worth a look; Operators shows those for them.
	Alerts    []alert.Rule
	Operators bool
	// Past is what lists showed before; nil: nothing is kept.
	Past func(*store.Store) query.Past
	// Reconstructed is the packed past of the list; nil: there is none.
	Reconstructed []byte
	// ListFile returns the file of a list; nil: none is at hand.
	ListFile func(list string) ([]byte, bool)
	// Ground is what a funder decides by: that of the repository; nothing is known of its projects.
	Ground portfolio.Ground
	// Steps is what maintainers can do: that of the repository.
	Steps fixplan.Catalogue
	// Baselines are the versions of the OSPS Baseline: those of the repository.
	Baselines []baseline.Version
	// Results are what was measured of the model and the lists; New leaves it out.
	Results measured.Results
	// Cohort is the slug of the cohort that the site keeps of the list: Frozen; empty: none is kept.
	Cohort string
	// Access knows who may write; nil: no one may. Writing sets it, and what keeps a shortlist.
	Access *access.Guard
	keep   func(*store.Store) error
}

// New starts with an empty list and the model of the product.
func New(t testing.TB) *Builder {
	t.Helper()
	set, err := curated.LoadGround()
	if err != nil {
		t.Fatal(err)
	}
	m := set.Model
	m.Draws.Draws = 50 // enough for a range, and ten times faster
	m.SHA256 = permanent.Hash(m.Canonical())
	ground := set.Ground
	ground.Facts, ground.Grants = nil, nil
	return &Builder{T: t, Model: m, Ground: ground, Steps: set.Steps, Baselines: set.Baselines, Cohort: Frozen, Now: Today, List: health.List{
		Slug: "critical", Title: "Critical projects", Purpose: "What much depends on.", Revision: "0123456789ab",
		Sources: map[string]health.ExpertList{
			"a": {ID: "a", Title: "Set A", URL: "https://example.org/a", Date: "2023-01-01", Group: "a"},
			"b": {ID: "b", Title: "Census B", URL: "https://example.org/b", Date: "2022-01-01", Group: "b"},
		},
	}}
}

// Project puts a project on the list; edit may change the entry.
func (b *Builder) Project(slug string, edit func(*health.Project)) *Builder {
	p := health.Project{
		Slug: slug, Name: slug, Why: "Much depends on " + slug + ".", Language: "C", Category: "library", Added: "2026-01-05", Tags: []string{"compression"},
		Repositories: []health.Repository{{URL: "https://github.com/" + slug + "/" + slug, Role: health.Primary}},
		ExpertLists:  []string{"a", "b"},
		Exposure:     &health.Exposure{UntrustedInput: true, Crypto: true, Reason: "It parses files.", Reviewed: "2026-01-05"},
		Substitution: &health.Substitution{Value: 3, Reason: "Nothing comes close.", Reviewed: "2026-01-05"},
	}
	if edit != nil {
		edit(&p)
	}
	b.List.Projects = append(b.List.Projects, p)
	return b
}
