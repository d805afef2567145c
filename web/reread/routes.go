// Package reread is the page where readers ask that a project is read again now, not at its turn, and
// see what that found. A request changes no figure by itself, so nobody needs to log in for it.
package reread

import (
	"context"
	"errors"
	"fmt"
	"math"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/recheck"
	"github.com/plumbline-scorecard/plumbline/web/page"
	"github.com/plumbline-scorecard/plumbline/web/ui"
)

// Store keeps the requests.
type Store interface {
	// AskRecheck asks for a project of a list.
	AskRecheck(ctx context.Context, list, slug string) (recheck.Answer, error)
	// Asked returns when a reader last asked for a project; zero: never.
	Asked(ctx context.Context, slug string) (time.Time, error)
}

// Desk takes requests for the lists that this process collects. The zero value takes none.
type Desk struct {
	Store Store
	Lists []string // slugs
}

// Routes are the addresses of the family. The page is for one reader, so that browsers send its form
// with a proof of where it comes from.
func Routes(d Desk) []page.Route {
	with := func(h func(maker) error) page.Handler {
		return func(r *page.Request) error {
			m := maker{Request: r, desk: d}
			if err := m.find(); err != nil {
				return err
			}
			return h(m)
		}
	}
	return []page.Route{{
		Pattern: page.RecheckHref("{slug}"), Handler: with(maker.show), Post: with(maker.ask), Always: true,
		Of: page.ProjectList, Present: true, Private: true,
	}}
}

// maker answers one request.
type maker struct {
	*page.Request
	desk    Desk
	project health.Project
	// list is the first list with the project that is collected here, or else the first with it.
	list     health.List
	collects bool
}

// find sets the project and its list.
func (m *maker) find() error {
	slug := m.HTTP.PathValue("slug")
	e, listed := m.Query.Entry(slug)
	if !listed {
		return &page.Missing{Text: slug, Near: m.Query.Nearest(slug)}
	}
	m.project, m.list = e.Project, *e.List
	for _, l := range m.Query.Lists() {
		has := slices.ContainsFunc(l.Projects, func(p health.Project) bool { return p.Slug == slug })
		if has && m.desk.Store != nil && slices.Contains(m.desk.Lists, l.Slug) {
			m.list, m.collects = l, true
			return nil
		}
	}
	return nil
}

// show answers with what became of the last request.
func (m maker) show() error { return m.answer(http.StatusOK, ui.Notice{}) }

// ask takes a request and leads to the page, or says why it is not taken.
func (m maker) ask() error {
	if !m.collects {
		return m.answer(http.StatusConflict, ui.Notice{})
	}
	got, err := m.desk.Store.AskRecheck(m.Context(), m.list.Slug, m.project.Slug)
	if errors.Is(err, health.ErrNotFound) { // the list in the database is older than this process
		return page.NotFound("This project is not on a list that is collected. Nothing was changed.")
	}
	if err != nil {
		return err
	}
	switch got {
	case recheck.TooSoon:
		asked, err := m.desk.Store.Asked(m.Context(), m.project.Slug)
		if err != nil {
			return err
		}
		m.retryAfter(asked.Add(recheck.Gap).Sub(m.Now))
		return m.answer(http.StatusTooManyRequests, ui.Notice{Says: string(got), Claim: "Too soon.", Text: "A project can be asked for once an hour. Nothing was changed."})
	case recheck.Busy:
		m.retryAfter(time.Hour)
		text := fmt.Sprintf("Readers asked for %d projects in the last hour, and more are not taken. Nothing was changed. Try again in an hour.", recheck.MostPerHour)
		return m.answer(http.StatusTooManyRequests, ui.Notice{Says: string(got), Claim: "Too many requests.", Text: text})
	}
	return m.Redirect(page.RecheckHref(m.project.Slug), http.StatusSeeOther)
}

func (m maker) retryAfter(d time.Duration) {
	m.W.Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(max(time.Second, d).Seconds()))))
}

// answer sends the page.
func (m maker) answer(status int, n ui.Notice) error {
	s := state{project: m.project, list: m.list, collects: m.collects, now: m.Now}
	if err := m.read(&s); err != nil {
		return err
	}
	f := m.Frame("Read "+m.project.Name+" again", "Ask for a project to be read now, and see what changed.", "/projects")
	f.Notices = page.Ignored(page.Others(m.Values()))
	if n.Claim != "" {
		f.Notices = append(f.Notices, n)
	}
	return m.ShowStatus(status, rereadPage(f, viewOf(s)))
}

// read adds what is known of the last request.
func (m maker) read(s *state) error {
	if m.desk.Store == nil {
		return nil
	}
	var err error
	if s.asked, err = m.desk.Store.Asked(m.Context(), m.project.Slug); err != nil || s.asked.IsZero() {
		return err
	}
	if s.found, err = m.Reread(m.Context(), m.list, m.project.Slug, s.asked); err != nil {
		return err
	}
	if s.found.Answer.At.IsZero() {
		s.next, err = m.NextLook(m.Context())
	}
	return err
}
