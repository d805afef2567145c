package maintain_test

import (
	"encoding/csv"
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/web/pagetest"
)

func site(t *testing.T) http.Handler {
	t.Helper()
	b := pagetest.New(t).WithPast()
	b.Project("xz", func(p *health.Project) {
		p.Corrections = []health.Correction{
			{Kind: health.OptDown, What: "No rank.", Why: "Two people of their own time.", By: "maintainer", Date: "2026-03-01", Expires: "2027-02-28", URL: "https://example.org/ask"},
			{Kind: health.OptDown, What: "No rank.", Why: "For a year.", By: "maintainer", Date: "2024-03-01", Expires: "2025-02-28"},
		}
	}).Project("zlib", func(p *health.Project) {
		p.Corrections = []health.Correction{{Kind: health.Kept, What: "One regular, not two.", Why: "The second has 3 months of commits.", By: "reader", Date: "2026-05-01"}}
	}).Project("curl", nil)
	for _, slug := range []string{"xz", "zlib", "curl"} {
		b.Measured(slug, 2, 8, 40).Posture(slug, 6)
	}
	return b.Site()
}

// The ledger says who asked, what, why and until when, on the page and in both files.
func TestLedger_hasEveryDecisionNewestFirst(t *testing.T) {
	t.Parallel()
	h := site(t)
	doc := pagetest.Page(t, h, "/corrections", http.StatusOK)
	text := pagetest.Words(doc.Find(".finding"))
	if !strings.HasPrefix(text, "3 decisions on record, two in force.") {
		t.Errorf("it is headed %q", text)
	}
	rows := pagetest.Attrs(doc.Find("tbody tr"), "data-row")
	if len(rows) != 3 || !strings.HasPrefix(rows[0], "zlib-") || !strings.Contains(doc.Find("tbody tr").Eq(2).Text(), "not in force") {
		t.Errorf("the rows are %q", rows)
	}
	if doc.Find("tbody a[href='https://example.org/ask']").Length() != 1 || doc.Find("[data-says=contact] a").Length() != 1 {
		t.Error("the request, or where to send one, is not linked")
	}
	var d struct {
		Corrections []struct {
			Project string
			By      string `json:"asked_by"`
			Applies bool
		}
	}
	if err := json.Unmarshal([]byte(pagetest.Body(t, pagetest.Get(t, h, "/corrections.json"))), &d); err != nil || len(d.Corrections) != 3 || d.Corrections[1].Project != "xz" || !d.Corrections[1].Applies || d.Corrections[2].Applies {
		t.Errorf("%+v, %v", d, err)
	}
	file, err := csv.NewReader(strings.NewReader(pagetest.Body(t, pagetest.Get(t, h, "/corrections.csv")))).ReadAll()
	if err != nil || len(file) != 4 || file[1][0] != "zlib" {
		t.Errorf("%q, %v", file, err)
	}
}

// A project whose maintainers asked for it keeps its page and figures, and has no rank.
func TestLedger_anOptDownRemovesTheRankAlone(t *testing.T) {
	t.Parallel()
	h := site(t)
	var d struct {
		Ranked   int
		Projects []struct {
			Slug    string
			Rank    *int
			Reasons []struct{ Code string }
			Health  *struct{ Value float64 }
		}
	}
	if err := json.Unmarshal([]byte(pagetest.Body(t, pagetest.Get(t, h, "/projects.json?ranked=no"))), &d); err != nil {
		t.Fatal(err)
	}
	if len(d.Projects) != 1 || d.Projects[0].Slug != "xz" || d.Projects[0].Rank != nil || d.Projects[0].Health == nil || len(d.Projects[0].Reasons) != 1 || d.Projects[0].Reasons[0].Code != "opt_down" {
		t.Errorf("got %+v", d)
	}
	if text := pagetest.Words(pagetest.Page(t, h, "/p/xz", http.StatusOK).Find("main")); !strings.Contains(text, "asked to be shown without a rank") {
		t.Error("its page does not say why it has no rank")
	}
}

func TestMaintainers_reportsAlwaysHaveAnAddress(t *testing.T) {
	t.Parallel()
	doc := pagetest.Page(t, site(t), "/maintainers", http.StatusOK)
	if doc.Find("main form[action='/search'] input[name=q]").Length() != 1 || doc.Find("[data-says=contact] a").Length() != 1 || doc.Find("a[href='/corrections']").Length() == 0 {
		t.Error("the form, the address of reports or the ledger is missing")
	}
}
