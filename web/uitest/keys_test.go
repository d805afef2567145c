package uitest

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
)

// walk is a way through the site by the keyboard alone, from one page.
type walk struct {
	Name  string `json:"name"`
	Path  string `json:"path"`
	Width int    `json:"width"`
	Steps []step `json:"steps"`
}

type step struct {
	Name  string   `json:"name"`
	Skip  bool     `json:"skip,omitempty"`
	Tour  bool     `json:"tour,omitempty"`
	To    string   `json:"to,omitempty"`
	Press []string `json:"press,omitempty"`
	Type  string   `json:"type,omitempty"`
}

// stop is a place the focus was at.
type stop struct {
	N                           int
	Tag, ID, Text, Href, Region string
	Top                         int // in the document, px
	Shown                       bool
	Covered                     bool
	Date                        bool    // a field for a date, which has several stops
	Outline                     float64 // px
}

// walked is what a step saw; which fields are set is up to the step.
type walked struct {
	Walk, Step    string
	URL           string
	First, Second *stop
	Stops         []stop
	Wanted        int
	Missed        []string
	Back          *stop
	At            *stop
	N             int
	Checked       int // boxes
	Open          int // details
	Sorted        string
}

// tours are the pages walked from end to end; in a sample, each in one width.
func tours(job looking) []walk {
	var out []walk
	for i, p := range job.Pages {
		widths := []int{phone.Width, desktop.Width}
		if !whole() {
			widths = widths[i%2 : i%2+1]
		}
		for _, width := range widths {
			out = append(out, walk{Name: fmt.Sprintf("%s/%d", p.Name, width), Path: p.Path, Width: width, Steps: []step{{Name: "skip", Skip: true}, {Name: "tour", Tour: true}}})
		}
	}
	return out
}

// tasks is what people come to the list for.
var tasks = walk{Name: "tasks", Path: "/projects", Width: 1280, Steps: []step{
	{Name: "filter", To: "#filters input[name=status][value=active]", Press: []string{"Space"}},
	{Name: "apply", To: "#filters button", Press: []string{"Enter"}},
	{Name: "sort", To: "th[aria-sort] a", Press: []string{"Enter"}},
	{Name: "find", To: "#find", Type: "curl", Press: []string{"Enter"}},
	{Name: "open", To: "main a[href='/p/curl']", Press: []string{"Enter"}},
	{Name: "unfold", To: "summary", Press: []string{"Space"}},
	{Name: "away", To: "nav.mast__nav a[href='/']", Press: []string{"Enter"}},
}}

func TestKeyboard_reachesEverythingAndSeesIt(t *testing.T) {
	t.Parallel()
	walkAll(t, matrix(t))
}

// walkAll judges the keyboard on each page of a job.
func walkAll(t *testing.T, job looking) {
	t.Helper()
	walks := tours(job)
	n, stops := 0, 0
	judge := func(line []byte) {
		var w walked
		decode(t, line, &w)
		n++
		stops += len(w.Stops)
		t.Run(w.Walk+"/"+w.Step, func(t *testing.T) {
			if w.Step == "skip" {
				judgeSkip(t, w)
			} else {
				judgeTour(t, w)
			}
		})
	}
	// A browser that hangs is found after a few pages, not after all of them.
	for some := range slices.Chunk(walks, 2*atOnce) {
		ask(t, "keys.mjs", map[string]any{"browser": job.Browser, "base": job.Base, "walks": some, "cookies": job.Cookies}, judge)
	}
	if n != 2*len(walks) {
		t.Errorf("%d steps, want %d", n, 2*len(walks))
	}
	t.Logf("%d ways from end to end, %d stops", len(walks), stops)
}

func judgeSkip(t *testing.T, w walked) {
	t.Helper()
	if w.First == nil || w.First.Href != "#main" || !w.First.Shown {
		t.Errorf("the first stop is %+v, want the link past the navigation, in sight", w.First)
	}
	if !strings.HasSuffix(w.URL, "#main") {
		t.Errorf("it leads to %s", w.URL)
	}
	// A page without a link of its own goes on to the foot.
	if w.Second == nil || w.Second.Region != "main" && w.Second.Region != "footer" {
		t.Errorf("after it the focus is at %+v, want past the navigation", w.Second)
	}
}

func judgeTour(t *testing.T, w walked) {
	t.Helper()
	if len(w.Stops) != w.Wanted || len(w.Missed) > 0 {
		t.Errorf("%d stops of %d; not reached: %s", len(w.Stops), w.Wanted, w.Missed)
	}
	regions := map[string]bool{}
	leaps := 0
	for i, s := range w.Stops {
		regions[s.Region] = true
		if i > 0 && s.Top < w.Stops[i-1].Top-800 {
			leaps++
		}
		if !s.Shown {
			t.Errorf("stop %d, %s %q, is out of sight (covered: %v)", i, s.Tag, s.Text, s.Covered)
		}
		if s.Outline < 2 {
			t.Errorf("stop %d, %s %q, has an outline of %g px", i, s.Tag, s.Text, s.Outline)
		}
		if s.Text == "" {
			t.Errorf("stop %d, %s %s, has no name", i, s.Tag, s.Href)
		}
	}
	// A second column begins above the end of the first; more than that, and
	// nobody can follow.
	if leaps > 1 {
		t.Errorf("the focus leaps up by more than a window %d times", leaps)
	}
	if !regions["nav"] || !regions["header"] {
		t.Errorf("navigation and search are not both reached: %v", regions)
	}
	if n := len(w.Stops); n > 1 && (w.Back == nil || w.Back.N != n-1) {
		t.Errorf("one step back from the end is %+v, want stop %d", w.Back, n-1)
	}
}

func TestKeyboard_filtersSortsAndFinds(t *testing.T) {
	t.Parallel()
	job := looking{Browser: browser(t), Base: address(t)}
	seen := map[string]walked{}
	ask(t, "keys.mjs", map[string]any{"browser": job.Browser, "base": job.Base, "walks": []walk{tasks}}, func(line []byte) {
		var w walked
		decode(t, line, &w)
		seen[w.Step] = w
	})
	for _, s := range tasks.Steps {
		if w := seen[s.Name]; w.At == nil || !w.At.Shown || w.At.Outline < 2 {
			t.Fatalf("%s: %s is not reached in sight: %+v", s.Name, s.To, w.At)
		}
	}
	if got := seen["filter"].Checked; got != 1 {
		t.Errorf("Space on a filter leaves %d checked, want 1", got)
	}
	for step, want := range map[string][3]string{"apply": {"/projects", "status", "active"}, "find": {"/search", "q", "curl"}} {
		u, err := url.Parse(seen[step].URL)
		if err != nil || u.Path != want[0] || u.Query().Get(want[1]) != want[2] {
			t.Errorf("%s leads to %s, want %s with %s=%s", step, seen[step].URL, want[0], want[1], want[2])
		}
	}
	if a, b := seen["apply"].Sorted, seen["sort"].Sorted; a == b || b == "" || !strings.Contains(seen["sort"].URL, "status=active") {
		t.Errorf("Enter on the sorted column turns %q to %q at %s", a, b, seen["sort"].URL)
	}
	if got := seen["open"].URL; !strings.HasSuffix(got, "/p/curl") {
		t.Errorf("Enter on a project leads to %s", got)
	}
	if got := seen["unfold"].Open; got != 1 {
		t.Errorf("Space on a summary leaves %d open, want 1", got)
	}
	if got := seen["away"].URL; got != job.Base+"/" {
		t.Errorf("Enter in the navigation leads to %s", got)
	}
}
