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
	return "not measured at this cut"
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
		return fmt.Sprintf("%d of %d project-years: too few to say", silent, of)
	case silent == 0:
		return fmt.Sprintf("%d of %d project-years (below %s\u00a0%%)", silent, of, explain.Decimal(300/float64(of)+.05))
	default:
		return fmt.Sprintf("%d of %d project-years (%s\u00a0%%)", silent, of, explain.Decimal(100*float64(silent)/float64(of)))
	}
}

func (s maker) limitSection() section {
	return section{
		ID: "limits", Head: "What it cannot tell",
		Points: []string{
			"It does not predict security incidents. Tested on 54 incidents against date-matched controls, the health figure ranks with an AUC of 0.63 (95 % range 0.56 to 0.70), and 0.56 (0.46 to 0.65) among projects of the same ecosystem: there it cannot be told from a coin. Attacks on build systems hit healthier projects (0.40).",
			"It cannot say that software is safe. Posture is hygiene of development; it was not validated against outcomes, and neither was criticality.",
			"It can be fooled by what looks like help. As the attacker came into xz, the health of xz computed from git rose from 54 (2021) to 70 (2024). So growth earns nothing, and no figure here clears a project.",
			"It cannot find the targets of account takeovers. How many accounts may publish a package is counted where its registry tells; who they are is not kept, and whether a second factor guards them is not told.",
			"How much depends on a project is seen in part. A count of dependents or downloads becomes points only against a dated table of its ecosystem, and none of dependents can be bundled: unless an operator gives one, that input is unknown. Distributions are counted where the list names the project at Repology, or a package of its own proves the match.",
			"It sees public traces. Git shows no review, issue, answer, branch rule or advisory. Issues and change requests are read where their host is GitHub and could be asked; work on a mailing list or in another tracker is not seen, and that is our limit, not the project’s.",
			"Advisories are as their databases have them. Of packages they are asked by name, of other projects by the address of the repository, where much is missing: nothing on record is then unknown, not none. Whether a release really mends what it is said to mend is not tested, and a fix that is named by its commit alone counts as released.",
			"An answer is an answer by anybody the host calls a member; whether it helped is not judged. Of a busy tracker the first reading reaches back a few days and each run further; each page says since when it is known.",
			"People are counted by e-mail address and name. One person under two of both counts twice; two people behind one account count once.",
			"A commit is its author’s. People named in Co-authored-by lines are not counted: anybody can be written there. Where changes are squashed into one commit, those who worked on it with the author are not seen.",
			"Of a project with several repositories the primary alone is measured: its people and dates are the least there are. A union would need every component to answer every time, or figures would move when one did not.",
			"Silence is not harm: finished software may rest. From git alone we cannot tell finished from forsaken; where the tracker is read, software that answers is not punished.",
			"The weights are set by hand and rounded, not fitted. The shares of the axes, one gate and the cuts of the bands were set after results were seen; they need a test on projects not yet seen.",
		},
	}
}

// authors is how well health and plainer figures ordered the authors' own
// project-years, by the id of the ranker as the program measures it too.
var authors = []struct{ id, name, auc, precision, lift string }{
	{"health", "Health, as here (git part)", "0.918 (0.89–0.94)", "0.43", "6.6"},
	{"few_commits", "Few human commits in 12 months", "0.919 (0.89–0.95)", "0.35", "5.3"},
	{"few_regulars", "Few regulars", "0.906 (0.88–0.94)", "0.36", "5.4"},
	{"idle", "Days since the last commit", "0.899 (0.86–0.94)", "0.38", "5.8"},
	{"few_authors", "Few contributors in 12 months", "0.868", "0.26", "3.9"},
	{"release_age", "Months since a release", "0.796", "0.14", "2.1"},
	{"low_absence_factor", "Low contributor absence factor", "0.666", "–", "–"},
	{"new_author_share", "Share of new contributors", "0.439", "0.14", "2.1"},
}

