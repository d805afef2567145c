package status_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"github.com/plumbline-scorecard/plumbline/internal/cost"
	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/forge"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/web/pagetest"
)

// Hundreds of reasons, as of a host that numbers its errors, do not make the page heavy.
func TestStatus_showsTheFrequentReasons(t *testing.T) {
	t.Parallel()
	b := pagetest.New(t)
	for i := range 90 {
		slug := fmt.Sprintf("p%02d", i)
		b.Project(slug, nil).Failed(slug, fmt.Sprintf("the host answered with error %d", min(i%30, 20)))
	}
	part := pagetest.Page(t, b.Site(), "/status", 200).Find("section[aria-labelledby=failed]")
	heads := pagetest.Attrs(part.Find("h3"), "data-value")
	if len(heads) != 12 || heads[0] != "30" || heads[1] != "3" {
		t.Errorf("projects by reason: %q, want the 12 most frequent", heads)
	}
	if n := part.Find("ul").First().Find("a").Length(); n != 10 {
		t.Errorf("the first reason has %d links, want 10", n)
	}
	rest := part.Find("p").Last()
	if got := pagetest.Numbers(rest.Text()); !slices.Equal(got, []string{"9", "27"}) || rest.Find("a[href='/projects.csv']").Length() != 1 {
		t.Errorf("the rest is %q, want 9 reasons of 27 projects", rest.Text())
	}
}

func TestStatus_groupsFailuresByReason(t *testing.T) {
	t.Parallel()
	b := pagetest.New(t).Project("xz", nil).Project("a", nil).Project("b", nil).Project("c", nil).Measured("xz", 1, 8, 184)
	b.Snapshot("xz", field.SourceRegistry, []health.Input{health.Obs("publishers", 2)})
	h := b.Failed("a", "no answer in time").Failed("b", "the repository is empty").Failed("c", "no answer in time").Site()
	doc := pagetest.Page(t, h, "/status", 200)
	part := doc.Find("section[aria-labelledby=failed]")
	heads := part.Find("h3")
	if got := pagetest.Attrs(heads, "data-value"); !slices.Equal(got, []string{"2", "1"}) {
		t.Errorf("projects by reason: %q", got)
	}
	for i, want := range []struct{ reason, count string }{{"no answer in time", "2"}, {"the repository is empty", "1"}} {
		if got := strings.ToLower(heads.Eq(i).Text()); !strings.Contains(got, want.reason) || !slices.Equal(pagetest.Numbers(got), []string{want.count}) {
			t.Errorf("reason %d is %q, want %+v", i, got, want)
		}
	}
	if got := strings.Join(pagetest.Texts(part.Find("a[href^='/p/']")), " "); got != "a c b" {
		t.Errorf("projects: %q", got)
	}
	finding := doc.Find(".lead .finding")
	if got, want := pagetest.Says(finding), []string{"newest-days:91", "read:1/4", "failed:3"}; !slices.Equal(got, want) || !slices.Equal(pagetest.Numbers(finding.Text())[:3], []string{"91", "1", "4"}) {
		t.Errorf("the finding is %q and states %q", finding.Text(), got)
	}
	run := doc.Find("section[aria-labelledby=runs] table").First().Find("tbody tr")
	if got := pagetest.Says(run); run.Length() != 1 || !slices.Equal(got, []string{"published", "origin:" + string(health.OriginBundle)}) || !strings.Contains(run.Text(), b.Model.SHA256[:12]) {
		t.Errorf("runs: %q state %q", pagetest.Texts(run), got)
	}
	if got := pagetest.Numbers(run.Find("td .tbl__sub").FilterFunction(func(i int, _ *goquery.Selection) bool { return i == 0 }).Text()); !slices.Equal(got, []string{"4"}) {
		t.Errorf("the run is of %q projects", got)
	}
	sources := doc.Find("section[aria-labelledby=sources] tbody tr")
	for id, want := range map[string][]string{
		field.SourceGit: {"1", "4"}, field.SourceScorecard: {"0", "4"}, field.SourceGitHub: {"0", "4"}, field.SourceList: {"4", "4"}, field.SourceRegistry: {"1", "4"}, field.SourceDistro: {"0", "4"}, field.SourceAdvisory: {"0", "4"},
	} {
		if got := pagetest.Numbers(sources.Filter("[data-row=" + id + "]").Find("td").First().Find("span").First().Text()); len(got) < 2 || !slices.Equal(got[:2], want) {
			t.Errorf("%s answered for %q, want %q", id, got, want)
		}
	}
	if sources.Length() != 7 {
		t.Errorf("sources: %q", pagetest.Texts(sources))
	}
}

