package declared

import (
	"regexp"
	"strconv"
	"strings"
)

// Promise is a time within which a project says that it answers a report. The zero Promise means
// that no time is stated.
type Promise struct {
	// Days is the longest time stated, rounded up to whole days.
	Days int
	// Working means that only working days count.
	Working bool
	// Aim means that the time is a goal or is usual, and no promise.
	Aim  bool
	Line int // from 1; 0: not stated
}

// Stated reports whether the file states a time.
func (p Promise) Stated() bool { return p.Line > 0 }

// String returns the time in words: "3 working days, as a goal".
func (p Promise) String() string {
	if !p.Stated() {
		return "not stated"
	}
	out := strconv.Itoa(p.Days)
	if p.Working {
		out += " working"
	}
	if out += " day"; p.Days != 1 {
		out += "s"
	}
	if p.Aim {
		out += ", as a goal"
	}
	return out
}

// The words of numbers. An article is one.
var numbers = map[string]int{
	"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5,
	"six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "twelve": 12, "fourteen": 14, "fifteen": 15,
	"twenty": 20, "thirty": 30, "sixty": 60, "ninety": 90,
	"twenty-four": 24, "forty-eight": 48, "seventy-two": 72,
}

const (
	number = `(\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fourteen|fifteen|` +
		`twenty-four|forty-eight|seventy-two|twenty|thirty|sixty|ninety)(?:\s*\(\d{1,3}\))?`
	span = number + `(?:\s*(?:to|-|–|or|and)\s*` + number + `)?[\s-]*\+?\s*` +
		`(working|business|calendar|week|work)?[\s-]*(hours?|hrs?|days?|weeks?|months?)\b`
	// answers are the words for a first answer.
	answers = `(?:respon(?:d|ds|se|ses|ding)|repl(?:y|ies)|acknowledg\w*|answer(?:s|ed)?|get back|` +
		`getting back|be contacted|contact you|reach out|hear (?:back|from)|receipt|feedback)`
	inside = `(?:within|in less than|in under|under|no later than|at most|up to|no more than|inside|` +
		`in|≤|<=|<|:)`
)

var (
	// answerThenTime matches "we respond within 3 days", timeThenAnswer "within 3 days, we respond".
	answerThenTime = pattern(
		`\b`, answers, `\b(.{0,160}?)`, inside,
		`\s*(?:the |about |approximately |roughly |around |~\s*)?`,
		`(?:first |next |at most |maximum |max\.? )?`, span,
	)
	timeThenAnswer = pattern(
		inside, `\s*(?:the |about |approximately |around )?(?:first |next )?`, span,
		`(.{0,100}?)\b`, answers, `\b`,
	)
	// cell matches a row or a line such as "Initial response | 48 hours".
	cell = pattern(
		`\b(?:acknowledg\w*|(?:initial|first) (?:response|reply|answer|acknowledg\w*)|response time)\b`,
		`(?:[^a-z0-9]{1,20}|.{0,80}?\b(?:is|of) )(?:`, inside, `\s*|less than )?[~≤<\s]*`, span,
	)
	unit = regexp.MustCompile(`(?:hour|hr|day|week|month)s?\b`)
	// mending are words for later steps: what is between them and a time is about those.
	mending = pattern(
		`\b(?:fix(?:es|ed)?|patch(?:es|ed)?|resolv\w*|resolution|disclos\w*|publish\w*|`,
		`publicly|public|releas\w*|remediat\w*|mitigat\w*|advisor\w*|embargo\w*|decision|`,
		`assess\w*|evaluat\w*|updates?|detailed|status)\b`,
	)
	// theirs are times for the person who reports, and what to do when no answer came.
	theirs = pattern(
		`\bif (?:you|we|the|there|no|your|they|reporters?|nobody)\b.{0,60}\b(?:not|no|`,
		`n't|without|never|fail\w*)\b|\b(?:do|does|did|has|have) ?(?:not|`,
		`n't) (?:receiv\w*|hear\w*|respon\w*|repl\w*|answer\w*|got|get)\b|`,
		`\bno (?:response|reply|answer|acknowledg\w*)\b|\b(?:you|reporters?|researchers?|`,
		`submitters?) (?:must|should|need to|have to|are expected to|are required to|`,
		`agree to) (?:respond|reply|answer|acknowledge|confirm)\b`,
	)
	// broken are statements that no time is promised.
	broken = pattern(
		`\b(?:cannot|can't|can not|do not|don't|does not|no) (?:guarantee|promise|commit|`,
		`warrant)\w*`,
	)
	aim = pattern(
		`\b(?:aims?|goal|target\w*|tr(?:y|ies)|strives?|endeavou?r\w*|attempt|hope|`,
		`intend\w*|usual\w*|typical\w*|normal\w*|most cases|best[ -]efforts?|expect\w*|`,
		`should|may|might|ideally|where possible|if possible|often)\b`,
	)
)

// emphasis replaces the marks of Markdown and keeps the offsets.
var emphasis = strings.NewReplacer("*", " ", "_", " ", "`", " ")

// promise returns the time that a sentence states for a first answer.
func promise(s sentence) Promise {
	s.lower = emphasis.Replace(s.lower)
	text := s.lower
	if !unit.MatchString(text) || theirs.MatchString(text) {
		return Promise{}
	}
	if at := cell.FindStringSubmatchIndex(text); at != nil {
		return timed(s, at, 1).hedged(text, s.lead)
	}
	if at := answerThenTime.FindStringSubmatchIndex(text); at != nil {
		if between := text[at[2]:at[3]]; !mending.MatchString(between) {
			return timed(s, at, 2).hedged(text, s.lead)
		}
	}
	if at := timeThenAnswer.FindStringSubmatchIndex(text); at != nil {
		if between := text[at[10]:at[11]]; !mending.MatchString(between) {
			return timed(s, at, 1).hedged(text, s.lead)
		}
	}
	return Promise{}
}

// timed reads the groups of a span from the first one on.
func timed(s sentence, at []int, first int) Promise {
	group := func(i int) string {
		if from := at[2*(first+i)]; from >= 0 {
			return s.lower[from:at[2*(first+i)+1]]
		}
		return ""
	}
	n := max(count(group(0)), count(group(1)))
	p := Promise{Days: n, Line: s.at(at[2*first])}
	switch length := group(3); {
	case strings.HasPrefix(length, "h"):
		p.Days = (n + 23) / 24
	case strings.HasPrefix(length, "week"):
		p.Days = n * 7
	case strings.HasPrefix(length, "month"):
		p.Days = n * 30
	default:
		p.Working = group(2) != "" && group(2) != "calendar"
	}
	if n == 0 {
		return Promise{}
	}
	return p
}

func count(word string) int {
	if n, err := strconv.Atoi(word); err == nil {
		return n
	}
	return numbers[word]
}

// hedged marks a time that is a goal in its sentence, or in the one that leads to the list.
func (p Promise) hedged(text, lead string) Promise {
	p.Aim = p.Stated() && (aim.MatchString(text) || broken.MatchString(text) || aim.MatchString(lead))
	return p
}
