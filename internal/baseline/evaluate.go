package baseline

import (
	"fmt"
	"slices"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/declared"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// State is what is known of one requirement.
type State string

// The states. Only full evidence gives Met, and only proof gives NotMet.
const (
	Met State = "met"
	// NotContradicted means that what can be seen agrees with the requirement and shows only a part.
	NotContradicted State = "not_contradicted"
	NotMet          State = "not_met"
	// Unknown means that it can be seen, at least partly, and the evidence is missing or not enough.
	Unknown State = "unknown"
	// NotApplicable means that this version does not ask it of the project.
	NotApplicable State = "not_applicable"
	// NotObservable means that nothing that we read shows it.
	NotObservable State = "not_observable"
)

// States are all states, in the order of pages.
var States = []State{Met, NotContradicted, NotMet, Unknown, NotApplicable, NotObservable}

// Label returns the state in words.
func (s State) Label() string {
	switch s {
	case NotContradicted:
		return "Not contradicted"
	case NotMet:
		return "Not met"
	case NotApplicable:
		return "Not applicable"
	case NotObservable:
		return "Not visible to us"
	case Met:
		return "Met"
	}
	return "Unknown"
}

// Result is one requirement of one project.
type Result struct {
	Requirement Requirement
	State       State
	// Evidence is what decided, or what was asked if nothing did. It is nil if nothing was asked.
	Evidence []Evidence
	// Why is the reason in plain words, one or two sentences.
	Why string
}

// Evaluate judges every requirement of the version by the facts of one project.
func Evaluate(v Version, f Facts) Report {
	f.said, f.unsaid = declared.Of(f.Inputs)
	out := Report{Version: v.Name, Results: make([]Result, len(v.Requirements))}
	for i, r := range v.Requirements {
		out.Results[i] = r.judge(f)
	}
	out.sum()
	return out
}

const (
	ended = "The project is archived or at the end of its life, and this version asks it of " +
		"active projects only."
	perhapsEnded = "This version asks it of active projects only, and it is unknown whether the " +
		"project is active."
	elsewhere = "It was read from a copy at another address, which may differ from the project."
)

func (r Requirement) judge(f Facts) Result {
	if r.Seen == No {
		return Result{Requirement: r, State: NotObservable, Why: r.Limit}
	}
	if in := f.Inputs.Field(field.Archived); r.Active && in.True() {
		return Result{Requirement: r, State: NotApplicable, Evidence: []Evidence{{Input: in}}, Why: ended}
	}
	contrary, against := first(r.Against, f)
	if contrary == holds {
		if f.fromCopy(against.evidence) {
			return r.unknown(against.evidence, elsewhere)
		}
		if r.Active && !active(f.Inputs) {
			return r.unknown(against.evidence, perhapsEnded)
		}
		return Result{Requirement: r, State: NotMet, Evidence: against.evidence, Why: against.Why}
	}
	full, met := first(r.Met, f)
	part, fits := first(r.Fits, f)
	asked := slices.Concat(met.evidence, fits.evidence, against.evidence)
	switch {
	case full != holds && part != holds:
		return r.unknown(asked, r.missing(f, asked))
	case contrary == open:
		return r.unknown(asked, r.missing(f, against.evidence))
	case full == holds && f.fromCopy(met.evidence):
		why := sentences(met.Why, elsewhere)
		return Result{Requirement: r, State: NotContradicted, Evidence: met.evidence, Why: why}
	case full == holds:
		return Result{Requirement: r, State: Met, Evidence: met.evidence, Why: met.Why}
	}
	return Result{
		Requirement: r, State: NotContradicted, Evidence: fits.evidence,
		Why: sentences(fits.Why, r.Limit),
	}
}

// active reports whether it was observed that the project is active: it is not archived, or people
// worked on it in the last year.
func active(ins health.Inputs) bool {
	in := ins.Field(field.Archived)
	return in.Known() || ins.Field(field.ActiveMonths12m).True()
}

// judged is a clause with its evidence.
type judged struct {
	Clause
	evidence []Evidence
}

// first returns the first clause that holds. Otherwise the answer is open if one is open, and the
// evidence is that of all clauses.
func first(all []Clause, f Facts) (answer, judged) {
	result, asked := fails, judged{}
	for _, c := range all {
		a, ev := c.judge(f)
		if a == holds {
			return holds, judged{c, ev}
		}
		if a == open {
			result = open
		}
		asked.evidence = append(asked.evidence, ev...)
	}
	return result, asked
}

func (r Requirement) unknown(asked []Evidence, why string) Result {
	var once []Evidence
	for _, e := range asked {
		same := func(o Evidence) bool { return o.Input.Field == e.Input.Field }
		if !slices.ContainsFunc(once, same) {
			once = append(once, e)
		}
	}
	return Result{Requirement: r, State: Unknown, Evidence: once, Why: why}
}

// missing returns why the evidence is not enough.
func (r Requirement) missing(f Facts, asked []Evidence) string {
	for _, e := range asked {
		if in := e.Input; !in.Known() {
			state := strings.ReplaceAll(string(in.State), "_", " ")
			return sentences(name(in.Field) + " is " + state + ": " + in.Reason)
		}
	}
	for _, e := range asked {
		switch row, _ := field.ByID(e.Input.Field); {
		case e.asked.Public && f.Copy:
			return sentences("What was read is a copy and not the project's own repository")
		case e.asked.Public && !f.public(e.Input):
			return sentences("It was not read from a public address")
		case e.asked.Term.Op != "" && !e.asked.Term.Holds(e.Input.Value):
			value, wanted := e.Input.String(row.Kind), shows(e.asked, row)
			return sentences(fmt.Sprintf("%s is %s; %s would agree with the requirement", name(row.ID), value, wanted), r.Limit)
		case e.asked.Claim != "" && e.Line != nil:
			return sentences("Files of the project contradict each other about it")
		}
	}
	if slices.ContainsFunc(asked, func(e Evidence) bool { return e.asked.Claim != "" }) {
		return sentences("No file that is read says it", r.Limit)
	}
	return sentences("The evidence of Scorecard does not decide it", r.Limit)
}

// shows returns the value that a condition asks for, in words.
func shows(c Condition, row field.Row) string {
	if row.Kind == field.Bool {
		return health.Obs(row.ID, c.Term.Value).String(field.Bool)
	}
	return c.Term.Words()
}

// name returns the name of a check, or the label of another field.
func name(id field.ID) string {
	row, ok := field.ByID(id)
	if !ok || row.Source == field.SourceScorecard {
		return string(id)
	}
	return row.Label
}

// sentences joins texts, each with a full stop.
func sentences(texts ...string) string {
	var out []string
	for _, t := range texts {
		if t = strings.TrimRight(strings.TrimSpace(t), "."); t != "" {
			out = append(out, t+".")
		}
	}
	return strings.Join(out, " ")
}
