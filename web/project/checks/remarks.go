package checks

import (
	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/internal/reply"
)

// remarks are what the maintainers say of a check in their own files, with the address of the line.
func remarks(sub query.Project, id field.ID) []evidence {
	sn, _ := sub.Figures.Snapshot(field.SourceGit)
	line := explain.Blobs(sub.Project, sn)
	var out []evidence
	for _, e := range reply.RemarksOn(sub.Figures.Inputs, id) {
		out = append(out, evidence{
			Text: e.Reason + ", for " + reply.ToolName(e.Tool), Place: e.Path + ", line " + explain.Thousands(e.Line), URL: line(e.Path, e.Line),
		})
	}
	return out
}
