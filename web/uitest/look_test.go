package uitest

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// load is what a page loaded and said, once for each scale.
type load struct {
	Page         string
	Scale        int
	Status       int
	Title        string
	Said         []string // to the console: errors and warnings
	Foreign      []string // addresses of other hosts
	Refused      []string // by the content security policy
	CSS, JS      int      // requests
	Bytes, Plain int      // as sent, with headers; as unpacked
}

// look is what a page is like in one view and theme.
type look struct {
	Page, View, Theme      string
	Overflow               extent // as it opens
	Unfolded               extent // with all details open
	Spaced                 extent // with the reader's spacing of text
	Clipped, SpacedClipped []string
	Contrast               contrast
	Violations, Unsure     []finding // by axe
	Rules                  []string  // of axe that found something to pass
}

type extent struct {
	Width, Room int
	By          []string
}

type contrast struct {
	Measured int
	Low      []string
}

type finding struct {
	ID, Impact, Help string
	Nodes            []struct{ Target, HTML, Why string }
}

func (f finding) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s (%s): %s", f.ID, f.Impact, f.Help)
	for i, n := range f.Nodes {
		if i == 5 {
			fmt.Fprintf(&b, "\n    and %d more", len(f.Nodes)-i)
			break
		}
		fmt.Fprintf(&b, "\n    %s\n      %s\n      %s", n.Target, n.HTML, n.Why)
	}
	return b.String()
}

// heaviest is how many bytes a page may be, with all it loads, before it is
// packed for the way.
const heaviest = 150_000

// settled are findings axe leaves to a person, with what that person found.
var settled = []string{
	// Text in drawings and on hatched grounds: contrast() of inpage.mjs measures it.
	"color-contrast",
	// The header of a group of rows has its cells in the rows below it, which
	// have headers of their own; axe looks for a cell straight below.
	"th-has-data-cells",
}

// atOnce is how many pages one browser visits.
const atOnce = 12

func TestPages_inEveryViewAndTheme(t *testing.T) {
	t.Parallel()
	visitAll(t, matrix(t))
}

// visitAll judges each page of a job in each of its views and themes.
func visitAll(t *testing.T, job looking) {
	t.Helper()
	loads, looks := 0, 0
	seen := func(line []byte) {
		var seen struct {
			Load *load
			Look *look
		}
		decode(t, line, &seen)
		switch {
		case seen.Load != nil:
			loads++
			i := slices.IndexFunc(job.Pages, func(p at) bool { return p.Name == seen.Load.Page })
			t.Run(fmt.Sprintf("%s/load%d", seen.Load.Page, seen.Load.Scale), func(t *testing.T) { judgeLoad(t, *seen.Load, job.Pages[i].Status) })
		case seen.Look != nil:
			looks++
			l := *seen.Look
			t.Run(l.Page+"/"+l.View+"/"+l.Theme, func(t *testing.T) { judgeLook(t, l) })
		}
	}
	// A browser that hangs is found after a few pages, not after all of them.
	for some := range slices.Chunk(job.Pages, atOnce) {
		part := job
		part.Pages = some
		ask(t, "visit.mjs", part, seen)
	}
	if want := len(job.Pages) * len(job.Views) * len(job.Themes); looks != want {
		t.Errorf("%d looks, want %d", looks, want)
	}
	t.Logf("%d pages loaded %d times, %d looks in %d views and %d themes", len(job.Pages), loads, looks, len(job.Views), len(job.Themes))
}

func judgeLoad(t *testing.T, l load, status int) {
	t.Helper()
	if l.Status != status {
		t.Errorf("status %d, want %d", l.Status, status)
	}
	if l.Title == "" || l.Title == " · Plumbline" {
		t.Errorf("title %q", l.Title)
	}
	for _, s := range l.Said {
		// The browser calls its own page a failed resource.
		if status >= 400 && strings.Contains(s, fmt.Sprintf("the server responded with a status of %d", status)) {
			continue
		}
		t.Errorf("console: %s", s)
	}
	if len(l.Foreign) > 0 {
		t.Errorf("asks other hosts: %s", l.Foreign)
	}
	if len(l.Refused) > 0 {
		t.Errorf("against the content security policy: %s", l.Refused)
	}
	if l.CSS != 1 || l.JS > 1 {
		t.Errorf("%d style sheets and %d scripts, want 1 and at most 1", l.CSS, l.JS)
	}
	if l.Bytes == 0 || l.Bytes > heaviest {
		t.Errorf("%d bytes on the way, at most %d", l.Bytes, heaviest)
	}
}

func judgeLook(t *testing.T, l look) {
	t.Helper()
	for what, e := range map[string]extent{"as it opens": l.Overflow, "with details open": l.Unfolded} {
		if e.Room == 0 || e.Width > e.Room {
			t.Errorf("%s it is %d px wide in %d: %s", what, e.Width, e.Room, strings.Join(e.By, "; "))
		}
	}
	if len(l.Clipped) > 0 {
		t.Errorf("text is cut off: %s", l.Clipped)
	}
	// WCAG 1.4.12 asks that nothing is lost; a table that must be pushed
	// sideways is worth knowing, and no loss.
	if l.Spaced.Width > l.Spaced.Room {
		t.Logf("with the reader's spacing it is %d px wide in %d: %s", l.Spaced.Width, l.Spaced.Room, strings.Join(l.Spaced.By, "; "))
	}
	if len(l.SpacedClipped) > 0 {
		t.Errorf("with the reader's spacing text is cut off: %s", l.SpacedClipped)
	}
	for _, s := range l.Contrast.Low {
		t.Errorf("contrast below 4.5: %s", s)
	}
	for _, v := range l.Violations {
		t.Errorf("axe: %s", v)
	}
	for _, u := range l.Unsure {
		if !slices.Contains(settled, u.ID) {
			t.Errorf("axe is not sure: %s", u)
		}
	}
	// That axe found no fault must not be because it did not look.
	for _, rule := range []string{"color-contrast", "document-title", "html-has-lang", "link-name"} {
		if !slices.Contains(l.Rules, rule) {
			t.Errorf("axe did not try %s: %s", rule, l.Rules)
		}
	}
}
