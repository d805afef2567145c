package health

import "time"

// AlertRule is one of the rules A1 to A7 (model §2.8).
type AlertRule struct {
	ID, Label string
	// About is the rule in words, False what else often causes it.
	About, False string
	// Operators is true for a rule that is not shown on public pages unless the
	// operator says so: most of what it finds is normal.
	Operators bool
}

// Alert is a fact that needs a human to look at. It changes no score and never
// accuses: it names what happened, not who.
type Alert struct {
	ID string // of its rule
	// Text is the sentence of fact.
	Text string
	// Since is when it was first so; zero when that is not known.
	Since time.Time
	// Fields are the inputs it rests on.
	Fields []string
	// URL is public evidence; may be empty.
	URL string
}
