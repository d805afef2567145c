package fundcard

import (
	"github.com/plumbline-scorecard/plumbline/internal/decision"
	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/funding"
	"github.com/plumbline-scorecard/plumbline/internal/portfolio"
	"github.com/plumbline-scorecard/plumbline/internal/remedy"
	"github.com/plumbline-scorecard/plumbline/web/page"
)

// document is /p/{slug}/funding.json. What is unknown is null.
type document struct {
	Project string `json:"project"`
	page.RunJSON
	AsOf    *string `json:"as_of"` // the day of the figures
	Licence *string `json:"licence"`
	// Free is yes, no or unknown.
	Free     funding.Answer `json:"free_licence"`
	Host     *partyJSON     `json:"legal_host"`
	Steward  *partyJSON     `json:"steward"`
	Company  *partyJSON     `json:"company"`
	Contact  *contactJSON   `json:"private_contact"`
	Paid     *paidJSON      `json:"paid"`
	Asked    []askedJSON    `json:"asked"`
	Channels []string       `json:"channels"`
	// Plans are those of the funding.json in the tree; null: unknown.
	Plans  []planJSON  `json:"plans"`
	Grants []grantJSON `json:"grants"`
	Need   *needJSON   `json:"need"`
	// Catalogue is the version of the planning assumptions behind need and measures.
	Catalogue  string          `json:"catalogue"`
	Measures   []measureJSON   `json:"measures"`
	Beyond     beyondJSON      `json:"no_measure_improves"`
	Conditions []conditionJSON `json:"conditions"`
	Programmes []programmeJSON `json:"programmes"`
	// Decision is how far its place depends on what is unknown or chosen; null: unknown.
	Decision *decision.JSON `json:"decision"`
}

type partyJSON struct {
	Name string `json:"name"`
	URL  string `json:"url"`
	Date string `json:"date"`
}

type contactJSON struct {
	Kind string `json:"kind"`
	URL  string `json:"url"`
	Date string `json:"date"`
}

type paidJSON struct {
	State  funding.State `json:"state"`
	By     *string       `json:"by"`
	Annual *float64      `json:"euros_a_year"`
	Until  *string       `json:"until"`
	URL    string        `json:"url"`
	Date   string        `json:"date"`
}

type askedJSON struct {
	About string `json:"about"`
	Date  string `json:"date"`
}

type planJSON struct {
	Name      string  `json:"name"`
	Active    bool    `json:"active"`
	Amount    float64 `json:"amount"` // 0: any amount
	Currency  string  `json:"currency"`
	Frequency string  `json:"frequency"`
}

type grantJSON struct {
	Funder    string         `json:"funder"`
	Programme *string        `json:"programme"`
	Amount    *float64       `json:"amount"`
	Currency  *string        `json:"currency"`
	Start     *string        `json:"start"`
	End       *string        `json:"end"`
	Purpose   *string        `json:"purpose"`
	URL       string         `json:"url"`
	Read      string         `json:"read"`
	Primary   bool           `json:"primary_source"`
	Recent    funding.Answer `json:"within_24_months"`
}

type needJSON struct {
	Value  float64    `json:"value"`
	Lo     float64    `json:"lo"`
	Hi     float64    `json:"hi"`
	Asking float64    `json:"value_of_asking"`
	Paid   [2]float64 `json:"share_paid"`
}

type measureJSON struct {
	ID   string      `json:"id"`
	Kind remedy.Kind `json:"kind"`
	Cost int         `json:"planning_cost_eur"`
	// Factor is how far the cost may be off, either way.
	Factor   float64  `json:"cost_factor"`
	WhyNot   *string  `json:"why_not"`
	IfDone   *float64 `json:"points_if_done"`
	Expected *float64 `json:"points_expected"`
	Assumed  *float64 `json:"points_assumed"`
	AskFirst bool     `json:"ask_first"`
	Waits    *string  `json:"waits_for_gate"`
}

type beyondJSON struct {
	Gates  []string             `json:"gates"`
	Inputs map[string]pointJSON `json:"inputs"`
}

type pointJSON struct {
	Points  float64 `json:"points"`
	Assumed bool    `json:"assumed"`
}

