package ui

import (
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
)

// Page is what the frame needs to know of a page.
type Page struct {
	Title       string // without the site's name
	Description string
	Nav         []NavItem
	// Lists are links to the lists of the site; empty when there is no choice.
	Lists   []NavItem
	Collect string // the command that collects the list of the page
	Assets  Assets
	// Ranking is the address of the ranking of the page's list and day.
	Ranking  string
	Search   string // what stands in the search box
	Dateline Dateline
	// Weights says that the model is not the shipped one; its zero value prints
	// nothing. It is no notice of the page's own, so that no page leaves it out.
	Weights Notice
	// Then says that the figures are not of the present; its zero value prints
	// nothing. As Weights, no page leaves it out.
	Then    Notice
	Notices []Notice
	// Formats are the same figures for machines.
	Formats []Link
	// Feed is an Atom feed that feed readers find by themselves; empty: there is none.
	Feed    Link
	Version string
	// Licence is that of the list of the page; empty: its file states none.
	Licence string
}

// NavItem is one entry of the navigation.
type NavItem struct {
	Label, Href string
	Current     bool // the page itself, or the section it belongs to
	Listed      bool // the page is about the list that its address names
}

// Assets are the addresses of the files a page loads.
type Assets struct {
	CSS, Icon string
	Fonts     []string // loaded before the style sheet asks for them
}

// Pair is a parameter with its value.
type Pair struct{ Name, Value string }

// Link is a link, mostly within the site. An address from data is drawn by Out or Note, which tell
// the two apart.
type Link struct{ Label, Href string }

// within reports whether the link leads to a page of the site.
func (l Link) within() bool {
	return strings.HasPrefix(l.Href, "/") && !strings.HasPrefix(l.Href, "//") || strings.HasPrefix(l.Href, "?") || strings.HasPrefix(l.Href, "#")
}

// Dateline says what the figures of a page rest on. Its zero value prints nothing.
type Dateline struct {
	From, To time.Time // of the figures; equal for one instant
	Now      time.Time
	List     string
	Revision string
	Run      int64
	Model    string // "riskhealth 1.0.0"
	// ModelHref is the address of the model; empty: no link.
	ModelHref string
	Origin    string // "bundled snapshot", "local mirrors"; empty for live
	// Notice is what the list says of all its figures; empty: nothing.
	Notice string
	// Stale says that even the newest figures are old; its zero value prints nothing. It is part of
	// the dateline, so that no page with figures leaves it out.
	Stale Notice
}

// Notice is something the reader must know before the figures.
type Notice struct {
	Kind        string // "", "plain" or "bad"
	Claim, Text string
	// Says is what the notice states, as in Finding.
	Says string
	Link Link
}

func (n Notice) class() string {
	if n.Kind == "" {
		return "notice"
	}
	return "notice notice--" + n.Kind
}

// Finding is the sentence a page opens with: the claim in bold, once.
type Finding struct {
	Claim, Rest string
	// Href leads to the rows that the claim counts; empty: no link.
	Href string
	// Says is what the words state, for programs: ids with numbers, separated by
	// spaces, such as "one-regular:1/3 without-figures:1". Empty prints nothing.
	Says string
}

// Fig is one of the numbers a page opens with.
type Fig struct {
	ID                      string // "high-risk"; empty prints nothing
	Label, Number, Of, Note string
}

// AsOf returns the dateline's first words: "Figures as of 22 Aug 2026".
func (d Dateline) AsOf() string {
	if explain.ISO(d.From) == explain.ISO(d.To) {
		return "Figures as of " + explain.Day(d.To)
	}
	return "Figures from " + explain.Day(d.From) + " to " + explain.Day(d.To)
}

// Ages returns how old the figures are.
func (d Dateline) Ages() string {
	if explain.ISO(d.From) == explain.ISO(d.To) {
		return explain.Age(d.To, d.Now)
	}
	newest, oldest := explain.Age(d.To, d.Now), explain.Age(d.From, d.Now)
	if newest == oldest {
		return newest
	}
	return number(newest) + "–" + oldest
}

// RunText names the run and what it was made from.
func (d Dateline) RunText() string {
	text := "Run " + explain.Thousands(int(d.Run))
	if d.Origin != "" {
		text += ", " + d.Origin
	}
	return text
}

func number(age string) string {
	for i, c := range age {
		if (c < '0' || c > '9') && c != ',' && c != '\u00a0' {
			if i == 0 {
				return age
			}
			return trimSpace(age[:i])
		}
	}
	return age
}

func trimSpace(s string) string {
	for len(s) > 2 && s[len(s)-2:] == "\u00a0" {
		s = s[:len(s)-2]
	}
	return s
}
