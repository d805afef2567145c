package statements

import (
	"github.com/plumbline-scorecard/plumbline/web/page"
	"github.com/plumbline-scorecard/plumbline/web/ui"
)

var about = statement{
	path: page.About, title: "About",
	description: "What Plumbline is for, what it is not, and who runs this site.",
	finding: ui.Finding{
		Says: "about", Claim: "Plumbline shows which critical open source projects need help first.",
		Rest: "It compares how much depends on a project with how well the project is maintained.",
	},
	sections: aboutSections,
}

func aboutSections(contact string) []section {
	return []section{
		{
			ID: "for", Head: "What it is for",
			Points: []point{
				{Term: "Funders", Text: "find projects that much depends on and that few people maintain."},
				{Term: "Maintainers", Text: "see what others see, what is wrong with it, and what would help most."},
				{Term: "Policy staff", Text: "watch software that their services need and that they do not run."},
			},
		},
		{
			ID: "not", Head: "What it is not",
			Points: []point{
				{Key: "no-guarantee", Text: "It is not a security guarantee. A high score means good habits, not safe software."},
				{Key: "no-audit", Text: "It is not an audit. Programs read public data; no person has reviewed the code for it."},
				{Key: "no-forecast", Text: "It is not a forecast. Risk measures exposure. It predicts no incident."},
				{Key: "no-judgement", Text: "It is not a judgement of people. Most maintainers owe nothing to the people who depend on them."},
				{Key: "no-gate", Text: "It is not a pass mark. Read the interval, the coverage and the date with every score."},
			},
			Links: []link{{Label: "Known limits and tests", Href: page.Limits}},
		},
		{
			ID: "how", Head: "Where the figures come from",
			Text: []string{
				"People choose the projects and give a reason for each. Programs read public repositories and services.",
				"What was not seen is unknown: it is shown as unknown, and it widens the interval. It is never zero.",
			},
			Links: []link{
				{Label: "How the figures are computed", Href: "/method"},
				{Label: "What we read, and from where", Href: page.Data},
				{Label: "When it was read, and what failed", Href: "/status"},
			},
		},
		{
			ID: "licences", Head: "Licences",
			Text: []string{"The program is open source under Apache-2.0. Our lists and reasons are under CC BY 4.0. Data of other services has the licences of those services."},
		},
		{
			ID: "correct", Head: "If something is wrong",
			Text: []string{"Every project page has “Report a mistake” and the commands that give the same figures. A correction needs the figure, the correct value and a link to evidence."},
		},
		contactSection(contact, "The people who run this site read reports of mistakes here:"),
	}
}
