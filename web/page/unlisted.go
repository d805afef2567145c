package page

import (
	"net/url"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/purl"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/internal/repository"
	"github.com/plumbline-scorecard/plumbline/web/ui"
)

// Unlisted is what is said of a project that is on no list: what may have been meant, and
// how to go on. No address in it was fetched, and none is.
type Unlisted struct {
	Text string // what was asked for
	Near []health.Project
	// Also are other things with names that look like the text.
	Also []ui.Link
	// Address is that of the repository it is, or the form of one.
	Address string
	// Propose is where an entry is proposed; File is the file to edit where nobody is
	// named.
	Propose ui.Link
	File    string
}

// Unlisted returns what is said of a text that names no project of a list.
func (d *Deps) Unlisted(text, list string, near []health.Project) Unlisted {
	u := Unlisted{Text: text, Near: near, Address: "https://github.com/OWNER/NAME", File: "list.yaml of list " + list}
	known := ""
	id, err := repository.Parse(query.Bare(repository.Pasted(text)))
	if err == nil && len(purl.OfPage(text)) == 0 {
		known = id.URL() // its letters mean nothing to a shell
		u.Address = known
	}
	if list == query.DefaultList {
		u.File = "scorecards/" + list + "/list.yaml"
	}
	if d.Contact != "" {
		u.Propose = ui.Link{Label: "Propose a list entry", Href: proposal(d.Contact, known)}
	}
	return u
}

// proposal returns the form for list entries of the repository on GitHub that mistakes
// are reported to, with the address filled in; other contacts are as they are.
func proposal(contact, address string) string {
	repo, ok := onGitHub(contact)
	if !ok {
		return contact
	}
	form := url.Values{"template": {"list-entry.yml"}}
	if address != "" {
		form.Set("repository", address)
	}
	return repo + "/issues/new?" + form.Encode()
}

// shown is the text for people: an address can be as long as a page.
func (u Unlisted) shown() string {
	const most = 100
	if r := []rune(u.Text); len(r) > most {
		return string(r[:most]) + "…"
	}
	return u.Text
}
