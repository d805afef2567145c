package web_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"github.com/plumbline-scorecard/plumbline/internal/change"
	"github.com/plumbline-scorecard/plumbline/internal/curated"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/score"
	"github.com/plumbline-scorecard/plumbline/internal/store"
	"github.com/plumbline-scorecard/plumbline/web"
)

var (
	asOf  = time.Date(2026, 8, 22, 17, 0, 0, 0, time.UTC)
	today = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
)

// builder fills a real store and serves the site over it.
type builder struct {
	t       testing.TB
	list    health.Curated
	model   health.Model
	answers []health.Answer
	now     time.Time
	bots    health.Bots
	agents  health.Bots
	// schedule is nil for a process that collects nothing.
	schedule func(context.Context) (web.Schedule, error)
	// live is what is taken for granted of services.
	live []health.Assumption
	// scenarios are overlays of the product.
	scenarios []health.Overlay
	// views are the other models a ranking is published with the places of.
	views []score.Scenario
	// alerts are the rules of what is worth a look; operators shows those for them.
	alerts    []health.AlertRule
	operators bool
	// past is what lists showed before; nil: nothing is kept.
	past func(*store.Store) web.Past
	// backtest is how the model did; nil when nobody measured it.
	backtest *health.Backtest
}

// newBuilder starts with an empty list and the model of the product.
func newBuilder(t testing.TB) *builder {
	t.Helper()
	raw, err := os.ReadFile("../scorecards/model.yaml")
	if err != nil {
		t.Fatal(err)
	}
	m, err := curated.ReadModel("model.yaml", raw)
	if err != nil {
		t.Fatal(err)
	}
	m.Draws.Draws = 50 // enough for a range, and ten times faster
	return &builder{t: t, model: m, now: today, list: health.Curated{
		Slug: "critical", Title: "Critical projects", Purpose: "What much depends on.", Revision: "0123456789ab",
		Sources: map[string]health.ExpertList{
			"a": {ID: "a", Title: "Set A", URL: "https://example.org/a", Date: "2023-01-01", Group: "a"},
			"b": {ID: "b", Title: "Census B", URL: "https://example.org/b", Date: "2022-01-01", Group: "b"},
		},
	}}
}

// project puts a project on the list; edit may change the entry.
func (b *builder) project(slug string, edit func(*health.Project)) *builder {
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
	b.list.Projects = append(b.list.Projects, p)
	return b
}

// measured gives a project figures from git: what counts most is how many
// people and months there are.
func (b *builder) measured(slug string, regulars, months, commits int, more ...health.Input) *builder {
	byMonth := make([]int, 36)
	for i := range months {
		byMonth[35-i] = max(1, commits/max(1, months))
	}
	shares := []int{commits}
	if regulars > 1 {
		shares = []int{commits / 2, commits - commits/2}
	}
	ins := []health.Input{
		health.Obs("active_months_12m", float64(months)), health.Obs("months_since_human_act", 1.4), health.Obs("release_flow_months", 7),
		health.Obs("commit_trend_log2", -0.25), health.Obs("contributor_absence_factor", float64(max(1, regulars/2))),
		health.Obs("regulars_12m", float64(regulars)), health.Obs("integrators_12m", float64(regulars)),
		health.Obs("human_commits_12m", float64(commits)), health.Obs("authors_12m", float64(max(regulars, len(shares)))), health.Obs("bot_commits_12m", 4),
		health.Obs("top_author_share_12m", float64(shares[0])/float64(max(1, commits))), health.ObsList("author_shares_12m", shares), health.ObsList("human_commits_by_month", byMonth),
		health.ObsText("last_human_commit", "2026-08-20"), health.ObsText("first_commit", "2007-10-05"),
		health.ObsText("last_release", "2026-03-31"), health.ObsText("last_release_tag", "v5.8.3"), health.Obs("months_since_release", 4.7),
		health.Obs("unreleased_human_commits", 12), health.Obs("releases_12m", 2), health.Obs("release_tags_total", 61),
		health.ObsList("release_dates", []string{"2026-03-31", "2025-12-01", "2025-04-02"}),
		health.ObsText("licence", "0BSD"), health.ObsBool("security_policy", true), health.ObsBool("code_owners", false),
		health.ObsList("funding_channels", []string{"liberapay"}), health.ObsText("update_tool", "none in this tree"),
		health.Obs("workflows", 11), health.Obs("files", 644), health.Obs("tree_bytes", 5_412_000), health.ObsBool("top_author_changed", true),
	}
	ins = replace(ins, more)
	return b.snapshot(slug, health.SourceGit, ins)
}

