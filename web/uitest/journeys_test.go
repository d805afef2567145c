package uitest

import (
	"cmp"
	"net/url"
	"os"
	"strconv"
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
	Check []string          `json:"check,omitempty"`
	Click string            `json:"click,omitempty"`
	See   []string          `json:"see"`
	// At is the path the step ends at, empty: that of whichever project is first; Query a parameter it has there, "name=value"; empty: none.
	At    string `json:"-"`
	Query string `json:"-"`
	// Status is the answer there; 0: 200.
	Status int `json:"-"`
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

// first returns selectors of the first n elements of a selector, in their order on the page.
func first(n int, selector string) []string {
	all := make([]string, n)
	for i := range all {
		all[i] = selector + " >> nth=" + strconv.Itoa(i)
	}
	return all
}

// journeys are those of the product's three readers, over the pages there are.
var journeys = []journey{
	{"funder", "/", []travel{
		{Name: "overview", See: []string{"main h1", "main .finding", "main a.proj"}, At: "/"},
		{Name: "projects", Click: nav("/projects"), See: []string{"#filters", "main table a.proj", ".dateline .age"}, At: "/projects"},
		{Name: "filter", Check: []string{"#filters input[name=status][value=active]"}, Click: "#filters button", See: []string{"main a.chip", "main a.proj"}, At: "/projects", Query: "status=active"},
		{Name: "columns", Click: "main nav.tabs a[href*='columns=funding']", See: []string{"main a.chip", "main a.proj", "main .cite"}, At: "/projects", Query: "columns=funding"},
		{Name: "six", Check: first(6, "main td input[name=p]"), Click: "main .pick button:not([formaction])", See: append(first(6, "main .chip"), "main .finding", "main table", "main .cite"), At: "/compare"},
		{Name: "map", Click: nav("/map"), See: []string{"main figure svg", "main table a.proj"}, At: "/map"},
		{Name: "project", Click: "main a.proj[href='/p/xz']", See: []string{"main h1", "main .finding", "#critical", "#provenance"}, At: "/p/xz"},
		{Name: "history", Click: "main a[href='/p/xz/history']", See: []string{"main h1", "main table", "main .cite"}, At: "/p/xz/history"},
		{Name: "back", Click: "main a[href='/p/xz']", See: []string{"main h1", "#critical"}, At: "/p/xz"},
		{Name: "compare", Click: "main a[href^='/compare?p=xz']", See: []string{"#add", "main .chip"}, At: "/compare", Query: "p=xz"},
		{Name: "add", Fill: map[string]string{"#add": "curl"}, Click: "form:has(#add) button", See: []string{"main table", "main a[href='/p/curl']", "main .finding", "main .cite"}, At: "/compare", Query: "p=curl"},
		{Name: "fund", Click: nav("/fund"), See: []string{"main .finding", "#eligible", "#plan", "main figure svg", "main a.proj"}, At: "/fund"},
		{Name: "programme", Click: "main nav.chips a[href*='programme=sovereign-tech-fund']", See: []string{"tr[data-rule=overlap]", "main .finding"}, At: "/fund", Query: "programme=sovereign-tech-fund"},
		{Name: "untick", Check: []string{"tr[data-rule=base] input:checked"}, Click: "form:has(tr[data-rule]) button", See: []string{"main .finding"}, At: "/fund", Query: "programme=sovereign-tech-fund"},
		{Name: "budget", Fill: map[string]string{"#f-budget": "900000"}, Click: "form:has(#f-budget) button", See: []string{"#plan-people", "#plan-hygiene", "#simple"}, At: "/fund", Query: "budget=900000"},
		{Name: "why-not", Click: "main a[href*='why=']", See: []string{"#why"}, At: "/fund", Query: "budget=900000"},
		{Name: "shortlist", Click: "main a[href^='/shortlists?p=']", See: append(first(6, "main a[href$='/brief']"), "main h1"), At: "/shortlists"},
		{Name: "brief", Click: "main a[href$='/brief'] >> nth=0", See: []string{"main h1", "#prevalence", "#vulnerability", "#help", "#notes", "main [data-says=depends]", "main .cite"}},
		{Name: "funding", Click: "main a[href$='/funding']", See: []string{"#need", "#decision", "#eligibility"}},
		{Name: "weights", Click: "main a[href='/whatif']", See: []string{"#weights", "main table"}, At: "/whatif"},
		{Name: "people-first", Click: "main nav.chips a[href*='insider']", See: []string{"#moves", "main figure svg"}, At: "/whatif", Query: "scenario=insider"},
	}},
	{"maintainer", "/", []travel{
		{Name: "search", Fill: map[string]string{"#find": "libcurl"}, Click: "form.find button", See: []string{"main a[href='/p/curl']"}, At: "/search", Query: "q=libcurl"},
		{Name: "project", Click: "main a[href='/p/curl']", See: []string{"main h1", "main .finding", "#checks", "#parts", "#mistake"}, At: "/p/curl"},
		{Name: "checks", Click: "main a[href='#checks']", See: []string{"#checks"}, At: "/p/curl"},
		{Name: "check", Click: "main a[href='/p/curl/checks/Token-Permissions']", See: []string{"main h1", "main .finding", "main table"}, At: "/p/curl/checks/Token-Permissions"},
		{Name: "back", Click: "main a[href='/p/curl']", See: []string{"main h1", "#checks"}, At: "/p/curl"},
		{Name: "rule", Click: "main a[href^='/method/posture#']", See: []string{"main h1"}, At: "/method/posture"},
		{Name: "others", Click: nav("/checks"), See: []string{"main h1", "main .finding", "main a[href='/checks/Token-Permissions']"}, At: "/checks"},
		// An address of one project leads to it, past the page of hits.
		{Name: "paste", Fill: map[string]string{"#find": "https://github.com/curl/curl"}, Click: "form.find button", See: []string{"main h1", "#checks"}, At: "/p/curl"},
		{Name: "history", Click: "main a[href='/p/curl/history']", See: []string{"main table", "main .cite"}, At: "/p/curl/history"},
	}},
	{"policy", "/", []travel{
		{Name: "changes", Click: nav("/changes"), See: []string{"main h1", "main .finding"}, At: "/changes"},
		{Name: "matrix", Click: nav("/matrix"), See: []string{"main .finding", "main table a[href^='/p/']"}, At: "/matrix"},
		{Name: "checks", Click: nav("/checks"), See: []string{"main .finding", "main table"}, At: "/checks"},
		{Name: "check", Click: "main a[href='/checks/Token-Permissions']", See: []string{"main h1", "main .finding", "main svg", "main a[href^='/p/']"}, At: "/checks/Token-Permissions"},
		{Name: "lists", Click: nav("/lists"), See: []string{"main a[href='/lists/critical']"}, At: "/lists"},
		{Name: "list", Click: "main a[href='/lists/critical']", See: []string{"main .finding", "main a.proj, main a[href^='/p/']"}, At: "/lists/critical"},
		{Name: "entry", Fill: map[string]string{"#entry-q": "curl"}, Click: "form:has(#entry-q) button", See: []string{"main a[href='/p/curl']"}, At: "/lists/critical", Query: "q=curl"},
		{Name: "project", Click: "main a[href='/p/curl']", See: []string{"main h1"}, At: "/p/curl"},
		{Name: "owner", Click: "main a[href='/owners/github.com/curl']", See: []string{"main h1", "main .finding", "main a.proj[href='/p/curl']"}, At: "/owners/github.com/curl"},
		{Name: "back", Click: "main a.proj[href='/p/curl']", See: []string{"main h1"}, At: "/p/curl"},
		{Name: "tag", Click: "main a[href='/tags/internet']", See: []string{"main h1", "main .finding", "main a.proj"}, At: "/tags/internet"},
		// Nothing was published then: the page says so and leads to the first run.
		{Name: "old-day", Fill: map[string]string{"#as-of": "2020-06-30"}, Click: "form:has(#as-of) button", See: []string{"main h1"}, At: "/tags/internet", Query: "as_of=2020-06-30", Status: 404},
		{Name: "first-run", Click: "main a[href^='/tags/internet?as_of=']", See: []string{"main h1", "main a.proj", "main .cite"}, At: "/tags/internet"},
		{Name: "compare", Click: nav("/compare"), See: []string{"main h1", "#add", "#of"}, At: "/compare"},
		{Name: "dates", Fill: map[string]string{"#list-from": "2020-06-30"}, Click: "form:has(#list-from) button", See: []string{"main h1", "main .finding"}, At: "/compare", Query: "from=2020-06-30"},
		{Name: "from-first-run", Click: "main a[href^='/compare?list=critical']", See: []string{"main h1", "main .finding"}, At: "/compare", Query: "list=critical"},
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
	if want := cmp.Or(s.Status, 200); u.Path != cmp.Or(s.At, u.Path) || a.Status != want {
		t.Errorf("it ends at %s with %d, want %s with %d", a.URL, a.Status, s.At, want)
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