func TestStatus_withoutARunOrCollectorSaysSo(t *testing.T) {
	t.Parallel()
	doc := pagetest.Page(t, pagetest.New(t).Project("xz", nil).Site(), "/status", 200)
	if got := pagetest.Says(doc.Find(".lead")); !slices.Equal(got, []string{"never-run", "listed:1"}) {
		t.Errorf("the finding states %q", got)
	}
	for section, reason := range map[string]string{"runs": "no-runs", "plan": "no-collector", "fresh": "never-run"} {
		if got := doc.Find("section[aria-labelledby=" + section + "] [data-reason=" + reason + "]"); pagetest.Words(got) == "" {
			t.Errorf("%s does not say %s", section, reason)
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
	fact := func(id string) string { return part.Find("dd[data-field=" + id + "] > span").First().Text() }
	for id, want := range map[string][]string{
		"every": {"24", "0"}, "scan_every": {"7"}, "host_plan": {"145", "437", "18"}, "budget_graphql": {"4100", "5000"}, "queue": {"3", "2", "1"}, "ended": {"40", "1"},
	} {
		if got := pagetest.Numbers(fact(id)); !slices.Equal(got, want) {
			t.Errorf("%s is %q, want the numbers %q", id, fact(id), want)
		}
	}
	if got := fact("next_sweep"); !strings.Contains(got, explain.Day(pagetest.Today)) || !strings.Contains(got, "13:00") {
		t.Errorf("the next sweep is at %q", got)
	}
	jobs := part.Find("tbody tr")
	if got := pagetest.Says(jobs); !slices.Equal(got, []string{"tried-again", "given-up"}) || !slices.Equal(pagetest.Numbers(jobs.First().Find("td").Last().Find("span").First().Text())[:2], []string{"2", "5"}) || !strings.Contains(jobs.Text(), "timeout") {
		t.Errorf("the jobs are %q and state %q", pagetest.Texts(jobs), got)
	}
	if part.Find("script, img, svg").Length() > 0 || !strings.Contains(part.Text(), "oNcliCk=alert()") {
		t.Error("a fault is not shown as text")
	}
	tag := pagetest.Get(t, h, "/status").Header.Get("ETag")
	plan.NextSweep = pagetest.Today.Add(-time.Hour)
	if got := pagetest.Get(t, h, "/status", "If-None-Match", tag).StatusCode; got != 200 {
		t.Errorf("another state of the queue has the same tag: %d", got)
	}
	if got := pagetest.Page(t, h, "/status", 200).Find("[data-field=next_sweep][data-state=unknown]"); got.AttrOr("data-says", "") != "overdue" || !strings.Contains(got.Text(), "11:00") {
		t.Errorf("a sweep that is overdue: %s", got.Text())
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
	rows := doc.Find("section[aria-labelledby=elsewhere] tbody tr")
	if got := pagetest.Says(rows); rows.Length() != 2 || !slices.Equal(got, []string{"moved", "unseen:1"}) || !slices.Equal(pagetest.Numbers(rows.Last().Find("[data-says]").Text()), []string{"1", "3"}) {
		t.Errorf("repositories: %q state %q", pagetest.Texts(rows), got)
	}
	live := doc.Find("section[aria-labelledby=live]")
	if !slices.Equal(pagetest.Says(live), []string{"never-seen:1/2"}) || !slices.Equal(pagetest.Numbers(live.Text()), []string{"1", "2"}) || live.Find("a[href='/method/services']").Length() != 1 {
		t.Errorf("taken for granted: %s", live.Text())
	}
	services := pagetest.Page(t, h, "/method/services", 200).Find("main")
	if services.Find("tbody .unk").Length() != 1 || !strings.Contains(services.Text(), explain.DayOf("2026-11-20")) {
		t.Errorf("the assumptions: %s", services.Text())
	}
	if doc.Find("main script, main img").Length()+services.Find("script, img").Length() > 0 {
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
