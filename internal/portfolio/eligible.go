package portfolio

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/funding"
	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// Programme is a public programme that pays for work on open source, as its own pages describe it.
type Programme struct {
	ID, Name, Funder string
	// About is what it pays for, in one sentence.
	About string
	// Least and Most are the limits of a grant in Currency; 0: not stated.
	Least, Most float64
	Currency    string
	// Conditions are the ids of the Conditions that it states.
	Conditions []string
	// Stages are what follows a grant, such as "re-assessment after 6 months".
	Stages []string
	// Asks are the headings of its form, in our words.
	Asks []string
	funding.Source
}

// Applicant is a project with what eligibility is judged by.
type Applicant struct {
	Slug, Name string
	// Open is whether its licence is a free one; Licence is its id, empty if unknown.
	Open    funding.Answer
	Licence string
	// Category is the one of its list entry; Application is whether that is software for end users.
	Category    string
	Application funding.Answer
	Status      health.StatusWord
	// Channels are where money can be sent; nil: unknown.
	Channels []string
	// Host is the host of its repository; empty: none.
	Host   string
	Facts  funding.Facts
	Grants []funding.Grant
}

// Condition is what a programme asks of a project. The answer Unknown never removes a project: unknown is not no.
type Condition struct {
	ID, Label string
	// Judge returns the answer on a day, with the reason in words.
	Judge func(a Applicant, at time.Time) (funding.Answer, string)
}

// Eligibility are the conditions that programmes name, in the order of pages.
var Eligibility = []Condition{
	{"maintained", "Not archived and not at its end of life", maintained},
	{"licence", "Free licence", licence},
	{"base", "Base technology, not an application for end users", base},
	{"overlap", fmt.Sprintf("No grant on record within %d months (our caution; no programme names a time)", funding.OverlapMonths), overlap},
	{"unpaid", "No salaried team and no foundation budget", unpaid},
	{"channel", "A public place where money can be sent", channel},
	{"github", "Repository on GitHub", onGitHub},
}

// ConditionByID returns a condition, and false if there is none.
func ConditionByID(id string) (Condition, bool) {
	i := slices.IndexFunc(Eligibility, func(r Condition) bool { return r.ID == id })
	if i < 0 {
		return Condition{}, false
	}
	return Eligibility[i], true
}

func maintained(a Applicant, _ time.Time) (funding.Answer, string) {
	switch a.Status {
	case health.StatusArchived, health.StatusEndOfLife:
		return funding.No, "its maintainers ended it"
	case "", health.StatusUnknown:
		return funding.Unknown, "its status is unknown"
	}
	return funding.Yes, "it has not ended"
}

func licence(a Applicant, _ time.Time) (funding.Answer, string) {
	switch a.Open {
	case funding.Yes:
		return a.Open, a.Licence
	case funding.No:
		return a.Open, a.Licence + " is not free"
	}
	switch a.Licence {
	case "", "other":
		return funding.Unknown, "no licence was recognized"
	case "several":
		return funding.Unknown, "several licences were found; which one applies to what was not judged"
	}
	return funding.Unknown, "no list of free licences that we have names " + a.Licence + "; read its text"
}

func base(a Applicant, _ time.Time) (funding.Answer, string) {
	switch a.Application {
	case funding.Yes:
		return funding.No, "listed as " + a.Category
	case funding.No:
		return funding.Yes, "listed as " + a.Category
	}
	if a.Category != "" {
		return funding.Unknown, "the category “" + a.Category + "” has both kinds"
	}
	return funding.Unknown, "the list names no category"
}

func overlap(a Applicant, at time.Time) (funding.Answer, string) {
	open := ""
	for _, g := range a.Grants {
		switch g.Recent(at) {
		case funding.Yes:
			return funding.No, "a grant of " + g.Funder + ": ask whether it paid for the same work"
		case funding.Unknown:
			open = g.Funder
		}
	}
	if open != "" {
		return funding.Unknown, "a grant of " + open + " whose end is not stated"
	}
	return funding.Unknown, "no grant within that time is on record, and the record is not complete"
}

func unpaid(a Applicant, at time.Time) (funding.Answer, string) {
	p := a.Facts.Paid
	if p == nil {
		return funding.Unknown, "how the work is paid is unknown"
	}
	why := strings.ToLower(p.State.Label())
	switch p.State {
	case funding.Salaried, funding.Foundation:
		return funding.No, why
	case funding.Granted:
		return funding.Unknown, "a grant, as of " + p.Date
	}
	return funding.Yes, why
}

func channel(a Applicant, _ time.Time) (funding.Answer, string) {
	switch {
	case a.Channels == nil:
		return funding.Unknown, "it could not be read"
	case len(a.Channels) == 0:
		return funding.Unknown, "none is named in the repository; other places were not all read"
	}
	return funding.Yes, strings.Join(a.Channels, ", ")
}

func onGitHub(a Applicant, _ time.Time) (funding.Answer, string) {
	return funding.Of(a.Host == "github.com"), a.Host
}

// Step is one condition of a funnel.
type Step struct {
	Condition Condition
	// Applies is false if the condition is not in force; it then removes nothing.
	Applies bool
	// Removed are the slugs of the projects that it removes, in their order; Unknown counts those
	// that it keeps without an answer, Left those that it keeps.
	Removed       []string
	Unknown, Left int
}

// Funnel applies conditions one after another.
type Funnel struct {
	Steps []Step // one for each of Eligibility, in its order
	// Left are the slugs of the projects that no condition removes, in their order.
	Left []string
}

// NewFunnel returns which of the projects meet the conditions with the ids on a day.
func NewFunnel(all []Applicant, ids []string, at time.Time) Funnel {
	var f Funnel
	left := slices.Clone(all)
	for _, r := range Eligibility {
		s := Step{Condition: r, Applies: slices.Contains(ids, r.ID)}
		if s.Applies {
			left = slices.DeleteFunc(left, func(a Applicant) bool {
				answer, _ := r.Judge(a, at)
				switch answer {
				case funding.No:
					s.Removed = append(s.Removed, a.Slug)
				case funding.Unknown:
					s.Unknown++
				}
				return answer == funding.No
			})
		}
		s.Left = len(left)
		f.Steps = append(f.Steps, s)
	}
	for _, a := range left {
		f.Left = append(f.Left, a.Slug)
	}
	return f
}
