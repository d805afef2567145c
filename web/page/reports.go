package page

import (
	"net/url"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// Reports is where mistakes of a list are reported. There always is an address.
type Reports struct {
	// Address is that of the tracker, Href where a reader is led: the same, or its form for a report
	// that has the page already.
	Address, Href string
	// Whose is who names the address.
	Whose ReportsOf
}

// ReportsOf is who names the address for reports.
type ReportsOf string

// Who may name it. A list comes first, and the tracker of the program last.
const (
	OfList     ReportsOf = "list"
	OfOperator ReportsOf = "operator"
	OfProgram  ReportsOf = "program"
)

// tracker is where mistakes go when neither a list nor the operator names an address.
const tracker = "https://github.com/plumbline-scorecard/plumbline/issues"

// Reports returns where mistakes of a list are reported; l may be nil.
func (d *Deps) Reports(l *health.List) Reports {
	switch {
	case l != nil && l.Tracker != "":
		return Reports{Address: l.Tracker, Href: l.Tracker, Whose: OfList}
	case d.Contact != "":
		return Reports{Address: d.Contact, Href: d.Contact, Whose: OfOperator}
	}
	return Reports{Address: tracker, Href: tracker, Whose: OfProgram}
}

// Report is what a mistake is about. It goes to a tracker that may be public, so it is only made of
// what everybody may see.
type Report struct {
	Project string
	Page    string // the address, with the host if the site knows its own
	Figure  string // its name and value; empty: the reader says which
}

// About returns the reports with a form that has the page and the figure already, if the tracker is
// one of GitHub or GitLab; others as they are.
func (r Reports) About(x Report) Reports {
	title := "Wrong figure: " + x.Project
	body := "Page: " + x.Page + "\nFigure: " + x.Figure + "\nCorrect value: \nPublic evidence: \n"
	form := url.Values{"title": {title}, "body": {body}}
	if r.Whose == OfProgram { // its form has fields, see .github/ISSUE_TEMPLATE
		form = url.Values{"template": {"wrong-figure.yml"}, "title": {title}, "project": {x.Page}}
		if x.Figure != "" {
			form.Set("figure", x.Figure)
		}
	}
	if repo, ok := onGitHub(r.Address); ok {
		r.Href = repo + "/issues/new?" + form.Encode()
	} else if project, ok := onGitLab(r.Address); ok {
		r.Href = project + "/-/issues/new?" + url.Values{"issue[title]": {title}, "issue[description]": {body}}.Encode()
	}
	return r
}

// onGitHub returns the address of the repository on GitHub that a tracker belongs to.
func onGitHub(address string) (string, bool) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" || u.Host != "github.com" {
		return "", false
	}
	parts := strings.Split(strings.Trim(u.Path, "/"), "/")
	if len(parts) < 2 || len(parts) > 2 && parts[2] != "issues" {
		return "", false
	}
	return "https://github.com/" + parts[0] + "/" + parts[1], true
}

// onGitLab returns the address of the project on a GitLab that a tracker belongs to.
func onGitLab(address string) (string, bool) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" || !strings.HasPrefix(u.Host, "gitlab.") {
		return "", false
	}
	path, rest, ok := strings.Cut(strings.Trim(u.Path, "/"), "/-/")
	if !ok || rest != "issues" && !strings.HasPrefix(rest, "issues/") || !strings.Contains(path, "/") {
		return "", false
	}
	return "https://" + u.Host + "/" + path, true
}
