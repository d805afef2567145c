package method_test

import (
	"math"
	"os"
	"regexp"
	"slices"
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
	for _, path := range []string{"/method", "/method/posture", "/method/data", "/method/programs", "/method/limits", "/method/candidates", "/method/guide", "/method/services", "/method/glossary"} {
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
	b := pagetest.Scanned(t)
	h := b.Site()
	for _, axis := range model.InputAxes {
		a := axis.Name()
		path := "/method"
		if axis == model.Posture {
			path = "/method/posture"
		}
		doc := pagetest.Page(t, h, path, 200)
		sec := doc.Find("section[aria-labelledby=axis-" + a + "]")
		fold := sec.Find("details:not([open])")
		if fold.Length() != 1 || fold.Find("tbody tr[id]").Length() == 0 || sec.Find("tbody tr").Length() != fold.Find("tbody tr").Length() {
			t.Errorf("%s: %d folds, %d of %d rows in them", a, fold.Length(), fold.Find("tbody tr").Length(), sec.Find("tbody tr").Length())
		}
		if got := fold.Find("summary").Text(); !slices.Equal(pagetest.Numbers(got), []string{strconv.Itoa(len(b.Model.Axes[axis]))}) || fold.Find("h2").Length() != 0 {
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
	b.Model.Tiers.Gap, b.Model.Draws.DirichletK, b.Model.Status.ActiveMonths = 8.125, 51.5, 37
	b.Model.Bands["risk"][0].From, b.Model.SHA256 = 46.5, strings.Repeat("5a", 32)
	b.Model.Scorecard.CountFully = []string{"License"}
	h := b.Site()
	doc := pagetest.Page(t, h, "/method", 200)
	text := doc.Find("main").Text()
	if data := pagetest.Page(t, h, "/method/data", 200).Find("main").Text(); !strings.Contains(data, "Set A") {
		t.Error("the page of data lacks the lists' sources")
	}
	for _, want := range []string{"because the test says so", strings.Repeat("5a", 32), "0123456789ab"} {
		if !strings.Contains(text, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	for section, want := range map[string]string{
		"axis-vitality": "13.25", "gates": "56.75", "unknown": "41.5", "ageing": "29", "draws": "51.5", "maintenance": "37", "bands": "46.5",
	} {
		if got := numbersOf(doc, section); !slices.Contains(got, want) {
			t.Errorf("%s lacks %s: %q", section, want, got)
		}
	}
	if got := numbersOf(doc, "draws"); !slices.Contains(got, "8.125") {
		t.Errorf("the gap of tiers is not among %q", got)
	}
	if got := pagetest.Numbers(pagetest.Page(t, h, "/method/posture", 200).Find("section[aria-labelledby=from-git] .sec__head p").Text()); len(got) == 0 || got[0] != "1" {
		t.Errorf("from git alone counts a weight of %q, want 1", got)
	}
	for _, g := range b.Model.Gates {
		if !strings.Contains(text, g.Name()) || !strings.Contains(text, g.Why) {
			t.Errorf("gate %s is not explained", g.ID)
		}
	}
}

// numbersOf returns the numbers of a section, of one line, cell or formula after the
// other.
func numbersOf(doc *goquery.Document, section string) []string {
	lines := pagetest.Texts(doc.Find("section[aria-labelledby=" + section + "]").Find("li, td, th, p"))
	return pagetest.Numbers(strings.Join(lines, " ; "))
}

func TestMethod_silenceIsClaimedForTheMeasuredCutsOnly(t *testing.T) {
	t.Parallel()
	b := pagetest.Scanned(t)
	b.Model.Bands["H"][1].From = 55
	bands := pagetest.Page(t, b.Site(), "/method", 200).Find("section[aria-labelledby=bands] tr[data-row=band-H]")
	if got := pagetest.Says(bands); len(got) < 2 || got[0] != "silent:0/363" || got[1] != "not-measured" || slices.Contains(got, "silent:5/298") {
		t.Errorf("the bands state %q", got)
	}
	cells := bands.Find("[data-says]")
	if got := pagetest.Numbers(cells.Eq(0).Text()); len(got) < 2 || !slices.Equal(got[:2], []string{"0", "363"}) || len(pagetest.Numbers(cells.Eq(1).Text())) != 0 {
		t.Errorf("the cuts are told as %q", pagetest.Texts(cells))
	}
}

func TestMethod_workedExampleIsTheFirstOfTheRankingAndAddsUp(t *testing.T) {
	t.Parallel()
	h := pagetest.Scanned(t).Site()
	doc := pagetest.Page(t, h, "/method", 200)
	part := doc.Find("section[aria-labelledby=example]")
	first := pagetest.Page(t, h, "/projects", 200).Find("table.plumbed .proj").First()
	if got := part.Find("h2").Text(); !strings.Contains(got, first.Text()) || part.Find("p a[href='"+first.AttrOr("href", "none")+"']").Length() != 1 {
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
	if len(formulas) != 6 {
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
	if got := pagetest.Page(t, pagetest.Unranked(t), "/method", 200).Find("section[aria-labelledby=example]"); got.Find("[data-reason=no-ranks]").Length() != 1 || got.Find("table").Length() != 0 {
		t.Errorf("got %q", got.Text())
	}
}

func TestMethod_showsTheRulesForPrograms(t *testing.T) {
	t.Parallel()
	b := pagetest.Scanned(t)
	b.Bots.Rules = []bots.Rule{{ID: "robot", Pattern: `robot$`, In: "both", Why: "It says what it is."}}
	b.Shared.Rules = []bots.Rule{{ID: "crew", Pattern: `^crew@`, In: "email", Why: "Many commit with it."}}
	page := pagetest.Page(t, b.Site(), "/method/programs", 200)
	rows := page.Find("section[aria-labelledby=bots] tbody tr")
	if rows.Length() != 1 || rows.Find(".mono").Text() != "robot$" || rows.Find("td[data-says=both]").Length() != 1 {
		t.Errorf("got %q", pagetest.Texts(rows))
	}
	if rows = page.Find("section[aria-labelledby=shared] tbody tr"); rows.Length() != 1 || rows.Find(".mono").Text() != "^crew@" {
		t.Errorf("shared addresses: got %q", pagetest.Texts(rows))
	}
}

func TestMethod_glossaryHoldsEveryTermOfTheDomain(t *testing.T) {
	t.Parallel()
	doc, err := os.ReadFile("../../internal/health/doc.go")
	if err != nil {
		t.Fatal(err)
	}
	page := pagetest.Page(t, pagetest.Scanned(t).Site(), "/method/glossary", 200).Find("section[aria-labelledby=glossary]")
	ids := "|" + strings.Join(pagetest.Attrs(page.Find("dd"), "data-field"), "|") + "|"
	if names := pagetest.Texts(page.Find("dt")); slices.Contains(names, "") || len(names) != page.Find("dd").Length() {
		t.Errorf("terms without a name: %q", names)
	}
	terms := regexp.MustCompile(`(?m)(?:^//   - |[.] )([a-z][a-z -]*?)(?: L)?: `).FindAllStringSubmatch(string(doc), -1)
	if len(terms) < 18 {
		t.Fatalf("found only %d terms", len(terms))
	}
	for _, m := range terms {
		if !strings.Contains(ids, strings.ReplaceAll(m[1], " ", "-")) {
			t.Errorf("the glossary lacks %q", m[1])
		}
	}
}

func TestMethod_namesWhatIsNotPublic(t *testing.T) {
	t.Parallel()
	doc := pagetest.Page(t, pagetest.Scanned(t).Site(), "/method/data", 200)
	for _, f := range field.Catalogue {
		if got := doc.Find(`tr[id="`+string(f.ID)+`"] [data-says=operators]`).Length() == 1; got != exchange.OperatorOnly(f.ID) {
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
	formats := pagetest.Texts(pagetest.Page(t, h, "/projects", 200).Find("nav.acts a[href='/method/data#csv']"))
	if len(formats) != 1 {
		t.Errorf("links beside the CSV to what its columns mean: %q", formats)
	}
}
