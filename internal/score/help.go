package score

import (
	"cmp"
	"slices"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
)

// Help is one thing that would be different if a part of the risk were gone.
type Help struct {
	Text string // what would be different, in plain words
	// Parts are the contributions it would meet, their points rounded to a tenth so
	// that all parts of the risk add up; Points is their sum.
	Parts  []health.Contribution
	Points float64
}

// helpLines is how many things are worth saying.
const helpLines = 3

// WouldHelp returns the largest parts of the risk by what would be different
// without them, at most three, largest first, and what they are parts of: the
// risk or, where that is not known, the weakness of vitality and resilience.
// Less than a twentieth of the whole is not said. It promises nothing: a part of
// a sum is what is missing today, not what a measure would win.
func WouldHelp(m model.Model, sc health.Score) (lines []Help, whole float64) {
	cs, whole := sc.Contributions, sc.Risk.Value
	if !sc.RiskKnown {
		cs, whole = nil, 0
		for _, a := range []model.Axis{model.Vitality, model.Resilience} {
			cs = append(cs, sc.Axis(a).Weakness(m)...)
		}
		for _, c := range cs {
			whole += c.Points
		}
	}
	for _, c := range Rounded(cs) {
		text := helpText(c)
		i := slices.IndexFunc(lines, func(h Help) bool { return h.Text == text })
		if i < 0 {
			i = len(lines)
			lines = append(lines, Help{Text: text})
		}
		lines[i].Points += c.Points
		lines[i].Parts = append(lines[i].Parts, c)
	}
	lines = slices.DeleteFunc(lines, func(h Help) bool { return h.Points < max(.05, whole/20) })
	slices.SortStableFunc(lines, func(a, b Help) int { return cmp.Compare(b.Points, a.Points) })
	return lines[:min(len(lines), helpLines)], whole
}

// Rounded returns the contributions rounded to a tenth so that they add up to
// their rounded sum.
func Rounded(cs []health.Contribution) []health.Contribution {
	points := make([]float64, len(cs))
	for i, c := range cs {
		points[i] = c.Points
	}
	out := slices.Clone(cs)
	for i, v := range LargestRemainder(points, 1) {
		out[i].Points = v
	}
	return out
}

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

func helpText(c health.Contribution) string {
	if c.Gate {
		return "An end to this finding: " + lower(c.Label)
	}
	if text, ok := better[c.Field]; ok {
		return text
	}
	return c.Label
}

// lower returns text with its first letter small.
func lower(s string) string {
	if s != "" && s[0] >= 'A' && s[0] <= 'Z' {
		return string(s[0]+'a'-'A') + s[1:]
	}
	return s
}
