package web

import (
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/web/ui"
)

// noticesShown is how many notices of instruments stand on a page.
const noticesShown = 3

// instrumentNotices are what pages about the whole list say of instruments.
func instrumentNotices(c query.Compared) []ui.Notice {
	var out []ui.Notice
	for i, n := range c.Notices {
		if i == noticesShown {
			more := len(c.Notices) - noticesShown
			out = append(out, ui.Notice{Claim: ui.Sentence(ui.Number(more)) + " more moved in the same way.", Text: "plumbline changes tells of all."})
			break
		}
		claim, rest := ui.NoticeText(n)
		out = append(out, ui.Notice{Claim: claim, Text: "Since " + ui.Day(c.From.Finished) + ". " + rest})
	}
	return out
}
