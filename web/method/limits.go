package method

import (
	"fmt"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/web/ui"
	"github.com/plumbline-scorecard/plumbline/web/ui/table"
)

// silence is how many of a band's project-years were followed by silence: no
// human commit in months 13 to 24. Measured by the model's authors, not here.
var silence = []struct {
	from       float64
	silent, of int
}{{80, 0, 363}, {60, 5, 298}, {40, 28, 202}, {20, 28, 57}, {0, 0, 2}}

// silenceWords gives the measured share for the band that starts at from.
func silenceWords(from float64) string {
	for _, x := range silence {
		if x.from != from {
			continue
		}
		return silentOf(x.silent, x.of)
	}
	return "not measured at this limit"
}

// silenceSays is what silenceWords states.
func silenceSays(from float64) string {
	for _, x := range silence {
		if x.from == from {
			return fmt.Sprintf("silent:%d/%d", x.silent, x.of)
		}
	}
	return "not-measured"
}

// silentOf gives a count of silences and its share. Of none in many it says how
// many there may be (the rule of three), of none in few nothing.
func silentOf(silent, of int) string {
	switch {
	case silent == 0 && of < 30:
		return fmt.Sprintf("%d of %d project-years, too few to say", silent, of)
	case silent == 0:
		return fmt.Sprintf("%d of %d project-years (below %s%%)", silent, of, explain.Decimal(300/float64(of)+.05))
	default:
		return fmt.Sprintf("%d of %d project-years (%s%%)", silent, of, explain.Decimal(100*float64(silent)/float64(of)))
	}
}

func (s maker) limitSection() section {
	return section{
		ID: "limits", Head: "What Plumbline cannot tell",
		Points: []string{
			"Plumbline does not predict security incidents. On 54 incidents against date-matched controls, health reaches an AUC of 0.63 (95% interval 0.56–0.70). Within the same ecosystem it reaches 0.56 (0.46–0.65), no better than chance. Attacks on build systems hit healthier projects (0.40).",
			"Plumbline does not say that software is safe. Posture measures development hygiene. Neither posture nor criticality was validated against outcomes.",
			"The model cannot tell a helper from an attacker. While an attacker gained control of xz, its health rose from 44 (31 Dec 2021) to 70 (31 Mar 2024). Both figures are reconstructed from git by the present model, see /p/xz/past. Growth therefore earns nothing, and no figure here clears a project.",
			"Plumbline cannot find the targets of account takeovers. It counts the accounts that can publish a package where the registry says so. It does not store who they are, and it does not know whether they use a second factor.",
			"Dependents are only partly visible. A count of dependents or downloads earns points only against a dated table of its ecosystem. No such table of dependents may be bundled, so without one from the operator this input is unknown. Distributions count when the list gives the Repology name, or when one of the project’s own packages confirms the match.",
			"Plumbline sees public traces only. Git shows no reviews, issues, responses, branch rules or advisories. Issues and change requests are read when the host is GitHub and it could be asked. Work on a mailing list or another tracker is not visible to us; that is our limit, not the project’s.",
			"Advisories are only as complete as their databases. We look up packages by name and other projects by repository URL, where much is missing; no record then means unknown, not none. We do not test whether a release really fixes an advisory. A fix known only by its commit counts as released. How long a project takes to update a vulnerable dependency is unknown: no source that we read records its dependencies by day.",
			"A response is a response by anyone the host calls a member; we do not judge whether it helped. For a busy tracker the first collection reaches back a few days and each run reaches further. Each page says since when the tracker is known.",
			"People are counted by e-mail address and name. One person who uses two of both counts twice. Two people who share an account count once.",
			"A commit belongs to its author. People in Co-authored-by lines are not counted, because anyone can be named there. When changes are squashed into one commit, other people who worked on it are not visible.",
			"When a project has several repositories, only the primary one is measured. Its counts of people are therefore lower bounds.",
			"Silence is not harm: software can be finished. Git history alone cannot distinguish finished from abandoned. When the issue tracker is read, software whose maintainers respond is not punished.",
			"The weights were set by hand and rounded, not fitted. The shares of the axes, one gate and the band limits were set after results were seen. They still need a test on new projects.",
		},
	}
}

