package changes

import (
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/cause"
	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/web/feed"
)

// atom answers with the changes of projects, one entry for each project and week, and one for each
// change of an instrument. A cause that is asked for replaces "project".
func (s maker) atom() error {
	a, p, done, err := s.data()
	if done || err != nil {
		return err
	}
	if len(a.Causes) == 0 {
		a.Causes = []cause.Cause{cause.Project}
	}
	f := feed.New(s.Request, "changes"+a.with("", "per"), "Plumbline: changes of "+s.List.Title, s.address(a, ".atom"), a.with(path, "per"))
	return f.Send(s.Request, p, func(p query.Period) []feed.Entry { return s.entriesOf(a, p) })
}

// entriesOf are the instruments of a period, then its projects, the most points first.
func (s maker) entriesOf(a ask, p query.Period) []feed.Entry {
	var out []feed.Entry
	for _, v := range s.instrumentsOf(a, p) {
		out = append(out, feed.Entry{
			ID: feed.Tag(s.Request, p.Week, "instrument/"+v.Cause), Updated: feed.Stamp(p.To.Finished), Title: v.Name + ": " + v.Text, Category: feed.Category{Term: v.Cause},
			Link:    feed.HTML(s.Request, s.weekOf(a, p)+"#instruments"),
			Content: feed.Content{Type: "text", Text: strings.Join(append([]string{v.Text}, v.Lines...), "\n")},
		})
	}
	matching, _, _ := a.rows(p.Changes)
	return append(out, feed.Projects(s.Request, p, matching)...)
}

// weekOf is the page of a period.
func (s maker) weekOf(a ask, p query.Period) string {
	if p.To.ID == s.Run.ID && !s.IsPast() {
		return a.with(path, "per")
	}
	return a.with(path, query.AsOf, explain.ISO(p.To.Finished))
}