// hosted gives a project what its host says.
func (b *builder) hosted(slug string, more ...health.Input) *builder {
	days := health.Obs("first_response_days_p50", 2.5)
	days.Reason = "6 items of outsiders in 180 days, 1 unanswered"
	ins := []health.Input{
		days, health.ObsText("repository_name", slug+"/"+slug), health.Obs("outside_items_12m", 9), health.Obs("outside_items_answered_12m", 8),
		health.Obs("outside_items_24m", 12), health.Obs("outside_items_answered_24m", 11), health.ObsText("tracker_read_since", "2024-11-22"),
		health.Obs("change_request_closure", .8), health.ObsText("last_maintainer_act", "2026-08-21"), health.Obs("mergers_12m", 2),
		health.Missing("orgs_of_regulars", "fewer than half of the regulars declare an employer", nil),
		health.ObsBool("repository_archived", false), health.ObsBool("issues_enabled", true), health.Obs("stars", 12345),
		health.ObsList("topics", []string{"compression", "c"}), health.ObsList("funding_links", []string{}),
	}
	return b.snapshot(slug, health.SourceGitHub, replace(ins, more))
}

// posture gives a project results of all Scorecard checks.
func (b *builder) posture(slug string, of10 float64) *builder {
	var ins []health.Input
	for _, r := range b.model.Axes[health.Posture] {
		ins = append(ins, health.Obs(r.Field, of10))
	}
	return b.snapshot(slug, health.SourceScorecard, ins)
}

// checks gives a project the results of a scan over git alone: what counts
// fully is scored, the rest is as the model reads it. edit may change each.
func (b *builder) checks(slug string, edit func(*health.Check)) *builder {
	var ins []health.Input
	var checks []health.Check
	for _, r := range b.model.Axes[health.Posture] {
		c := health.Check{Name: r.ID, State: health.CheckNotRun, Score: -1, Reason: "needs GitHub: it is not in git", Doc: "https://example.org/checks#" + r.ID}
		switch {
		case slices.Contains(b.model.Scorecard.CountFully, r.ID):
			c.State, c.Score, c.Reason = health.CheckScored, 4, "some of it was found"
		case slices.Contains(b.model.Scorecard.CountAboveZero, r.ID):
			c.State, c.Reason = health.CheckNotVisible, "not visible in this tree: it may be elsewhere"
		}
		if edit != nil {
			edit(&c)
		}
		in := health.Missing(r.Field, c.Reason, nil)
		if c.State == health.CheckScored {
			in = health.Obs(r.Field, float64(c.Score))
			in.Reason = c.Reason
		}
		ins, checks = append(ins, in), append(checks, c)
	}
	b.snapshot(slug, health.SourceScorecard, ins)
	for i := range b.answers {
		if sn := &b.answers[i].Snapshots; b.answers[i].Attempt.Project == slug {
			last := &(*sn)[len(*sn)-1]
			last.Checks, last.Version = checks, "v4.13.1"
		}
	}
	return b
}

func (b *builder) snapshot(slug, source string, ins []health.Input) *builder {
	for i := range ins {
		ins[i].Source, ins[i].ObservedAt, ins[i].Version = source, asOf, "1.0"
	}
	sn := health.Snapshot{Project: slug, Source: source, Version: "1.0", Origin: health.OriginBundle, ObservedAt: asOf, Commit: "28a66a3d1b6a28a66a3d1b6a28a66a3d1b6a0000", Inputs: ins}
	for i := range b.answers {
		if b.answers[i].Attempt.Project == slug {
			b.answers[i].Snapshots = append(b.answers[i].Snapshots, sn)
			return b
		}
	}
	b.answers = append(b.answers, health.Answer{
		Attempt:   health.Attempt{Project: slug, Outcome: health.OutcomeObserved, At: asOf},
		Snapshots: []health.Snapshot{sn},
	})
	return b
}

// failed says that a project could not be read.
func (b *builder) failed(slug, reason string) *builder {
	b.answers = append(b.answers, health.Answer{Attempt: health.Attempt{Project: slug, Outcome: health.OutcomeFailed, Reason: reason, Error: "exit status 128", At: today}})
	return b
}

func replace(ins, more []health.Input) []health.Input {
	for _, m := range more {
		found := false
		for i := range ins {
			if ins[i].Field == m.Field {
				ins[i], found = m, true
			}
		}
		if !found {
			ins = append(ins, m)
		}
	}
	return ins
}

