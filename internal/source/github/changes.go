package github

import (
	"fmt"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/stats"
)

// withdrawnSoon is the time in seconds within which an author may withdraw an item that needs no
// answer: opened by mistake, or solved by the author.
const withdrawnSoon = 14 * day

// demand is what outsiders opened in a window.
type demand struct {
	filed, answered int
	// Excluded from both counts: parts are discussions that were read only in part, without an
	// answer in that part; withdrawn are items that the authors withdrew within two weeks without
	// an answer.
	parts, withdrawn int
}

func (t *tracker) demand(from int64) demand {
	var d demand
	for i := range t.all {
		if i.Created < from || !t.outside(i) {
			continue
		}
		_, ok := t.answered(i)
		switch {
		case ok:
			d.filed++
			d.answered++
		case i.is(long):
			d.parts++
		case i.Ended != 0 && i.Ender == i.Author && i.Author != 0 && i.Ended-i.Created <= withdrawnSoon:
			d.withdrawn++
		default:
			d.filed++
		}
	}
	return d
}

// left describes what is excluded from both counts; empty if nothing is.
func (d demand) left() string {
	var parts []string
	if d.parts > 0 {
		parts = append(parts, count(d.parts, "long discussion", "long discussions")+" read only in part")
	}
	if d.withdrawn > 0 {
		parts = append(parts, stats.Thousands(d.withdrawn)+" withdrawn by their authors within two weeks")
	}
	if len(parts) == 0 {
		return ""
	}
	return strings.Join(parts, " and ") + " left out"
}

// enoughDemand is the number of items from which a part of two years represents all of it.
const enoughDemand = 20

// outsideItems returns the demand of one and of two years. One year must be complete. Two years may
// be partly known, if that part is a year or many items.
func (t *tracker) outsideItems() []health.Input {
	var out []health.Input
	for _, w := range []struct {
		suffix  string
		seconds int64
	}{{"12m", oneYear}, {"24m", twoYears}} {
		filedField := field.ID("outside_items_" + w.suffix)
		answeredField := field.ID("outside_items_answered_" + w.suffix)
		from, part := t.window(w.seconds, t.from())
		d := t.demand(from)
		if part && (w.seconds == oneYear || t.at-from < oneYear && d.filed < enoughDemand) {
			reason := "known since " + isoDay(from) + "; each run reaches further back"
			out = append(out, health.Missing(filedField, reason, nil), health.Missing(answeredField, reason, nil))
			continue
		}
		reason := d.left()
		if part {
			reason = joined(t.span(from, part), reason)
		}
		a, b := health.Obs(filedField, float64(d.filed)), health.Obs(answeredField, float64(d.answered))
		a.Reason, b.Reason = reason, reason
		out = append(out, a, b)
	}
	return out
}

func joined(a, b string) string {
	if b == "" {
		return a
	}
	return a + "; " + b
}

// enoughWindow is the shortest part of a year for a closure ratio.
const enoughWindow = 14 * day

// closure returns V6. A merge counts whoever performed it: in a merge queue a bot does, on a
// person's decision. A closing by a bot does not count.
func (t *tracker) closure() health.Input {
	const id = field.ChangeRequestClosure
	from, part := t.window(oneYear, t.changesFrom)
	opened, closed := 0, 0
	for _, i := range t.changes {
		if i.is(byProgram) {
			continue
		}
		if i.Created >= from {
			opened++
		}
		if i.Ended >= from && i.Ended != 0 && (i.is(merged) || !i.is(endedByProgram)) {
			closed++
		}
	}
	span := t.span(from, part)
	switch {
	case part && (t.at-from < enoughWindow || opened < enoughItems):
		return health.Missing(id, fmt.Sprintf("%s by people %s, too few to judge; each run reaches further back", count(opened, "change request", "change requests"), span), nil)
	case opened < enoughItems:
		return health.NotApplies(id, "fewer than three change requests by people "+span)
	}
	in := health.Obs(id, round2(min(1, float64(closed)/float64(opened))))
	in.Reason = fmt.Sprintf("%s opened by people %s, %s merged or closed", stats.Thousands(opened), span, stats.Thousands(closed))
	return in
}

const (
	// enoughMerges is the number of merges from which a person counts as a merger.
	enoughMerges = 3
	// manyMergers is where the model's curve ends: more make no difference.
	manyMergers = 5
)

// mergers returns the host's part of R3.
func (t *tracker) mergers() health.Input {
	const id = field.Mergers12m
	from, part := t.window(oneYear, t.changesFrom)
	by := map[int]int{}
	others, programs, all := 0, 0, 0
	for _, i := range t.changes {
		if i.is(byProgram) || !i.is(merged) || i.Ended < from {
			continue
		}
		all++
		switch {
		case i.is(endedByProgram):
			programs++
		case i.Ender != 0 && i.Ender != i.Author:
			others++
			by[i.Ender]++
		}
	}
	n := 0
	for _, merges := range by {
		if merges >= enoughMerges {
			n++
		}
	}
	span := t.span(from, part)
	switch {
	case part && n < manyMergers:
		return health.Missing(id, "change requests are known since "+isoDay(from)+"; each run reaches further back", nil)
	case 2*programs > all:
		return health.Missing(id, "a program merges most change requests, and the host does not show who approved them", nil)
	case others == 0:
		return health.Missing(id, "nobody merged another person's change request "+span, nil)
	}
	in := health.Obs(id, float64(n))
	in.Reason = fmt.Sprintf("%s merged by another person than the author %s", count(others, "change request", "change requests"), span)
	if part {
		in.Reason += ", so there may be more people"
	}
	return in
}

// lastAct returns the last act that needs write access.
func (t *tracker) lastAct() health.Input {
	const id = field.LastMaintainerAct
	last := t.released
	for i := range t.all {
		if i.Ended > last && i.Ender != 0 && (i.is(merged) || i.Ender != i.Author) {
			last = i.Ended
		}
	}
	if last == 0 {
		reason := "no merge, release or closing of another person's item is visible to us"
		if from, part := t.window(twoYears, t.from()); part {
			reason += "; known since " + isoDay(from) + " so far"
		} else {
			reason += " in two years"
		}
		return health.Missing(id, reason, nil)
	}
	return health.ObsText(id, isoDay(min(last, t.at)))
}
