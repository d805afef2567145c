package changes

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/cause"
	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/query"
)

// feed is an Atom feed (RFC 4287).
type feed struct {
	XMLName xml.Name `xml:"http://www.w3.org/2005/Atom feed"`
	ID      string   `xml:"id"`
	Title   string   `xml:"title"`
	Updated string   `xml:"updated"`
	Author  author   `xml:"author"`
	Links   []link   `xml:"link"`
	Rights  string   `xml:"rights,omitempty"` // the licence of the list; empty: its file states none
	Entries []entry  `xml:"entry"`
}

type author struct {
	Name string `xml:"name"`
}

type link struct {
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr,omitempty"`
	Href string `xml:"href,attr"`
}

type entry struct {
	ID       string   `xml:"id"`
	Title    string   `xml:"title"`
	Updated  string   `xml:"updated"`
	Link     link     `xml:"link"`
	Category category `xml:"category"`
	Content  content  `xml:"content"`
}

type category struct {
	Term string `xml:"term,attr"`
}

type content struct {
	Type string `xml:"type,attr"`
	Text string `xml:",chardata"`
}

const (
	// mostEntries limits a feed.
	mostEntries = 100
	// noHost is the authority of ids where the address of the site is not known: what a request
	// says of it can be forged. No one can own the name (RFC 2606).
	noHost = "plumbline.invalid"
)

// atom answers with the changes of projects, one entry for each project and week, and one for each
// change of an instrument. A cause that is asked for replaces "project".
func (s maker) atom() error {
	a, p, done, err := s.data()
	if done || err != nil {
		return err
	}
	if len(a.Causes) == 0 {
		a.Causes = []cause.Cause{cause.Project}
	}
	f := s.feedOf(a)
	f.Updated = stamp(p.To.Finished)
	for week := 0; week < query.FeedWeeks && p.From.ID != 0; week++ {
		f.Entries = append(f.Entries, s.entriesOf(a, p)...)
		if week+1 == query.FeedWeeks || len(f.Entries) >= mostEntries {
			break
		}
		if p, err = s.Earlier(s.Context(), p); err != nil {
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
	s.W.Header().Set("Content-Type", "application/atom+xml; charset=utf-8")
	s.W.Header().Set("Access-Control-Allow-Origin", "*")
	_, _ = s.W.Write(b.Bytes()) // the reader has gone; nothing is left to tell
	return nil
}

func (s maker) feedOf(a ask) feed {
	title := "Plumbline: changes of " + s.List.Title
	return feed{
		ID: s.tag(time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), "changes"+a.with("", "per")), Title: title, Author: author{"Plumbline"}, Rights: s.List.Licence,
		Links: []link{
			{Rel: "self", Type: "application/atom+xml", Href: s.absolute(s.address(a, ".atom"))},
			{Rel: "alternate", Type: "text/html", Href: s.absolute(a.with(path, "per"))},
		},
	}
}

// tag returns an id (RFC 4151) that stays the same whatever is published later.
func (s maker) tag(day time.Time, what string) string {
	host := noHost
	if u, err := url.Parse(s.PublicURL); err == nil && u.Hostname() != "" {
		host = u.Hostname()
	}
	return "tag:" + host + "," + day.Format(time.DateOnly) + ":" + s.List.Slug + "/" + what
}

// absolute returns an address of the site with its host, if that is known.
func (s maker) absolute(address string) string { return strings.TrimSuffix(s.PublicURL, "/") + address }

// stamp is an instant as Atom has it. A feed of nothing has the first one there is.
func stamp(t time.Time) string {
	if t.IsZero() {
		t = time.Unix(0, 0)
	}
	return t.UTC().Format(time.RFC3339)
}

// entriesOf are the instruments of a period, then its projects, the most points first.
func (s maker) entriesOf(a ask, p query.Period) []entry {
	var out []entry
	for _, v := range s.instrumentsOf(a, p) {
		out = append(out, entry{
			ID: s.tag(p.Week, "instrument/"+v.Cause), Updated: stamp(p.To.Finished), Title: v.Name + ": " + v.Text, Category: category{v.Cause},
			Link:    link{Rel: "alternate", Type: "text/html", Href: s.absolute(s.weekOf(a, p) + "#instruments")},
			Content: content{"text", strings.Join(append([]string{v.Text}, v.Lines...), "\n")},
		})
	}
	matching, _, _ := a.rows(p.Changes)
	by := map[string]int{} // the entry of a project and cause
	for _, m := range matching {
		key := string(m.Cause) + "/" + m.Slug
		i, ok := by[key]
		if !ok {
			i = len(out)
			by[key] = i
			out = append(out, entry{
				ID: s.tag(p.Week, key), Updated: stamp(p.To.Finished), Title: m.Name + ": " + riskWords(m), Category: category{string(m.Cause)},
				Link: link{Rel: "alternate", Type: "text/html", Href: s.absolute("/p/" + m.Slug + "/history")}, Content: content{Type: "text"},
			})
		}
		if out[i].Content.Text != "" {
			out[i].Content.Text += "\n"
		}
		out[i].Content.Text += lineOf(m)
	}
	return out
}

// weekOf is the page of a period.
func (s maker) weekOf(a ask, p query.Period) string {
	if p.To.ID == s.Run.ID && !s.IsPast() {
		return a.with(path, "per")
	}
	return a.with(path, query.AsOf, explain.ISO(p.To.Finished))
}

// lineOf is a change in one line.
func lineOf(m query.Moved) string {
	text := m.Label
	if s := sides(m); s != "" {
		text += ": " + s
	}
	if m.HasPoints && m.Points != 0 {
		text += " (" + explain.Points(m.Points) + " points of risk)"
	}
	parts := slices.DeleteFunc([]string{text, m.Why, m.Evidence}, func(s string) bool { return s == "" })
	return strings.Join(parts, "; ")
}
