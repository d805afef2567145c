package curated

import (
	"sort"

	"github.com/plumbline-scorecard/plumbline/internal/health"
)

func endOfLife(n node) *health.EndOfLife {
	if !n.given() {
		return nil
	}
	f := n.fields("archived", "since", "url", "successor")
	return &health.EndOfLife{
		Archived: f["archived"].yes(), Since: date(f["since"].required(), false),
		URL: address(f["url"].required(), "https"), Successor: f["successor"].text(),
	}
}

// corrections returns what the editors decided, newest first. A decision to show a project without a
// rank has an end, so that it is asked about again.
func corrections(n node) []health.Correction {
	var kinds []string
	for _, k := range health.CorrectionKinds {
		kinds = append(kinds, string(k))
	}
	var out []health.Correction
	for _, n := range n.list() {
		f := n.fields("kind", "what", "why", "by", "date", "expires", "url")
		c := health.Correction{
			Kind: health.CorrectionKind(choice(f["kind"].required(), kinds...)), What: f["what"].required().text(), Why: f["why"].required().text(),
			By:   choice(f["by"].required(), "maintainer", "editor", "reader"),
			Date: date(f["date"].required(), false), Expires: lastDay(f["expires"]), URL: address(f["url"], "https"),
		}
		switch {
		case c.Kind == health.OptDown && c.Expires == "":
			f["expires"].required()
		case c.Kind == health.OptDown && c.By != "maintainer" && c.By != "":
			f["by"].bad(NotAllowed, "%q asked for no rank: only a maintainer can", c.By)
		case c.Expires != "" && c.Expires < c.Date:
			f["expires"].bad(OutOfRange, "%q is before the day of the decision, %s", c.Expires, c.Date)
		}
		out = append(out, c)
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].Date > out[j].Date })
	return out
}

// statements returns what maintainers said, newest first, whatever the order in the file.
func statements(n node) []health.Statement {
	var out []health.Statement
	for _, n := range n.list() {
		f := n.fields("kind", "text", "url", "date")
		out = append(out, health.Statement{
			Kind: health.StatementKind(choice(f["kind"].required(), string(health.HelpWanted), string(health.SteppingDown))),
			Text: f["text"].required().text(), URL: address(f["url"].required(), "https"), Date: date(f["date"].required(), false),
		})
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].Date > out[j].Date })
	return out
}
