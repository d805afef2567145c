package exchange_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/alert"
	"github.com/plumbline-scorecard/plumbline/internal/cause"
	"github.com/plumbline-scorecard/plumbline/internal/exchange"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/figures"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
)

func measured() (health.Project, figures.Project, health.Score) {
	at := time.Date(2026, 8, 22, 17, 0, 0, 0, time.UTC)
	p := health.Project{Slug: "zlib", Name: "zlib", Repositories: []health.Repository{{URL: "https://github.com/madler/zlib", Role: health.Primary}}}
	ins := health.Inputs{}
	ins.Put(
		health.Input{Field: "human_commits_12m", State: health.Observed, Value: 12, Source: "git", ObservedAt: at},
		health.Input{Field: "security_policy", State: health.Observed, Value: 1, Source: "git", ObservedAt: at},
		health.Input{Field: "human_commits_by_month", State: health.Observed, Text: "[1,0,2]", Source: "git", ObservedAt: at},
		health.Missing("Code-Review", "needs GitHub", errTest("401 from the interface")),
		health.NotApplies("commit_trend_log2", "fewer than ten commits before"),
		health.ObsBool("top_author_changed", true),
	)
	f := figures.Project{Project: "zlib", Inputs: ins, Snapshots: []health.Snapshot{{Source: "git", ObservedAt: at}}}
	s := health.Score{
		Project: "zlib", At: at, ModelSHA: "abc",
		V: health.AxisScore{Axis: model.Vitality, Known: true, Interval: health.Interval{Value: 80, Lo: 60, Hi: 95}, Band: model.Band{Letter: "A", Word: "Good"}, Inputs: []health.ScoredInput{
			{ID: "V1", Field: "active_months_12m", Label: "Months", Weight: 10, Share: 0.25, S: 60, Input: health.Obs("active_months_12m", 4)},
			{ID: "V2", Field: "months_since_human_act", Label: "Since", Weight: 30, Share: 0.75, S: 90, Input: health.Obs("months_since_human_act", 2)},
			{ID: "V3", Field: "release_flow_months", Label: "Flow", Input: health.NotApplies("release_flow_months", "it makes no releases")},
			{ID: "V6", Field: "change_request_closure", Label: "Closed", Weight: 8, S: 90, Input: health.Input{Field: "change_request_closure", State: health.Observed, Reason: "put in by the model"}},
			{ID: "V5", Field: "first_response_days_p50", Label: "Answer", Weight: 16, Input: health.Missing("first_response_days_p50", "no source", nil)},
		}},
		Reasons: []health.Reason{{Code: "coverage_S", Text: "posture: 0 % of its evidence seen, 25 % needed"}},
	}
	return p, f, s
}

type errTest string

func (e errTest) Error() string { return string(e) }

func TestProjectDocument_statesAndValues(t *testing.T) {
	t.Parallel()
	d := exchange.ProjectDocument(measured())
	raw, err := json.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	var got struct {
		AsOf   string `json:"as_of"`
		Inputs map[string]struct {
			State  string
			Value  any
			Unit   string
			Reason string
		}
		Checks map[string]struct{ State, Error string }
		Axes   map[string]struct{ Value *float64 }
		Risk   *float64
	}
	if err := json.Unmarshal(raw, &got); err != nil {
		t.Fatal(err)
	}
	if got.AsOf != "2026-08-22T17:00:00Z" {
		t.Errorf("as_of is %s", got.AsOf)
	}
	if in := got.Inputs["human_commits_12m"]; in.State != "observed" || in.Value != 12.0 || in.Unit == "" {
		t.Errorf("a count: got %+v", in)
	}
	if in := got.Inputs["security_policy"]; in.Value != true {
		t.Errorf("a yes: got %+v", in)
	}
	if in := got.Inputs["human_commits_by_month"]; len(in.Value.([]any)) != 3 {
		t.Errorf("a list: got %+v", in)
	}
	if in := got.Inputs["commit_trend_log2"]; in.State != "not_applicable" || in.Value != nil || in.Reason == "" {
		t.Errorf("a not applicable: got %+v", in)
	}
	if in := got.Inputs["regulars_12m"]; in.State != "unknown" || in.Value != nil || in.Reason == "" {
		t.Errorf("a field nobody reported: got %+v", in)
	}
	if in := got.Inputs["release_flow_months"]; in.State != "not_applicable" {
		t.Errorf("the model's n/a is missing: got %+v", in)
	}
	if in := got.Inputs["change_request_closure"]; in.State != "unknown" || in.Value != nil {
		t.Errorf("a value the model put in is printed as observed: got %+v", in)
	}
	if len(got.Checks) != 16 || got.Checks["Code-Review"].Error == "" {
		t.Errorf("checks: got %d, %+v", len(got.Checks), got.Checks["Code-Review"])
	}
	if got.Axes["S"].Value != nil || got.Axes["V"].Value == nil || got.Risk != nil {
		t.Errorf("an unknown axis must be null and not 0: %s", raw)
	}
}

