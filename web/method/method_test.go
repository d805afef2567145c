package method_test

import (
	"math"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/plumbline-scorecard/plumbline/internal/bots"
	"github.com/plumbline-scorecard/plumbline/internal/exchange"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/web/pagetest"
)

func TestMethod_everyFieldHasItsAnchorAndDefinition(t *testing.T) {
	t.Parallel()
	h := pagetest.Scanned(t).Site()
	defined := map[string]int{}
	for _, path := range []string{"/method", "/method/data"} {
		doc := pagetest.Page(t, h, path, 200)
		seen := map[string]int{}
		doc.Find("[id]").Each(func(_ int, s *goquery.Selection) { seen[s.AttrOr("id", "")]++ })
		for _, f := range field.Catalogue {
			row := doc.Find(string(`tr[id="` + string(f.ID) + `"]`))
			if defined[string(f.ID)] += row.Length(); row.Length() > 0 && !strings.Contains(row.Text(), f.About) {
				t.Errorf("%s is not defined in %q", f.ID, row.Text())
			}
		}
		for id, n := range seen {
			if n > 1 {
				t.Errorf("%s: the id %q stands %d times", path, id, n)
			}
		}
		doc.Find("main a[href^='#']").Each(func(_ int, a *goquery.Selection) {
			if id := strings.TrimPrefix(a.AttrOr("href", ""), "#"); seen[id] != 1 {
				t.Errorf("%s: a link leads to #%s, of which there are %d", path, id, seen[id])
			}
		})
	}
	for _, f := range field.Catalogue {
		if defined[string(f.ID)] != 1 {
			t.Errorf("%s is defined %d times, want once", f.ID, defined[string(f.ID)])
		}
	}
}

// The four tables are most of the length of the page; what they are about is not
// folded away with them.
func TestMethod_tablesOfTheAxesAreFolded(t *testing.T) {
	t.Parallel()
	doc := pagetest.Page(t, pagetest.Scanned(t).Site(), "/method", 200)
	for _, a := range []string{"vitality", "resilience", "posture", "criticality"} {
		sec := doc.Find("section[aria-labelledby=axis-" + a + "]")
		fold := sec.Find("details:not([open])")
		if fold.Length() != 1 || fold.Find("tbody tr[id]").Length() == 0 || sec.Find("tbody tr").Length() != fold.Find("tbody tr").Length() {
			t.Errorf("%s: %d folds, %d of %d rows in them", a, fold.Length(), fold.Find("tbody tr").Length(), sec.Find("tbody tr").Length())
		}
		if got := fold.Find("summary").Text(); !strings.Contains(got, "weights") || fold.Find("h2").Length() != 0 {
			t.Errorf("%s is folded as %q", a, got)
		}
	}
}

