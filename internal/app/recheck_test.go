package app

import (
	"context"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"github.com/plumbline-scorecard/plumbline/internal/collect"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/figures"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/source"
	"github.com/plumbline-scorecard/plumbline/internal/source/github/githubtest"
	"github.com/plumbline-scorecard/plumbline/web"
	"github.com/plumbline-scorecard/plumbline/web/reread"
)

// asking is a site beside a collector of a fake GitHub.
type asking struct {
	*hosted
	site http.Handler
}

func newAsking(t *testing.T) asking {
	t.Helper()
	h := hostedOf(t, 2, true)
	clock := func() time.Time { return h.now }
	h.col.Sources = append(h.col.Sources, history{clock})
	return asking{h, web.Site{
		Reader: h.st, Status: h.st, Past: collect.Past{Store: h.st, Model: h.col.Model}, Lists: []health.List{h.list}, Model: h.col.Model,
		Rechecks: reread.Desk{Store: h.st, Lists: []string{h.list.Slug}}, Now: clock,
	}.Handler()}
}

func (a asking) send(method string) *http.Response {
	w := httptest.NewRecorder()
	a.site.ServeHTTP(w, httptest.NewRequest(method, "http://x/p/p0/recheck", nil))
	return w.Result()
}

// says returns what the page says of the request.
func (a asking) says() (string, *goquery.Document) {
	a.t.Helper()
	doc, err := goquery.NewDocumentFromReader(a.send(http.MethodGet).Body)
	failIf(a.t, err)
	return doc.Find(".finding").AttrOr("data-says", ""), doc
}

// ask asks for the project an hour after the last run and returns what is due then.
func (a asking) ask() []string {
	a.t.Helper()
	failIf(a.t, a.st.Schedule(a.t.Context(), a.list.Slug, map[string]time.Time{"p0": a.now.Add(100 * time.Hour), "p1": a.now.Add(100 * time.Hour)}))
	a.now = a.now.Add(2 * time.Hour)
	if res := a.send(http.MethodPost); res.StatusCode != http.StatusSeeOther || res.Header.Get("Location") != "/p/p0/recheck" {
		a.t.Fatalf("the request was answered with %d, %v", res.StatusCode, res.Header)
	}
	due, err := a.st.Due(a.t.Context(), a.list.Slug, a.now, 10)
	failIf(a.t, err)
	return due
}

// turn is what the queue does when projects are due.
func (a asking) turn(due []string) {
	a.t.Helper()
	a.now = a.now.Add(time.Minute)
	run, err := a.col.Begin(a.t.Context(), a.list, health.OriginLive, due)
	failIf(a.t, err)
	for _, slug := range due {
		failIf(a.t, a.col.Answer(a.t.Context(), a.list, run.ID, slug, a.now.Add(24*time.Hour)))
	}
	failIf(a.t, a.col.Publish(a.t.Context(), a.list, run.ID))
}

func (a asking) figures() figures.Project {
	a.t.Helper()
	f, err := a.st.Project(a.t.Context(), "p0")
	failIf(a.t, err)
	return f
}

// A request causes a reading of that project alone, and the page says what changed at the host.
func TestRecheck_readsAndSaysWhatItFound(t *testing.T) {
	t.Parallel()
	a := newAsking(t)
	a.collect()
	if got, doc := a.says(); got != "never-asked" || doc.Find("main form[method=post] button").Length() != 1 {
		t.Fatalf("before any request the page says %q", got)
	}
	due := a.ask()
	if !slices.Equal(due, []string{"p0"}) {
		t.Fatalf("due are %q, want p0 alone", due)
	}
	if got, doc := a.says(); got != "waiting" || doc.Find("main form").Length() != 0 {
		t.Errorf("the page says %q, with %d forms", got, doc.Find("main form").Length())
	}
	a.fake.Edit(func(w *githubtest.World) { w.Repository(githubtest.GeneratedName(0)).Archive(a.now) })
	a.turn(due)
	got, doc := a.says()
	if !strings.HasPrefix(got, "changed:") || doc.Find("section[aria-labelledby=found] tr[data-row^='project:']").Length() != 1 {
		t.Errorf("the page says %q: %s", got, doc.Find("section[aria-labelledby=found]").Text())
	}
	if due := a.ask(); len(due) != 1 {
		t.Fatalf("due are %q", due)
	}
	a.turn(due)
	if got, doc := a.says(); got != "nothing" {
		t.Errorf("without a change the page says %q: %s", got, doc.Find("main").Text())
	}
}

// A request that ends in a failure changes no score, and the page names the reason.
func TestRecheck_aFailureChangesNoScoreAndIsNamed(t *testing.T) {
	t.Parallel()
	a := newAsking(t)
	a.collect()
	before := a.figures()
	due := a.ask()
	a.fake.Fail(githubtest.Broken(http.StatusInternalServerError))
	a.col.Sources = []source.Source{a.col.Sources[0], lost{}}
	a.turn(due)
	after := a.figures()
	got, doc := a.says()
	text := strings.ToLower(doc.Find("[data-says=sources-failed]").Text())
	if got != "failed" || after.Last.Reason == "" || !strings.Contains(text, strings.ToLower(after.Last.Reason)) {
		t.Errorf("the page says %q, %q; the reason is %q", got, text, after.Last.Reason)
	}
	if after.Last.Outcome != health.OutcomeCarried || doc.Find("section[aria-labelledby=found]").Length() != 0 {
		t.Errorf("the outcome is %q", after.Last.Outcome)
	}
	unmoved(t, *before.Ranked, *after.Ranked)
}

// lost is a repository that cannot be read.
type lost struct{}

func (lost) Name() string { return field.SourceGit }

func (lost) Observe(context.Context, health.Project, time.Time) (health.Snapshot, error) {
	return health.Snapshot{}, source.ErrUnavailable
}
