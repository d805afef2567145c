// Package shortlist is the page of a shortlist: projects in the order of the reader, as an address
// alone or saved with notes and decisions, and the same as CSV and JSON.
//
// An address with projects, /shortlists?p=…, keeps nothing. Those who may write save it: then the
// address holds a token, and everyone who has it reads the list until it expires.
package shortlist

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/shortlist"
	"github.com/plumbline-scorecard/plumbline/web/page"
	"github.com/plumbline-scorecard/plumbline/web/ui"
)

// Store keeps shortlists by the hash of their token.
type Store interface {
	// NewShortlist keeps a new one.
	NewShortlist(ctx context.Context, key shortlist.Key, s shortlist.Shortlist) error
	// Shortlist returns one, expired or not, or health.ErrNotFound.
	Shortlist(ctx context.Context, key shortlist.Key) (shortlist.Shortlist, error)
	// ChangeShortlist replaces one, or returns health.ErrNotFound if it is not as it was.
	ChangeShortlist(ctx context.Context, key shortlist.Key, was, next shortlist.Shortlist) error
	// DeleteShortlist deletes one.
	DeleteShortlist(ctx context.Context, key shortlist.Key) error
}

// paramProject is the parameter, and the field, of projects.
const paramProject = "p"

// newPath is the address of the form that saves a list.
const newPath = page.Shortlists + "/new"

// Routes are the addresses of the family. st may be nil: then nothing can be saved.
func Routes(st Store) []page.Route {
	with := func(h func(maker) error) page.Handler {
		return func(r *page.Request) error { return h(maker{r, st}) }
	}
	return []page.Route{
		{Pattern: page.Shortlists, Handler: with(maker.address), Present: true},
		{Pattern: page.Shortlists + ".json", Handler: with(maker.address), Present: true},
		{Pattern: page.Shortlists + ".csv", Handler: with(maker.address), Present: true},
		{Pattern: newPath, Handler: with(maker.form), Post: with(maker.save), Present: true, Private: true},
		{Pattern: page.Shortlists + "/{token}", Handler: with(maker.kept), Post: with(maker.change), Present: true, Private: true},
	}
}

// maker answers one request.
type maker struct {
	*page.Request
	store Store
}

// format is the ending of the address: "json", "csv" or empty.
func (m maker) format() string {
	_, ending, _ := strings.Cut(m.HTTP.URL.Path, ".")
	return ending
}

// on returns an error where nothing can be saved.
func (m maker) on() error {
	if m.store == nil || !m.Access.On() {
		return page.ErrOff()
	}
	return nil
}

// address answers with the projects that the address names.
func (m maker) address() error {
	a, elsewhere, err := m.parse(m.Values()[paramProject])
	if err != nil {
		return err
	}
	if elsewhere != "" {
		return m.Redirect(elsewhere, http.StatusSeeOther)
	}
	rows, err := m.rows(itemsOf(a.Slugs))
	if err != nil {
		return err
	}
	if m.Known(append(tagsOf(rows), m.on() == nil)...) {
		return nil
	}
	v := view{Title: "Shortlist", Rows: rows, Gone: a.Gone, Add: a.texts(), CanSave: m.on() == nil}
	query := page.Encode(url.Values{paramProject: a.texts()})
	v.Save = newPath + query
	v.CSV, v.JSON = page.Shortlists+".csv"+query, page.Shortlists+".json"+query
	return m.answer(v, page.Others(m.Values(), paramProject))
}

// kept answers with a list that was saved.
func (m maker) kept() error {
	token, s, err := m.find()
	if err != nil {
		return err
	}
	rows, err := m.rows(s.Items)
	if err != nil {
		return err
	}
	if err := m.compare(rows); err != nil {
		return err
	}
	here := page.Shortlists + "/" + string(token)
	v := view{Title: s.Title, Rows: rows, List: s, IsKept: true, MayWrite: m.on() == nil && m.MayWrite(), CanSave: m.on() == nil, Here: here}
	v.CSV, v.JSON = here+".csv", here+".json"
	v.LogIn = page.LogIn + page.Encode(url.Values{"to": {here}})
	return m.answer(v, page.Others(m.Values()))
}

// find returns the list of the token of the address. Every token that has none gets one answer.
func (m maker) find() (shortlist.Token, shortlist.Shortlist, error) {
	missing := &page.Elsewhere{
		Text:  "There is no shortlist at this address.",
		Links: []ui.Link{{Label: "Begin a shortlist", Href: page.Shortlists}},
	}
	text := m.HTTP.PathValue("token")
	for _, format := range []string{".csv", ".json"} {
		text = strings.TrimSuffix(text, format)
	}
	token, ok := shortlist.ParseToken(text)
	if !ok || m.store == nil {
		return "", shortlist.Shortlist{}, missing
	}
	s, err := m.store.Shortlist(m.Context(), token.Key())
	if errors.Is(err, health.ErrNotFound) {
		return "", s, missing
	}
	if err == nil && s.Expired(m.Now) {
		err = &page.Elsewhere{
			Status: http.StatusGone, Text: "This shortlist expired on " + explain.Day(s.Expires) + ".",
			Links: []ui.Link{{Label: "Begin another", Href: page.Shortlists}},
		}
	}
	return token, s, err
}

// answer sends a list as a page, CSV or JSON.
func (m maker) answer(v view, ignored []string) error {
	said := v.Rows
	if m.format() == "" {
		said = v.decided()
	}
	if err := m.decide(said); err != nil {
		return err
	}
	switch m.format() {
	case "json":
		return m.Document(documentOf(v))
	case "csv":
		return m.CSV("plumbline-shortlist.csv", cellsOf(v))
	}
	p := m.Frame(v.Title, "Projects in an order of your own, with what is known of each.", "")
	from, to := agesOf(v.Rows)
	p.Dateline = m.Dateline(nil, m.Run, from, to)
	p.Notices = append(page.Ignored(ignored), noticesOf(v, m.Now)...)
	if len(v.Rows) > 0 {
		p.Formats = []ui.Link{{Label: "CSV", Href: v.CSV}, {Label: "JSON", Href: v.JSON}}
	}
	return m.Show(listPage(p, v))
}
