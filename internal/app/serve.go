package app

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/plumbline-scorecard/plumbline/internal/access"
	"github.com/plumbline-scorecard/plumbline/internal/app/schedule"
	"github.com/plumbline-scorecard/plumbline/internal/app/usage"
	"github.com/plumbline-scorecard/plumbline/internal/cohort"
	"github.com/plumbline-scorecard/plumbline/internal/curated"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/httpx"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/internal/store"
	"github.com/plumbline-scorecard/plumbline/web"
	"github.com/plumbline-scorecard/plumbline/web/reread"
)

// Serving holds the flags of the commands that serve pages.
type Serving struct {
	Addr   string `name:"addr" default:"127.0.0.1:8080" placeholder:"HOST:PORT" help:"Address to listen on."`
	Alerts bool   `name:"operator-alerts" help:"Also show alerts for operators (the most active committer changed). They are nearly always normal, so do not use this on a public site."`
	Report string `name:"report-to" placeholder:"URL" help:"URL where readers report mistakes, shown on every project page."`
	Home   string `name:"home" placeholder:"LIST" help:"List that the site opens with (default: critical)."`
	// Private shows lists with visibility: private.
	Private bool   `name:"show-private" help:"Also show lists with “visibility: private”. Use it only where everyone who reaches the site may see them."`
	Grants  string `name:"grants" placeholder:"FILE" help:"CSV file of grants you know of, added to the bundled record (columns: project, funder, programme, amount, currency, start, end, purpose, url, seen, source). Rows with mistakes are named and left out."`
	// Password, Header and Proxies say who may write; without the first two no one may.
	Password string    `name:"admin-password-file" placeholder:"FILE" help:"Let people who know a password save shortlists, cohorts and reports. FILE holds its hash, made by “plumbline admin-password”."`
	Header   string    `name:"trusted-header" placeholder:"NAME" help:"Let people save shortlists, cohorts and reports whom a reverse proxy names in this header. The proxy must remove the header from requests of clients; one on this host needs --public-url, too."`
	Proxies  []string  `name:"trusted-proxy" sep:"," placeholder:"CIDR" help:"Network of the reverse proxy, such as 10.0.0.0/8 (default: this host). Can be repeated."`
	Public   PublicURL `name:"public-url" placeholder:"URL" help:"Address readers know this site by, https://HOST/, for citations. Without it they have no host."`
}

// Serve answers requests from the pages over the store until the context ends.
// started is called with the address once it listens.
func (a *App) Serve(ctx context.Context, s Serving, started func(addr string)) error {
	st, err := a.ready(ctx)
	if err != nil {
		return err
	}
	defer st.Close()
	return a.serve(ctx, s, st, nil, started)
}

// serve answers requests. b is the collector in this process; nil when there is none.
func (a *App) serve(ctx context.Context, s Serving, st *store.Store, b *Background, started func(addr string)) error {
	lists, hidden := health.Public(a.Set.Lists), health.Private(a.Set.Lists)
	if s.Private {
		lists, hidden = a.Set.Lists, nil
	}
	if s.Home != "" && !slices.ContainsFunc(lists, func(l health.List) bool { return l.Slug == s.Home }) {
		return usage.Errorf("--home is %q; allowed: %s", s.Home, strings.Join(slugs(lists), ", "))
	}
	ground, err := a.ground(lists, s.Grants)
	if err != nil {
		return err
	}
	guard, err := access.New(access.Options{PasswordFile: s.Password, TrustedHeader: s.Header, TrustedProxies: s.Proxies, Addr: s.Addr, Host: s.Public.Host()}, a.Now)
	if err != nil {
		return usage.Errorf("%v", err)
	}
	var schedule func(context.Context) (query.Schedule, error)
	rechecks := reread.Desk{Store: st}
	if b != nil {
		schedule, rechecks.Lists = b.State, b.Lists()
	}
	site := a.site(st)
	site.Access, site.Shortlists, site.Status, site.Schedule, site.Rechecks = guard, st, st, schedule, rechecks
	site.Lists, site.Home, site.Hidden, site.Ground, site.OperatorAlerts = lists, s.Home, hidden, ground, s.Alerts
	site.Contact, site.PublicURL = s.Report, string(s.Public)
	return httpx.Serve(ctx, s.Addr, site.Handler(), a.Log, started)
}

// site is what pages and reports are made from, without what a flag decides: of all lists, and nobody may
// write.
func (a *App) site(st *store.Store) web.Site {
	var scenarios []model.Overlay
	for _, sc := range a.Set.Scenarios {
		scenarios = append(scenarios, *sc.Model.Overlay) // a scenario without a change is refused
	}
	return web.Site{
		Archive: st, Cohorts: cohort.Codec{Read: curated.ReadCohort, Write: curated.WriteCohort},
		Reader: st, Past: a.past(st), Reconstructed: a.Set.Past, ListFile: a.Set.ListFile,
		Lists: a.Set.Lists, Model: a.Set.Model, Scenarios: scenarios, Weightings: a.scenarios(), Steps: a.Set.Steps, Baselines: a.Set.Baselines, Results: a.Set.Results,
		Proof: a.ProofRules(), Bots: a.Set.Bots, Agents: a.Set.Agents, Shared: a.Set.Shared, Live: a.Set.Live, Alerts: a.Set.Alerts,
		Now: a.Now, Version: a.Version, Log: a.Log,
	}
}

func slugs(lists []health.List) []string {
	var out []string
	for _, l := range lists {
		out = append(out, l.Slug)
	}
	return out
}

// Background collects every list when its projects are due.
type Background struct {
	*schedule.Schedule
	store *store.Store
}

// Background opens the store and the queue over it. Whoever gets it closes it. offline is
// called when there is no network, with the instant of the next look, and with the zero
// time when it is back.
func (a *App) Background(ctx context.Context, o schedule.Options, offline func(again time.Time)) (*Background, error) {
	st, err := a.ready(ctx)
	if err != nil {
		return nil, err
	}
	col, err := a.collector(ctx, o.Options, st)
	if err != nil {
		return nil, errors.Join(err, st.Close())
	}
	network := o.Network(true)
	network.Dial = a.Dial
	lists := o.Collected(a.Set.Lists)
	s, err := schedule.Open(ctx, schedule.Config{
		Options: o, DSN: a.DSN, Store: st, Collector: col, Lists: lists, Projects: distinct(lists),
		Now: a.Now, Log: a.Log, Network: network, Tell: offline,
	})
	if err != nil {
		return nil, errors.Join(err, st.Close())
	}
	return &Background{s, st}, nil
}

// Close closes the queue and the store.
func (b *Background) Close() {
	b.Schedule.Close()
	b.store.Close()
}

// ServeBeside serves the pages and collects in the background, until the context
// ends or one of the two does. Each of the two ends the other: a dashboard that no
// longer collects, or the reverse, would look well.
func (a *App) ServeBeside(ctx context.Context, b *Background, s Serving, started func(addr string)) error {
	both, ctx := errgroup.WithContext(ctx)
	both.Go(func() error { return b.Run(ctx) })
	both.Go(func() error {
		if err := a.serve(ctx, s, b.store, b, started); err != nil {
			return err
		}
		return errServed
	})
	if err := both.Wait(); !errors.Is(err, errServed) {
		return err
	}
	return nil
}

// errServed ends the collector when the dashboard has stopped.
var errServed = errors.New("the dashboard has stopped")
