package uitest

import (
	"net/url"
	"os"
	"strings"
	"testing"
)

// journey is what a person comes for, as a way from page to page. A step uses only what that person
// sees: a link, a form. To go by a new page, add a step where it lies on the way.
type journey struct {
	Name  string   `json:"name"`
	Path  string   `json:"path"`
	Steps []travel `json:"steps"`
}

// travel is one step: what is filled in, ticked and clicked, in this order, and what must be seen
// then. All but Fill are selectors.
type travel struct {
	Name  string            `json:"name"`
	Fill  map[string]string `json:"fill,omitempty"`
	Check string            `json:"check,omitempty"`
	Click string            `json:"click,omitempty"`
	See   []string          `json:"see"`
	// At is the path the step ends at, Query a parameter it has there, "name=value"; empty: none.
	At    string `json:"-"`
	Query string `json:"-"`
}

// arrived is where a step led.
type arrived struct {
	Journey, Step string
	URL, Title    string
	Status        int
	Visible       map[string]int // selector → elements in sight
	Error         string
}

// shot is a picture of each step.
type shot struct {
	Name   string `json:"name"`
	Theme  string `json:"theme"`
	Width  int    `json:"width"`
	Height int    `json:"height"`
}

func nav(href string) string { return "nav.mast__nav a[href='" + href + "']" }

// journeys are those of the product's three readers, over the pages there are.
var journeys = []journey{
	{"funder", "/", []travel{
		{Name: "overview", See: []string{"main h1", "main .finding", "main a.proj"}, At: "/"},
		{Name: "projects", Click: nav("/projects"), See: []string{"#filters", "main table a.proj", ".dateline .age"}, At: "/projects"},
		{Name: "filter", Check: "#filters input[name=status][value=active]", Click: "#filters button", See: []string{"main a.chip", "main a.proj"}, At: "/projects", Query: "status=active"},
		{Name: "map", Click: nav("/map"), See: []string{"main figure svg", "main table a.proj"}, At: "/map"},
		{Name: "project", Click: "main a.proj[href='/p/xz']", See: []string{"main h1", "main .finding", "#critical", "#provenance"}, At: "/p/xz"},
		{Name: "compare", Click: "main a[href^='/compare?p=xz']", See: []string{"#add", "main .chip"}, At: "/compare", Query: "p=xz"},
		{Name: "add", Fill: map[string]string{"#add": "curl"}, Click: "form:has(#add) button", See: []string{"main table", "main a[href='/p/curl']", "main .finding", "main .cite"}, At: "/compare", Query: "p=curl"},
	}},
	{"maintainer", "/", []travel{
		{Name: "search", Fill: map[string]string{"#find": "libcurl"}, Click: "form.find button", See: []string{"main a[href='/p/curl']"}, At: "/search", Query: "q=libcurl"},
		{Name: "project", Click: "main a[href='/p/curl']", See: []string{"main h1", "main .finding", "#checks", "#parts", "#mistake"}, At: "/p/curl"},
		{Name: "checks", Click: "main a[href='#checks']", See: []string{"#checks"}, At: "/p/curl"},
		{Name: "rule", Click: "main a[href^='/method/posture#']", See: []string{"main h1"}, At: "/method/posture"},
		// An address of one project leads to it, past the page of hits.
		{Name: "paste", Fill: map[string]string{"#find": "https://github.com/curl/curl"}, Click: "form.find button", See: []string{"main h1", "#checks"}, At: "/p/curl"},
		{Name: "history", Click: "main a[href='/p/curl/history']", See: []string{"main table", "main .cite"}, At: "/p/curl/history"},
	}},
	{"policy", "/", []travel{
		{Name: "changes", Click: nav("/changes"), See: []string{"main h1", "main .finding"}, At: "/changes"},
		{Name: "lists", Click: nav("/lists"), See: []string{"main a[href='/lists/critical']"}, At: "/lists"},
		{Name: "list", Click: "main a[href='/lists/critical']", See: []string{"main .finding", "main a.proj, main a[href^='/p/']"}, At: "/lists/critical"},
		{Name: "method", Click: nav("/method"), See: []string{"main h1", "main a[href='/method/limits']"}, At: "/method"},
		{Name: "limits", Click: "main a[href='/method/limits']", See: []string{"main h1"}, At: "/method/limits"},
		{Name: "status", Click: nav("/status"), See: []string{"main .finding", "main table"}, At: "/status"},
		{Name: "cite", Click: nav("/projects"), See: []string{"main .cite"}, At: "/projects"},
	}},
}

// Three people reach what they came for by what they see. PLUMBLINE_SHOTS is where pictures of each
// step go.
func TestJourneys_reachWhatPeopleComeFor(t *testing.T) {
	t.Parallel()
	path, base := browser(t), address(t)
	steps := map[string]travel{}
	for _, j := range journeys {
		for _, s := range j.Steps {
			steps[j.Name+"/"+s.Name] = s
		}
	}
	views := []shot{{"1280", "light", 1280, 900}, {"1280", "dark", 1280, 900}, {"360", "light", 360, 780}}
	done := 0
	ask(t, "journey.mjs", map[string]any{"browser": path, "base": base, "shots": os.Getenv("PLUMBLINE_SHOTS"), "views": views, "journeys": journeys}, func(line []byte) {
		var a arrived
		decode(t, line, &a)
		done++
		t.Run(a.Journey+"/"+a.Step, func(t *testing.T) { judgeStep(t, steps[a.Journey+"/"+a.Step], a) })
	})
	if done != len(steps) {
		t.Errorf("%d steps taken, want %d", done, len(steps))
	}
}

func judgeStep(t *testing.T, s travel, a arrived) {
	t.Helper()
	if a.Error != "" {
		t.Fatalf("at %s: %s", a.URL, a.Error)
	}
	u, err := url.Parse(a.URL)
	if err != nil {
		t.Fatal(err)
	}
	if u.Path != s.At || a.Status != 200 {
		t.Errorf("it ends at %s with %d, want %s with 200", a.URL, a.Status, s.At)
	}
	if name, value, ok := strings.Cut(s.Query, "="); ok && !strings.Contains("&"+u.RawQuery+"&", "&"+name+"="+url.QueryEscape(value)+"&") {
		t.Errorf("it ends at %s, want %s", a.URL, s.Query)
	}
	for selector, n := range a.Visible {
		if n == 0 {
			t.Errorf("%s shows no %s", a.URL, selector)
		}
	}
}
