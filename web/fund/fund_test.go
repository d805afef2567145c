package fund_test

import (
	"encoding/csv"
	"encoding/json"
	"math"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/funding"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/web/pagetest"
)

// site has five projects: lonely has one regular contributor, crowd many, paid a stated salaried team,
// granted a grant of this year, over has ended; nothing is known of dark.
func site(t *testing.T) *pagetest.Builder {
	t.Helper()
	b := pagetest.New(t).WithPast()
	for _, slug := range []string{"lonely", "crowd", "paid", "granted", "over", "dark"} {
		b.Project(slug, nil)
	}
	b.List.Projects[4].EndOfLife = &health.EndOfLife{Archived: true, Since: "2026-01-01", URL: "https://example.org/end"}
	free := health.ObsText(field.Licence, "MIT")
	for slug, regulars := range map[string]int{"lonely": 1, "crowd": 9, "paid": 1, "granted": 1, "over": 1} {
		b.Measured(slug, regulars, 6, 40, free, health.ObsList(field.FundingChannels, []string{"github"})).Posture(slug, 4)
	}
	b.Failed("dark", "the repository could not be reached or read")
	at := funding.Source{URL: "https://example.org/paid", Date: "2026-10-01"}
	b.Ground.Facts = map[string]funding.Facts{"paid": {Project: "paid", Paid: &funding.Paid{State: funding.Salaried, By: "Example", Source: at}}}
	b.Ground.Grants = map[string][]funding.Grant{"granted": {{
		Project: "granted", Funder: "Agency", Start: "2026-02-01", End: "2026-08-01", URL: "https://example.org/grant", Seen: "2026-10-01",
	}}}
	return b
}

type document struct {
	Funnel []struct {
		Rule    string   `json:"rule"`
		Applies bool     `json:"applies"`
		Removed []string `json:"removed"`
		Unknown int      `json:"unknown_kept"`
		Left    int      `json:"left"`
	} `json:"funnel"`
	Eligible []struct {
		Slug    string   `json:"slug"`
		Need    *float64 `json:"need"`
		Asking  *float64 `json:"value_of_asking"`
		Planned *float64 `json:"planned"`
	} `json:"eligible"`
	Plan struct {
		Among     int `json:"chosen_among"`
		Unknown   int `json:"risk_unknown"`
		Envelopes []struct {
			ID     string  `json:"id"`
			Budget float64 `json:"budget"`
			Cost   float64 `json:"cost"`
			Picks  []struct {
				Slug string  `json:"slug"`
				Cost float64 `json:"cost"`
			} `json:"best"`
		} `json:"envelopes"`
	} `json:"plan"`
}

func read(t *testing.T, h http.Handler, query string) document {
	t.Helper()
	var d document
	if err := json.Unmarshal([]byte(pagetest.Body(t, pagetest.Get(t, h, "/fund.json"+query))), &d); err != nil {
		t.Fatal(err)
	}
	return d
}

func (d document) eligible() []string {
	var out []string
	for _, e := range d.Eligible {
		out = append(out, e.Slug)
	}
	slices.Sort(out)
	return out
}

