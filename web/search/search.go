package search

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/purl"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/web/page"
	"github.com/plumbline-scorecard/plumbline/web/ui"
)

// view is the page of a search.
type view struct {
	Text   string // what was asked for; empty: nothing yet
	Exact  []hit
	Groups []group
	// All filter the table of projects by the same text, one link for each list with a match.
	All []ui.Link
}

// group are the hits of one kind.
type group struct {
	ID, Head string
	Hits     []hit
	More     int // hits that are not shown
}

// hit is one thing that was found.
type hit struct {
	Kind, Key, Name, Href string
	// By is the naming that matched; Why says it in a sentence, About what the thing is.
	By, Why, About string
	// Lists are the same thing on each list, if it is on several.
	Lists []ui.Link
}

func show(r *page.Request) error {
	text, err := textOf(r.Values())
	if err != nil {
		return err
	}
	if slug, ok := r.Query.Find(text); ok {
		return r.Redirect("/p/"+slug, http.StatusSeeOther)
	}
	if r.Known("search", r.Contact) {
		return nil
	}
	p := r.Frame("Search", "Find a project, list, tag, owner or check.", "")
	p.Search, p.Notices = text, page.Ignored(page.Others(r.Values(), "q"))
	if text == "" {
		return r.Show(searchPage(p, view{}))
	}
	hits := r.Query.LookUp(text)
	if len(hits.Exact)+len(hits.Part) == 0 {
		p.Title = "Not on a list"
		return r.Show(page.UnlistedPage(p, unlisted(r, text)))
	}
	p.Title = "Search: " + page.Cut(text)
	p.Formats = []ui.Link{{Label: "JSON", Href: page.Search + ".json" + page.Encode(url.Values{"q": {text}})}}
	return r.Show(searchPage(p, viewOf(text, first(r), hits)))
}

// textOf returns the text of an address without what no name holds. The error is a *page.BadValue.
func textOf(v url.Values) (string, error) {
	text := page.Text(v.Get("q"))
	if page.TooLong(text) {
		bad := &page.BadValue{Param: "q", Value: page.Cut(text), Rest: url.Values{}}
		return "", bad.Limited(page.TextLimit)
	}
	return text, nil
}

// unlisted is what is said of a text that finds nothing, with names that look like it.
func unlisted(r *page.Request, text string) page.Unlisted {
	name := lastPart(text)
	u := r.Unlisted(text, first(r), r.Query.Nearest(name))
	for _, x := range r.Query.NearestThings(name) {
		u.Also = append(u.Also, ui.Link{Label: x.Name + " (" + string(x.Kind) + ")", Href: hrefOf(x, first(r))})
	}
	return u
}

// lastPart returns the name of the package or repository that an address is of; other texts as they
// are.
func lastPart(text string) string {
	if all := purl.OfPage(text); len(all) > 0 {
		return all[0].Name
	}
	name := query.Bare(text)
	return name[strings.LastIndexByte(name, '/')+1:]
}

// first returns the list that an address means when it names none; empty: there is no list.
func first(r *page.Request) string {
	if l := r.Query.List(""); l != nil {
		return l.Slug
	}
	return ""
}

// viewOf is pure. home is the list that an address means when it names none.
func viewOf(text, home string, hits query.Hits) view {
	v := view{Text: text}
	for _, x := range hits.Exact {
		v.Exact = append(v.Exact, hitOf(x, home, true))
	}
	for _, kind := range query.HitKinds {
		g := group{ID: string(kind), Head: heads[kind]}
		for _, x := range hits.Part {
			if x.Kind == kind {
				g.Hits = append(g.Hits, hitOf(x, home, false))
			}
		}
		if len(g.Hits) == 0 {
			continue
		}
		g.More = hits.Of[kind] - len(g.Hits)
		v.Groups = append(v.Groups, g)
		if kind == query.KindProject {
			v.All = figuresOf(text, home, hits.Lists)
		}
	}
	return v
}

// figuresOf are links to the projects that a text finds, one for each list with some.
func figuresOf(text, home string, lists []query.InList) []ui.Link {
	var out []ui.Link
	for _, in := range lists {
		label := "Show the figures of these projects"
		if len(lists) > 1 {
			label = "Show the figures of " + explain.Of(in.Projects, "project", "projects") + " of " + titleOf(in.List)
		}
		out = append(out, ui.Link{Label: label, Href: "/projects" + page.Encode(url.Values{"list": {other(in, home)}, "q": {text}})})
	}
	return out
}

// other returns the slug of a list, empty for the one that an address means when it names none.
func other(in query.InList, home string) string {
	if in.List.Slug == home {
		return ""
	}
	return in.List.Slug
}

// hitOf is what is shown of a hit.
func hitOf(x query.Hit, home string, exact bool) hit {
	out := hit{Kind: string(x.Kind), Key: x.Key, Name: x.Name, Href: hrefOf(x, home), By: string(x.By), About: aboutOf(x)}
	out.Why = partWords(x)
	if exact {
		out.Why = exactWords(x)
	}
	if (x.Kind == query.KindTag || x.Kind == query.KindOwner) && len(x.Lists) > 1 {
		for _, in := range x.Lists {
			label := explain.Thousands(in.Projects) + " of " + titleOf(in.List)
			out.Lists = append(out.Lists, ui.Link{Label: label, Href: onList(x, other(in, home))})
		}
	}
	return out
}

// hrefOf returns the address of what a hit is: of a tag or an owner on the list that an address
// means when it names none, or else on the first that has any of it.
func hrefOf(x query.Hit, home string) string {
	switch x.Kind {
	case query.KindList:
		return page.ListHref(x.Key)
	case query.KindCheck:
		return page.CheckHref(x.Key)
	case query.KindProject:
		return "/p/" + x.Key
	}
	return onList(x, other(x.Lists[0], home))
}

// onList returns the address of a tag or an owner on a list.
func onList(x query.Hit, list string) string {
	if x.Kind == query.KindTag {
		return page.TagHref(list, x.Key)
	}
	return page.OwnerHref(list, x.Key)
}

// found says how much was found.
func (v view) found() ui.Finding {
	n := 0
	for _, g := range v.Groups {
		n += len(g.Hits) + g.More
	}
	f := ui.Finding{Says: fmt.Sprintf("search exact:%d part:%d", len(v.Exact), n)}
	switch {
	case v.Text == "":
		f.Claim, f.Rest = "Search the lists by what you have.", "A name, an alias, an address, a package, an owner, a tag or a check."
	case len(v.Exact) == 0:
		f.Claim, f.Rest = "Nothing has exactly this name.", explain.Of(n, "name holds", "names hold")+" the text."
	default:
		f.Claim = explain.Of(len(v.Exact), "exact match", "exact matches") + "."
		if n > 0 {
			f.Rest = explain.Of(n, "more name holds", "more names hold") + " the text."
		}
	}
	return f
}
