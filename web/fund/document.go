package fund

import (
	"slices"
	"strconv"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/exchange"
	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/funding"
	"github.com/plumbline-scorecard/plumbline/internal/portfolio"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/internal/remedy"
	"github.com/plumbline-scorecard/plumbline/internal/stats"
	"github.com/plumbline-scorecard/plumbline/web/page"
)

// fundJSON is /fund.json. Numbers that are unknown are null; sums are in euros, points in points of
// risk.
type fundJSON struct {
	page.RunJSON
	Ground    string   `json:"ground_sha256"`
	Catalogue string   `json:"catalogue"`
	Programme *string  `json:"programme"`
	Rules     []string `json:"rules"`
	// Considered counts the projects before any rule; Rest those of lower risk that are left out.
	Considered int            `json:"considered"`
	Rest       int            `json:"not_considered"`
	Funnel     []stepJSON     `json:"funnel"`
	Eligible   []eligibleJSON `json:"eligible"`
	Plan       planJSON       `json:"plan"`
}

type stepJSON struct {
	Rule    string   `json:"rule"`
	Applies bool     `json:"applies"`
	Removed []string `json:"removed"`
	Unknown int      `json:"unknown_kept"`
	Left    int      `json:"left"`
}

// eligibleJSON is a project that no rule removes, by need.
type eligibleJSON struct {
	Slug        string   `json:"slug"`
	Name        string   `json:"name"`
	Rank        *int     `json:"rank"`
	Risk        *float64 `json:"risk"`
	Criticality *float64 `json:"criticality"`
	Health      *float64 `json:"health"`
	Status      string   `json:"status"`
	Need        *float64 `json:"need"`
	NeedLo      *float64 `json:"need_lo"`
	NeedHi      *float64 `json:"need_hi"`
	Asking      *float64 `json:"value_of_asking"`
	Licence     string   `json:"licence"`
	Free        string   `json:"free_licence"`
	Paid        *string  `json:"paid"`
	// Channels is null if they could not be read.
	Channels []string `json:"channels"`
	Grants   int      `json:"grants_on_record"`
	Overlap  string   `json:"grant_within_24_months"`
	// Planned is what the plan pays to it, in euros; null if it cannot be planned for.
	Planned *float64 `json:"planned"`
}

type planJSON struct {
	Budget    float64        `json:"budget"`
	People    float64        `json:"people_share"`
	Most      float64        `json:"most_share_for_one"`
	Least     float64        `json:"least_for_one"`
	With      []string       `json:"with"`
	Among     int            `json:"chosen_among"`
	Unknown   int            `json:"risk_unknown"`
	Beyond    int            `json:"beyond"`
	Draws     int            `json:"draws"`
	Envelopes []envelopeJSON `json:"envelopes"`
}

type envelopeJSON struct {
	ID       remedy.Envelope `json:"id"`
	Budget   float64         `json:"budget"`
	Cost     float64         `json:"cost"`
	Expected float64         `json:"points_expected"`
	Next     float64         `json:"points_of_next_10000"`
	Often    []shareJSON     `json:"chosen_in_draws"`
	Picks    []pickJSON      `json:"best"`
	Ask      []questionJSON  `json:"ask_first"`
	Rules    []simpleJSON    `json:"simpler_rules"`
}

type shareJSON struct {
	Slug     string   `json:"slug"`
	Share    float64  `json:"share"`
	Measures []string `json:"measures"`
}

type pickJSON struct {
	Slug     string   `json:"slug"`
	Measures []string `json:"measures"`
	Cost     float64  `json:"cost"`
	Expected float64  `json:"points_expected"`
	IfDone   float64  `json:"points_if_done"`
	Share    float64  `json:"share"`
}

type questionJSON struct {
	Slug    string  `json:"slug"`
	Measure string  `json:"measure"`
	IfDone  float64 `json:"points_if_done"`
	Assumed float64 `json:"points_assumed"`
	// MayBeFinished is whether the first question is if the project is finished.
	MayBeFinished bool `json:"may_be_finished"`
}

