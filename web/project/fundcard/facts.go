package fundcard

import (
	"fmt"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/funding"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/portfolio"
	"github.com/plumbline-scorecard/plumbline/web/project/facts"
	"github.com/plumbline-scorecard/plumbline/web/ui"
)

// Facts are the licence, who is responsible, who pays and how to reach the maintainers.
func (s Subject) Facts() []ui.Fact {
	f := s.Fund.Facts
	return []ui.Fact{
		s.licence(), s.free(),
		s.party("host", "Legal host", f.Host), s.party("steward", "Steward (EU CRA)", f.Steward),
		s.party("company", "Company that backs it", f.Company), s.contact(), s.Paid(),
	}
}

func (s Subject) licence() ui.Fact {
	f := ui.FactOf(s.Figures.Inputs, field.Licence, "", "")
	f.Note = joined(f.Note, s.read(field.Licence))
	return f
}

// free is whether the licence is a free one.
func (s Subject) free() ui.Fact {
	f := ui.Fact{ID: "free", Name: "Free licence", State: health.Observed, Text: "yes", Says: string(s.Fund.Open), Note: "the FSF or the OSI approves it"}
	if s.Fund.Open == funding.Yes {
		return f
	}
	free, _ := portfolio.ConditionByID("licence")
	answer, why := free.Judge(s.Fund.Applicant, s.Now)
	f.State, f.Text, f.Note = health.Unknown, explain.Sentence(why)+".", ""
	if answer == funding.No {
		f.State, f.Text, f.Note = health.Observed, "no", why
	}
	return f
}

// Origin is the source of a known input and the day of its value: "git, 22 Aug 2026".
func (s Subject) Origin(id field.ID) string {
	in := s.Figures.Inputs.Field(id)
	row, _ := field.ByID(id)
	if !in.Known() || in.ObservedAt.IsZero() {
		return ""
	}
	return field.SourceName(explain.Source(row, in)) + ", " + explain.Day(in.ObservedAt)
}

func (s Subject) read(id field.ID) string {
	if origin := s.Origin(id); origin != "" {
		return "read from " + origin
	}
	return ""
}

func joined(texts ...string) string {
	var out []string
	for _, t := range texts {
		if t != "" {
			out = append(out, t)
		}
	}
	return strings.Join(out, "; ")
}

func (s Subject) party(topic, name string, p *funding.Party) ui.Fact {
	if p == nil {
		return s.unknown(topic, name)
	}
	return ui.Fact{ID: topic, Name: name, State: health.Observed, Text: p.Name, URL: p.URL, Note: seen(p.Source)}
}

// unknown says why a fact is not known: the question is open, or no one asked.
func (s Subject) unknown(topic, name string) ui.Fact {
	f := ui.Fact{ID: topic, Name: name, State: health.Unknown, Text: "No public statement is on record.", Says: "no-statement"}
	if asked, ok := s.Fund.Facts.AskedOn(topic); ok {
		f.Text, f.Says = "Asked on "+explain.DayOf(asked)+"; no answer is on record.", "asked:"+asked
	}
	return f
}

func seen(src funding.Source) string { return "read on " + explain.DayOf(src.Date) }

func (s Subject) contact() ui.Fact {
	c := s.Fund.Facts.Contact
	if c == nil {
		return s.unknown("contact", "Private contact")
	}
	return ui.Fact{
		ID: "contact", Name: "Private contact", State: health.Observed, Text: c.Label(), URL: c.URL,
		Note: "published there; " + seen(c.Source),
	}
}

// Paid is how the work is paid.
func (s Subject) Paid() ui.Fact {
	p := s.Fund.Facts.Paid
	if p == nil {
		return s.unknown("paid", "How the work is paid")
	}
	text := p.State.Label()
	if p.By != "" {
		text += ", by " + p.By
	}
	if p.Annual > 0 {
		text += ", " + explain.Money(p.Annual, "EUR") + " a year"
	}
	if p.Until != "" {
		text += ", until " + explain.DayOf(p.Until)
	}
	return ui.Fact{ID: "paid", Name: "How the work is paid", State: health.Observed, Text: text, URL: p.URL, Note: seen(p.Source), Says: string(p.State)}
}

// channelsShown is the most links a page names.
const channelsShown = 8

