// Package login is the pages to log in and out: for those who may save shortlists. Everyone else
// needs neither.
package login

import (
	"errors"
	"math"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/access"
	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/shortlist"
	"github.com/plumbline-scorecard/plumbline/web/page"
)

// The fields of the form: the password, and the page to go to.
const (
	fieldPassword = "password"
	fieldTo       = "to"
)

// Routes are the addresses of the family.
func Routes() []page.Route {
	return []page.Route{
		{Pattern: page.LogIn, Handler: show, Post: logIn, Open: true, Present: true, Private: true},
		{Pattern: "/logout", Handler: ask, Post: logOut, Open: true, Present: true, Private: true},
	}
}

// view is the page of the log-in.
type view struct {
	// Says is the id of why no one was logged in, Claim the same in words; empty: nothing was tried.
	Says, Claim string
	LoggedIn    bool
	// Proxy is whether a reverse proxy names the person, so that there is no password.
	Proxy bool
	// Plain is whether others can read the connection: no password is asked for.
	Plain bool
	// To is the page to go to.
	To string
}

func show(r *page.Request) error {
	if !r.Access.On() {
		return page.ErrOff()
	}
	return answer(r, http.StatusOK, view{To: target(r.Values().Get(fieldTo))})
}

func answer(r *page.Request, status int, v view) error {
	p := r.Frame("Log in", "For people who save shortlists, cohorts and reports.", "")
	p.Notices = page.Ignored(page.Others(r.Values(), fieldTo))
	v.LoggedIn, v.Proxy, v.Plain = r.MayWrite(), !r.Access.HasPassword(), !r.Access.Private(r.HTTP)
	if v.Plain && !v.Proxy {
		v.Says, v.Claim = "plain-http", plainHTTP
	}
	return r.ShowStatus(status, loginPage(p, v))
}

// logIn answers the form. What is wrong has one answer, whatever it is.
func logIn(r *page.Request) error {
	v := view{To: target(r.HTTP.PostForm.Get(fieldTo))}
	cookie, err := r.Access.LogIn(r.HTTP, r.HTTP.PostForm.Get(fieldPassword))
	var wait *access.WaitError
	switch {
	case err == nil:
		http.SetCookie(r.W, cookie)
		return r.Redirect(v.To, http.StatusSeeOther)
	case errors.As(err, &wait):
		seconds := int(math.Ceil(wait.For.Seconds()))
		r.W.Header().Set("Retry-After", strconv.Itoa(seconds))
		v.Says, v.Claim = "wait", "Too many wrong passwords. Try again in "+waiting(seconds)+"."
		return answer(r, http.StatusTooManyRequests, v)
	case errors.Is(err, access.ErrPlain):
		return answer(r, http.StatusForbidden, v)
	case errors.Is(err, access.ErrWrong):
		v.Says, v.Claim = "wrong", "You are not logged in. The password is not right."
		return answer(r, http.StatusForbidden, v)
	}
	return err
}

// plainHTTP is the answer on a connection that others can read.
const plainHTTP = "This connection is not private, so no password is accepted. Open the site by https, or on the host that it runs on."

// hours is a time of whole hours in words.
func hours(d time.Duration) string { return explain.Of(int(d.Hours()), "hour", "hours") }

// waiting says how long to wait.
func waiting(seconds int) string {
	if seconds < 120 {
		return strconv.Itoa(seconds) + " seconds"
	}
	return strconv.Itoa((seconds+59)/60) + " minutes"
}

// ask is the page of the log-out: a form, so that no link logs anyone out.
func ask(r *page.Request) error {
	if !r.Access.On() {
		return page.ErrOff()
	}
	p := r.Frame("Log out", "End the session of this browser.", "")
	p.Notices = page.Ignored(page.Others(r.Values()))
	return r.Show(logoutPage(p, r.MayWrite()))
}

func logOut(r *page.Request) error {
	http.SetCookie(r.W, r.Access.LogOut(r.HTTP))
	return r.Redirect("/", http.StatusSeeOther)
}

// target returns where to go after the log-in: a page with a form for people who may write, whatever was
// asked for.
func target(asked string) string {
	u, err := url.Parse(asked)
	if err != nil || u.Scheme != "" || u.Host != "" || u.User != nil || strings.ContainsAny(asked, "\\\r\n") {
		return page.Shortlists
	}
	if u.Path == page.Cohorts || u.Path == page.PermanentReports {
		return u.Path + page.Encode(u.Query())
	}
	below, ok := strings.CutPrefix(u.Path, page.Shortlists+"/")
	_, kept := shortlist.ParseToken(below)
	if u.Path != page.Shortlists && (!ok || below != "new" && !kept) {
		return page.Shortlists
	}
	return u.Path + page.Encode(u.Query())
}
