package alert

import (
	"slices"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/field"
)

// Rule is one of the rules A1 to A7 (model §2.8) from scorecards/alerts.yaml. Alerts do not affect
// scores, so their numbers are not part of the model.
type Rule struct {
	ID, Label string
	// About is the rule in words. Needs is the data it requires; without it the rule does not fire.
	// False is another frequent cause of the same finding. Why is the reason for the rule.
	About, Needs, False, Why string
	// Operators is true for a rule that public pages show only if the operator enables it: most of
	// its findings are normal.
	Operators bool
	// Numbers are the parameters that the map Numbers names for the id.
	Numbers map[string]float64
	// Measured is how often the rule fires; nil if it was never measured.
	Measured *Rate
}

// Numbers names the parameters of each rule.
var Numbers = map[string][]string{
	"A1": {string(field.NewcomerCoreShare), string(field.ContributorAbsenceFactor12m), string(field.HumanCommits12m)},
	"A2": {"days"},
	"A3": {"days"},
	"A4": {string(field.BotShare12m), "days", "host_days"},
	"A5": {},
	"A6": {"gap_months", "recent_months"},
	"A7": {"drop", "days"},
}

// Rate is how often a rule fired in project-years of the past, and how often shortly before an
// incident.
type Rate struct {
	Held, Of, Projects  int
	CasesHeld, Cases    int
	FirstYear, LastYear int
	Made                string // YYYY-MM-DD
}

// Alert is a fact that a person should look at. It changes no score and accuses nobody: it names
// what happened, not who did it.
type Alert struct {
	ID, Label string // of its rule
	// Text is the sentence of fact.
	Text string
	// Since is when it was first true; zero if unknown.
	Since time.Time
	// Fields are the inputs it is derived from; nil for none.
	Fields []field.ID
	// URL is public evidence; may be empty.
	URL string
	// Operators is copied from its rule.
	Operators bool
}

// Public returns the alerts that public pages show, or nil if there are none.
func Public(all []Alert) []Alert {
	return slices.DeleteFunc(slices.Clone(all), func(a Alert) bool { return a.Operators })
}

// History names the fields whose earlier values a store returns with the figures.
var History = []field.ID{field.Publishers, field.PublishedChecks, field.PublishedScore}

// Held is an earlier value of a field.
type Held struct {
	Field field.ID
	Value float64
	// Until is the instant of the last observation with that value, Version the version of its
	// instrument.
	Until   time.Time
	Version string
}
