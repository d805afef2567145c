package search

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/web/page"
	"github.com/plumbline-scorecard/plumbline/web/ui"
)

// longest is how many letters a text may have.
const longest = 200

// view is the page of a search.
type view struct {
	Text   string // what was asked for; empty: nothing yet
	Exact  []hit
	Groups []group
	// All filters the table of projects by the same text.
	All string
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
	return r.Show(searchPage(p, viewOf(text, hits)))
}

// textOf returns the text of an address without what no name holds. The error is a *page.BadValue.
func textOf(v url.Values) (string, error) {
	text := strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
			return -1 // it would turn the sentence around it
		}
		return r
	}, strings.ToValidUTF8(v.Get("q"), ""))
	text = strings.TrimSpace(text)
	if utf8.RuneCountInString(text) > longest {
		bad := &page.BadValue{Param: "q", Value: page.Cut(text), Rest: url.Values{}}
		return "", bad.Limited(fmt.Sprintf("at most %d letters", longest))
	}
	return text, nil
}

// unlisted is what is said of a text that finds nothing, with names that look like it.
func unlisted(r *page.Request, text string) page.Unlisted {
	list := ""
	if l := r.Query.List(""); l != nil {
		list = l.Slug
	}
	name := lastPart(text)
	u := r.Unlisted(text, list, r.Query.Nearest(name))
	for _, x := range r.Query.NearestThings(name) {
		u.Also = append(u.Also, ui.Link{Label: x.Name + " (" + string(x.Kind) + ")", Href: hrefOf(x)})
	}
	return u
}

// lastPart returns the name of the repository that an address is of; other texts as they are.
func lastPart(text string) string {
	name := query.Bare(text)
	return name[strings.LastIndexByte(name, '/')+1:]
}

// viewOf is pure.
func viewOf(text string, hits query.Hits) view {
	v := view{Text: text}
	for _, x := range hits.Exact {
		v.Exact = append(v.Exact, hitOf(x, true))
	}
	for _, kind := range query.HitKinds {
		g := group{ID: string(kind), Head: heads[kind]}
		for _, x := range hits.Part {
			if x.Kind == kind {
				g.Hits = append(g.Hits, hitOf(x, false))
			}
		}
		if len(g.Hits) == 0 {
			continue
		}
		g.More = hits.Of[kind] - len(g.Hits)
		v.Groups = append(v.Groups, g)
		if kind == query.KindProject {
			v.All = "/projects" + page.Encode(url.Values{"q": {text}})
		}
	}
	return v
}

// hitOf is what is shown of a hit.
func hitOf(x query.Hit, exact bool) hit {
	out := hit{Kind: string(x.Kind), Key: x.Key, Name: x.Name, Href: hrefOf(x), By: string(x.By), About: aboutOf(x)}
	out.Why = partWords(x)
	if exact {
		out.Why = exactWords(x)
	}
	return out
}

// hrefOf returns the address of what a hit is.
func hrefOf(x query.Hit) string {
	switch x.Kind {
	case query.KindList:
		return page.ListHref(x.Key)
	case query.KindTag:
		return page.TagHref(x.Key)
	case query.KindOwner:
		return page.OwnerHref(x.Key)
	case query.KindCheck:
		return page.CheckHref(x.Key)
	}
	return "/p/" + x.Key
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
