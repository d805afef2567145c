package method

import (
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/web/page"
	"github.com/plumbline-scorecard/plumbline/web/ui"
)

// sheet is one page of the family.
type sheet struct {
	path, nav   string
	title       string
	description string
	finding     ui.Finding
	worked      bool // with the worked example
	sections    func(maker) []section
}

// sheets are the pages in the order of their navigation. A page is added here.
var sheets = []sheet{
	{
		path: "/method", nav: "Scores", title: "How the figures are computed",
		description: "Every definition, weight and rule behind the figures, with a worked example.",
		finding: ui.Finding{
			Says:  "method",
			Claim: "Three separate figures: how critical a project is, how well it is maintained, and how well its work is protected.",
			Rest:  "This page is generated from the model that computes the scores, so the two always agree.",
		},
		worked: true, sections: maker.scoreSections,
	},
	{
		path: page.Checks, nav: "Posture", title: "How posture is computed",
		description: "Which OpenSSF Scorecard checks count, from which result, and with which weight.",
		finding: ui.Finding{
			Says: "checks", Claim: "Posture uses the OpenSSF Scorecard checks. One point of one check is ours.",
			Rest: "It measures development hygiene. It does not mean secure.",
		},
		sections: func(s maker) []section {
			return append(append([]section{s.axisSection(model.Posture), s.fromGitSection()}, s.priorSections()...), s.instrumentSection(), scorecardSection(), s.baselineSection())
		},
	},
	{
		path: page.Data, nav: "Data", title: "What we read, and from where",
		description: "What Plumbline reads, from which sources, and the columns of the CSV.",
		finding: ui.Finding{
			Says: "data", Claim: "Counts and facts, each with a definition and a source.",
			Rest: "They have no weight of their own. Other method pages show which figures use them.",
		},
		sections: func(s maker) []section {
			return []section{s.readSection(), codeSection(), s.plainSection(), s.listSection(), naSection(), csvSection(), hashSection()}
		},
	},
	{
		path: page.Programs, nav: "Programs", title: "People and programs",
		description: "Which authors count as programs or as one person, and which commits were written with a coding agent.",
		finding: ui.Finding{
			Says: "programs", Claim: "Figures about people leave programs out.",
			Rest: "These rules decide. Propose a correction with an example of each commit it affects.",
		},
		sections: func(s maker) []section { return []section{s.botSection(), s.agentSection(), s.sharedSection()} },
	},
	{
		path: page.Limits, nav: "Limits and tests", title: "What Plumbline cannot tell",
		description: "Known limits, what was tested, and how well the figures did.",
		finding: ui.Finding{
			Says: "limits", Claim: "A plain count of commits predicts inactivity as well as health does. Neither predicts security incidents.",
			Rest: "This page lists the known limits, the tests and their results.",
		},
		sections: func(s maker) []section {
			return append([]section{s.limitSection(), validationSection(), s.backtestSection()}, append(s.validitySections(), s.alertSection())...)
		},
	},
	{
		path: page.Funding, nav: "Funding", title: "How funding figures are made",
		description: "Need, eligibility, measures with their assumed costs and chances, and how a budget is planned.",
		finding: ui.Finding{
			Says: "funding", Claim: "Costs and chances are planning assumptions. They change no score.",
			Rest: "Points are points of the model’s risk index. No evidence turns them into incidents avoided.",
		},
		sections: maker.fundingSections,
	},
	{
		path: page.Candidates, nav: "Candidates", title: "What the list lacks",
		description: "Source packages that much of Debian needs and that no entry of the list covers.",
		finding: ui.Finding{
			Says: "candidates", Claim: "These packages are needed by much of Debian, and no entry of the list covers them.",
			Rest: "They are candidates only. None is added automatically.",
		},
		sections: maker.candidateSections,
	},
	{
		path: page.Guide, nav: "Guide", title: "Using Plumbline",
		description: "Tokens, sources, your own lists and weights, past days and backtests.",
		finding:     ui.Finding{Says: "guide", Claim: "Everything that the README is too short for."},
		sections:    func(maker) []section { return guide },
	},
	{
		path: page.Services, nav: "Services", title: "Assumptions about external services",
		description: "What Plumbline assumes about the services it uses, and when each assumption was last verified.",
		finding: ui.Finding{
			Says: "services", Claim: "Plumbline relies on these properties of external services.",
			Rest: "“make live-check” verifies them with a network and a GitHub token.",
		},
		sections: func(s maker) []section { return []section{s.serviceSection()} },
	},
	{
		path: page.Glossary, nav: "Glossary", title: "Glossary",
		description: "The terms of Plumbline, each with one meaning.",
		finding:     ui.Finding{Says: "glossary", Claim: "Each term has one meaning, in pages, files and code."},
		sections:    func(maker) []section { return []section{glossarySection()} },
	},
}

// scoreSections are those of the page about scores.
func (s maker) scoreSections() []section {
	out := append([]section{s.riskSection()}, s.overlaySection()...)
	out = append(out, s.unknownSection())
	for _, a := range []model.Axis{model.Vitality, model.Resilience, model.Criticality} {
		out = append(out, s.axisSection(a))
	}
	return append(append(out, s.gateSection(), s.statusSection(), s.bandSection(), s.drawSection(), s.peerSection(),
		s.scenarioSection(), s.ageSection(), s.versionSection()), s.releasesSection()...)
}

// show answers with one page of the family.
func (s maker) show(sh sheet) error {
	if s.Known("method", sh.path) {
		return nil
	}
	p := s.Frame(sh.title, sh.description, sheets[0].path)
	p.Notices = page.Ignored(page.Others(s.Values()))
	v := methodView{Title: sh.title, Finding: sh.finding, Pages: pagesOf(sh.path), Worked: sh.worked, Sections: sh.sections(s)}
	if sh.worked {
		over, err := s.Summary(s.Context())
		if err != nil {
			return err
		}
		p.Dateline = s.Dateline(s.List, s.Run, over.From, over.To)
		if v.Example, err = s.example(); err != nil {
			return err
		}
	}
	return s.Show(methodPage(p, v))
}

// pagesOf returns the navigation of the family on the page with the path.
func pagesOf(path string) []ui.NavItem {
	var out []ui.NavItem
	for _, sh := range sheets {
		out = append(out, ui.NavItem{Label: sh.nav, Href: sh.path, Current: sh.path == path})
	}
	return out
}
