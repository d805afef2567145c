package status_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/cost"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/forge"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/web/pagetest"
)

func TestStatus_groupsFailuresByReason(t *testing.T) {
	t.Parallel()
	b := pagetest.New(t).Project("xz", nil).Project("a", nil).Project("b", nil).Project("c", nil).Measured("xz", 1, 8, 184)
	b.Snapshot("xz", field.SourceRegistry, []health.Input{health.Obs("publishers", 2)})
	h := b.Failed("a", "no answer in time").Failed("b", "the repository is empty").Failed("c", "no answer in time").Site()
	doc := pagetest.Page(t, h, "/status", 200)
	part := doc.Find("section[aria-labelledby=failed]")
	if got := pagetest.Texts(part.Find("h3")); len(got) != 2 || got[0] != "No answer in time. 2 projects" || got[1] != "The repository is empty. 1 project" {
		t.Errorf("reasons: %q", got)
	}
	if got := strings.Join(pagetest.Texts(part.Find("a[href^='/p/']")), " "); got != "a c b" {
		t.Errorf("projects: %q", got)
	}
	if got := doc.Find(".lead .finding").Text(); !strings.Contains(got, "The newest figures are 91\u00a0days old") || !strings.Contains(got, "1 of 4\u00a0projects could be read; the last attempt failed for three") {
		t.Errorf("the finding is %q", got)
	}
	run := pagetest.Texts(doc.Find("section[aria-labelledby=runs] table").First().Find("tbody tr"))
	if len(run) != 1 || !strings.Contains(run[0], "published") || !strings.Contains(run[0], "of 4") || !strings.Contains(run[0], b.Model.SHA256[:12]) || !strings.Contains(run[0], "Bundled snapshot") {
		t.Errorf("runs: %q", run)
	}
	sources := pagetest.Texts(doc.Find("section[aria-labelledby=sources] tbody tr"))
	if len(sources) != 6 || !strings.Contains(sources[0], "1 of 4 projects") || !strings.Contains(sources[1], "0 of 4") || !strings.Contains(sources[2], "0 of 4") || !strings.Contains(sources[4], "1 of 4 projects") || !strings.Contains(sources[5], "0 of 4") {
		t.Errorf("sources: %q", sources)
	}
}