func TestFund_onlyANoRemovesAProject(t *testing.T) {
	t.Parallel()
	h := site(t).Site()
	for query, want := range map[string][]string{
		"":                                  {"crowd", "dark", "granted", "lonely", "paid"},
		"?rule=none":                        {"crowd", "dark", "granted", "lonely", "over", "paid"},
		"?rule=none&rule=overlap":           {"crowd", "dark", "lonely", "over", "paid"},
		"?rule=none&rule=unpaid":            {"crowd", "dark", "granted", "lonely", "over"},
		"?rule=maintained&rule=channel":     {"crowd", "dark", "granted", "lonely", "paid"},
		"?programme=open-source-endowment":  {"crowd", "dark", "granted", "lonely"},
		"?programme=sovereign-tech-fund":    {"crowd", "dark", "granted", "lonely", "paid"},
		"?programme=ngi-zero&rule=overlap":  {"crowd", "dark", "lonely", "over", "paid"},
		"?rule=licence&rule=maintained":     {"crowd", "dark", "granted", "lonely", "paid"},
		"?rule=github&rule=base&budget=0":   {"crowd", "dark", "granted", "lonely", "over", "paid"},
		"?rule=maintained&list=critical":    {"crowd", "dark", "granted", "lonely", "paid"},
		"?rule=maintained&as_of=2026-11-22": {"crowd", "dark", "granted", "lonely", "paid"},
	} {
		d := read(t, h, query)
		if got := d.eligible(); !slices.Equal(got, want) {
			t.Errorf("%s: eligible are %q, want %q", query, got, want)
		}
		left := len(d.Funnel[0].Removed) + d.Funnel[0].Left
		for _, s := range d.Funnel {
			if left -= len(s.Removed); s.Left != left || s.Unknown > s.Left || !s.Applies && len(s.Removed) > 0 {
				t.Errorf("%s: after %s %d are left of %d: %+v", query, s.Rule, s.Left, left, s)
			}
		}
	}
}

func TestFund_needIsOfPeopleNotYetPaid(t *testing.T) {
	t.Parallel()
	d := read(t, site(t).Site(), "")
	need, asking := map[string]float64{}, map[string]float64{}
	for _, e := range d.Eligible {
		if (e.Need == nil) != (e.Slug == "dark") {
			t.Errorf("%s: need %v", e.Slug, e.Need)
			continue
		}
		if e.Need != nil {
			need[e.Slug], asking[e.Slug] = *e.Need, *e.Asking
		}
	}
	if need["lonely"] <= need["crowd"] || need["lonely"] <= need["paid"] || need["lonely"] != need["granted"] {
		t.Errorf("needs are %v", need)
	}
	if asking["paid"] != 0 || asking["lonely"] <= 0 {
		t.Errorf("the value of asking is %v", asking)
	}
	if last := d.Eligible[len(d.Eligible)-1].Slug; d.Eligible[0].Slug == "crowd" || last != "dark" {
		t.Errorf("in the order of need: %s first, %s last", d.Eligible[0].Slug, last)
	}
}

func TestFund_planKeepsItsTerms(t *testing.T) {
	t.Parallel()
	h := site(t).Site()
	for query, terms := range map[string][3]float64{ // budget, share for people, most for one
		"":                                {300_000, .75, .2},
		"?budget=0":                       {0, .75, .2},
		"?budget=100000&people=0&most=10": {100_000, 0, .1},
		"?budget=50000&people=100":        {50_000, 1, .2},
		"?budget=1000000000":              {1e9, .75, .2},
	} {
		d := read(t, h, query)
		if d.Plan.Among != 4 || d.Plan.Unknown != 1 || len(d.Plan.Envelopes) != 2 {
			t.Fatalf("%s: %+v", query, d.Plan)
		}
		paid := map[string]float64{}
		for i, e := range d.Plan.Envelopes {
			share := []float64{terms[1], 1 - terms[1]}[i]
			sum := 0.0
			for _, p := range e.Picks {
				sum += p.Cost
				paid[p.Slug] += p.Cost
				if p.Cost > terms[2]*terms[0]+.01 {
					t.Errorf("%s: %s gets %g from %s", query, p.Slug, p.Cost, e.ID)
				}
			}
			if math.Abs(e.Budget-share*terms[0]) > .01 || math.Abs(sum-e.Cost) > .01 || e.Cost > e.Budget+.01 {
				t.Errorf("%s: %s has %g, costs %g, its picks %g", query, e.ID, e.Budget, e.Cost, sum)
			}
		}
		for _, e := range d.Eligible {
			if (e.Slug == "dark") != (e.Planned == nil) || e.Planned != nil && math.Abs(*e.Planned-paid[e.Slug]) > .01 {
				t.Errorf("%s: %s gets %g, it says %v", query, e.Slug, paid[e.Slug], e.Planned)
			}
		}
	}
	if a, b := read(t, h, "?budget=60000&people=100&most=100"), read(t, h, "?budget=60000&people=100&most=100&with=crowd"); picked(a, "crowd") || !picked(b, "crowd") {
		t.Errorf("without asking crowd is picked: %v; with: %v", picked(a, "crowd"), picked(b, "crowd"))
	}
}