func TestProjectDocument_publicLeavesOutWhatIsForOperators(t *testing.T) {
	t.Parallel()
	full := exchange.ProjectDocument(measured())
	pub := full.Public()
	if _, ok := full.Inputs["top_author_changed"]; !ok {
		t.Error("the operator's document lacks the facts of the alerts")
	}
	for id := range pub.Inputs {
		if exchange.OperatorOnly(id) {
			t.Errorf("%s is public", id)
		}
	}
	if pub.Checks["Code-Review"].Error != "" || pub.Checks["Code-Review"].Reason == "" {
		t.Errorf("got %+v: the reason is for readers, the error is not", pub.Checks["Code-Review"])
	}
}

func TestExplainDocument_withoutRiskGivesPointsOfWeakness(t *testing.T) {
	t.Parallel()
	_, _, s := measured()
	m := model.Model{Risk: model.RiskRule{Omega: map[model.Axis]float64{model.Vitality: 0.3}}}
	d := exchange.ExplainDocument(m, s)
	if d.Risk != nil || d.Of != "weakness" || !strings.Contains(d.Reason, "posture: 0 %") {
		t.Errorf("got risk %v of %q because %q", d.Risk, d.Of, d.Reason)
	}
	sum := 0.0
	for _, c := range d.Contributions {
		sum += c.Points
	}
	if want := 0.3 * (0.25*40 + 0.75*10); len(d.Contributions) != 3 || math.Abs(sum-want) > 1e-9 {
		t.Errorf("got %d rows with %v points in all, want 3 and %v", len(d.Contributions), sum, want)
	}
}

func TestExplainDocument_withRiskHasTheGateAsARow(t *testing.T) {
	t.Parallel()
	s := health.Score{Project: "xz", RiskKnown: true, Risk: health.Interval{Value: 52.25}, Contributions: []health.Contribution{
		{Axis: model.Resilience, Input: "R1", Points: 48.0478022876}, {Input: "G3", Label: "Single keyholder", Points: 4.2021977124, Gate: true},
	}}
	d := exchange.ExplainDocument(model.Model{}, s)
	if d.Risk == nil || *d.Risk != 52.25 || len(d.Contributions) != 2 || !d.Contributions[1].Gate {
		t.Fatalf("got %+v", d)
	}
	if sum := d.Contributions[0].Points + d.Contributions[1].Points; math.Abs(sum-*d.Risk) > 1e-9 {
		t.Errorf("the points sum to %v, risk is %v", sum, *d.Risk)
	}
}

func TestRankDocument_unknownsAreNull(t *testing.T) {
	t.Parallel()
	p := ranking.Page{Next: "abc", Matched: 2, Total: 3, RankedTotal: 1, Rows: []ranking.Row{
		{Slug: "a", Rank: 1, Risk: &health.Interval{Value: 50}, Regulars: 0},
		{Slug: "b", Regulars: -1, HumanCommits: -1, AbsenceFactor: -1, RiskUpper: 60},
	}}
	d := exchange.RankDocument("critical", p)
	a, b := d.Projects[0], d.Projects[1]
	if *a.Rank != 1 || *a.Risk != 50 || *a.Regulars != 0 {
		t.Errorf("a ranked row: %+v", a)
	}
	if b.Rank != nil || b.Risk != nil || b.Health != nil || b.Regulars != nil || b.Commits != nil || b.AsOf != nil || b.RiskAtMost != 60 {
		t.Errorf("a row that is not ranked: %+v", b)
	}
	if d.Next == nil || *d.Next != "abc" {
		t.Errorf("next is %v", d.Next)
	}
}

func TestRankCSV_noCellIsAFormula(t *testing.T) {
	t.Parallel()
	for _, bad := range []string{"=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "=cmd|' /C calc'!A0"} {
		var buf bytes.Buffer
		c, err := exchange.NewRankCSV(&buf, health.Run{ModelSHA: "abc"})
		if err != nil {
			t.Fatal(err)
		}
		r := ranking.Row{
			Slug: bad, Name: bad, Repository: bad, Language: bad, Tags: []string{bad}, Problem: bad, LastHuman: bad, LastRelease: bad,
			Status: health.Status{Word: health.StatusWord(bad), Reason: bad}, Evidence: health.Evidence(bad), Outcome: health.Outcome(bad),
			Reasons: []health.Reason{{Text: bad}}, RiskBand: model.Band{Word: bad}, Risk: &health.Interval{Value: -1, Lo: -2}, Regulars: -1,
		}
		if err := c.Write([]ranking.Row{r}); err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(&buf).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		for i, cell := range rows[1] {
			if cell != "" && strings.ContainsRune("=+@\t\r", rune(cell[0])) {
				t.Errorf("%s of %q is %q", rows[0][i], bad, cell)
			}
			if strings.HasPrefix(cell, "-") && rows[0][i] != "risk" && rows[0][i] != "risk_lo" {
				t.Errorf("%s of %q is %q", rows[0][i], bad, cell)
			}
		}
	}
}