func validationSection() section {
	silent := table.Grid("Going silent: how well it is ranked", []string{"Ordered by", "AUC", "Precision in the first tenth", "Lift"}, 1, 2, 3)
	for _, x := range authors {
		silent.Rows = append(silent.Rows, table.Row{Cells: []table.Cell{{Text: x.name}, {Text: x.auc}, {Text: x.precision}, {Text: x.lift}}})
	}
	incident := table.Grid("Security incidents: how badly they are ranked", []string{"Ordered by", "AUC", "Same ecosystem"}, 1, 2)
	for _, x := range [][3]string{
		{"Health, as here (git part)", "0.63 (0.56–0.70)", "0.56 (0.46–0.65)"},
		{"Resilience alone", "0.60 (0.54–0.67)", "0.52 (0.43–0.61)"},
		{"Posture (files of the tree only)", "0.58 (0.50–0.66)", "–"},
		{"All three together", "0.63 (0.55–0.71)", "–"},
		{"Few lifetime contributors", "0.65", "0.60"},
		{"Days since the last commit", "0.59 (0.52–0.66)", "0.51"},
	} {
		incident.Rows = append(incident.Rows, table.Row{Cells: []table.Cell{{Text: x[0]}, {Text: x[1]}, {Text: x[2]}}})
	}
	return section{
		ID: "validation", Head: "What was tested, and by whom",
		Text: []string{
			"These tests were made by the model’s own authors, on other data than this list; only the aggregates below are held here. AUC: the chance that a project with the outcome is ordered before one without; 0.5 is a coin.",
			"Silence: 922 project-years of 116 projects, each 1 July from 2013 to 2022, 61 of them followed by no human commit in months 13 to 24 (6.6 %). A plain count of commits does as well overall; health is better in the first tenth, can be explained, and is not fooled by programs.",
			"Incidents: 54 cases in 53 repositories, each against a median of 91 other projects at the same date, 30 days before.",
		},
		Tables: []table.Table{silent, incident},
		Points: []string{
			"Tested was the part that can be had from git: of vitality 36 of 60 of its weight, of resilience 34 of 44. First answers, closed requests, employers, continuity facts and criticality were not.",
			"The incidents are the famous ones and many are of npm; the controls are projects that survived. Silence shares its inputs with health: it is a prognosis, not a cause. Project-years of one project are not independent.",
		},
	}
}

func scorecardSection() section {
	return section{
		ID: "scorecard", Head: "How posture differs from Scorecard’s own total",
		Text: []string{"The checks are those of OpenSSF Scorecard, unmodified. The sum is another one:"},
		Points: []string{
			"Scorecard leaves out a check without a result and divides by the rest, so that totals of different checks are compared. Here what is missing lowers coverage, widens the interval, and below a limit there is no rank.",
			"Scorecard weighs by its word for the risk (critical 10, high 7.5, medium 5, low 2.5). Here review and the integrity of builds weigh most; each weight has its reason above.",
			"Its checks Maintained and Contributors are left out: health holds them, and once is enough.",
			"A 0 that only says “not in this tree” is not counted as 0.",
			"Its total is not an input of any figure here.",
		},
	}
}

// glossarySection holds the words of the domain, each with one meaning.
func glossarySection() section {
	sec := section{ID: "glossary", Head: "Glossary"}
	for _, x := range []struct{ id, name, text string }{
		{"project", "Project", "what is ranked: one primary repository and possibly more, each with a role, and the packages it publishes"},
		{"list", "List", "a file of projects kept by editors, with the reason each is on it"},
		{"field", "Field", "one thing that can be measured"},
		{"input", "Input", "the value of one field for one project at one instant: observed, unknown or not applicable"},
		{"snapshot", "Snapshot", "what one source said of one project at one instant; never changed"},
		{"axis", "Axis", "vitality V, resilience R (together health H), posture S, criticality C"},
		{"weakness", "Weakness", "what the axes lack to 100, weighed; L"},
		{"risk", "Risk", "criticality times weakness; exposure, not a forecast"},
		{"coverage", "Coverage", "share of the weight of an axis that was observed"},
		{"interval", "Interval", "where a figure may lie, given what was not seen and how well the rest is measured"},
		{"gate", "Gate", "one decisive finding that lifts weakness to a floor"},
		{"cause", "Cause", "why a figure differs between two runs; every difference has exactly one: our model, the list, another source, the instrument, what is known, time alone, or the project"},
		{"notice", "Notice", "an instrument that moved many projects at once, told once and not once a project"},
		{"evidence", "Evidence", "what posture rests on: full, provisional (less than half of posture was seen, as from git alone) or none"},
		{"instrument", "Instrument", "a set of Scorecard results of one version, day and commit: our own scan, or a published result; posture rests on one, never on a mixture"},
		{"status", "Status", "a word for how a project is maintained, with the fact that led to it"},
		{"contribution", "Contribution", "the points of risk one input accounts for"},
		{"band", "Band", "a named range of a figure"},
		{"tier", "Tier", "projects whose order cannot be told apart"},
		{"run", "Run", "one pass over a list"},
		{"as-of", "As-of", "the instant figures describe"},
		{"regular", "Regular", "a person with human commits in three or more separate months of twelve"},
		{"integrator", "Integrator", "a person who committed others’ changes"},
		{"contributor-absence-factor", "Contributor absence factor", "the fewest people who made half of the human commits; also called bus factor"},
		{"model", "Model", "every number the scores depend on"},
	} {
		sec.Terms = append(sec.Terms, ui.Fact{ID: x.id, Name: x.name, Text: explain.Sentence(x.text), State: health.Observed})
	}
	return sec
}
