package health

import (
	"fmt"
	"time"
)

// Judged returns the figures with the inputs to score. What several sources say
// of one thing is joined here and nowhere else, and of two instruments for
// posture one is taken, as a whole: Basis says which. Figures judged already are
// returned as they are. For a repository that was never read the reason of the
// last attempt stands in the place of every figure of its history, so that "not
// collected yet" is said only when nobody tried.
func (f ProjectFigures) Judged(m Model) ProjectFigures {
	if f.Basis != nil {
		return f
	}
	out := make(Inputs, len(f.Inputs)+len(Catalogue))
	for id, in := range f.Inputs {
		out[id] = in
	}
	if f.Last.Reason != "" && f.At().IsZero() {
		for _, field := range Catalogue {
			if _, ok := out[field.ID]; !ok && field.Source == SourceGit {
				out[field.ID] = Missing(field.ID, f.Last.Reason, nil)
			}
		}
	}
	joinArchived(out)
	joinLastAct(out, f.At())
	joinIntegrators(out)
	basis := f.takePosture(m, out)
	f.Inputs, f.Basis = out, &basis
	return f
}

// joinArchived lets the host say what the list leaves open. What the list
// declares stands: software is declared at its end without being archived.
func joinArchived(ins Inputs) {
	host := ins.Field("repository_archived")
	if !host.Known() || ins.Field("archived").Known() {
		return
	}
	ins["archived"] = retold(host, "archived", host.Value, "says its host")
	if host.Value != 0 && !ins.Field("successor").Known() {
		in := Missing("successor", "archived on its host; whether there is a live successor is not known to us", nil)
		in.Source, in.ObservedAt = host.Source, host.ObservedAt
		ins["successor"] = in
	}
}

// joinLastAct takes the later of the last commit and the last merge, release or
// closing on the host, at the instant figures describe.
func joinLastAct(ins Inputs, at time.Time) {
	const field = "months_since_human_act"
	act := ins.Field("last_maintainer_act")
	day, err := time.Parse(time.DateOnly, act.Text)
	if !act.Known() || err != nil || at.IsZero() {
		return
	}
	// Its day is all that is known: it may have been at the end of it.
	months := max(0, at.Sub(day.AddDate(0, 0, 1)).Hours()/24/30.4375)
	if git := ins.Field(field); git.State != NotApplicable && (!git.Known() || months < git.Value) {
		ins[field] = retold(act, field, months, fmt.Sprintf("a merge, release or closing on %s is later than the last commit", act.Text))
	}
}

// joinIntegrators takes the larger of those who committed others' changes, as
// git shows, and those who merged them on the host. They may be the same people
// under two names, so the two are not added.
func joinIntegrators(ins Inputs) {
	const field = "integrators_12m"
	mergers, git := ins.Field("mergers_12m"), ins.Field(field)
	if mergers.Known() && git.State != NotApplicable && (!git.Known() || mergers.Value > git.Value) {
		ins[field] = retold(mergers, field, mergers.Value, "by the host's record of who merged what")
	}
}

// retold is what one field says, as the value of another.
func retold(in Input, field string, value float64, reason string) Input {
	in.Field, in.Value, in.Text, in.Reason = field, value, "", reason
	return in
}