type conditionJSON struct {
	ID     string         `json:"id"`
	Met    funding.Answer `json:"met"`
	Reason string         `json:"reason"`
}

type programmeJSON struct {
	ID         string   `json:"id"`
	Conditions []string `json:"conditions"`
	URL        string   `json:"url"`
	Date       string   `json:"date"`
}

// documentOf is pure.
func documentOf(s Subject) document {
	f := s.Fund.Facts
	d := document{
		Project: s.Slug, Free: s.Fund.Open, Host: partyOf(f.Host), Steward: partyOf(f.Steward), Company: partyOf(f.Company), Paid: paidOf(f.Paid),
		Asked: []askedJSON{}, Grants: []grantJSON{}, Catalogue: s.Ground.Catalogue.Version, Measures: []measureJSON{}, Conditions: []conditionJSON{}, Programmes: []programmeJSON{},
	}
	if at := s.Figures.At(); !at.IsZero() {
		d.AsOf = given(explain.ISO(at))
	}
	if in := s.Figures.Inputs.Field(field.Licence); in.Known() {
		d.Licence = given(in.Text)
	}
	if in := s.Figures.Inputs.Field(field.FundingChannels); in.Known() {
		d.Channels = append([]string{}, in.Strings()...)
	}
	if s.Figures.Inputs.Field(field.FundingPlans).Known() {
		d.Plans = []planJSON{}
		for _, p := range s.plans() {
			d.Plans = append(d.Plans, planJSON(p))
		}
	}
	if c := f.Contact; c != nil {
		d.Contact = &contactJSON{c.Kind, c.URL, c.Date}
	}
	for _, a := range f.Asked {
		d.Asked = append(d.Asked, askedJSON{a.About, a.Date})
	}
	if n := s.Fund.Need; n.Known {
		d.Need = &needJSON{n.Value, n.Lo, n.Hi, n.Asking, n.Paid}
	}
	d.grants(s)
	d.measures(s)
	for _, c := range portfolio.Eligibility {
		met, why := c.Judge(s.Fund.Applicant, s.Now)
		d.Conditions = append(d.Conditions, conditionJSON{c.ID, met, why})
	}
	for _, p := range s.Ground.Programmes {
		d.Programmes = append(d.Programmes, programmeJSON{p.ID, append([]string{}, p.Conditions...), p.URL, p.Date})
	}
	return d
}

func (d *document) grants(s Subject) {
	for _, g := range s.Fund.Grants {
		d.Grants = append(d.Grants, grantJSON{
			Funder: g.Funder, Programme: given(g.Programme), Amount: above(g.Amount), Currency: given(g.Currency), Start: given(g.Start), End: given(g.End),
			Purpose: given(g.Purpose), URL: g.URL, Read: g.Seen, Primary: g.Primary, Recent: g.Recent(s.Now),
		})
	}
}

func (d *document) measures(s Subject) {
	for _, o := range s.Prospect.Options {
		m := measureJSON{ID: o.Measure.ID, Kind: o.Measure.Kind, Cost: o.Measure.Cost, Factor: o.Measure.Factor, WhyNot: given(o.WhyNot), AskFirst: o.AskFirst(), Waits: given(o.Waits)}
		if o.WhyNot == "" {
			m.IfDone, m.Expected, m.Assumed = &o.IfDone, &o.Expected, &o.Assumed
		}
		d.Measures = append(d.Measures, m)
	}
	b := s.Prospect.Beyond(s.Score)
	d.Beyond = beyondJSON{append([]string{}, b.Gates...), map[string]pointJSON{}}
	for _, c := range b.Inputs {
		d.Beyond.Inputs[c.Input] = pointJSON{c.Points, c.Assumed}
	}
}

func partyOf(p *funding.Party) *partyJSON {
	if p == nil {
		return nil
	}
	return &partyJSON{p.Name, p.URL, p.Date}
}

func paidOf(p *funding.Paid) *paidJSON {
	if p == nil {
		return nil
	}
	return &paidJSON{p.State, given(p.By), above(p.Annual), given(p.Until), p.URL, p.Date}
}

// given is a text; nil if there is none.
func given(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// above is a number above 0; nil if there is none.
func above(v float64) *float64 {
	if v <= 0 {
		return nil
	}
	return &v
}