// Channels are the places where money can be sent, with where they were read.
func (s Subject) Channels() []ui.Fact {
	ins := s.Figures.Inputs
	named := facts.Funding(ins)
	named.URL, named.Note = "", joined(named.Note, s.read(field.FundingChannels))
	out := []ui.Fact{named}
	for _, id := range []field.ID{field.OwnerFundingChannels, field.FundingLinks} {
		f := ui.FactOf(ins, id, "", "")
		if f.State != health.Observed {
			continue
		}
		f.URL, f.Note = "", s.read(id)
		if f.Text = first(ins.Field(id).Strings(), channelsShown, ", "); f.Text == "" {
			f.Text = explain.NoneFound
		}
		out = append(out, f)
	}
	return append(out, s.Plans())
}

// plans returns the plans of the funding.json in the tree, the active ones first.
func (s Subject) plans() []funding.Plan {
	var active, rest []funding.Plan
	for _, text := range s.Figures.Inputs.Field(field.FundingPlans).Strings() {
		p, ok := funding.ParsePlan(text)
		switch {
		case !ok:
		case p.Active:
			active = append(active, p)
		default:
			rest = append(rest, p)
		}
	}
	return append(active, rest...)
}

// Plans is what the project asks for in its funding.json.
func (s Subject) Plans() ui.Fact {
	in := s.Figures.Inputs.Field(field.FundingPlans)
	f := ui.FactOf(s.Figures.Inputs, field.FundingPlans, "", "")
	if !in.Known() {
		if src, ok := s.manifestCited(); ok {
			f.Text += ". Its funding.json, which a fact on this page cites, was " + seen(src) + " for that fact alone"
		}
		return f
	}
	var texts []string
	for _, p := range s.plans() {
		texts = append(texts, planWords(p))
	}
	f.URL, f.Note = "", joined(s.read(field.FundingPlans), in.Reason)
	switch {
	case len(texts) > 0:
		f.Text = first(texts, channelsShown, "; ")
	case in.Reason == funding.NoPlan:
		f.Text, f.Note = "none: its funding.json asks for nothing", s.read(field.FundingPlans)
	default:
		f.Text, f.Says, f.Note = "no funding.json in this tree", "not-in-tree", joined(s.read(field.FundingPlans), "the website may have one")
	}
	return f
}

// manifestCited returns the source of a curated fact that is a funding.json, and false without one.
func (s Subject) manifestCited() (funding.Source, bool) {
	var all []funding.Source
	for _, p := range []*funding.Party{s.Fund.Facts.Host, s.Fund.Facts.Steward, s.Fund.Facts.Company} {
		if p != nil {
			all = append(all, p.Source)
		}
	}
	if p := s.Fund.Facts.Paid; p != nil {
		all = append(all, p.Source)
	}
	for _, src := range all {
		if strings.HasSuffix(src.URL, "/funding.json") {
			return src, true
		}
	}
	return funding.Source{}, false
}

// Overlap says whether a grant may pay for the same work; empty: none is known to.
func (s Subject) Overlap() []ui.Notice {
	var recent, open []string
	for _, g := range s.Fund.Grants {
		switch g.Recent(s.Now) {
		case funding.Yes:
			recent = append(recent, g.Funder)
		case funding.Unknown:
			open = append(open, g.Funder)
		}
	}
	var out []ui.Notice
	if n := len(recent); n > 0 {
		out = append(out, ui.Notice{
			Says:  fmt.Sprintf("overlap:%d", n),
			Claim: fmt.Sprintf("%s ran within the last %d months.", explain.Sentence(explain.HowMany(n)+" "+explain.Plural(n, "grant", "grants")), funding.OverlapMonths),
			Text:  "Ask " + names(recent) + " which work it paid for. Public funders exclude work that other public money pays for.",
		})
	}
	if n := len(open); n > 0 {
		out = append(out, ui.Notice{
			Says: fmt.Sprintf("open:%d", n), Kind: "plain",
			Claim: fmt.Sprintf("The end of %s is not stated.", explain.Of(n, "grant", "grants")),
			Text:  "Whether it still runs is unknown. Ask " + names(open) + ".",
		})
	}
	return out
}

// names are those of funders, each once.
func names(of []string) string {
	var out []string
	had := map[string]bool{}
	for _, n := range of {
		if !had[n] {
			had[n] = true
			out = append(out, n)
		}
	}
	return first(out, 3, ", ")
}
