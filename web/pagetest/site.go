package pagetest

import (
	"bytes"
	"context"
	"net/http"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/alert"
	"github.com/plumbline-scorecard/plumbline/internal/change"
	"github.com/plumbline-scorecard/plumbline/internal/cohort"
	"github.com/plumbline-scorecard/plumbline/internal/curated"
	"github.com/plumbline-scorecard/plumbline/internal/entry"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/permanent"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
	"github.com/plumbline-scorecard/plumbline/internal/report"
	"github.com/plumbline-scorecard/plumbline/internal/score"
	"github.com/plumbline-scorecard/plumbline/internal/store"
	"github.com/plumbline-scorecard/plumbline/internal/testkit/bundled"
	"github.com/plumbline-scorecard/plumbline/web"
	"github.com/plumbline-scorecard/plumbline/web/reports"
	"github.com/plumbline-scorecard/plumbline/web/reread"
)

// Site stores everything, publishes a run and returns the site. Without
// answers nothing is published.
func (b *Builder) Site() http.Handler {
	b.T.Helper()
	h, _ := b.SiteAndStore()
	return h
}

// SiteAndStore is Site with the store behind it.
func (b *Builder) SiteAndStore() (http.Handler, *store.Store) {
	b.T.Helper()
	ctx := context.Background()
	now := b.Clock
	st, err := store.Open(ctx, "sqlite:"+filepath.Join(b.T.TempDir(), "p.db"), now)
	if err != nil {
		b.T.Fatal(err)
	}
	b.T.Cleanup(func() { _ = st.Close() })
	lists := b.SiteLists()
	if err := st.SaveLists(ctx, slices.Concat(b.Hidden, lists)); err != nil {
		b.T.Fatal(err)
	}
	if len(b.Answers) > 0 {
		b.Run(st)
	}
	if b.Cohort != "" && len(b.List.Projects) > 0 {
		b.freeze(st)
		b.report(st)
	}
	if b.keep != nil {
		if err := b.keep(st); err != nil {
			b.T.Fatal(err)
		}
	}
	return b.Over(st).Handler(), st
}

// Over is the site over a store.
func (b *Builder) Over(st *store.Store) web.Site {
	var past query.Past
	if b.Past != nil {
		past = b.Past(st)
	}
	reconstructed := func(string) ([]byte, bool) { return b.Reconstructed, b.Reconstructed != nil }
	return web.Site{Access: b.Access, Shortlists: st, Archive: st, Cohorts: cohort.Codec{Read: curated.ReadCohort, Write: curated.WriteCohort}, PublicURL: b.PublicURL, Past: past, Rechecks: reread.Desk{Store: st, Lists: b.Collected}, Reconstructed: reconstructed, ListFile: b.ListFile, Contact: b.Contact, Reader: st, Lists: b.SiteLists(), Hidden: b.Hidden, Model: b.Model, Now: b.Clock, Version: "1.2.3", Bots: b.Bots, Agents: b.Agents, Shared: b.Shared, Alerts: b.Alerts, OperatorAlerts: b.Operators, Status: st, Schedule: b.Schedule, Live: b.Live, Scenarios: b.Scenarios, Weightings: b.Weightings, Ground: b.Ground, Steps: b.Steps, Baselines: b.Baselines, Results: b.Results}
}

// freeze keeps a cohort of the list as it is. Its file has days and a revision only as a list can have
// them, whatever a test put there.
func (b *Builder) freeze(st *store.Store) {
	b.T.Helper()
	c, err := cohort.Make(b.Cohort, "As it was", b.List, "", b.Now.Format(time.DateOnly))
	if err != nil {
		b.T.Fatal(err)
	}
	c.Revision = "0123456789ab"
	for i, m := range c.Members {
		if _, err := time.Parse(time.DateOnly, m.Added); err != nil {
			c.Members[i].Added = ""
		}
	}
	var file bytes.Buffer
	if err := curated.WriteCohort(&file, c); err != nil {
		b.T.Fatal(err)
	}
	head := permanent.Head{Kind: permanent.Cohort, ID: c.Slug, List: c.List, Title: c.Title, Made: b.Now}
	if err := st.KeepDocuments(context.Background(), permanent.New(head, file.Bytes())); err != nil {
		b.T.Fatal(err)
	}
}

