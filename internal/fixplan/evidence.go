package fixplan

import (
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/check"
	"github.com/plumbline-scorecard/plumbline/internal/foreign"
)

// The most evidence in a task.
const (
	mostPlaces = 20   // of a step
	mostRest   = 5    // lines that no step covers
	mostLine   = 2000 // bytes that are looked at of a text
)

// Evidence is what the instrument saw. All of its texts come from others, apart from the labels.
type Evidence struct {
	// Reason is the instrument's own sentence.
	Reason string
	// Facts are values that belong to it.
	Facts []Fact
	// Lines are warnings that no step covers, at most five.
	Lines []Place
	// Left counts lines that the instrument left out and that may be more of the same.
	Left int
	// Commit is what was read; empty if there is none. ObservedAt is when.
	Commit     string
	ObservedAt time.Time
}

// Fact is a value with its label.
type Fact struct{ Label, Value string }

// Step is one thing to do.
type Step struct {
	// Text has code in `backquotes`.
	Text string
	// Places are where, at most twenty, and Left counts the others.
	Places []Place
	Left   int
}

// Place is where something was found. Path and Text come from others, in one line and bounded.
type Place struct {
	// Path is a file; empty if it is not about a file. Line is 0 if there is none.
	Path string
	Line int
	// URL leads to the line at the commit that was read; empty if its host is not known.
	URL string
	// Text is what the instrument says; empty if the step says the same.
	Text string
}

// at returns the step with the places, bounded.
func (s Step) at(places []Place) Step {
	n := min(len(places), mostPlaces)
	s.Places, s.Left = places[:n:n], len(places)-n
	return s
}

// reader turns lines of evidence into places.
type reader struct {
	// published means that a line may have its place at the end of its text.
	published bool
	file      func(path string, line int) string
}

// left returns how many lines that were left out may be warnings. Our own scan puts the warnings
// first, so none is missing if another line is there.
func (r reader) left(c check.Check) int {
	other := slices.ContainsFunc(c.Details, func(d check.Detail) bool { return d.Type != "warn" })
	if other && !r.published {
		return 0
	}
	return c.Omitted
}

// atEnd is how a published line names its place: "text: path:line: remedy".
var atEnd = regexp.MustCompile(`^(.+?): ([^\s:]+):([0-9]{1,7})(?:-[0-9]+)?(?:: .*)?$`)

func (r reader) place(d check.Detail) Place {
	p := Place{Path: d.Path, Line: max(0, d.Line), Text: d.Text}
	if r.published && d.Path == "" {
		if m := atEnd.FindStringSubmatch(d.Text[:min(len(d.Text), mostLine)]); m != nil {
			p.Text, p.Path = m[1], m[2]
			p.Line, _ = strconv.Atoi(m[3]) // at most seven digits
		}
	}
	if path.Clean("/"+p.Path) != "/"+p.Path { // an address, or no path of a tree
		p.Path, p.Line = "", 0
	}
	if path := foreign.Line(p.Path); path == p.Path { // an address of a part of it leads nowhere
		p.URL = r.file(p.Path, p.Line)
	}
	p.Path, p.Text = foreign.Line(p.Path), foreign.Line(p.Text)
	return p
}

// of returns the place as the step of a finding shows it.
func (p Place) of(f Finding) Place {
	if f.Whole {
		p.URL, p.Line = strings.TrimSuffix(p.URL, "#L"+strconv.Itoa(p.Line)), 0
	}
	if p.Path != "" && (p.Text == f.Find || f.Path != "") {
		p.Text = ""
	}
	return p
}

// add adds a place once.
func add(places []Place, p Place) []Place {
	if slices.Contains(places, p) {
		return places
	}
	return append(places, p)
}
