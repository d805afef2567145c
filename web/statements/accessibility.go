package statements

import (
	"github.com/plumbline-scorecard/plumbline/web/page"
	"github.com/plumbline-scorecard/plumbline/web/ui"
)

var accessibility = statement{
	path: page.Accessibility, title: "Accessibility",
	description: "How far the pages meet WCAG 2.2 AA, how that was tested, and what is known to fail.",
	finding: ui.Finding{
		Says: "wcag:2.2-aa conformance:partial", Claim: "This site conforms in part to WCAG 2.2, level AA.",
		Rest: "Two criteria are known to fail in narrow windows, and two were not tested.",
	},
	sections: accessibilitySections,
}

func accessibilitySections(contact string) []section {
	return []section{
		{
			ID: "gaps", Head: "Known gaps",
			Points: gaps,
		},
		{
			ID: "tested", Head: "What was tested, and how",
			Text: []string{"The developers test the program, not this installation. Its pages are the same for every operator."},
			Points: []point{
				{Term: "By a program", Text: "axe-core reads every kind of page in Chromium, at 360, 768 and 1280 pixels, in the light and the dark theme. The build fails if it finds a fault. Such a program finds only some of the faults."},
				{Term: "By keyboard", Text: "a program walks every page with the Tab key, forwards and backwards. It checks that each stop is reached, visible and named."},
				{Term: "Zoom", Text: "at 200% and 400% nothing is cut off, and the page does not scroll sideways. Wide tables and drawings may scroll in their own frame."},
				{Term: "By eye", Text: "a developer read the markup and looked at pictures of the pages."},
			},
		},
		{
			ID: "untested", Head: "What was not tested",
			Points: []point{
				{Key: "screen-readers", Text: "No person has read the pages with a screen reader."},
				{Key: "browsers", Text: "No other browser than Chromium has shown them, and no Windows contrast theme."},
				{Key: "people", Text: "No person who depends on assistive technology has been asked."},
			},
		},
		{
			ID: "built", Head: "How the pages are built",
			Points: []point{
				{Term: "No script", Text: "all pages work without JavaScript, and nothing moves or ends by itself."},
				{Term: "Charts", Text: "each has a name, a sentence with what it shows, and a table of the same figures, but for the smallest."},
				{Term: "Colour", Text: "no meaning depends on colour alone: bands have words, and unknown values have a question mark and a pattern."},
				{Term: "Formats", Text: "the same data is available as JSON, and lists as CSV."},
			},
		},
		contactSection(contact, "Report a barrier here. Name the page, what you tried to do, and what you use to read it:"),
	}
}

// gaps are the criteria that are known to fail or were not checked. A test compares them with the
// checklist that comes with the tests of pages.
var gaps = []point{
	{Key: "1.3.2 2.4.3", Term: "1.3.2 Meaningful sequence, 2.4.3 Focus order", Text: "in windows narrower than 84 rem (1,344 pixels at the usual text size), the filters of the project list come before the list in the document and after it on the page."},
	{Key: "1.4.11", Term: "1.4.11 Non-text contrast", Text: "not tested. No person has measured the colours of bars, rules and frames."},
	{Key: "3.1.2", Term: "3.1.2 Language of parts", Text: "not tested. Names and quotations from repositories are not marked with their language."},
}