// A share of the budget is a whole euro where the arithmetic of the machine is not: 10% of 40,000 buys
// a measure of 4,000.
func TestFund_aShareOfTheBudgetIsExact(t *testing.T) {
	t.Parallel()
	h := site(t).Site()
	for query, want := range map[string]float64{"?budget=40000&people=90&most=100": 4_000, "?budget=20000&people=80&most=100": 4_000, "?budget=200000&people=90&most=100": 20_000} {
		e := read(t, h, query).Plan.Envelopes[1]
		if e.Budget != want {
			t.Errorf("%s: the envelope has %v, want %v", query, e.Budget, want)
		}
		if got := pagetest.Words(pagetest.Page(t, h, "/fund"+query, 200).Find("#plan").Parent().Parent()); strings.Contains(got, "€-") || strings.Contains(got, "-0.") {
			t.Errorf("%s: a negative sum: %s", query, got)
		}
	}
}

func picked(d document, slug string) bool {
	for _, e := range d.Eligible {
		if e.Slug == slug && e.Planned != nil && *e.Planned > 0 {
			return true
		}
	}
	return false
}

func TestFund_badValuesNameWhatIsAllowed(t *testing.T) {
	t.Parallel()
	h := site(t).Site()
	for query, says := range map[string]string{
		"?budget=-1":                          "from 0 to 1,000,000,000",
		"?budget=1000000000000":               "from 0 to 1,000,000,000",
		"?budget=much":                        "whole number of euros",
		"?budget=1e12":                        "whole number of euros",
		"?budget=300.5":                       "whole number of euros",
		"?people=101":                         "percent from 0 to 100",
		"?most=0":                             "percent from 1 to 100",
		"?least=-5":                           "euros",
		"?programme=zzz":                      "sovereign-tech-fund",
		"?rule=zzz":                           "maintained",
		"?with=zzz":                           "slugs of projects on the list",
		"?why=../etc":                         "slugs of projects on the list",
		"?budget=" + strings.Repeat("9", 400): "whole number of euros",
	} {
		for _, format := range []string{"/fund", "/fund.json", "/fund.csv", "/fund/plan.csv"} {
			doc := pagetest.Page(t, h, format+query, http.StatusBadRequest)
			if !strings.Contains(doc.Find("main").Text(), says) {
				t.Errorf("%s%s does not say %q: %s", format, query, says, pagetest.Words(doc.Find("main")))
			}
		}
	}
}

func TestFund_pageSaysWhatAFunderAsks(t *testing.T) {
	t.Parallel()
	h := site(t).Site()
	doc := pagetest.Page(t, h, "/fund", 200)
	if got := pagetest.Says(doc.Find("main .finding")); !slices.Equal(got, []string{"eligible:5/6", "paid-unknown:4"}) {
		t.Errorf("the finding says %q", got)
	}
	if got := doc.Find("tr[data-rule=maintained] a"); got.Length() != 1 || got.AttrOr("href", "") != "/p/over/funding" {
		t.Errorf("the funnel does not name what it removes: %s", pagetest.Words(doc.Find("tr[data-rule=maintained]")))
	}
	if got := pagetest.Words(doc.Find("[data-row=granted]").First()); !strings.Contains(got, "Agency") || !strings.Contains(got, "same work") {
		t.Errorf("no warning about the grant: %s", got)
	}
	if got := doc.Find("[data-row=dark]").First(); got.Find(".unk").Length() < 4 {
		t.Errorf("what is unknown of dark is not marked: %s", pagetest.Words(got))
	}
	if got := pagetest.Words(doc.Find("[data-row=paid]").First()); !strings.Contains(got, "Salaried team") || !strings.Contains(got, "1 Oct 2026") {
		t.Errorf("paid: %s", got)
	}
	why := pagetest.Page(t, h, "/fund?why=crowd&budget=60000&people=100&most=100", 200).Find("[data-says=why-not]")
	if got := pagetest.Words(why); !strings.Contains(got, "People and continuity: ") || !strings.Contains(got, "Hygiene: ") {
		t.Errorf("why not crowd: %q", got)
	}
	if got := pagetest.Words(pagetest.Page(t, h, "/fund?why=over", 200).Find("[data-says=why-not]")); !strings.Contains(got, "Not archived") {
		t.Errorf("why not over: %q", got)
	}
	if got := pagetest.Words(pagetest.Page(t, h, "/fund?why=dark", 200).Find("[data-says=why-not]")); !strings.Contains(got, "unknown") {
		t.Errorf("why not dark: %q", got)
	}
}