// authors is how well health and plainer figures ordered the authors' own
// project-years, by the id of the ranker as the program measures it too.
var authors = []struct{ id, name, auc, precision, lift string }{
	{"health", "Health (git part)", "0.918 (0.89–0.94)", "0.43", "6.6"},
	{"few_commits", "Few human commits in 12 months", "0.919 (0.89–0.95)", "0.35", "5.3"},
	{"few_regulars", "Few regular contributors", "0.906 (0.88–0.94)", "0.36", "5.4"},
	{"idle", "Days since the last commit", "0.899 (0.86–0.94)", "0.38", "5.8"},
	{"few_authors", "Few contributors in 12 months", "0.868", "0.26", "3.9"},
	{"release_age", "Months since a release", "0.796", "0.14", "2.1"},
	{"low_absence_factor", "Low contributor absence factor", "0.666", "–", "–"},
	{"new_author_share", "Share of new contributors", "0.439", "0.14", "2.1"},
}

func validationSection() section {
	silent := table.Grid("How well each measure predicts inactivity", []string{"Ordered by", "AUC", "Precision in the first tenth", "Lift"}, 1, 2, 3)
	for _, x := range authors {
		silent.Rows = append(silent.Rows, table.Row{Cells: []table.Cell{{Text: x.name}, {Text: x.auc}, {Text: x.precision}, {Text: x.lift}}})
	}
	incident := table.Grid("How badly each measure predicts security incidents", []string{"Ordered by", "AUC", "Same ecosystem"}, 1, 2)
	for _, x := range [][3]string{
		{"Health (git part)", "0.63 (0.56–0.70)", "0.56 (0.46–0.65)"},
		{"Resilience alone", "0.60 (0.54–0.67)", "0.52 (0.43–0.61)"},
		{"Posture (files of the tree only)", "0.58 (0.50–0.66)", "–"},
		{"All three together", "0.63 (0.55–0.71)", "–"},
		{"Few lifetime contributors", "0.65", "0.60"},
		{"Days since the last commit", "0.59 (0.52–0.66)", "0.51"},
	} {
		incident.Rows = append(incident.Rows, table.Row{Cells: []table.Cell{{Text: x[0]}, {Text: x[1]}, {Text: x[2]}}})
	}
	return section{
		ID: "validation", Head: "What the authors of the model tested",
		Text: []string{
			"A plain count of commits does as well overall. The authors of the model ran these tests on other projects than this list. Only the aggregates below are stored. AUC is the probability that a project with the outcome is ordered before one without; 0.5 is chance.",
			"Inactivity: 922 project-years of 116 projects, each 1 July from 2013 to 2022. 61 of them (6.6%) had no human commit in months 13–24. Health is better in the first tenth, can be explained, and programs do not distort it.",
			"Incidents: 54 cases in 53 repositories, each compared with a median of 91 other projects 30 days before the incident.",
		},
		Tables: []table.Table{silent, incident},
		Points: []string{
			"Only inputs from git were tested: 36 of 60 weight points of vitality and 34 of 44 of resilience. Responsiveness, change request closure, employers, continuity measures and criticality were not.",
			"The incidents are well known, and many come from npm. The controls are projects that survived. Inactivity and health share inputs, so this is a forecast, not a cause. Project-years of one project are not independent.",
		},
	}
}