// Kept is the report that sites keep: of xz and zlib as they are bundled, whatever a site shows of them.
var Kept = sync.OnceValue(func() report.Pack {
	m, err := bundled.Material("kept", "xz", "zlib")
	if err != nil {
		panic(err)
	}
	p, err := report.Build(m)
	if err != nil {
		panic(err)
	}
	return p
})

// Report makes a report on the newest run of the list and keeps it: of the projects with a tag, or of
// all if it is empty.
func (b *Builder) Report(st *store.Store, id, tag string) report.Pack {
	b.T.Helper()
	v, err := b.Over(st).Query().View(context.Background(), b.List.Slug, "")
	if err != nil {
		b.T.Fatal(err)
	}
	p, err := reports.Make(context.Background(), v, st, reports.Ask{ID: id, Title: "The report " + id, Tag: tag, Version: "1.2.3", PublicURL: b.PublicURL})
	if err != nil {
		b.T.Fatal(err)
	}
	return p
}

// report keeps Kept under the name of the list.
func (b *Builder) report(st *store.Store) {
	b.T.Helper()
	var all []permanent.Document
	for _, d := range append(slices.Clone(Kept().Evidence), Kept().Document) {
		d.List = b.List.Slug
		all = append(all, d)
	}
	if err := st.KeepDocuments(context.Background(), all...); err != nil {
		b.T.Fatal(err)
	}
}

// Clock is the time of the site.
func (b *Builder) Clock() time.Time { return b.Now }

// SiteLists are the lists of the site.
func (b *Builder) SiteLists() []health.List { return append(slices.Clone(b.Beside), b.List) }

// Run records the answers as one run and publishes its ranking.
func (b *Builder) Run(st *store.Store) {
	b.T.Helper()
	ctx := context.Background()
	if err := st.SaveModel(ctx, b.Model.SHA256, b.Model.Canonical()); err != nil { // as a program does that starts
		b.T.Fatal(err)
	}
	var slugs []string
	by := map[string]health.Answer{}
	for _, a := range b.Answers {
		by[a.Attempt.Project] = a
	}
	for _, p := range b.List.Projects {
		slugs = append(slugs, p.Slug)
	}
	run, err := st.StartRun(ctx, health.Run{List: b.List.Slug, Revision: b.List.Revision, ModelSHA: b.Model.SHA256, Origin: health.OriginBundle, Version: "1.2.3"}, slugs)
	if err != nil {
		b.T.Fatal(err)
	}
	var answers []health.Answer
	for _, p := range b.List.Projects {
		a, ok := by[p.Slug]
		if !ok {
			a = health.Answer{Attempt: health.Attempt{Project: p.Slug, Outcome: health.OutcomeFailed, Reason: "the repository could not be reached or read", At: b.Now}}
		}
		a.Attempt.Run = run.ID
		a.Snapshots = append(a.Snapshots, health.Snapshot{
			Project: p.Slug, Source: field.SourceList, Version: b.List.Slug + "@" + b.List.Revision, Origin: health.OriginLive, ObservedAt: AsOf,
			Inputs: entry.Inputs(b.List, p),
		})
		answers = append(answers, a)
	}
	if err := st.RecordAll(ctx, answers); err != nil {
		b.T.Fatal(err)
	}
	if err := st.Publish(ctx, run.ID, b.Rank(st, run.ID)); err != nil {
		b.T.Fatal(err)
	}
}

// Rank returns the rows of a run that is not published yet.
func (b *Builder) Rank(st *store.Store, run int64) []ranking.Row {
	b.T.Helper()
	var cands []score.Candidate
	found := map[string][]alert.Alert{}
	sc := score.New(b.Model)
	for _, p := range b.List.Projects {
		f, err := st.ProjectAt(context.Background(), p.Slug, run)
		if err != nil {
			b.T.Fatal(err)
		}
		f = f.Judged(b.Model)
		found[p.Slug] = change.Alerts(b.Alerts, p, f)
		cands = append(cands, score.Candidate{Project: p, Inputs: f.Inputs, ObservedAt: f.At(), Live: f.Live(), Last: f.Last, Score: sc.Evaluate(p, f.Inputs, f.At(), b.Now)})
	}
	cands = score.Aged(b.Model.Ageing, cands, b.Now)
	rows := score.Rank(b.Model, b.List.Slug, cands, "test")
	score.Views(b.Views, cands, rows, b.Now)
	for i := range rows {
		rows[i].Alerts = found[rows[i].Slug]
	}
	return rows
}