type simpleJSON struct {
	Rule     string  `json:"rule"`
	Expected float64 `json:"points_expected"`
	Cost     float64 `json:"cost"`
	Projects int     `json:"projects"`
}

// read is choose for files, which need a list. Before the first run they have no projects.
func (s maker) read() (chosen, error) {
	if s.List == nil {
		return chosen{}, page.NotFound("No list is loaded.")
	}
	return s.choose()
}

func (s maker) document() error {
	if s.Known(s.Query.Ground().SHA256) {
		return nil
	}
	c, err := s.read()
	if err != nil {
		return err
	}
	run, err := s.RunJSON()
	if err != nil {
		return err
	}
	g := s.Query.Ground()
	d := fundJSON{
		RunJSON: run, Ground: g.SHA256, Catalogue: g.Catalogue.Version,
		Rules: append([]string{}, s.asked.rules...), Considered: len(c.funds.All), Rest: c.funds.Rest, Eligible: []eligibleJSON{}, Plan: planOf(c.plan),
	}
	if s.asked.programme != "" {
		d.Programme = &s.asked.programme
	}
	for _, step := range c.funnel.Steps {
		d.Funnel = append(d.Funnel, stepJSON{step.Condition.ID, step.Applies, append([]string{}, step.Removed...), step.Unknown, step.Left})
	}
	paid, planned := paidFor(c.plan), c.planned()
	for _, f := range (query.Funds{All: c.left}).ByNeed() {
		d.Eligible = append(d.Eligible, s.eligibleOf(f, paid, planned))
	}
	return s.Document(d)
}

func (s maker) eligibleOf(f query.Fundable, paid map[string]payment, planned []string) eligibleJSON {
	e := eligibleJSON{
		Slug: f.Slug, Name: f.Name, Risk: f.Risk.Number(), Criticality: f.C.Number(), Health: f.H.Number(), Status: string(f.Status),
		Licence: f.Licence, Free: string(f.Open), Channels: f.Channels, Grants: len(f.Grants), Overlap: string(recent(f, s)),
	}
	if slices.Contains(planned, f.Slug) {
		sum := paid[f.Slug].sum
		e.Planned = &sum
	}
	if f.Rank > 0 {
		e.Rank = &f.Rank
	}
	if n := f.Need; n.Known {
		e.Need, e.NeedLo, e.NeedHi, e.Asking = &n.Value, &n.Lo, &n.Hi, &n.Asking
	}
	if p := f.Facts.Paid; p != nil {
		state := string(p.State)
		e.Paid = &state
	}
	return e
}

// recent says whether a grant on record ran within the months of overlap. No grant on record is
// unknown, because the record is not complete.
func recent(f query.Fundable, s maker) funding.Answer {
	for _, g := range f.Grants {
		if g.Recent(s.Now) == funding.Yes {
			return funding.Yes
		}
	}
	return funding.Unknown
}

func planOf(p query.Plan) planJSON {
	t := p.Terms
	d := planJSON{
		Budget: t.Budget, People: t.People, Most: t.Cap, Least: t.Least, With: append([]string{}, t.With...),
		Among: p.Planned, Unknown: p.Unknown, Beyond: p.Beyond, Draws: p.Draws,
	}
	for _, e := range p.Envelopes {
		d.Envelopes = append(d.Envelopes, envelopeOf(e))
	}
	return d
}

