package project

import (
	"bytes"
	"slices"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/exchange"
	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/proof"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/web/page"
)

// proofs sends the commands that check the figures of a project, as text: all, or the one that the
// address names (?input=FIELD). Figures for operators are left out, as on every public page.
func (s maker) proofs(sub query.Project) error {
	var buf bytes.Buffer
	rows := slices.DeleteFunc(proof.Rows(sub.Figures.Inputs), func(row field.Row) bool { return exchange.OperatorOnly(row.ID) })
	if only := s.Values().Get("input"); only != "" {
		rows = slices.DeleteFunc(rows, func(row field.Row) bool { return string(row.ID) != only })
		if len(rows) == 0 {
			return page.NotFound("No figure has the name " + page.Cut(strings.ToValidUTF8(only, "")) + ". Remove “input” to see all figures.")
		}
	}
	checked := proof.Subject{Project: sub.Project, Inputs: sub.Figures.Inputs, Rules: s.rules}
	explain.Proofs(&buf, checked, rows, func(line string) string { return line })
	s.W.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, _ = s.W.Write(buf.Bytes()) // the reader has gone; nothing is left to tell
	return nil
}
