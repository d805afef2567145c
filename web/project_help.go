package web

import (
	"cmp"
	"slices"

	"github.com/plumbline-scorecard/plumbline/internal/exchange"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/score"
	"github.com/plumbline-scorecard/plumbline/web/ui"
)

// helpView is where help would meet the most points.
type helpView struct {
	Note  string
	Lines []helpLine
}

type helpLine struct {
	Text   string // what would be different
	Now    string // what was seen
	Points string
}

// helpLines is how many lines it has.
const helpLines = 3

// better says what would be different, by field. One text for two fields makes
// them one line.
var better = map[string]string{
	"active_months_12m":          "Somebody working on it through more of the year",
	"months_since_human_act":     "A person picking it up again",
	"release_flow_months":        "A release of the changes that wait for one",
	"commit_trend_log2":          "Work at the pace of the years before",
	"first_response_days_p50":    "Answers to outsiders within days",
	"change_request_closure":     "Offered changes being dealt with",
	"contributor_absence_factor": "More people who stay and share the work",
	"regulars_12m":               "More people who stay and share the work",
	"integrators_12m":            "More people who take in others’ changes",
	"orgs_of_regulars":           "Regulars of more than one employer",
	"continuity_facts":           "A second publisher and a written succession",
	"Code-Review":                "Every change approved by a second person",
	"Branch-Protection":          "Default and release branches nobody can push to past review",
	"Dangerous-Workflow":         "Workflows in which a stranger's code meets no secret",
	"Token-Permissions":          "Workflow tokens with the least rights",
	"Signed-Releases":            "Releases that are signed",
	"Pinned-Dependencies":        "Build dependencies pinned by hash",
	"Binary-Artifacts":           "A tree without binaries",
	"Packaging":                  "Publishing from a workflow",
	"Vulnerabilities":            "Known vulnerabilities dealt with",
	"Security-Policy":            "A published way to report vulnerabilities",
	"Dependency-Update-Tool":     "A tool that keeps dependencies up to date",
	"Fuzzing":                    "Fuzzing",
	"SAST":                       "Static analysis of every change",
	"CI-Tests":                   "Tests run on every change",
	"CII-Best-Practices":         "An OpenSSF Best Practices badge",
	"License":                    "A licence file where tools look for it",
}

// help gathers the largest contributions in plain words. It promises nothing:
// a part of a sum is what is missing today, not what a measure would win.
func (s *server) help(sub subject) helpView {
	cs, total, unit := sub.score.Contributions, sub.score.Risk.Value, " points of risk"
	v := helpView{Note: "The largest parts of the risk today. What is done about them takes time and may not succeed: no effect is promised."}
	if !sub.score.RiskKnown {
		cs, total, unit = nil, 0, " points of weakness"
		v.Note = "The largest parts of the known weakness today; risk is not known. No effect is promised."
		for _, a := range []health.Axis{health.Vitality, health.Resilience} {
			cs = append(cs, exchange.Weakness(s.Model, sub.score.Axis(a))...)
		}
		for _, c := range cs {
			total += c.Points
		}
	}
	type sum struct {
		text, now string
		points    float64
	}
	var sums []sum
	for _, c := range printed(cs) {
		text := helpText(c)
		i := slices.IndexFunc(sums, func(x sum) bool { return x.text == text })
		if i < 0 {
			i = len(sums)
			sums = append(sums, sum{text: text})
		}
		sums[i].points += c.Points
		if now := s.seenNow(sub, c); now != "" && sums[i].now != "" {
			sums[i].now += "; " + now
		} else if now != "" {
			sums[i].now = now
		}
	}
	slices.SortStableFunc(sums, func(a, b sum) int { return cmp.Compare(b.points, a.points) })
	if score.MayBeFinished(sub.figures.Inputs, sub.score) {
		v.Lines = append(v.Lines, helpLine{Text: "First of all, somebody asking whether it is finished", Now: "no human commit in twelve months, and its tracker was not read"})
	}
	for _, x := range sums {
		// A twentieth of what there is to win is not what helps most.
		if len(v.Lines) == helpLines || x.points < max(.05, total/20) {
			break
		}
		v.Lines = append(v.Lines, helpLine{Text: x.text, Now: x.now, Points: ui.Decimal(x.points) + " of " + ui.Decimal(total) + unit})
	}
	return v
}

func helpText(c health.Contribution) string {
	if c.Gate {
		return "An end to this finding: " + small(c.Label)
	}
	if text, ok := better[c.Field]; ok {
		return text
	}
	return ui.Sentence(c.Label)
}

// seenNow is the value behind a contribution, in words.
func (s *server) seenNow(sub subject, c health.Contribution) string {
	if c.Gate {
		return ""
	}
	f, ok := health.FieldByID(c.Field)
	in := sub.figures.Inputs.Field(c.Field)
	if !ok || !in.Known() {
		return ""
	}
	if c.Axis == health.Posture {
		return c.Input + " " + ui.Whole(in.Value) + " of 10"
	}
	return small(f.Label) + ": " + valueOf(f, in)
}

// small returns text with its first letter small.
func small(s string) string {
	if s != "" && s[0] >= 'A' && s[0] <= 'Z' {
		return string(s[0]+'a'-'A') + s[1:]
	}
	return s
}
