package declared

// The values of Policy.Bounty and Policy.Machine.
const (
	BountyOffered = "offered"
	BountyNone    = "none"
	BountyEnded   = "ended"

	// MachineRefused means that reports written by machines are refused.
	MachineRefused = "refused"
	// MachineConditions means that they must meet conditions, such as saying so or being checked by
	// a person.
	MachineConditions = "conditions"
	// MachineAllowed means that they are allowed without conditions.
	MachineAllowed = "allowed"
	// MachineNamed means that the file says something about them and no more can be read.
	MachineNamed = "named"
)

// Policy is what a SECURITY file says. Patterns of English sentences find it, so a statement in
// other words, or in another language, counts as not stated.
type Policy struct {
	// Template means that the file has sentences of the host's template without any change. They
	// say nothing.
	Template bool
	// Channels are ways to report in private, by kind.
	Channels []Channel
	// Elsewhere is Yes if the file refers to another page for reports. That page is not read.
	Elsewhere Mark
	// Public is Yes if the file asks for reports of vulnerabilities in public.
	Public Mark
	// Promise is the time within which a report is answered.
	Promise Promise
	// Bounty is offered, none or ended.
	Bounty Mark
	// Machine is what the file says of reports that machines wrote.
	Machine Mark
	// Steward is Yes if the file states a steward, or its duties, under the EU Cyber Resilience Act,
	// and No if it says that there is none.
	Steward Mark
}

// Silent reports whether the file says nothing that is read.
func (p Policy) Silent() bool {
	return len(p.Channels) == 0 && !p.Elsewhere.Stated() && !p.Public.Stated() && !p.Promise.Stated() &&
		!p.Bounty.Stated() && !p.Machine.Stated() && !p.Steward.Stated()
}

// ReadPolicy reads a SECURITY file of any format of prose. The error is a sentence without the text
// of the file.
func ReadPolicy(text []byte) (Policy, error) {
	all, err := spoken(text)
	if err != nil {
		return Policy{}, err
	}
	var p Policy
	var ways ways
	var said machines
	for _, s := range all {
		if unfilled.MatchString(s.lower) {
			p.Template = true
			continue
		}
		ways.read(s)
		if !p.Promise.Stated() {
			p.Promise = promise(s)
		}
		if b := bounty(s); b.Stated() && (!p.Bounty.Stated() || p.Bounty.Value == BountyOffered) {
			p.Bounty = b
		}
		said.read(s)
		if !p.Steward.Stated() {
			p.Steward = steward(s)
		}
	}
	p.Channels, p.Elsewhere, p.Public = ways.channels(), ways.elsewhere, ways.public
	if len(p.Channels) > 0 && !ways.sure { // a link about something else
		p.Elsewhere = Mark{}
	}
	p.Machine = said.stance()
	return p, nil
}

// bounty returns what a sentence says of rewards.
func bounty(s sentence) Mark {
	line := s.match(reward)
	switch {
	case line == 0:
		return Mark{}
	case bountyEnded.MatchString(s.lower):
		return Mark{BountyEnded, line}
	case bountyNone.MatchString(s.lower):
		return Mark{BountyNone, line}
	case bountyOffered.MatchString(s.lower):
		return Mark{BountyOffered, line}
	}
	return Mark{}
}

// steward returns what a sentence says of a steward under the Cyber Resilience Act.
func steward(s sentence) Mark {
	act, word := s.match(resilienceAct), s.match(stewardWord)
	switch {
	case word > 0 && (act > 0 || resilienceAct.MatchString(s.around)), s.match(stewardTerm) > 0:
		if noSteward.MatchString(s.lower) {
			return Mark{No, max(word, act)}
		}
		return Mark{Yes, max(word, act)}
	}
	return Mark{}
}

// machines collects what is said of reports that machines wrote: the first line, and the first of
// each stance.
type machines struct {
	line  int
	lines map[string]int
}

func (m *machines) read(s sentence) {
	here, above := machineWord.MatchString(s.lower), machineWord.MatchString(s.around)
	reports := report.MatchString(s.lower) || here && report.MatchString(s.around)
	if !here && !above || !reports {
		return
	}
	if m.lines == nil {
		m.lines = map[string]int{}
	}
	if m.line == 0 {
		m.line = s.line
	}
	for _, stance := range stances {
		if at := s.match(stance.words); at > 0 {
			if m.lines[stance.value] == 0 {
				m.lines[stance.value] = at
			}
			return
		}
	}
}

// stance returns the strictest that leaves room: conditions, refused, allowed, named.
func (m *machines) stance() Mark {
	for _, value := range []string{MachineConditions, MachineRefused, MachineAllowed} {
		if line := m.lines[value]; line > 0 {
			return Mark{value, line}
		}
	}
	if m.line > 0 {
		return Mark{MachineNamed, m.line}
	}
	return Mark{}
}
