package page

import (
	"net/url"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// A list comes before the operator, and the operator before the tracker of the program.
func TestReports_whoNamesTheAddress(t *testing.T) {
	t.Parallel()
	own := &health.List{Tracker: "https://tracker.example.org/list"}
	for name, c := range map[string]struct {
		contact, want string
		list          *health.List
		whose         ReportsOf
	}{
		"list":     {"https://operator.example.org", "https://tracker.example.org/list", own, OfList},
		"operator": {"https://operator.example.org", "https://operator.example.org", &health.List{}, OfOperator},
		"no list":  {"https://operator.example.org", "https://operator.example.org", nil, OfOperator},
		"program":  {"", tracker, &health.List{}, OfProgram},
	} {
		got := (&Deps{Contact: c.contact}).Reports(c.list)
		if got.Address != c.want || got.Href != c.want || got.Whose != c.whose || got.Href != got.Address {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

// The forms of GitHub and GitLab have the page and the figure; other addresses are as they are.
func TestReports_formsHaveThePageAndTheFigure(t *testing.T) {
	t.Parallel()
	x := Report{Project: "a&b <c>", Page: "https://p.example/p/ab?as_of=run-1", Figure: "Code-Review: 3 of 10\n&x=y"}
	for address, want := range map[string]struct{ path, page, figure string }{
		"https://github.com/o/n":                      {"https://github.com/o/n/issues/new", "body", "body"},
		"https://github.com/o/n/issues/":              {"https://github.com/o/n/issues/new", "body", "body"},
		"https://gitlab.com/g/s/n/-/issues":           {"https://gitlab.com/g/s/n/-/issues/new", "issue[description]", "issue[description]"},
		"https://gitlab.example.org/g/n/-/issues/new": {"https://gitlab.example.org/g/n/-/issues/new", "issue[description]", "issue[description]"},
		"https://github.com/o":                        {},
		"https://github.com/o/n/discussions":          {},
		"http://github.com/o/n":                       {},
		"https://github.com.example.org/o/n/issues":   {},
		"https://gitlab.com/g/n":                      {},
		"https://gitlab.com/-/issues":                 {},
		"https://example.org/report":                  {},
		"mailto:reports@example.org":                  {},
		"javascript:alert(1)//github.com/o/n/issues":  {},
	} {
		got := Reports{Address: address, Href: address, Whose: OfOperator}.About(x)
		if want.path == "" {
			if got.Href != address || got.Href != got.Address {
				t.Errorf("%s leads to %s", address, got.Href)
			}
			continue
		}
		u, err := url.Parse(got.Href)
		if err != nil || u.Scheme+"://"+u.Host+u.Path != want.path || got.Href == got.Address || got.Address != address {
			t.Errorf("%s leads to %s, %v", address, got.Href, err)
			continue
		}
		if text := "Page: " + x.Page + "\nFigure: " + x.Figure + "\n"; len(u.Query()) != 2 || u.Query().Get(want.page)[:len(text)] != text {
			t.Errorf("%s: the form has %q", address, u.Query())
		}
	}
	own := Reports{Address: tracker, Href: tracker, Whose: OfProgram}.About(x)
	u, err := url.Parse(own.Href)
	if q := u.Query(); err != nil || q.Get("template") != "wrong-figure.yml" || q.Get("project") != x.Page || q.Get("figure") != x.Figure {
		t.Errorf("the form of the program has %q, %v", own.Href, err)
	}
}
