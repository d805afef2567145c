package alert

import (
	"slices"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/field"
)

// Rule is one of the rules A1 to A7 (model §2.8), as scorecards/alerts.yaml
// holds it. Alerts enter no score, so their numbers are not part of the model.
type Rule struct {
	ID, Label string
	// About is the rule in words, Needs what has to be known to judge it (without
	// it the rule is silent), False what else often causes it, Why the reason for the rule.
	About, Needs, False, Why string
	// Operators is true for a rule that is not shown on public pages unless the
	// operator says so: most of what it finds is normal.
	Operators bool
	// Numbers are those of Numbers for the id.
	Numbers map[string]float64
	// Measured is how often it holds; nil: it was never measured.
	Measured *Rate
}

// Numbers names, for each rule there is, the numbers it takes.
var Numbers = map[string][]string{
	"A1": {string(field.NewcomerCoreShare), string(field.ContributorAbsenceFactor12m), string(field.HumanCommits12m)},
	"A2": {"days"},
	"A3": {"days"},
	"A4": {string(field.BotShare12m), "days", "host_days"},
	"A5": {},
	"A6": {"gap_months", "recent_months"},
	"A7": {"drop", "days"},
}

// Rate is how often a rule held among project-years of the past, and how
// often shortly before an incident.
type Rate struct {
	Held, Of, Projects  int
	CasesHeld, Cases    int
	FirstYear, LastYear int
	Made                string // YYYY-MM-DD
}

// Alert is a fact that needs a human to look at. It changes no score and never
// accuses: it names what happened, not who.
type Alert struct {
	ID, Label string // of its rule
	// Text is the sentence of fact.
	Text string
	// Since is when it was first so; zero when that is not known.
	Since time.Time
	// Fields are the inputs it is derived from; nil for none.
	Fields []field.ID
	// URL is public evidence; may be empty.
	URL string
	// Operators is that of its rule.
	Operators bool
}

// Public returns the alerts public pages show: nil when there are none.
func Public(all []Alert) []Alert {
	return slices.DeleteFunc(slices.Clone(all), func(a Alert) bool { return a.Operators })
}

// History names the fields of which a store keeps earlier values at hand.
var History = []field.ID{field.Publishers, field.PublishedChecks, field.PublishedScore}

// Held is a value a field had before.
type Held struct {
	Field field.ID
	Value float64
	// Until is the instant of the last observation that gave it, Version that of
	// its instrument.
	Until   time.Time
	Version string
}