func TestRankCSV_unknownIsAnEmptyCellWithAState(t *testing.T) {
	t.Parallel()
	var buf bytes.Buffer
	c, err := exchange.NewRankCSV(&buf, health.Run{ModelSHA: "abc"})
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Write([]ranking.Row{{Slug: "x", Regulars: -1, HumanCommits: 0, ObservedAt: time.Unix(0, 0)}}); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(&buf).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for i, h := range rows[0] {
		got[h] = rows[1][i]
	}
	want := map[string]string{"rank": "", "rank_state": "not_ranked", "risk": "", "health": "", "health_state": "unknown", "regulars_12m": "", "human_commits_12m": "0", "as_of": "1970-01-01T00:00:00Z", "model_sha256": "abc"}
	for k, v := range want {
		if got[k] != v {
			t.Errorf("%s is %q, want %q", k, got[k], v)
		}
	}
}

// What is for operators is left out unless it is asked for by name.
func TestRankDocument_alertsForOperatorsAreAskedFor(t *testing.T) {
	t.Parallel()
	since := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	rows := []ranking.Row{{Slug: "a", Alerts: []alert.Alert{
		{ID: "A1", Label: "one", Text: "t", Operators: true, Fields: []field.ID{"top_author_changed"}}, {ID: "A5", Label: "five", Text: "u", Since: since, URL: "https://example.org"},
	}}, {Slug: "b"}}
	d := exchange.RankDocument("l", ranking.Page{Rows: rows})
	if got := d.Projects[0].Alerts; len(got) != 1 || got[0].ID != "A5" || got[0].Since != "2026-05-01" || got[0].Fields == nil {
		t.Errorf("in public: %+v", got)
	}
	full := d.ForOperators(rows)
	if got := full.Projects[0].Alerts; len(got) != 2 || !got[0].Operators || got[0].Since != "" {
		t.Errorf("for operators: %+v", got)
	}
	if len(d.Projects[0].Alerts) != 1 || full.Projects[1].Alerts == nil || d.Projects[1].Alerts == nil {
		t.Error("the public document was changed, or a project without alerts has null")
	}
	p := exchange.ProjectJSON{Alerts: full.Projects[0].Alerts}
	if got := p.Public().Alerts; len(got) != 1 || got[0].ID != "A5" {
		t.Errorf("of a project in public: %+v", got)
	}
}

func TestChangesDocument_unknownIsNullAndSharesAreWhole(t *testing.T) {
	t.Parallel()
	risk := func(v float64) health.Score {
		return health.Score{RiskKnown: true, Risk: health.Interval{Value: v}}
	}
	doc := exchange.ChangesDocument("critical", cause.Comparison{
		From: health.Run{ID: 1}, To: health.Run{ID: 4, Finished: time.Date(2026, 8, 22, 17, 0, 0, 0, time.UTC)},
		Notices: []cause.Notice{{Field: "License", Moved: 3, Compared: 10, Mean: -2, Projects: []string{"a", "b", "c"}}},
		Differences: []cause.Difference{
			{Project: "a", Before: risk(31), After: risk(33.5), Shares: []cause.Share{{Cause: cause.Project, Points: 2.5, Parts: []cause.Part{{Axis: "R", Input: "R2", Label: "Regulars", Points: 2.5}}}}, Changes: []cause.Change{
				{Field: "regulars_12m", Axis: "R", Counts: true, Before: health.Obs("regulars_12m", 4), After: health.Obs("regulars_12m", 3), Cause: cause.Project, Why: "there are 3 new commits"},
				{Field: "License", Axis: "S", Counts: true, Before: health.Missing("License", "not scanned", nil), After: health.Obs("License", 9), Cause: cause.Coverage, Why: "it was not known before"},
			}},
			{Project: "b", After: risk(12)},
		},
	})
	b, err := json.Marshal(doc)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`"list":"critical"`, `"finished":"2026-08-22T17:00:00Z"`, `"field":"License","instrument":"","up":false,"moved":3,"compared":10,"mean":-2`,
		`"slug":"a","risk_before":31,"risk_after":33.5,"shares":[{"cause":"project","points":2.5,"parts":[{"axis":"R","input":"R2","label":"Regulars","points":2.5}]}]`,
		`"field":"License","axis":"S","counts":true,"state_before":"unknown","state_after":"observed","before":null,"after":9,"cause":"coverage"`,
		`"slug":"b","risk_before":null,"risk_after":12,"shares":[],"changes":[]`,
	} {
		if !strings.Contains(string(b), want) {
			t.Errorf("the document lacks %s:\n%s", want, b)
		}
	}
}