func TestMethod_showsEveryNumberOfTheModel(t *testing.T) {
	t.Parallel()
	b := pagetest.Scanned(t)
	// Numbers nobody would type: where they are shown they come from the model.
	b.Model.Axes[model.Vitality][0].Weight, b.Model.Axes[model.Vitality][0].Why = 13.25, "because the test says so"
	b.Model.Gates[2].Floor, b.Model.Risk.MissingSpread, b.Model.Ageing.RankMonths = 56.75, 41.5, 29
	b.Model.Tiers.Gap, b.Model.Draws.DirichletK, b.Model.Status.ActiveMonths = 8.125, 51.5, 4
	b.Model.Bands["risk"][0].From, b.Model.SHA256 = 46.5, strings.Repeat("5a", 32)
	b.Model.Scorecard.CountFully = []string{"License"}
	h := b.Site()
	text := pagetest.Page(t, h, "/method", 200).Find("main").Text()
	if data := pagetest.Page(t, h, "/method/data", 200).Find("main").Text(); !strings.Contains(data, "Set A") {
		t.Error("the page of data lacks the lists' sources")
	}
	for _, want := range []string{
		"13.25", "because the test says so", "56.75", "41.5 × (1 − coverage)", "29\u00a0months", "8.125", "51.5 × shares", "in 4 or more of twelve months", "46.5",
		strings.Repeat("5a", 32), "1 of weight: counts ·", "revision 0123456789ab",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	for _, g := range b.Model.Gates {
		if !strings.Contains(text, g.Label) || !strings.Contains(text, g.Why) {
			t.Errorf("gate %s is not explained", g.ID)
		}
	}
}

func TestMethod_silenceIsClaimedForTheMeasuredCutsOnly(t *testing.T) {
	t.Parallel()
	b := pagetest.Scanned(t)
	b.Model.Bands["H"][1].From = 55
	text := pagetest.Page(t, b.Site(), "/method", 200).Find("section[aria-labelledby=bands]").Text()
	if !strings.Contains(text, "0 of 363 project-years") || !strings.Contains(text, "not measured at this cut") || strings.Contains(text, "5 of 298") {
		t.Errorf("got %s", text)
	}
}

func TestMethod_workedExampleIsTheFirstOfTheRankingAndAddsUp(t *testing.T) {
	t.Parallel()
	h := pagetest.Scanned(t).Site()
	doc := pagetest.Page(t, h, "/method", 200)
	part := doc.Find("section[aria-labelledby=example]")
	first := pagetest.Page(t, h, "/projects", 200).Find("table.plumbed .proj").First()
	if got := part.Find("h2").Text(); got != "A worked example: "+first.Text() {
		t.Errorf("the example is %q, the first is %q", got, first.Text())
	}
	sum, rows := 0.0, part.Find("tbody tr:not(.strong)")
	rows.Each(func(_ int, tr *goquery.Selection) {
		if v, err := strconv.ParseFloat(strings.TrimSpace(tr.Find("td").Last().Text()), 64); err == nil {
			sum += v
		}
	})
	total, err := strconv.ParseFloat(strings.TrimSpace(part.Find("tr.strong td").Last().Text()), 64)
	if err != nil || total == 0 || math.Abs(sum-total) > 1e-6 {
		t.Errorf("the parts of %d rows add up to %v, the sum says %v", rows.Length(), sum, total)
	}
	formulas := pagetest.Texts(part.Find(".sums li"))
	if len(formulas) < 6 || !strings.HasPrefix(formulas[len(formulas)-1], "Risk = ") {
		t.Fatalf("formulas: %q", formulas)
	}
	value := func(line string) float64 {
		v, err := strconv.ParseFloat(line[strings.LastIndex(line, "= ")+2:], 64)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	if got := value(formulas[5]); math.Abs(got-total) > .051 {
		t.Errorf("the formula gives %v, the table %v", got, total)
	}
	for _, line := range formulas[:4] { // each axis: printed parts add up
		parts := strings.Split(line[strings.Index(line, "= ")+2:strings.LastIndex(line, " = ")], " + ")
		sum := 0.0
		for _, p := range parts {
			v, err := strconv.ParseFloat(p, 64)
			if err != nil {
				t.Fatal(err)
			}
			sum += v
		}
		if math.Abs(sum-value(line)) > .0051 {
			t.Errorf("%s adds up to %v", line, sum)
		}
	}
}

func TestMethod_withoutRanksSaysThatTheExampleWillCome(t *testing.T) {
	t.Parallel()
	if got := pagetest.Page(t, pagetest.Unranked(t), "/method", 200).Find("section[aria-labelledby=example]").Text(); !strings.Contains(got, "Nothing is ranked yet") {
		t.Errorf("got %q", got)
	}
}

func TestMethod_showsTheRulesForPrograms(t *testing.T) {
	t.Parallel()
	b := pagetest.Scanned(t)
	b.Bots.Rules = []bots.Rule{{ID: "robot", Pattern: `robot$`, In: "both", Why: "It says what it is."}}
	got := pagetest.Texts(pagetest.Page(t, b.Site(), "/method/data", 200).Find("section[aria-labelledby=bots] tbody tr"))
	if len(got) != 1 || !strings.Contains(got[0], "robot$") || !strings.Contains(got[0], "name or email") {
		t.Errorf("got %q", got)
	}
}

func TestMethod_glossaryHoldsEveryTermOfTheDomain(t *testing.T) {
	t.Parallel()
	doc, err := os.ReadFile("../../internal/health/doc.go")
	if err != nil {
		t.Fatal(err)
	}
	words := strings.ToLower(strings.Join(pagetest.Texts(pagetest.Page(t, pagetest.Scanned(t).Site(), "/method", 200).Find("section[aria-labelledby=glossary] dt")), "|"))
	terms := regexp.MustCompile(`(?m)(?:^//   - |[.] )([a-z][a-z -]*?)(?: L)?: `).FindAllStringSubmatch(string(doc), -1)
	if len(terms) < 18 {
		t.Fatalf("found only %d terms", len(terms))
	}
	for _, m := range terms {
		if !strings.Contains(words, m[1]) {
			t.Errorf("the glossary lacks %q", m[1])
		}
	}
}

func TestMethod_namesWhatIsNotPublic(t *testing.T) {
	t.Parallel()
	doc := pagetest.Page(t, pagetest.Scanned(t).Site(), "/method/data", 200)
	for _, f := range field.Catalogue {
		if got := strings.Contains(doc.Find(`tr[id="`+string(f.ID)+`"]`).Text(), "For operators only"); got != exchange.OperatorOnly(f.ID) {
			t.Errorf("%s: said to be for operators only: %v", f.ID, got)
		}
	}
}

func TestMethodData_explainsEveryColumnOfTheCSV(t *testing.T) {
	t.Parallel()
	h := pagetest.Scanned(t).Site()
	rows := pagetest.Page(t, h, "/method/data", 200).Find("section[aria-labelledby=csv] tbody tr")
	head, _, _ := strings.Cut(pagetest.Body(t, pagetest.Get(t, h, "/projects.csv")), "\n")
	names := strings.Split(strings.TrimSpace(head), ",")
	if rows.Length() != len(names) {
		t.Fatalf("%d columns are explained, the CSV has %d", rows.Length(), len(names))
	}
	rows.Each(func(i int, tr *goquery.Selection) {
		if cells := pagetest.Texts(tr.Children()); cells[0] != names[i] || cells[1] == "" || cells[2] == "" {
			t.Errorf("column %d is %s, the page explains %q", i, names[i], cells)
		}
	})
	formats := pagetest.Texts(pagetest.Page(t, h, "/projects", 200).Find("nav[aria-label='Pages and formats'] a[href='/method/data#csv']"))
	if len(formats) != 1 {
		t.Errorf("links beside the CSV to what its columns mean: %q", formats)
	}
}
