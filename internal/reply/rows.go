package reply

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/declared"
	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// question is one question that the files of a project answer.
type question struct {
	id, label string
	subjects  []declared.Subject
	// observed fills what is observed; nil: nothing of it can be seen from outside.
	observed func(s Subject, st declared.Statement, row *Row)
}

// questions are in the order of the page.
var questions = []question{
	{"status", "Status", []declared.Subject{declared.Status, declared.FixesOnly}, status},
	{"kept", "Still looked after", []declared.Subject{declared.Kept}, kept},
	{"reports", "Reports of vulnerabilities", []declared.Subject{declared.Reports, declared.PublicWay, declared.PolicyPage}, reports},
	{"answer_time", "Promised time to answer a report", []declared.Subject{declared.AnswerTime}, answerTime},
	{"bounty", "Bounty", []declared.Subject{declared.Bounty}, nil},
	{"machine_made", "Reports and changes made by machines", []declared.Subject{declared.MachineMade, declared.MachineChange}, machines},
	{"funding", "Funding", []declared.Subject{declared.Funding}, money},
	{"people", "People", []declared.Subject{
		declared.CoreTeam, declared.Administrator, declared.Champions, declared.Maintainer, declared.Owner, declared.CodeOwner, declared.Contact,
	}, people},
	{"support", "Help for users", []declared.Subject{declared.SupportPolicy, declared.HelpPlace}, nil},
}

// rows returns the questions that a file answers.
func rows(s Subject, st declared.Statement) []Row {
	var out []Row
	for _, q := range questions {
		row := Row{ID: q.id, Label: q.label, Agreement: Apart}
		for _, subject := range q.subjects {
			row.Claims = append(row.Claims, st.Of(subject)...)
		}
		if len(row.Claims) == 0 {
			continue
		}
		if q.observed != nil {
			q.observed(s, st, &row)
		}
		out = append(out, row)
	}
	return out
}

// marks are what registries say of the packages of the project.
func marks(s Subject) []declared.Claim {
	in := s.Figures.Inputs.Field(field.RegistryMarks)
	var out []declared.Claim
	for _, text := range in.Strings() {
		pkg, state, _ := strings.Cut(text, " ")
		if c, ok := (declared.Deprecation{State: state}).Claim(pkg, in.ObservedAt.UTC().Format(time.DateOnly)); ok {
			out = append(out, c)
		}
	}
	return out
}

// working and ended are the declared statuses by what users can expect. Concept and moved are neither.
var (
	working = []string{"active", "wip"}
	ended   = []string{"abandoned", "unsupported", "inactive", "suspended"}
)

// status puts the declared status beside the observed one.
func status(s Subject, st declared.Statement, row *Row) {
	seen := s.Score.Status
	row.Observed, row.Note = explain.StatusText(seen), explain.Sentence(seen.Reason)
	over := slices.Contains([]health.StatusWord{health.StatusArchived, health.StatusEndOfLife}, seen.Word)
	quiet := slices.Contains([]health.StatusWord{health.StatusDormant, health.StatusUnresponsive}, seen.Word)
	for _, c := range st.Of(declared.Status) {
		switch {
		case seen.Word == health.StatusUnknown || seen.Word == health.StatusUntested:
			return
		case slices.Contains(working, c.Value) && (over || quiet), slices.Contains(ended, c.Value) && seen.Word == health.StatusActive:
			row.Agreement = Differ
			return
		case slices.Contains(working, c.Value) && seen.Word == health.StatusActive, slices.Contains(ended, c.Value) && (over || quiet):
			row.Agreement = Agree
		}
	}
}

// kept puts the statement that someone is there beside the last commit: quiet is not dead.
func kept(s Subject, st declared.Statement, row *Row) {
	if last := s.Figures.Inputs.Field(field.LastHumanCommit); last.Known() {
		row.Observed = "last commit by a person on " + explain.DayOf(last.Text)
	}
	day := s.Now.Format(time.DateOnly)
	if c, ok := st.KeptOn(day); ok {
		row.Note = "It counts until " + explain.DayOf(c.Until) + ". A quiet project is not a dead one"
		return
	}
	row.Note = "Such a statement counts for twelve months, so this one no longer does"
}

func reports(s Subject, _ declared.Statement, row *Row) {
	if in := s.Figures.Inputs.Field(field.Advisories24m); in.Known() {
		row.Observed = explain.Of(int(in.Value), "published advisory", "published advisories") + " in 24 months"
		row.Note = "Advisories can also come from others"
	}
}

func answerTime(s Subject, _ declared.Statement, row *Row) {
	row.Note = "Private reports cannot be seen from outside"
	if in := s.Figures.Inputs.Field(field.FirstResponseDaysP50); in.Known() {
		f, _ := field.ByID(field.FirstResponseDaysP50)
		row.Observed = "median first answer in public issues: " + explain.Value(f, in)
		row.Note += "; public issues are another matter"
	}
}

func machines(s Subject, _ declared.Statement, row *Row) {
	in := s.Figures.Inputs.Field(field.AgentCommits12m)
	if in.Known() {
		row.Observed = explain.Of(int(in.Value), "commit", "commits") + " in 12 months with a coding agent named"
	}
}

func money(s Subject, _ declared.Statement, row *Row) {
	p := s.Facts.Paid
	if p == nil {
		row.Note = "A place to send money does not say whether any comes"
		return
	}
	row.Observed = strings.ToLower(p.State.Label()[:1]) + p.State.Label()[1:]
	if p.By != "" {
		row.Observed += ", by " + p.By
	}
	row.Note = "Read by the editors on " + explain.DayOf(p.Date)
}

// people puts the counts of the files beside those of the history. They count different things.
func people(s Subject, _ declared.Statement, row *Row) {
	var seen []string
	for _, x := range []struct {
		id    field.ID
		words string
	}{{field.Regulars12m, "regular contributors"}, {field.Integrators12m, "people who integrate changes of others"}} {
		if in := s.Figures.Inputs.Field(x.id); in.Known() {
			seen = append(seen, fmt.Sprintf("%s %s", explain.Whole(in.Value), x.words))
		}
	}
	row.Observed = strings.Join(seen, ", ")
	if row.Observed != "" {
		row.Observed += " in 12 months"
	}
	row.Note = "A list names roles; the history shows work. Neither is wrong if they differ"
}