func envelopeOf(e portfolio.Envelope) envelopeJSON {
	d := envelopeJSON{
		ID: e.ID, Budget: e.Budget, Cost: e.Cost, Expected: e.Expected, Next: e.Next,
		Often: []shareJSON{}, Picks: []pickJSON{}, Ask: []questionJSON{}, Rules: []simpleJSON{},
	}
	for _, x := range e.Often {
		measures := []string{}
		for _, m := range x.Measures {
			measures = append(measures, m.Measure.ID)
		}
		d.Often = append(d.Often, shareJSON{x.Slug, x.Share, measures})
	}
	for _, p := range e.Picks {
		d.Picks = append(d.Picks, pickJSON{p.Slug, ids(p.Measures), p.Cost, p.Expected, p.IfDone, p.Share})
	}
	for _, q := range e.AskFirst {
		d.Ask = append(d.Ask, questionJSON{q.Slug, q.Measure.ID, q.IfDone, q.Assumed, q.MayBeFinished})
	}
	for _, r := range e.Rules {
		d.Rules = append(d.Rules, simpleJSON{r.ID, r.Expected, r.Cost, r.Projects})
	}
	return d
}

func ids(ms []remedy.Measure) []string {
	out := []string{}
	for _, m := range ms {
		out = append(out, m.ID)
	}
	return out
}

// eligible is /fund.csv: the eligible projects by need. Empty cells are unknown.
func (s maker) eligible() error {
	if s.Known(s.Query.Ground().SHA256) {
		return nil
	}
	c, err := s.read()
	if err != nil {
		return err
	}
	rows := [][]string{{
		"slug", "name", "rank", "risk", "criticality", "health", "status", "need", "need_lo", "need_hi", "value_of_asking",
		"licence", "free_licence", "paid", "channels", "grants_on_record", "grant_within_24_months", "planned_eur",
	}}
	paid, planned := paidFor(c.plan), c.planned()
	for _, f := range (query.Funds{All: c.left}).ByNeed() {
		e := s.eligibleOf(f, paid, planned)
		rank, state, channels := "", "", ""
		if e.Rank != nil {
			rank = strconv.Itoa(*e.Rank)
		}
		if e.Paid != nil {
			state = *e.Paid
		}
		if e.Channels != nil {
			channels = strings.Join(e.Channels, "; ")
			if channels == "" {
				channels = explain.NoneFound
			}
		}
		rows = append(rows, []string{
			e.Slug, exchange.TextCell(e.Name), rank, number2(e.Risk), number2(e.Criticality), number2(e.Health), e.Status,
			number2(e.Need), number2(e.NeedLo), number2(e.NeedHi), number2(e.Asking), exchange.TextCell(e.Licence), e.Free, state,
			exchange.TextCell(channels), strconv.Itoa(e.Grants), e.Overlap, whole(e.Planned),
		})
	}
	return s.CSV("plumbline-"+s.List.Slug+"-fund.csv", rows)
}

// number2 is a number with two decimals; empty: unknown.
func number2(x *float64) string {
	if x == nil {
		return ""
	}
	return strconv.FormatFloat(stats.Round(*x, 2), 'f', 2, 64)
}

// whole is a sum of euros; empty: unknown.
func whole(x *float64) string {
	if x == nil {
		return ""
	}
	return strconv.FormatFloat(stats.Round(*x, 0), 'f', 0, 64)
}

// plan is /fund/plan.csv: what the plan pays for.
func (s maker) plan() error {
	if s.Known(s.Query.Ground().SHA256) {
		return nil
	}
	c, err := s.read()
	if err != nil {
		return err
	}
	rows := [][]string{{"envelope", "slug", "name", "measures", "cost_eur", "points_expected", "points_if_done", "share_of_draws"}}
	for _, e := range c.plan.Envelopes {
		for _, p := range e.Picks {
			rows = append(rows, []string{
				string(e.ID), p.Slug, exchange.TextCell(p.Name), strings.Join(ids(p.Measures), "; "), strconv.FormatFloat(p.Cost, 'f', 0, 64),
				number2(&p.Expected), number2(&p.IfDone), number2(&p.Share),
			})
		}
	}
	return s.CSV("plumbline-"+s.List.Slug+"-plan.csv", rows)
}