// site stores everything, publishes a run and returns the site. Without
// answers nothing is published.
func (b *builder) site() http.Handler {
	b.t.Helper()
	h, _ := b.siteAndStore()
	return h
}

func (b *builder) siteAndStore() (http.Handler, *store.Store) {
	b.t.Helper()
	ctx := context.Background()
	now := func() time.Time { return b.now }
	st, err := store.Open(ctx, "sqlite:"+filepath.Join(b.t.TempDir(), "p.db"), now)
	if err != nil {
		b.t.Fatal(err)
	}
	b.t.Cleanup(func() { _ = st.Close() })
	if err := st.SaveLists(ctx, []health.Curated{b.list}); err != nil {
		b.t.Fatal(err)
	}
	if len(b.answers) > 0 {
		b.run(st)
	}
	var past web.Past
	if b.past != nil {
		past = b.past(st)
	}
	return web.Site{Past: past, Reader: st, Lists: []health.Curated{b.list}, Model: b.model, Now: now, Version: "1.2.3", Bots: b.bots, Agents: b.agents, Alerts: b.alerts, OperatorAlerts: b.operators, Status: st, Schedule: b.schedule, Live: b.live, Scenarios: b.scenarios, Backtest: b.backtest}.Handler(), st
}

// run records the answers as one run and publishes its ranking.
func (b *builder) run(st *store.Store) {
	b.t.Helper()
	ctx := context.Background()
	var slugs []string
	by := map[string]health.Answer{}
	for _, a := range b.answers {
		by[a.Attempt.Project] = a
	}
	for _, p := range b.list.Projects {
		slugs = append(slugs, p.Slug)
	}
	run, err := st.StartRun(ctx, health.Run{List: b.list.Slug, Revision: b.list.Revision, ModelSHA: b.model.SHA256, Origin: health.OriginBundle, Version: "1.2.3"}, slugs)
	if err != nil {
		b.t.Fatal(err)
	}
	var answers []health.Answer
	for _, p := range b.list.Projects {
		a, ok := by[p.Slug]
		if !ok {
			a = health.Answer{Attempt: health.Attempt{Project: p.Slug, Outcome: health.OutcomeFailed, Reason: "the repository could not be reached or read", At: b.now}}
		}
		a.Attempt.Run = run.ID
		a.Snapshots = append(a.Snapshots, health.Snapshot{
			Project: p.Slug, Source: health.SourceList, Version: b.list.Slug + "@" + b.list.Revision, Origin: health.OriginLive, ObservedAt: asOf,
			Inputs: health.ListInputs(b.list, p),
		})
		answers = append(answers, a)
	}
	if err := st.RecordAll(ctx, answers); err != nil {
		b.t.Fatal(err)
	}
	if err := st.Publish(ctx, run.ID, b.rank(st, run.ID)); err != nil {
		b.t.Fatal(err)
	}
}

// rank returns the rows of a run that is not published yet.
func (b *builder) rank(st *store.Store, run int64) []health.Ranked {
	b.t.Helper()
	var cands []score.Candidate
	found := map[string][]health.Alert{}
	sc := score.New(b.model)
	for _, p := range b.list.Projects {
		f, err := st.ProjectAt(context.Background(), p.Slug, run)
		if err != nil {
			b.t.Fatal(err)
		}
		f = f.Judged(b.model)
		found[p.Slug] = change.Alerts(b.alerts, p, f)
		cands = append(cands, score.Candidate{Project: p, Inputs: f.Inputs, ObservedAt: f.At(), Last: f.Last, Score: sc.Evaluate(p, f.Inputs, f.At(), b.now)})
	}
	rows := score.Rank(b.model, b.list.Slug, cands, "test")
	score.Views(b.views, cands, rows, b.now)
	for i := range rows {
		rows[i].Alerts = found[rows[i].Slug]
	}
	return rows
}

// get returns the answer to a GET.
func get(t testing.TB, h http.Handler, path string, header ...string) *http.Response {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, "http://plumbline.example"+path, nil)
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Result()
}

// page returns a page that must have the status.
func page(t testing.TB, h http.Handler, path string, status int) *goquery.Document {
	t.Helper()
	res := get(t, h, path)
	if res.StatusCode != status {
		body, _ := io.ReadAll(res.Body)
		t.Fatalf("GET %s: got %d, want %d\n%.600s", path, res.StatusCode, status, body)
	}
	doc, err := goquery.NewDocumentFromReader(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func body(t testing.TB, res *http.Response) string {
	t.Helper()
	raw, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}
