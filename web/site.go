package web

import (
	"context"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strings"
	"time"

	"github.com/klauspost/compress/gzhttp"
	"github.com/klauspost/compress/gzip"

	"github.com/plumbline-scorecard/plumbline/internal/access"
	"github.com/plumbline-scorecard/plumbline/internal/alert"
	"github.com/plumbline-scorecard/plumbline/internal/baseline"
	"github.com/plumbline-scorecard/plumbline/internal/bots"
	"github.com/plumbline-scorecard/plumbline/internal/cohort"
	"github.com/plumbline-scorecard/plumbline/internal/fixplan"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/httpx"
	"github.com/plumbline-scorecard/plumbline/internal/measured"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/permanent"
	"github.com/plumbline-scorecard/plumbline/internal/portfolio"
	"github.com/plumbline-scorecard/plumbline/internal/proof"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/internal/score"
	"github.com/plumbline-scorecard/plumbline/web/page"
	"github.com/plumbline-scorecard/plumbline/web/reread"
	"github.com/plumbline-scorecard/plumbline/web/shortlist"
	"github.com/plumbline-scorecard/plumbline/web/ui"
	"github.com/plumbline-scorecard/plumbline/web/wellknown"
)

// Site is what the pages are made from. Reader, Lists, Model and Now are
// needed; without the others a page says what it does not know.
type Site struct {
	Reader query.Store
	// Lists are the curated lists; query.DefaultList is shown when none is asked for, or
	// else the first.
	Lists []health.List
	// Home is the slug of the list that the site opens with; empty: query.DefaultList.
	Home string
	// Hidden are lists in the store that the site does not show: private ones, unless the operator
	// asked for them. Of the Lists, private ones make every answer of the site private.
	Hidden []health.List
	Model  model.Model
	// Scenarios are overlays of the product that users may choose; /method lists them.
	Scenarios []model.Overlay
	// Weightings are those overlays as models.
	Weightings []score.Scenario
	// Ground is what a funder decides by: measures, programmes, facts and grants.
	Ground portfolio.Ground
	// Steps is what maintainers can do about each finding.
	Steps fixplan.Catalogue
	// Baselines are the versions of the OSPS Baseline, the oldest first.
	Baselines []baseline.Version
	// Results are what was measured of the model and the lists; of what is absent pages say nothing.
	Results measured.Results
	// Proof are the rules about people as far as commands that check figures use them.
	Proof proof.Rules
	// Bots tell programs from people; /method shows the rules.
	Bots bots.List
	// Agents tell coding agents among co-authors; /method shows the rules.
	Agents bots.List
	// Shared are the addresses and names that are nobody's own; /method shows the rules.
	Shared bots.List
	// Alerts are the rules of what is worth a look. OperatorAlerts shows those for
	// operators too: only where nobody else reads the pages.
	Alerts         []alert.Rule
	OperatorAlerts bool
	// Status tells of runs for /status; nil: nothing is said of them.
	Status query.Runs
	// Past is what lists showed at earlier runs; nil: pages are of the present alone.
	Past query.Past
	// Reconstructed returns the packed figures of a list at past quarters; nil: there are none.
	Reconstructed func(list string) ([]byte, bool)
	// ListFile returns the file of a list as it was shipped; nil: no file is at hand.
	ListFile func(list string) ([]byte, bool)
	// Schedule tells what is collected next; nil: no collector runs in this process.
	Schedule func(ctx context.Context) (query.Schedule, error)
	// Rechecks takes requests of readers that a project is read again; the zero value takes none.
	Rechecks reread.Desk
	// Live is what is taken for granted of services that are asked; /status shows it.
	Live []health.Assumption
	// Contact is the web address of whoever runs the site; empty: none is named.
	Contact string
	// PublicURL is the address the site is known by, "https://HOST/"; empty: it is not known.
	PublicURL string
	// Access knows who may write; nil: no one may. Shortlists is where shortlists are kept; nil:
	// none are.
	Access     *access.Guard
	Shortlists shortlist.Store
	// Archive keeps cohorts and reports, which never change; nil: none are kept. Cohorts reads and
	// writes the files of cohorts.
	Archive permanent.Archive
	Cohorts cohort.Codec
	// Now is the instant ages are told against.
	Now     func() time.Time
	Version string
	Log     *slog.Logger
}

