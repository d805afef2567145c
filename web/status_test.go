package web_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/web"
)

func TestStatus_groupsFailuresByReason(t *testing.T) {
	t.Parallel()
	b := newBuilder(t).project("xz", nil).project("a", nil).project("b", nil).project("c", nil).measured("xz", 1, 8, 184)
	b.snapshot("xz", health.SourceRegistry, []health.Input{health.Obs("publishers", 2)})
	h := b.failed("a", "no answer in time").failed("b", "the repository is empty").failed("c", "no answer in time").site()
	doc := page(t, h, "/status", 200)
	part := doc.Find("section[aria-labelledby=failed]")
	if got := texts(part.Find("h3")); len(got) != 2 || got[0] != "No answer in time. 2 projects" || got[1] != "The repository is empty. 1 project" {
		t.Errorf("reasons: %q", got)
	}
	if got := strings.Join(texts(part.Find("a[href^='/p/']")), " "); got != "a c b" {
		t.Errorf("projects: %q", got)
	}
	if got := doc.Find(".lead .finding").Text(); !strings.Contains(got, "The newest figures are 91\u00a0days old") || !strings.Contains(got, "1 of 4\u00a0projects could be read; the last attempt failed for three") {
		t.Errorf("the finding is %q", got)
	}
	run := texts(doc.Find("section[aria-labelledby=runs] table").First().Find("tbody tr"))
	if len(run) != 1 || !strings.Contains(run[0], "published") || !strings.Contains(run[0], "of 4") || !strings.Contains(run[0], b.model.SHA256[:12]) || !strings.Contains(run[0], "Bundled snapshot") {
		t.Errorf("runs: %q", run)
	}
	sources := texts(doc.Find("section[aria-labelledby=sources] tbody tr"))
	if len(sources) != 6 || !strings.Contains(sources[0], "1 of 4 projects") || !strings.Contains(sources[1], "0 of 4") || !strings.Contains(sources[2], "0 of 4") || !strings.Contains(sources[4], "1 of 4 projects") || !strings.Contains(sources[5], "0 of 4") {
		t.Errorf("sources: %q", sources)
	}
}

func TestStatus_withoutARunOrCollectorSaysSo(t *testing.T) {
	t.Parallel()
	text := page(t, newBuilder(t).project("xz", nil).site(), "/status", 200).Find("main").Text()
	for _, want := range []string{"Nothing has been collected so far. The list holds 1\u00a0project", "No run is on record", "No collector runs in this process", "Nothing was measured"} {
		if !strings.Contains(text, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
}

func TestStatus_ofTheQueue(t *testing.T) {
	t.Parallel()
	b := newBuilder(t).project("xz", nil).measured("xz", 1, 8, 184)
	plan := web.Schedule{
		Every: 24 * time.Hour, ScanEvery: 168 * time.Hour, Waiting: 3,
		Host: &web.HostPlan{
			Plan:    health.Plan{Projects: 145, First: 145, Cost: health.Cost{Requests: 437, Points: 900}, Hourly: 5000},
			Budgets: []web.HostBudget{{Resource: "graphql", Limit: 5000, Remaining: 4100, Reset: today.Add(time.Hour)}},
		}, Running: 2, Paused: 1, Done: 40, GivenUp: 1, LastSweep: today.Add(-time.Minute), NextSweep: today.Add(time.Hour), Oldest: today.Add(-2 * time.Minute),
		Failures: []web.ScheduleFailure{{Kind: "observe", Project: "xz", Class: "timeout", At: today, Attempt: 2, Of: 5}, {Kind: "publish", Class: polyglot, At: today, Attempt: 5, Of: 5, Final: true}},
	}
	b.schedule = func(context.Context) (web.Schedule, error) { return plan, nil }
	h := b.site()
	part := page(t, h, "/status", 200).Find("section[aria-labelledby=plan]")
	for _, want := range []string{"every 24\u00a0h 0\u00a0min", "every 7\u00a0days", "145 projects ≈ 437 requests = 18 % of an hour's quota", "4100 of 5000", "22\u00a0Nov\u00a02026\u00a013:00\u00a0UTC", "3 waiting, 2 running, 1 paused", "40 done, 1 given up", "2 of 5", "given up", "timeout"} {
		if !strings.Contains(part.Text(), want) {
			t.Errorf("the plan lacks %q in %s", want, part.Text())
		}
	}
	if part.Find("script, img, svg").Length() > 0 || !strings.Contains(part.Text(), "oNcliCk=alert()") {
		t.Error("a fault is not shown as text")
	}
	tag := get(t, h, "/status").Header.Get("ETag")
	plan.NextSweep = today.Add(-time.Hour)
	if got := get(t, h, "/status", "If-None-Match", tag).StatusCode; got != 200 {
		t.Errorf("another state of the queue has the same tag: %d", got)
	}
	if got := page(t, h, "/status", 200).Find("section[aria-labelledby=plan]").Text(); !strings.Contains(got, "no process is collecting") {
		t.Errorf("a sweep that is overdue: %s", got)
	}
	b.schedule = func(context.Context) (web.Schedule, error) { return web.Schedule{}, errors.New("no such table") }
	if res := get(t, b.site(), "/status"); res.StatusCode != 500 || strings.Contains(body(t, res), "no such table") {
		t.Errorf("a queue that cannot be read: %d", res.StatusCode)
	}
}

func TestStatus_whatMovedAndWhatWasNeverSeenToHold(t *testing.T) {
	t.Parallel()
	b := newBuilder(t).project("xz", nil).project("zlib", nil).measured("xz", 1, 8, 184)
	b.live = []health.Assumption{{ID: "a", Service: "GitHub", Text: "answers " + polyglot}, {ID: "b", Service: "OSV", Text: "answers", Verified: "2026-11-20"}}
	h, st := b.siteAndStore()
	tag := get(t, h, "/status").Header.Get("ETag")
	for _, id := range []health.Identity{
		{Repository: "github.com/xz/xz", NodeID: "R_1", Name: polyglot, MovedAt: today, Presence: health.Present, Since: today, Checked: today},
		{Repository: "github.com/zlib/zlib", Presence: health.Unseen, Since: today, Misses: []time.Time{today}, Checked: today},
	} {
		if err := st.SaveIdentity(t.Context(), id); err != nil {
			t.Fatal(err)
		}
	}
	if got := get(t, h, "/status", "If-None-Match", tag).StatusCode; got != 200 {
		t.Errorf("a repository that moved leaves the tag as it was: %d", got)
	}
	doc := page(t, h, "/status", 200)
	rows := texts(doc.Find("section[aria-labelledby=elsewhere] tbody tr"))
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
	doc := page(t, newBuilder(t).project("xz", nil).site(), "/status?list=none", 400)
	if got := doc.Find("main .links a").AttrOr("href", ""); got != "/status?list=critical" {
		t.Errorf("the link is %q", got)
	}
}
