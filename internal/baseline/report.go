package baseline

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

// Tally is one requirement over many projects.
type Tally struct {
	Requirement Requirement
	By          map[State]int
}

// Tallies counts the states of each requirement over reports by one version, in its order. A report
// by another version is ignored.
func Tallies(v Version, reports []Report) []Tally {
	out := make([]Tally, len(v.Requirements))
	for i, r := range v.Requirements {
		out[i] = Tally{Requirement: r, By: map[State]int{}}
	}
	for _, report := range reports {
		if report.Version != v.Name || len(report.Results) != len(out) {
			continue
		}
		for i, x := range report.Results {
			out[i].By[x.State]++
		}
	}
	return out
}
