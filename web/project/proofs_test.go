package project

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/figures"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/httpx"
	"github.com/plumbline-scorecard/plumbline/internal/proof"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/web/page"
)

// The text of a project has the commands of figures that everybody may see, and no other.
func TestProofs_areTextWithoutOperatorsFigures(t *testing.T) {
	t.Parallel()
	ins := health.Inputs{}
	for _, id := range []field.ID{field.Regulars12m, field.HumanCommits12m, field.NewcomerCoreShare} {
		in := health.Obs(id, 3)
		in.Source, in.Commit, in.ObservedAt = field.SourceGit, strings.Repeat("a", 40), time.Unix(1_780_000_000, 0)
		ins.Put(in)
	}
	of := query.Project{Entry: query.Entry{Project: health.Project{Name: "Xample"}}, Figures: figures.Project{Inputs: ins}}
	ask := func(query string) (*httptest.ResponseRecorder, error) {
		answer := httptest.NewRecorder()
		asked := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/p/xample.txt"+query, nil)
		m := maker{Request: &page.Request{W: answer, HTTP: asked}, rules: proof.Rules{Programs: "bot <"}}
		return answer, m.proofs(of)
	}
	answer, err := ask("")
	if err != nil {
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
	one, err := ask("?input=" + string(field.HumanCommits12m))
	if text := one.Body.String(); err != nil || !strings.Contains(text, "changes() {") || !strings.Contains(text, string(field.HumanCommits12m)) || strings.Contains(text, string(field.Regulars12m)) {
		t.Errorf("of one figure: %v\n%s", err, text)
	}
	for _, none := range []field.ID{field.NewcomerCoreShare, "regulars"} {
		if _, err := ask("?input=" + string(none)); httpx.Status(err) != http.StatusNotFound {
			t.Errorf("%s: %v", none, err)
		}
	}
}
