package query

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/alert"
	"github.com/plumbline-scorecard/plumbline/internal/baseline"
	"github.com/plumbline-scorecard/plumbline/internal/cause"
	"github.com/plumbline-scorecard/plumbline/internal/cohort"
	"github.com/plumbline-scorecard/plumbline/internal/decision"
	"github.com/plumbline-scorecard/plumbline/internal/figures"
	"github.com/plumbline-scorecard/plumbline/internal/fixplan"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/permanent"
	"github.com/plumbline-scorecard/plumbline/internal/portfolio"
	"github.com/plumbline-scorecard/plumbline/internal/quarters"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
	"github.com/plumbline-scorecard/plumbline/internal/score"
)

// Config is what a Reader reads from. Store, Model and Now are needed.
type Config struct {
	// Store answers of every published run of each list.
	Store Store
	// Lists are the curated lists. When none is named, Home is meant, or else the first.
	Lists []health.List
	// Home is the slug of the list that is meant when none is named; empty: DefaultList.
	Home string
	// Hidden are lists in the store that this reader does not show. A project that is on no other
	// list is not found.
	Hidden []health.List
	Model  model.Model
	// Scenarios are overlays a list can be read by.
	Scenarios []model.Overlay
	// Alerts are the rules of what is worth a look. OperatorAlerts shows those for
	// operators, too.
	Alerts         []alert.Rule
	OperatorAlerts bool
	// Weightings are those overlays as models, for readers who rank a list anew.
	Weightings []score.Scenario
	// Ground is what a funder decides by; without a catalogue no measure and no need is known.
	Ground portfolio.Ground
	// Steps is what maintainers can do about each finding; without it plans have no tasks.
	Steps fixplan.Catalogue
	// Baselines are the versions of the OSPS Baseline, the oldest first.
	Baselines []baseline.Version
	// Archive keeps what never changes: cohorts, reports, evidence; nil: nothing is kept. Cohorts reads and
	// writes the files of cohorts.
	Archive permanent.Archive
	Cohorts cohort.Codec
	// Past is what lists showed at earlier runs; nil: the newest alone can be asked for.
	Past Past
	// Reconstructed returns the packed figures of a list at past quarters; nil: there are none. It is
	// called once for a list, when a project of it is asked for.
	Reconstructed func(list string) ([]byte, bool)
	// Runs tells of runs; nil: nothing is known of them.
	Runs Runs
	// Schedule tells what is collected next; nil: no collector runs in this process.
	Schedule func(ctx context.Context) (Schedule, error)
	// Now is the instant ages are counted to.
	Now func() time.Time
	Log *slog.Logger
}

// DefaultList is the slug of the list that is meant when none is named. Which lists
// stand beside it, and how they are called, does not change what a site opens with.
const DefaultList = health.DefaultList

// Store is what is kept of lists and their runs.
type Store interface {
	figures.Reader
	// At returns a reader of the store as it was when a run was published.
	At(run health.Run) figures.Reader
	// Figures calls fn with the figures of each project of a list as a published run had them, by slug.
	// ErrNotFound when the list is not known.
	Figures(ctx context.Context, list string, run int64, fn func(figures.Project) error) error
	// Mark returns what tells whether anything Project returns may have changed,
	// ErrNotFound when the slug is not known; it reads no figure.
	Mark(ctx context.Context, slug string) (health.Mark, error)
	// RankAll calls fn with all pages of a ranking.
	RankAll(ctx context.Context, q ranking.Query, fn func(ranking.Page) error) error
	// Counts returns how many rows of a query have each value of facets.
	Counts(ctx context.Context, q ranking.Query, facets ...string) (ranking.Counts, error)
	// RowsOf returns rows of a run by slug, ErrNotKept when its ranking is not stored.
	RowsOf(ctx context.Context, run int64, slugs []string) (map[string]ranking.Row, error)
	// Summary returns what package summary encoded of a run, ErrNotFound when there is
	// none.
	Summary(ctx context.Context, run int64) ([]byte, error)
	// Moved returns the projects whose own figures differ between the rankings of two runs, at most
	// limit of each kind. ErrNotFound when a run is not published, ErrNotKept when its ranking is not
	// stored.
	Moved(ctx context.Context, from, to int64, limit int) (ranking.Moves, error)
	// Between calls fn for every project in the ranking of one of two runs of a list, with the name, the
	// status, the ranks and the risk of its row in each. Errors are those of Moved.
	Between(ctx context.Context, from, to int64, fn func(from, to ranking.Row)) error
	// Departed returns who left a list, the last first; Editions the revisions of it that published
	// runs used, the newest first.
	Departed(ctx context.Context, list string, limit int) ([]health.Departure, error)
	Editions(ctx context.Context, list string, limit int) ([]health.Edition, error)
	// Observed returns the instants the figures of a run describe, oldest first.
	Observed(ctx context.Context, run int64) ([]time.Time, error)
}

