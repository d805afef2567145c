package funding

// Answer is what is known of a yes-or-no question. Unknown is not no.
type Answer string

// The answers.
const (
	Yes     Answer = "yes"
	No      Answer = "no"
	Unknown Answer = "unknown"
)

// Of returns Yes or No.
func Of(yes bool) Answer {
	if yes {
		return Yes
	}
	return No
}

// State is how the work on a project is paid, as a public statement says. A place where money can be
// sent is no statement.
type State string

// The states. The empty state is unknown.
const (
	Salaried   State = "salaried_team"
	Foundation State = "foundation_budget"
	Granted    State = "active_grant"
	Donations  State = "donations"
	Unfunded   State = "stated_unfunded"
)

// States are all of them, in the order of pages.
var States = []State{Salaried, Foundation, Granted, Donations, Unfunded}

// Label returns the state in words.
func (s State) Label() string {
	switch s {
	case Salaried:
		return "Salaried team"
	case Foundation:
		return "Budget of a foundation"
	case Granted:
		return "Grant"
	case Donations:
		return "Donations"
	case Unfunded:
		return "No funding, as stated"
	}
	return "Unknown"
}

// Source is where a fact was read, and when.
type Source struct {
	URL  string
	Date string // YYYY-MM-DD
}

// Party is an organization, never a person.
type Party struct {
	Name string
	Source
}

// Paid is how the work is paid.
type Paid struct {
	State State
	// By is the organization that pays; empty: not stated.
	By string
	// Annual is euros a year, for Donations only; 0: not stated.
	Annual float64
	// Until is the last day of a grant, YYYY-MM-DD; empty: not stated.
	Until string
	Source
}

// Contact is a private way to reach the maintainers. It holds the kind and where it is published,
// never an address or a name.
type Contact struct {
	Kind string // one of ContactKinds
	Source
}

// ContactKinds are the kinds of contact.
var ContactKinds = []string{"form", "mail", "security_report", "foundation"}

// Label returns the kind of contact in words.
func (c Contact) Label() string {
	switch c.Kind {
	case "form":
		return "A form"
	case "mail":
		return "A mail address"
	case "security_report":
		return "Private vulnerability reports"
	case "foundation":
		return "Through its foundation"
	}
	return c.Kind
}

// Asked is a question that the editors of a list sent to the maintainers.
type Asked struct {
	About string // one of Topics
	Date  string // YYYY-MM-DD
}

// Topics are what the editors can read or ask about a project.
var Topics = []string{"paid", "host", "steward", "company", "contact"}

// Facts are what the editors of the curated data read about the funding of one project. What is nil
// is unknown.
type Facts struct {
	Project string // slug
	Paid    *Paid
	// Host is the legal entity that holds money and signs contracts for the project. Steward is the
	// entity that is responsible for it under the EU Cyber Resilience Act. Company is the one that
	// declares to back the development.
	Host, Steward, Company *Party
	Contact                *Contact
	Asked                  []Asked
}

// AskedOn returns the last day on which someone asked about a topic, and false if no one did.
func (f Facts) AskedOn(topic string) (string, bool) {
	day := ""
	for _, a := range f.Asked {
		if a.About == topic {
			day = max(day, a.Date)
		}
	}
	return day, day != ""
}