func TestStatus_withoutARunOrCollectorSaysSo(t *testing.T) {
	t.Parallel()
	text := pagetest.Page(t, pagetest.New(t).Project("xz", nil).Site(), "/status", 200).Find("main").Text()
	for _, want := range []string{"Nothing has been collected so far. The list holds 1\u00a0project", "No run is on record", "No collector runs in this process", "Nothing was measured"} {
		if !strings.Contains(text, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
}

func TestStatus_ofTheQueue(t *testing.T) {
	t.Parallel()
	b := pagetest.New(t).Project("xz", nil).Measured("xz", 1, 8, 184)
	plan := query.Schedule{
		Every: 24 * time.Hour, ScanEvery: 168 * time.Hour, Waiting: 3,
		Host: &query.HostPlan{
			Plan:    cost.Plan{Projects: 145, First: 145, Cost: cost.Cost{Requests: 437, Points: 900}, Hourly: 5000},
			Budgets: []query.HostBudget{{Resource: "graphql", Limit: 5000, Remaining: 4100, Reset: pagetest.Today.Add(time.Hour)}},
		}, Running: 2, Paused: 1, Done: 40, GivenUp: 1, LastSweep: pagetest.Today.Add(-time.Minute), NextSweep: pagetest.Today.Add(time.Hour), Oldest: pagetest.Today.Add(-2 * time.Minute),
		Failures: []query.ScheduleFailure{{Kind: "observe", Project: "xz", Class: "timeout", At: pagetest.Today, Attempt: 2, Of: 5}, {Kind: "publish", Class: pagetest.Polyglot, At: pagetest.Today, Attempt: 5, Of: 5, Final: true}},
	}
	b.Schedule = func(context.Context) (query.Schedule, error) { return plan, nil }
	h := b.Site()
	part := pagetest.Page(t, h, "/status", 200).Find("section[aria-labelledby=plan]")
	for _, want := range []string{"every 24\u00a0h 0\u00a0min", "every 7\u00a0days", "145 projects ≈ 437 requests = 18 % of an hour's quota", "4100 of 5000", "22\u00a0Nov\u00a02026\u00a013:00\u00a0UTC", "3 waiting, 2 running, 1 paused", "40 done, 1 given up", "2 of 5", "given up", "timeout"} {
		if !strings.Contains(part.Text(), want) {
			t.Errorf("the plan lacks %q in %s", want, part.Text())
		}
	}
	if part.Find("script, img, svg").Length() > 0 || !strings.Contains(part.Text(), "oNcliCk=alert()") {
		t.Error("a fault is not shown as text")
	}
	tag := pagetest.Get(t, h, "/status").Header.Get("ETag")
	plan.NextSweep = pagetest.Today.Add(-time.Hour)
	if got := pagetest.Get(t, h, "/status", "If-None-Match", tag).StatusCode; got != 200 {
		t.Errorf("another state of the queue has the same tag: %d", got)
	}
	if got := pagetest.Page(t, h, "/status", 200).Find("section[aria-labelledby=plan]").Text(); !strings.Contains(got, "no process is collecting") {
		t.Errorf("a sweep that is overdue: %s", got)
	}
	b.Schedule = func(context.Context) (query.Schedule, error) { return query.Schedule{}, errors.New("no such table") }
	if res := pagetest.Get(t, b.Site(), "/status"); res.StatusCode != 500 || strings.Contains(pagetest.Body(t, res), "no such table") {
		t.Errorf("a queue that cannot be read: %d", res.StatusCode)
	}
}

func TestStatus_whatMovedAndWhatWasNeverSeenToHold(t *testing.T) {
	t.Parallel()
	b := pagetest.New(t).Project("xz", nil).Project("zlib", nil).Measured("xz", 1, 8, 184)
	b.Live = []health.Assumption{{ID: "a", Service: "GitHub", Text: "answers " + pagetest.Polyglot}, {ID: "b", Service: "OSV", Text: "answers", Verified: "2026-11-20"}}
	h, st := b.SiteAndStore()
	tag := pagetest.Get(t, h, "/status").Header.Get("ETag")
	for _, id := range []forge.Identity{
		{Repository: "github.com/xz/xz", NodeID: "R_1", Name: pagetest.Polyglot, MovedAt: pagetest.Today, Presence: forge.Present, Since: pagetest.Today, Checked: pagetest.Today},
		{Repository: "github.com/zlib/zlib", Presence: forge.Unseen, Since: pagetest.Today, Misses: []time.Time{pagetest.Today}, Checked: pagetest.Today},
	} {
		if err := st.SaveIdentity(t.Context(), id); err != nil {
			t.Fatal(err)
		}
	}
	if got := pagetest.Get(t, h, "/status", "If-None-Match", tag).StatusCode; got != 200 {
		t.Errorf("a repository that moved leaves the tag as it was: %d", got)
	}
	doc := pagetest.Page(t, h, "/status", 200)
	rows := pagetest.Texts(doc.Find("section[aria-labelledby=elsewhere] tbody tr"))
	if len(rows) != 2 || !strings.Contains(rows[0], "moved to ") || !strings.Contains(rows[1], "not visible to us, on 1 day of the 3") {
		t.Errorf("repositories: %q", rows)
	}
	live := doc.Find("section[aria-labelledby=live]")
	if !strings.Contains(live.Text(), "One of 2 were never seen to hold") || !strings.Contains(live.Text(), "20\u00a0Nov\u00a02026") {
		t.Errorf("taken for granted: %s", live.Text())
	}
	if doc.Find("main script, main img").Length() > 0 {
		t.Error("a text of a host is not shown as text")
	}
}

func TestStatus_badListNamesWhatIsAllowed(t *testing.T) {
	t.Parallel()
	doc := pagetest.Page(t, pagetest.New(t).Project("xz", nil).Site(), "/status?list=none", 400)
	if got := doc.Find("main .links a").AttrOr("href", ""); got != "/status?list=critical" {
		t.Errorf("the link is %q", got)
	}
}
