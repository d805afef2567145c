package baseline

import "slices"

// Report is what is known of one project by one version.
type Report struct {
	Version string
	// Results are in the order of the version.
	Results []Result
	All     Count
	// Levels are the levels from 1, each with the requirements that the catalogue lists for it.
	Levels []Level
}

// Count counts the requirements of a report or of one of its levels.
type Count struct {
	Total int
	// Observable is how many of them can be seen from outside, at least partly. Those that do not
	// apply are among them.
	Observable int
	By         map[State]int
}

// Level is one maturity level of a report.
type Level struct {
	Level int
	Count
	// State is Met if every requirement of this level and of those below it is met or does not apply,
	// NotMet if one is not met, and Unknown otherwise.
	State State
}

func (c *Count) add(r Result) {
	if c.By == nil {
		c.By = map[State]int{}
	}
	c.Total++
	c.By[r.State]++
	if r.Requirement.Seen != No {
		c.Observable++
	}
}

// state returns what the counts say of a level without regard to those below.
func (c Count) state() State {
	switch {
	case c.By[NotMet] > 0:
		return NotMet
	case c.Total > 0 && c.By[Met] > 0 && c.By[Met]+c.By[NotApplicable] == c.Total:
		return Met
	}
	return Unknown
}

// sum fills the counts of the report.
func (r *Report) sum() {
	r.All, r.Levels = Count{}, make([]Level, Levels)
	for i := range r.Levels {
		r.Levels[i].Level = i + 1
	}
	for _, x := range r.Results {
		r.All.add(x)
		for _, level := range x.Requirement.Levels {
			r.Levels[level-1].add(x)
		}
	}
	below := Met
	for i := range r.Levels {
		l := &r.Levels[i]
		switch own := l.state(); {
		case below == NotMet || own == NotMet:
			l.State = NotMet
		case below == Met:
			l.State = own
		default:
			l.State = Unknown
		}
		below = l.State
	}
}

// Stops returns the results that keep a level of the report from being met, in the order of the
// version: those that are neither met nor not applicable. Those of the levels below are not among
// them.
func (r Report) Stops(level int) []Result {
	var out []Result
	for _, x := range r.Results {
		if x.Requirement.Of(level) && x.State != Met && x.State != NotApplicable {
			out = append(out, x)
		}
	}
	return out
}

// Result returns the result for a requirement, under its id or a former one, and false if the version
// does not have it.
func (r Report) Result(req Requirement) (Result, bool) {
	for _, id := range append([]string{req.ID}, req.Was...) {
		i := slices.IndexFunc(r.Results, func(x Result) bool { return x.Requirement.ID == id })
		if i >= 0 {
			return r.Results[i], true
		}
	}
	return Result{}, false
}
