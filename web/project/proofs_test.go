package project

import (
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/figures"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/proof"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/web/page"
)

// The text of a project has the commands of figures that everybody may see, and no other.
func TestProofs_areTextWithoutOperatorsFigures(t *testing.T) {
	t.Parallel()
	ins := health.Inputs{}
	for _, id := range []field.ID{field.Regulars12m, field.NewcomerCoreShare} {
		in := health.Obs(id, 3)
		in.Source, in.Commit, in.ObservedAt = field.SourceGit, strings.Repeat("a", 40), time.Unix(1_780_000_000, 0)
		ins.Put(in)
	}
	answer := httptest.NewRecorder()
	m := maker{Request: &page.Request{W: answer}, rules: proof.Rules{Programs: "bot <"}}
	if err := m.proofs(query.Project{Entry: query.Entry{Project: health.Project{Name: "Xample"}}, Figures: figures.Project{Inputs: ins}}); err != nil {
		t.Fatal(err)
	}
	text := answer.Body.String()
	for _, want := range []string{"Xample", "changes() {", "Regular contributors (regulars_12m): 3 people", "\nchanges | count '", "prints: 3\n"} {
		if !strings.Contains(text, want) {
			t.Errorf("the text lacks %q:\n%s", want, text)
		}
	}
	if strings.Contains(text, string(field.NewcomerCoreShare)) {
		t.Error("a figure for operators is in the text")
	}
	if kind := answer.Header().Get("Content-Type"); !strings.HasPrefix(kind, "text/plain") {
		t.Errorf("content type %q", kind)
	}
}