// Reader answers of lists, their runs and projects. It is safe for concurrent use.
type Reader struct {
	c      Config
	index  index
	hidden map[string]bool // slugs of projects that are on hidden lists alone
	named  func() []named  // made at the first search
	things func() []thing  // the same
	scorer *score.Scorer

	scorers    kept[string, *score.Scorer] // by model
	summaries  kept[runKey, Summary]
	ages       kept[int64, []time.Time]      // by run
	answered   kept[int64, map[string]int]   // by run
	slow       kept[int64, []health.Attempt] // by run
	points     kept[runKey, Points]
	adoptions  kept[adoptionKey, Adoption]
	surveys    kept[surveyKey, Surveyed]
	practices  kept[surveyKey, []PracticePoint]
	choices    choices
	since      kept[runPair, cause.Comparison]
	quarters   kept[string, *quarters.File] // by list
	healths    kept[healthKey, *healths]
	periods    kept[runPair, Period]
	turns      kept[string, []Turn] // by list
	moved      kept[runPair, Moves]
	funds      kept[runKey, Funds]
	plans      kept[planKey, portfolio.Plan]
	candidates kept[candidateKey, portfolio.Candidate]
	contenders kept[runKey, score.Judgement]
	judges     kept[runKey, *decision.Judge]
	standings  kept[runKey, map[string][]baseline.Standing] // by version
}

// runKey is what is kept of a whole run by. A list can be shown by another model as of the
// present than as of its newest run.
type runKey struct {
	run, finished int64
	past          bool
}

func (v *View) key() runKey { return runKey{v.Run.ID, v.Run.Finished.UnixMilli(), v.IsPast()} }

// New returns a reader of everything in the configuration.
func New(c Config) *Reader {
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	lists := slices.Concat(health.Public(c.Lists), health.Private(c.Lists))
	c.Lists = first(lists, cmp.Or(c.Home, DefaultList))
	r := &Reader{c: c, index: newIndex(first(lists, DefaultList)), scorer: score.New(c.Model)}
	r.hidden = hiddenAlone(c.Hidden, r.index)
	r.named = sync.OnceValue(func() []named { return newNamed(r.c.Lists) })
	r.things = sync.OnceValue(func() []thing { return newThings(r.c.Lists, r.c.Model) })
	r.scorers.most = mostDays
	r.summaries.most = len(c.Lists) + mostDays
	r.points.most = len(c.Lists) + mostDays
	r.ages.most = len(c.Lists) + mostDays
	r.adoptions.most = len(c.Lists) + mostSets
	r.surveys.most, r.practices.most = len(c.Lists)+mostSets, len(c.Lists)+mostSets
	r.answered.most = len(c.Lists)
	r.slow.most = len(c.Lists) + mostDays
	r.quarters.most = len(c.Lists)
	r.healths.most = mostHealths
	r.periods.most = len(c.Lists)*FeedWeeks + mostDays
	r.turns.most = len(c.Lists)
	r.since.most = len(c.Lists) + mostDays
	r.moved.most = mostDays
	r.funds.most = len(c.Lists) + mostDays
	r.candidates.most = 3 * MostCandidates
	r.plans.most = mostPlans
	r.standings.most = len(c.Lists) + mostDays
	return r
}

// first returns the lists with the one of the slug first; the others keep their order.
func first(lists []health.List, slug string) []health.List {
	i := slices.IndexFunc(lists, func(l health.List) bool { return l.Slug == slug })
	if i <= 0 {
		return lists
	}
	return slices.Concat(lists[i:i+1], lists[:i], lists[i+1:])
}

// List returns the list of a slug, the first when it is empty; nil when there is none.
func (r *Reader) List(slug string) *health.List {
	for i := range r.c.Lists {
		if slug == "" || r.c.Lists[i].Slug == slug {
			return &r.c.Lists[i]
		}
	}
	return nil
}

// Lists returns the lists, the first of which is meant when none is named. Private ones are last,
// so a project that is on a public list, too, is shown as that one has it. What goes out to
// everybody (sitemaps, feeds, dumps) takes PublicLists.
func (r *Reader) Lists() []health.List { return r.c.Lists }

// Slugs returns the slugs of the lists, in their order.
func (r *Reader) Slugs() []string {
	var out []string
	for _, l := range r.c.Lists {
		out = append(out, l.Slug)
	}
	return out
}

// Entry returns the entry of a project; false when it is on no list.
func (r *Reader) Entry(slug string) (Entry, bool) {
	e, ok := r.index.bySlug[slug]
	return e, ok
}

// Find returns the slug of the one project a repository address or a purl names.
func (r *Reader) Find(text string) (string, bool) { return r.index.byText(text) }

// ByRepository returns the slug of the one project a repository belongs to, by its
// RepositoryID.Key.
func (r *Reader) ByRepository(key string) (string, bool) { return only(r.index.byAddress[key]) }

// Nearest returns up to three listed projects whose slug or name looks like the
// text, the most alike first.
func (r *Reader) Nearest(text string) []health.Project { return r.index.nearest(text) }

// AlertRules returns the rules of what is worth a look.
func (r *Reader) AlertRules() []alert.Rule { return r.c.Alerts }

// ForOperators reports whether what is for operators is shown, too.
func (r *Reader) ForOperators() bool { return r.c.OperatorAlerts }

// Shown returns the alerts that are shown: all of them, or those for everybody.
func (r *Reader) Shown(all []alert.Alert) []alert.Alert {
	if r.c.OperatorAlerts {
		return all
	}
	return alert.Public(all)
}

// newest returns the newest published run of a list; false when there is none yet.
func (r *Reader) newest(ctx context.Context, list string) (health.Run, bool, error) {
	run, err := r.c.Store.LastRun(ctx, list)
	switch {
	case errors.Is(err, health.ErrNotFound):
		return health.Run{}, false, nil
	case err != nil:
		return health.Run{}, false, fmt.Errorf("last run of %s: %w", list, err)
	}
	return run, true, nil
}
