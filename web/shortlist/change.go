package shortlist

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/httpx"
	"github.com/plumbline-scorecard/plumbline/internal/shortlist"
	"github.com/plumbline-scorecard/plumbline/web/page"
	"github.com/plumbline-scorecard/plumbline/web/ui"
)

// The fields of the forms, beside paramProject.
const (
	fieldTitle    = "title"
	fieldDays     = "days"
	fieldState    = "state"
	fieldPlace    = "place"
	fieldDecision = "decision"
	fieldOwner    = "owner"
	fieldNote     = "note"
	fieldRemove   = "remove"
	fieldAdd      = "add"
	fieldDelete   = "delete"
)

// newView is the form that saves a list.
type newView struct {
	Rows     []row
	Slugs    []string
	MayWrite bool
	LogIn    string
}

// form answers with the form that saves the projects of an address.
func (m maker) form() error {
	if err := m.on(); err != nil {
		return err
	}
	a, _, err := m.parse(m.Values()[paramProject])
	if err != nil {
		return err
	}
	rows, err := m.rows(itemsOf(a.Slugs))
	if err != nil {
		return err
	}
	v := newView{Rows: rows, Slugs: a.Slugs, MayWrite: m.MayWrite()}
	v.LogIn = page.LogIn + page.Encode(url.Values{"to": {newPath + page.Encode(url.Values{paramProject: a.Slugs})}})
	p := m.Frame("Save a shortlist", "Save projects with notes, decisions and owners.", "")
	p.Notices = page.Ignored(page.Others(m.Values(), paramProject))
	for _, g := range a.Gone {
		p.Notices = append(p.Notices, ui.Notice{Says: "gone", Claim: "“" + page.Cut(g.Text) + "” names no listed project and is left out."})
	}
	return m.Show(newPage(p, v))
}

// save keeps a new list and leads to it.
func (m maker) save() error {
	if err := m.on(); err != nil {
		return err
	}
	a, _, err := m.parse(m.HTTP.PostForm[paramProject])
	if err != nil {
		return err
	}
	if len(a.Gone) > 0 {
		return &httpx.Error{Status: http.StatusBadRequest, Public: "No listed project is named “" + page.Cut(a.Gone[0].Text) + "”. Nothing was saved."}
	}
	now := m.Now.UTC().Truncate(time.Millisecond)
	s := shortlist.Shortlist{Title: shortlist.Line(m.HTTP.PostForm.Get(fieldTitle)), Created: now, Changed: now}
	if s.Items, err = m.fresh(a.Slugs); err != nil {
		return err
	}
	days, err := term(m.HTTP.PostForm.Get(fieldDays))
	if err != nil {
		return err
	}
	s.Expires = now.AddDate(0, 0, days)
	if err := s.Check(); err != nil {
		return refused(err)
	}
	token := shortlist.NewToken()
	if err := m.store.NewShortlist(m.Context(), token.Key(), s); err != nil {
		return err
	}
	return m.Redirect(page.Shortlists+"/"+string(token), http.StatusSeeOther)
}

// fresh are new items with what is published of their projects now.
func (m maker) fresh(slugs []string) ([]shortlist.Item, error) {
	rows, err := m.rows(itemsOf(slugs))
	var out []shortlist.Item
	for _, r := range rows {
		r.Saved = r.Now
		out = append(out, r.Item)
	}
	return out, err
}

// term reads for how many days a list is kept.
func term(text string) (int, error) {
	days, err := strconv.Atoi(text)
	if err != nil || !slices.Contains(shortlist.Terms, days) {
		return 0, &httpx.Error{Status: http.StatusBadRequest, Public: "A shortlist is kept for 30, 90 or 365 days. Nothing was changed."}
	}
	return days, nil
}

// refused is the answer to a list beyond a limit.
func refused(err error) error {
	return &httpx.Error{Status: http.StatusBadRequest, Public: err.Error() + " Nothing was changed.", Cause: err}
}

// errOther is the answer to a form of another state of the list.
var errOther = &httpx.Error{Status: http.StatusConflict, Public: "Someone changed this shortlist after you opened it. Nothing was changed; open it again."}

// change replaces a list by what the form says, and shows it.
func (m maker) change() error {
	if err := m.on(); err != nil {
		return err
	}
	token, was, err := m.find()
	if err != nil {
		return err
	}
	if m.HTTP.PostForm.Has(fieldDelete) {
		if err := m.store.DeleteShortlist(m.Context(), token.Key()); err != nil {
			return err
		}
		return m.Redirect(page.Shortlists, http.StatusSeeOther)
	}
	if m.HTTP.PostForm.Get(fieldState) != stateOf(was) {
		return errOther
	}
	next, err := m.next(was)
	if err != nil {
		return err
	}
	err = m.store.ChangeShortlist(m.Context(), token.Key(), was, next)
	if errors.Is(err, health.ErrNotFound) {
		return errOther
	}
	if err != nil {
		return err
	}
	return m.Redirect(page.Shortlists+"/"+string(token), http.StatusSeeOther)
}

// stateOf names the state of a list that a form is for.
func stateOf(s shortlist.Shortlist) string { return strconv.FormatInt(s.Changed.UnixMilli(), 10) }

// next is the list as the form changes it.
func (m maker) next(was shortlist.Shortlist) (shortlist.Shortlist, error) {
	form, next := m.HTTP.PostForm, was
	next.Title = shortlist.Line(form.Get(fieldTitle))
	// Two changes within a millisecond are two states.
	next.Changed = m.Now.UTC().Truncate(time.Millisecond)
	if !next.Changed.After(was.Changed) {
		next.Changed = was.Changed.Add(time.Millisecond)
	}
	if text := form.Get(fieldDays); text != "" {
		days, err := term(text)
		if err != nil {
			return next, err
		}
		next.Expires = m.Now.UTC().Truncate(time.Millisecond).AddDate(0, 0, days)
	}
	items, err := itemsIn(form, was.Items)
	if err != nil {
		return next, err
	}
	next.Items = slices.DeleteFunc(items, func(it shortlist.Item) bool { return slices.Contains(form[fieldRemove], it.Slug) })
	if text := page.Text(form.Get(fieldAdd)); text != "" {
		a, _, err := m.parse([]string{text})
		if err != nil {
			return next, err
		}
		more, err := m.fresh(a.Slugs)
		if err != nil {
			return next, err
		}
		next.Items = append(next.Items, more...)
	}
	if err := next.Check(); err != nil {
		return next, refused(err)
	}
	return next, nil
}

// itemsIn are the items as a form has them, in the order of its places. It has each field once for
// each item.
func itemsIn(form url.Values, was []shortlist.Item) ([]shortlist.Item, error) {
	bad := &httpx.Error{Status: http.StatusBadRequest, Public: "This form does not fit the shortlist. Nothing was changed; open it again."}
	for _, name := range []string{paramProject, fieldPlace, fieldDecision, fieldOwner, fieldNote} {
		if len(form[name]) != len(was) {
			return nil, bad
		}
	}
	items, places := slices.Clone(was), make([]int, len(was))
	for i := range items {
		place, err := strconv.Atoi(form[fieldPlace][i])
		if err != nil || place < 1 || place > shortlist.MostItems || form[paramProject][i] != items[i].Slug {
			return nil, bad
		}
		places[i] = place
		items[i].Decision = shortlist.Decision(form[fieldDecision][i])
		items[i].Owner = shortlist.Line(form[fieldOwner][i])
		items[i].Note = shortlist.Text(form[fieldNote][i])
	}
	return shortlist.Reorder(items, places), nil
}