// A form sends all its fields; the page with them has the same figures as its short address.
func TestFund_formsKeepTheState(t *testing.T) {
	t.Parallel()
	h := site(t).Site()
	doc := pagetest.Page(t, h, "/fund?programme=ngi-zero&rule=overlap&budget=90000&with=crowd", 200)
	forms := doc.Find("main form")
	if forms.Length() != 2 {
		t.Fatalf("%d forms", forms.Length())
	}
	var funnel, budget []string
	for i, into := range []*[]string{&funnel, &budget} {
		for _, in := range forms.Eq(i).Find("input[type=hidden], input[type=number], input[checked]").EachIter() {
			*into = append(*into, in.AttrOr("name", "")+"="+in.AttrOr("value", ""))
		}
	}
	slices.Sort(funnel)
	slices.Sort(budget)
	if want := []string{"budget=90000", "programme=ngi-zero", "rule=none", "rule=overlap", "with=crowd"}; !slices.Equal(funnel, want) {
		t.Errorf("the conditions send %q, want %q", funnel, want)
	}
	if want := []string{"budget=90000", "least=0", "most=20", "people=75", "programme=ngi-zero", "rule=overlap", "with=crowd"}; !slices.Equal(budget, want) {
		t.Errorf("the budget sends %q, want %q", budget, want)
	}
}

func TestFund_filesHaveEveryEligibleProject(t *testing.T) {
	t.Parallel()
	h := site(t).Site()
	res := pagetest.Get(t, h, "/fund.csv")
	rows, err := csv.NewReader(strings.NewReader(pagetest.Body(t, res))).ReadAll()
	if err != nil || len(rows) != 6 {
		t.Fatalf("%d rows: %v", len(rows), err)
	}
	at := func(name string) int { return slices.Index(rows[0], name) }
	for _, r := range rows[1:] {
		if dark := r[0] == "dark"; dark != (r[at("need")] == "") || dark != (r[at("channels")] == "") || dark != (r[at("risk")] == "") {
			t.Errorf("%s: need %q, channels %q, risk %q", r[0], r[at("need")], r[at("channels")], r[at("risk")])
		}
		if (r[0] == "granted") != (r[at("grant_within_24_months")] == "yes") {
			t.Errorf("%s: a grant within 24 months: %q", r[0], r[at("grant_within_24_months")])
		}
	}
	plan, err := csv.NewReader(strings.NewReader(pagetest.Body(t, pagetest.Get(t, h, "/fund/plan.csv")))).ReadAll()
	if err != nil || len(plan) < 2 {
		t.Fatalf("%d rows: %v", len(plan), err)
	}
	sum := 0.0
	for _, r := range plan[1:] {
		cost, err := strconv.ParseFloat(r[4], 64)
		if err != nil {
			t.Fatal(err)
		}
		sum += cost
	}
	if sum <= 0 || sum > 300_000 {
		t.Errorf("the plan costs %g", sum)
	}
}
