package compare

import (
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/check"
	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// mark says in a word how the values of a row compare.
type mark string

const (
	alike   mark = ""
	differs mark = "differs"
	unclear mark = "cannot compare" // fewer than two are known
)

const (
	yearDays  = 365
	monthDays = 31
	// factor is from which on two counts differ.
	factor = 2
)

// marked returns the items with their marks. Of two dates of one project every other value is a
// difference; of different projects only one that is larger than its precision.
func marked(items []item, exact bool) []item {
	for i := range items {
		items[i].Mark = items[i].compare(exact)
	}
	return items
}

// compare returns the mark of a row.
func (it item) compare(exact bool) mark {
	var known []cell
	for _, c := range it.Cells {
		if c.State == health.Observed {
			known = append(known, c)
		}
	}
	if exact && len(known) < len(it.Cells) && len(known) > 0 {
		return differs // it became known or unknown
	}
	if len(known) < 2 {
		return unclear
	}
	if it.Kind == among && !exact && slices.ContainsFunc(known, func(c cell) bool { return c.Sub != known[0].Sub }) {
		return unclear
	}
	for i, a := range known {
		for _, b := range known[:i] {
			if exact && a.Text != b.Text || !exact && it.Kind.apart(a, b) {
				return differs
			}
		}
	}
	return alike
}

// apart reports whether two known values differ.
func (k kind) apart(a, b cell) bool {
	switch k {
	case interval, score:
		return disjoint(a, b)
	case count:
		return disjoint(a, b) && math.Max(*a.Value, *b.Value) >= factor*math.Min(*a.Value, *b.Value)
	case day:
		return daysApart(a.Day, b.Day) > yearDays
	case age:
		return daysApart(a.Day, b.Day) > monthDays
	}
	return a.Text != b.Text
}

func disjoint(a, b cell) bool {
	if a.Lo == nil || b.Lo == nil {
		return false
	}
	return *a.Lo > *b.Hi || *b.Lo > *a.Hi
}

// daysApart is how many days are between two dates; 0 if one is none.
func daysApart(a, b string) int {
	x, err := time.Parse(time.DateOnly, a)
	y, err2 := time.Parse(time.DateOnly, b)
	if err != nil || err2 != nil {
		return 0
	}
	return int(math.Abs(x.Sub(y).Hours())) / 24
}

// tally counts the rows that differ, those compared, and the values that are unknown.
func tally(items []item) (differ, compared, unknown int) {
	for _, it := range items {
		switch it.Mark {
		case differs:
			differ++
			compared++
		case alike:
			compared++
		}
		for _, c := range it.Cells {
			if c.State == health.Unknown {
				unknown++
			}
		}
	}
	return differ, compared, unknown
}

// same is whether the columns were measured alike, and in which respect they were not.
type same struct {
	Instrument, Age, Model bool
	// Days is how far apart the figures are; InstrumentsOf and AgesOf say whose are which.
	Days                  int
	InstrumentsOf, AgesOf []string
	ModelsOf              []string
}

// sameOf is pure.
func sameOf(cs []column) same {
	s := same{}
	var oldest, newest time.Time
	var byInstrument, byAge, byModel whose
	kinds, models := map[string]bool{}, map[string]bool{}
	undated := false
	for _, c := range cs {
		i := instrumentOf(c)
		kinds[i] = true
		if i == "" {
			i = "no check was run"
		}
		byInstrument.add(i, c.Name)
		models[c.P.Model.SHA256] = true
		byModel.add(c.P.Model.Name(), c.Name)
		at := c.P.Figures.At()
		if at.IsZero() {
			undated = true
			byAge.add(notRead(c), c.Name)
			continue
		}
		if oldest.IsZero() || at.Before(oldest) {
			oldest = at
		}
		if at.After(newest) {
			newest = at
		}
		byAge.add(explain.Day(at), c.Name)
	}
	s.Instrument, s.Model = len(kinds) == 1 && !kinds[""], len(models) == 1
	s.InstrumentsOf, s.AgesOf, s.ModelsOf = byInstrument.lines(), byAge.lines(), byModel.lines()
	s.Days = health.AgeDays(oldest, newest)
	s.Age = !undated && s.Days <= monthDays
	return s
}

// whose is names by what they have, in the order in which each first occurs.
type whose []struct {
	what  string
	names []string
}

func (w *whose) add(what, name string) {
	for i := range *w {
		if (*w)[i].what == what {
			(*w)[i].names = append((*w)[i].names, name)
			return
		}
	}
	*w = append(*w, struct {
		what  string
		names []string
	}{what, []string{name}})
}

// lines are "a and b: what".
func (w whose) lines() []string {
	var out []string
	for _, x := range w {
		out = append(out, explainList(x.names)+": "+x.what)
	}
	return out
}

// instrumentOf names what the checks of a column are from: source, version and how much it saw; empty
// when nothing looked.
func instrumentOf(c column) string {
	b := c.P.Figures.Basis
	if b == nil || b.Used.Source == "" {
		return ""
	}
	if b.Used.Source == field.SourcePublished {
		return "published result, " + b.Used.Version
	}
	text := "our own scan, Scorecard " + b.Used.Version
	if snap, ok := c.P.Figures.Snapshot(b.Used.Source); ok && filesOnly(snap) {
		text += ", files of one commit"
	}
	return text
}

// filesOnly reports whether a scan did not ask the host.
func filesOnly(sn health.Snapshot) bool {
	return slices.ContainsFunc(sn.Checks, func(c check.Check) bool { return c.State == check.NotRun })
}

// says is what the line about instruments states.
func (s same) says() string {
	yes := func(b bool) string {
		if b {
			return "same"
		}
		return "other"
	}
	return fmt.Sprintf("instrument:%s age:%s/%d model:%s", yes(s.Instrument), yes(s.Age), s.Days, yes(s.Model))
}
