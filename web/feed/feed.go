// Package feed writes Atom feeds (RFC 4287) of what changed in a list between its published runs.
// Every feed of the site has the same entry for the same project and week.
package feed

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/web/page"
)

// Feed is an Atom feed.
type Feed struct {
	XMLName xml.Name `xml:"http://www.w3.org/2005/Atom feed"`
	ID      string   `xml:"id"`
	Title   string   `xml:"title"`
	Updated string   `xml:"updated"`
	Author  Author   `xml:"author"`
	Links   []Link   `xml:"link"`
	Rights  string   `xml:"rights,omitempty"` // the licence of the list; empty: its file states none
	Entries []Entry  `xml:"entry"`
}

// Author is who made a feed.
type Author struct {
	Name string `xml:"name"`
}

// Link is an address with what it is.
type Link struct {
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr,omitempty"`
	Href string `xml:"href,attr"`
}

// Entry is one entry of a feed.
type Entry struct {
	ID       string   `xml:"id"`
	Title    string   `xml:"title"`
	Updated  string   `xml:"updated"`
	Link     Link     `xml:"link"`
	Category Category `xml:"category"`
	Content  Content  `xml:"content"`
}

// Category is the cause of a change, as its id.
type Category struct {
	Term string `xml:"term,attr"`
}

// Content is the text of an entry.
type Content struct {
	Type string `xml:"type,attr"`
	Text string `xml:",chardata"`
}

const (
	// weeks is how many periods a feed goes back, so that who reads it once a month misses
	// nothing; each is compared once.
	weeks = 4
	// mostEntries limits a feed.
	mostEntries = 100
	// noHost is the authority of ids where the address of the site is not known: what a request
	// says of it can be forged. No one can own the name (RFC 2606).
	noHost = "plumbline.invalid"
)

// New returns a feed without entries. what names it among the feeds of the list; self is its address
// and alternate that of the page, both from the root.
func New(r *page.Request, what, title, self, alternate string) Feed {
	return Feed{
		ID: Tag(r, time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), what), Title: title, Author: Author{"Plumbline"}, Rights: r.List.Licence,
		Links: []Link{
			{Rel: "self", Type: "application/atom+xml", Href: Absolute(r, self)},
			HTML(r, alternate),
		},
	}
}

// HTML returns the link to a page.
func HTML(r *page.Request, address string) Link {
	return Link{Rel: "alternate", Type: "text/html", Href: Absolute(r, address)}
}

// Send answers with the feed of the period and of those before it; of returns the entries of one.
func (f Feed) Send(r *page.Request, p query.Period, of func(query.Period) []Entry) error {
	f.Updated = Stamp(p.To.Finished)
	for week := 0; week < weeks && p.From.ID != 0; week++ {
		f.Entries = append(f.Entries, of(p)...)
		if week+1 == weeks || len(f.Entries) >= mostEntries {
			break
		}
		var err error
		if p, err = r.Earlier(r.Context(), p); err != nil {
			return err
		}
	}
	f.Entries = f.Entries[:min(mostEntries, len(f.Entries))]
	var b bytes.Buffer
	b.WriteString(xml.Header)
	enc := xml.NewEncoder(&b)
	enc.Indent("", " ")
	if err := enc.Encode(f); err != nil {
		return fmt.Errorf("write the feed: %w", err)
	}
	r.W.Header().Set("Content-Type", "application/atom+xml; charset=utf-8")
	r.W.Header().Set("Access-Control-Allow-Origin", "*")
	_, _ = r.W.Write(page.Unturned(b.Bytes())) // the reader has gone; nothing is left to tell
	return nil
}

// Tag returns an id (RFC 4151) that stays the same whatever is published later.
func Tag(r *page.Request, day time.Time, what string) string {
	host := noHost
	if u, err := url.Parse(r.PublicURL); err == nil && u.Hostname() != "" {
		host = u.Hostname()
	}
	return "tag:" + host + "," + day.Format(time.DateOnly) + ":" + r.List.Slug + "/" + what
}

// Absolute returns an address of the site with its host, if that is known.
func Absolute(r *page.Request, address string) string {
	return strings.TrimSuffix(r.PublicURL, "/") + address
}

// Stamp is an instant as Atom has it. A feed of nothing has the first one there is.
func Stamp(t time.Time) string {
	if t.IsZero() {
		t = time.Unix(0, 0)
	}
	return t.UTC().Format(time.RFC3339)
}

// Projects are the entries of changes of a period, one for each project and cause, in their order.
func Projects(r *page.Request, p query.Period, changes []query.Moved) []Entry {
	var out []Entry
	by := map[string]int{} // the entry of a project and cause
	for _, m := range changes {
		key := string(m.Cause) + "/" + m.Slug
		i, ok := by[key]
		if !ok {
			i = len(out)
			by[key] = i
			out = append(out, Entry{
				ID: Tag(r, p.Week, key), Updated: Stamp(p.To.Finished), Title: m.Name + ": " + RiskWords(m), Category: Category{string(m.Cause)},
				Link: HTML(r, "/p/"+m.Slug+"/history"), Content: Content{Type: "text"},
			})
		}
		if out[i].Content.Text != "" {
			out[i].Content.Text += "\n"
		}
		out[i].Content.Text += line(m)
	}
	return out
}

// line is a change in one line.
func line(m query.Moved) string {
	text := m.Label
	if s := Sides(m); s != "" {
		text += ": " + s
	}
	if m.HasPoints && m.Points != 0 {
		text += " (" + explain.Points(m.Points) + " points of risk)"
	}
	parts := slices.DeleteFunc([]string{text, m.Why, m.Evidence}, func(s string) bool { return s == "" })
	return strings.Join(parts, "; ")
}

// Sides are the two values of a change; a gate and the model have none.
func Sides(m query.Moved) string {
	if m.Before == "" && m.After == "" {
		return ""
	}
	return m.Before + " → " + m.After
}

// RiskWords are the risks of the project on both sides of a change.
func RiskWords(m query.Moved) string {
	name := func(text string) string {
		if text == "?" {
			return "unknown"
		}
		return text
	}
	if m.RiskBefore == m.RiskAfter {
		return "risk " + name(m.RiskAfter)
	}
	return "risk " + name(m.RiskBefore) + " → " + name(m.RiskAfter)
}
