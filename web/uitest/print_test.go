package uitest

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"
)

// printed is what a page is like on A4 paper.
type printed struct {
	Page   string
	Height int // px, on a screen
	Sheets int
	Points float64 // the size of the smallest body text
	Wide   extent  // what leaves the sheet
	// Controls are the fields, buttons and links to filters that are printed.
	Controls []string
}

// sheet is the width of an A4 sheet within the margins of the style, in px of CSS.
const sheet = 718

// mostSheets and leastPoints are what a reader of paper takes: a project on three sheets, in a
// size that is no strain.
const (
	mostSheets  = 3
	leastPoints = 8.5
)

// printing has pages printed, by name.
func printing(t *testing.T, todo []at) map[string]printed {
	t.Helper()
	out := map[string]printed{}
	ask(t, "print.mjs", map[string]any{"browser": browser(t), "base": address(t), "pages": todo, "width": sheet}, func(line []byte) {
		var p printed
		decode(t, line, &p)
		out[p.Page] = p
	})
	if len(out) != len(todo) {
		t.Fatalf("%d pages printed, want %d", len(out), len(todo))
	}
	return out
}

// The projects with the longest pages fit on three sheets, in a size that can be
// read. Curl is the longest: the site of these tests has answers of GitHub and a published
// result for it.
func TestPrint_projectsFitOnThreeSheets(t *testing.T) {
	t.Parallel()
	var todo []at
	for _, slug := range []string{"xz", "yocto", "ruby", "go", "tomcat", "rsync", "autotools", "libwebp", "curl"} {
		todo = append(todo, at{slug, "/p/" + slug, 200})
	}
	most := printed{}
	for name, p := range printing(t, todo) {
		if p.Sheets == 0 || p.Sheets > mostSheets {
			t.Errorf("%s takes %d sheets, at most %d", name, p.Sheets, mostSheets)
		}
		if p.Points < leastPoints-0.01 {
			t.Errorf("%s has body text of %.2f pt, at least %.1f", name, p.Points, leastPoints)
		}
		judgeWidth(t, p)
		if p.Height > most.Height {
			most = p
		}
	}
	t.Logf("%d projects; the tallest is %s with %d px, on %d sheets", len(todo), most.Page, most.Height, most.Sheets)
}

// planned returns the first projects of the people envelope of the plan.
func planned(t *testing.T, n int) []string {
	t.Helper()
	res, err := http.Get(address(t) + "/fund.json")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	var d struct {
		Plan struct {
			Envelopes []struct {
				Often []struct {
					Slug string `json:"slug"`
				} `json:"chosen_in_draws"`
			} `json:"envelopes"`
		} `json:"plan"`
	}
	if err := json.NewDecoder(res.Body).Decode(&d); err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, x := range d.Plan.Envelopes[0].Often {
		if !slices.Contains([]string{"curl", "openssl", "sqlite", "linux", "ingress-nginx", "cpython", "tomcat"}, x.Slug) {
			out = append(out, x.Slug)
		}
	}
	return out[:n]
}

// A brief is two pages, whatever is known of the project: much, nothing, or that it has ended.
func TestPrint_briefsFitOnTwoSheets(t *testing.T) {
	t.Parallel()
	const most = 2
	var todo []at
	// The first six are those that the plan of a fresh installation pays for most.
	for _, slug := range append(planned(t, 6), "curl", "openssl", "sqlite", "linux", "ingress-nginx", "cpython", "tomcat") {
		todo = append(todo, at{"brief-" + slug, "/p/" + slug + "/brief", 200})
	}
	for name, p := range printing(t, todo) {
		if p.Sheets == 0 || p.Sheets > most {
			t.Errorf("%s takes %d sheets, at most %d", name, p.Sheets, most)
		}
		if p.Points < leastPoints-0.01 {
			t.Errorf("%s has body text of %.2f pt, at least %.1f", name, p.Points, leastPoints)
		}
		judgeWidth(t, p)
		t.Logf("%s takes %d sheets, body text of %.1f pt", name, p.Sheets, p.Points)
	}
}

// Six projects beside each other are four sheets: three of the table and one of both charts.
func TestPrint_sixProjectsFitOnFourSheets(t *testing.T) {
	t.Parallel()
	const most = 4
	todo := []at{
		{"compare-six", "/compare?p=curl&p=xz&p=zlib&p=openssl&p=bash&p=sudo", 200},
		{"compare-six-known", "/compare?p=curl&p=xz&p=git&p=openssl&p=bash&p=sudo", 200},
	}
	for name, p := range printing(t, todo) {
		if p.Sheets == 0 || p.Sheets > most {
			t.Errorf("%s takes %d sheets, at most %d", name, p.Sheets, most)
		}
		judgeWidth(t, p)
	}
}

// Nothing of a printed page leaves the sheet, and nothing is printed that only a screen can use.
func TestPrint_nothingLeavesTheSheetOrNeedsAScreen(t *testing.T) {
	t.Parallel()
	todo := []at{
		{"projects", "/projects", 200},
		{"compare-two", "/compare?p=xz&p=curl", 200},
		{"compare-six", "/compare?p=xz&p=curl&p=libpng&p=libxml2&p=sqlite&p=linux", 200},
		{"map", "/map", 200},
		{"fund", "/fund", 200},
		{"matrix", "/matrix", 200},
		{"checks", "/checks", 200},
		{"check", "/checks/code-review", 200},
		{"list", "/lists/critical", 200},
		{"history", "/p/curl/history", 200},
		{"funding", "/p/curl/funding", 200},
	}
	for _, p := range printing(t, todo) {
		judgeWidth(t, p)
		if len(p.Controls) > 0 {
			t.Errorf("%s prints %d controls: %s", p.Page, len(p.Controls), p.Controls[:min(3, len(p.Controls))])
		}
		t.Logf("%s takes %d sheets", p.Page, p.Sheets)
	}
}

func judgeWidth(t *testing.T, p printed) {
	t.Helper()
	if p.Wide.Room == 0 || p.Wide.Width > p.Wide.Room {
		t.Errorf("%s is %d px wide on a sheet of %d: %s", p.Page, p.Wide.Width, p.Wide.Room, strings.Join(p.Wide.By, "; "))
	}
}