func scorecardSection() section {
	return section{
		ID: "scorecard", Head: "How posture differs from the Scorecard total",
		Text: []string{"Plumbline uses the OpenSSF Scorecard checks, but adds them up differently:"},
		Points: []string{
			"Scorecard leaves out checks without a result and averages the rest, so totals of different checks are compared. Here a missing check lowers coverage and widens the interval. Below a limit the project is not ranked.",
			"Scorecard weighs checks by risk level (critical 10, high 7.5, medium 5, low 2.5). Here code review and build integrity weigh most. Each weight has a stated reason.",
			"Maintained and Contributors are left out, because health already covers them.",
			"A 0 that only means “not in this tree” is not counted as 0.",
			"The Scorecard total is not an input of any figure here.",
		},
	}
}

// glossarySection holds the words of the domain, each with one meaning.
func glossarySection() section {
	sec := section{ID: "glossary", Head: "Glossary"}
	for _, x := range []struct{ id, name, text string }{
		{"project", "Project", "the unit that is ranked: a primary repository, possibly others with a role, and the packages it publishes"},
		{"list", "List", "a curated set of projects; its editors give a reason for each"},
		{"field", "Field", "one thing that Plumbline measures"},
		{"input", "Input", "the value of one field for one project at one instant: observed, unknown or not applicable"},
		{"snapshot", "Snapshot", "what one source reported about one project at one instant; it never changes"},
		{"axis", "Axis", "one of vitality, resilience, posture and criticality, each 0 to 100"},
		{"weakness", "Weakness", "how far vitality, resilience and posture are below 100, weighted; written L"},
		{"vitality", "Vitality", "how actively a project is maintained: commits, releases and responses, 0 to 100"},
		{"resilience", "Resilience", "how well a project would survive the loss of its most active person, 0 to 100"},
		{"health", "Health", "the mean of vitality and resilience, 0 to 100"},
		{"posture", "Posture", "development hygiene from OpenSSF Scorecard checks, 0 to 100; it does not mean secure"},
		{"criticality", "Criticality", "how much would break if the project failed, 0 to 100; popularity does not count"},
		{"risk", "Risk", "criticality × weakness, 0 to 100: exposure, not a forecast"},
		{"coverage", "Coverage", "the share of an axis’s weight that was observed"},
		{"assumed", "Assumed", "counted at its expected score because it was not seen; pages say how much of posture is assumed"},
		{"interval", "Interval", "the 90% range of a figure, given missing data and measurement error"},
		{"gate", "Gate", "a single decisive finding that raises weakness to a floor"},
		{"cause", "Cause", "why a figure changed between two runs. Each change has exactly one cause: our model, the list, the source, the instrument, coverage, elapsed time or the project"},
		{"notice", "Notice", "a message that an instrument changed many projects in one run"},
		{"evidence", "Evidence", "how much of posture is known: full, provisional (less than half, for example from git alone) or none"},
		{"instrument", "Instrument", "a set of Scorecard results of one version, day and commit: our own scan or a published result. Posture uses one of them, never a mixture"},
		{"status", "Status", "a word for the maintenance state of a project, with the fact behind it"},
		{"contribution", "Contribution", "the points of risk that one input accounts for"},
		{"band", "Band", "a named range of a figure"},
		{"tier", "Tier", "a group of projects that are statistically tied"},
		{"position", "Position", "the rank of a project; a project has none if too little is known of it"},
		{"partial-row", "Partial row", "a project without a position: it shows which ranks it could have and moves no other. Files call its state partial; a posture band has the same word and another meaning"},
		{"run", "Run", "one pass of the collector over a list"},
		{"as-of", "As-of", "the instant that the figures describe"},
		{"regular", "Regular contributor", "a person with commits in at least 3 of 12 months"},
		{"integrator", "Integrator", "a person who merged or committed other people’s changes"},
		{"contributor-absence-factor", "Contributor absence factor", "the smallest number of people who made half of the human commits; also called bus factor"},
		{"model", "Model", "all numbers that the scores depend on"},
	} {
		sec.Terms = append(sec.Terms, ui.Fact{ID: x.id, Anchor: true, Name: x.name, Text: explain.Sentence(x.text), State: health.Observed})
	}
	return sec
}