// Query returns what the pages are answered from.
func (s Site) Query() *query.Reader {
	if s.Log == nil {
		s.Log = slog.New(slog.DiscardHandler)
	}
	return query.New(query.Config{
		Store: s.Reader, Lists: s.Lists, Home: s.Home, Hidden: s.Hidden, Model: s.Model, Scenarios: s.Scenarios, Weightings: s.Weightings, Ground: s.Ground, Steps: s.Steps, Baselines: s.Baselines,
		Alerts: s.Alerts, OperatorAlerts: s.OperatorAlerts,
		Archive: s.Archive, Cohorts: s.Cohorts, Past: s.Past, Reconstructed: s.Reconstructed, Runs: s.Status, Schedule: s.Schedule, Now: s.Now, Log: s.Log,
	})
}

// Handler returns the whole site: every route, behind the middleware.
func (s Site) Handler() http.Handler {
	if s.Log == nil {
		s.Log = slog.New(slog.DiscardHandler)
	}
	f := newFiles()
	deps := &page.Deps{
		Query:   s.Query(),
		Contact: s.Contact, PublicURL: s.PublicURL, Version: s.Version, Models: s.Results.Models(), Access: s.Access, Assets: f.assets(), Log: s.Log,
	}
	mux := http.NewServeMux()
	routes := s.routes()
	for _, r := range routes {
		read := r.Pattern
		if r.Post != nil { // a pattern for every method and one for this would be in each other's way
			read = http.MethodGet + " " + r.Pattern
			mux.Handle(post+r.Pattern, deps.Write(r))
		}
		mux.Handle(read, deps.Serve(r))
		if r.Nav != "" {
			deps.Nav = append(deps.Nav, ui.NavItem{Label: r.Nav, Href: r.Href(), Listed: r.Of != nil})
		}
	}
	known := wellknown.Site{Query: deps.Query, PublicURL: s.PublicURL, Contact: s.Contact, Pages: s.pages(routes), Now: s.Now}
	for _, more := range []map[string]httpx.Handler{f.routes(), known.Routes()} {
		for pattern, h := range more {
			mux.Handle(pattern, httpx.Handle(h, deps.Fail))
		}
	}
	shared := func(h http.Handler) http.Handler { return h }
	if deps.Query.ShowsPrivate() { // every page names the lists
		shared = httpx.WithPrivate
	}
	return httpx.Chain(mux,
		httpx.WithRequestID,
		httpx.WithAccessLog(s.Log, s.Now, page.LogPath),
		httpx.WithSecurityHeaders,
		shared,
		compress,
		httpx.WithRecover(s.Log, deps.Fail, debug.Stack, page.LogPath),
		httpx.WithReadOnly(deps.Fail, writes(mux)),
		httpx.WithSameOrigin(deps.Fail, strings.TrimSuffix(s.PublicURL, "/")),
		httpx.WithPlainPaths(deps.Fail),
	)
}

// post is how patterns of handlers that write begin.
const post = http.MethodPost + " "

// writes reports whether a request has a handler that writes.
func writes(mux *http.ServeMux) func(*http.Request) bool {
	return func(r *http.Request) bool {
		_, pattern := mux.Handler(r)
		return strings.HasPrefix(pattern, post)
	}
}

// compress sends text compressed to whoever accepts it. Entity tags are weak,
// so one tag is right for both forms. A file is sent once to each reader: it is
// worth more time than a page, which is packed again for every one.
func compress(next http.Handler) http.Handler {
	pages := gzhttp.GzipHandler(next)
	files, err := gzhttp.NewWrapper(gzhttp.CompressionLevel(gzip.BestCompression))
	if err != nil {
		panic(err) // the level is a constant
	}
	static := files(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/static/") {
			static.ServeHTTP(w, r)
			return
		}
		pages.ServeHTTP(w, r)
	})
}
