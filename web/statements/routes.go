// Package statements are the pages that say what the site is, for whom it works, and what it keeps:
// about, accessibility and privacy, and the same as JSON.
package statements

import (
	"strings"

	"github.com/plumbline-scorecard/plumbline/web/page"
	"github.com/plumbline-scorecard/plumbline/web/ui"
)

// Routes are the addresses of the family. No statement is about a day of the figures.
func Routes() []page.Route {
	var out []page.Route
	for _, st := range statements {
		out = append(out,
			page.Route{Pattern: st.path, Present: true, Handler: st.show},
			page.Route{Pattern: st.path + ".json", Present: true, Handler: st.show})
	}
	return out
}

// statement is one page of the family. sections is pure: contact is the address of the people who
// run the site, empty if none is known.
type statement struct {
	path, title string
	description string
	finding     ui.Finding
	sections    func(contact string) []section
}

// section is one part of a statement.
type section struct {
	ID     string   `json:"id"`
	Head   string   `json:"head"`
	Text   []string `json:"text,omitempty"`
	Points []point  `json:"points,omitempty"`
	Links  []link   `json:"links,omitempty"`
}

// point is one line of a list. Key identifies what it is about, for programs.
type point struct {
	Key  string `json:"key,omitempty"`
	Term string `json:"term,omitempty"`
	Text string `json:"text"`
}

// link leads to a page of this site, or elsewhere if Out.
type link struct {
	Label string `json:"label"`
	Href  string `json:"href"`
	Out   bool   `json:"-"`
}

// statements are the pages in the order of their navigation.
var statements = []statement{about, accessibility, privacy}

// view is one page.
type view struct {
	Title    string
	Finding  ui.Finding
	Pages    []ui.NavItem
	Sections []section
}

// document is the same as JSON.
type document struct {
	Title    string    `json:"title"`
	Summary  string    `json:"summary"`
	Contact  string    `json:"contact,omitempty"`
	Version  string    `json:"version,omitempty"`
	Sections []section `json:"sections"`
}

func (st statement) show(r *page.Request) error {
	if r.Known(r.Contact) {
		return nil
	}
	sections := st.sections(r.Contact)
	if strings.HasSuffix(r.HTTP.URL.Path, ".json") {
		return r.Document(document{st.title, strings.TrimSpace(st.finding.Claim + " " + st.finding.Rest), r.Contact, r.Version, sections})
	}
	p := r.Frame(st.title, st.description, "")
	p.Notices = page.Ignored(page.Others(r.Values()))
	p.Formats = []ui.Link{{Label: "JSON", Href: st.path + ".json"}}
	v := view{Title: st.title, Finding: st.finding, Sections: sections}
	for _, other := range statements {
		v.Pages = append(v.Pages, ui.NavItem{Label: other.title, Href: other.path, Current: other.path == st.path})
	}
	return r.Show(statementPage(p, v))
}

// contactSection says where to write.
func contactSection(contact, about string) section {
	s := section{ID: "contact", Head: "Contact"}
	if contact == "" {
		s.Text = []string{"This site names no contact. Ask the people who gave you its address. They name one with “--report-to”."}
		return s
	}
	s.Text = []string{about}
	s.Links = []link{{contact, contact, true}}
	return s
}
