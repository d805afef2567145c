package bundled

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/exchange"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
	"github.com/plumbline-scorecard/plumbline/internal/report"
	"github.com/plumbline-scorecard/plumbline/internal/score"
	"github.com/plumbline-scorecard/plumbline/internal/survey"
)

// Material returns what a report on some projects of the default list is made from, as run 7 of a
// fresh installation would have it. Its printed page is a line. Cost: about a second.
func Material(id string, slugs ...string) (report.Material, error) {
	j, err := judge()
	if err != nil {
		return report.Material{}, err
	}
	m := j.set.Model
	run := health.Run{ID: 7, List: j.list.Slug, Revision: j.list.Revision, ModelSHA: m.SHA256, Version: "1.2.3", Origin: health.OriginBundle, Finished: j.at, AsOf: j.at}
	rows := score.Rank(m, j.list.Slug, j.candidates, "test")
	slices.SortFunc(rows, func(a, b ranking.Row) int { return strings.Compare(a.Name, b.Name) })
	for i := range rows {
		rows[i].Views, rows[i].Alerts = nil, nil
	}
	list := report.ListRef{Slug: j.list.Slug, Title: j.list.Title, Revision: j.list.Revision}
	for _, slug := range slugs {
		if !slices.ContainsFunc(rows, func(r ranking.Row) bool { return r.Slug == slug }) {
			return report.Material{}, fmt.Errorf("%s is not bundled", slug)
		}
	}
	counts := survey.New(m, len(slugs))
	has := func(r ranking.Row) bool { return slices.Contains(slugs, r.Slug) }
	for _, r := range rows {
		if has(r) {
			counts.Add(r)
		}
	}
	return report.Material{
		Report: report.Report{
			ID: id, Title: "Kept", Made: j.at, Plumbline: "1.2.3", List: list, Run: exchange.RefOf(run), Model: m.Name(), Counts: counts.Done(), Absent: []report.Absent{},
		},
		Run: run, ModelFile: m.Canonical(), Rows: rows, Has: has,
		Evidence: func(r ranking.Row) (report.Evidence, error) {
			at := slices.IndexFunc(j.candidates, func(c score.Candidate) bool { return c.Project.Slug == r.Slug })
			if at < 0 {
				return report.Evidence{}, fmt.Errorf("%s is not bundled", r.Slug)
			}
			c, f := j.candidates[at], j.figures[r.Slug]
			f.Ranked = &r
			return report.Evidence{
				Format: report.EvidenceFormat, List: list, Run: exchange.RefOf(run), Model: m.Name(),
				Figures: exchange.ProjectDocument(c.Project, f, c.Score).Public(), Score: exchange.ExplainDocument(m, c.Score),
			}, nil
		},
		Print: func(w io.Writer, r report.Report) error { _, err := io.WriteString(w, r.Title+"\n"); return err },
	}, nil
}
