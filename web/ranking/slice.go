package ranking

import (
	"net/http"
	"slices"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/web/listing"
	"github.com/plumbline-scorecard/plumbline/web/page"
	"github.com/plumbline-scorecard/plumbline/web/ui"
)

// slice is a tag or an owner that an address names: the projects with it have a page.
type slice struct {
	query.Hit
	// Suffix is the form: ".csv", ".json", ".atom" or empty.
	Suffix string
}

// sliceRoutes are the pages of tags and owners. A name may hold a dot, so the form is no part of a
// pattern.
func sliceRoutes() []page.Route {
	var out []page.Route
	for pattern, kind := range map[string]query.HitKind{"/tags/{tag}": query.KindTag, "/owners/{host}/{owner...}": query.KindOwner} {
		out = append(out, page.Route{
			Pattern: pattern, Handler: func(r *page.Request) error { return showSlice(r, kind) },
			Of: func(q *query.Reader, r *http.Request) string {
				if list := page.NamedList(q, r); list != "" {
					return list
				}
				x, _ := sliceOf(q, kind, named(r, kind))
				return q.ListWith(kind, x.Key)
			},
		})
	}
	return out
}

// named is the key of the tag or owner that a path names, with the form.
func named(r *http.Request, kind query.HitKind) string {
	if kind == query.KindTag {
		return r.PathValue("tag")
	}
	return r.PathValue("host") + "/" + r.PathValue("owner")
}

// sliceOf finds the tag or owner of a path.
func sliceOf(q *query.Reader, kind query.HitKind, text string) (slice, bool) {
	if x, ok := q.Thing(kind, text); ok {
		return slice{Hit: x}, true
	}
	for _, suffix := range []string{".csv", ".json", ".atom"} {
		if key, ok := strings.CutSuffix(text, suffix); ok {
			x, ok := q.Thing(kind, key)
			return slice{x, suffix}, ok
		}
	}
	return slice{}, false
}

// showSlice answers with the page of a tag or owner, or with the same rows in another form.
func showSlice(r *page.Request, kind query.HitKind) error {
	text := strings.ToValidUTF8(named(r.HTTP, kind), "")
	x, ok := sliceOf(r.Query, kind, text)
	if !ok {
		return noSlice(r, kind, text)
	}
	l, err := listing.Parse(r, atOf(x.Hit))
	if err != nil {
		return err
	}
	switch x.Suffix {
	case ".csv":
		return listing.CSV(r, l)
	case ".json":
		return listing.JSON(r, l)
	case ".atom":
		return listing.Atom(r, l)
	}
	return maker{r}.projects(l)
}

// atOf is where the projects of a tag or owner are.
func atOf(x query.Hit) listing.At {
	if x.Kind == query.KindTag {
		return listing.At{Path: page.TagHref("", x.Key), Fixed: map[string]string{"tag": x.Key}, Presets: sets}
	}
	host, owner, _ := strings.Cut(x.Key, "/")
	return listing.At{Path: page.OwnerHref("", x.Key), Fixed: map[string]string{"owner": owner, "host": host}, Presets: sets}
}

// noSlice is the error of a tag or owner that no project has, with the nearest ones.
func noSlice(r *page.Request, kind query.HitKind, text string) error {
	e := &page.Elsewhere{Text: "No listed project has the " + string(kind) + " “" + page.Cut(text) + "”."}
	for _, x := range r.Query.NearestOf(kind, text) {
		e.Links = append(e.Links, ui.Link{Label: x.Key, Href: atOf(x).Path})
	}
	e.Links = append(e.Links, ui.Link{Label: "All projects", Href: "/projects"})
	return e
}

// sliceName names what the path narrows the rows to; empty: nothing.
func sliceName(l listing.Listing) string {
	switch {
	case l.Fixed["tag"] != "":
		return "Tag " + l.Fixed["tag"]
	case l.Fixed["owner"] != "":
		return "Owner " + l.Fixed["owner"] + " at " + l.Fixed["host"]
	}
	return ""
}

// sliceTitle says how many projects of how many a page of a tag or owner shows, and what their ranks
// are among.
func sliceTitle(v *projectsView, l listing.Listing, o query.Summary) {
	name := sliceName(l)
	if name == "" {
		return
	}
	v.Title = name + ": " + v.Count
	if o.Ranked > 0 && l.Weights == "" && l.Ranked != "no" {
		v.Finding = ui.Finding{
			Says: "slice of:" + explain.Thousands(o.Total), Claim: "Ranks and tiers are those among " + explain.Of(o.Total, "project", "projects") + " of the list.",
			Rest: "Order within a tier is not meaningful.",
		}
	}
}

// sliceList is a list with the projects of the path only.
func sliceList(l listing.Listing) health.List {
	out := *l.List
	kind, key := query.KindTag, l.Fixed["tag"]
	if l.Fixed["owner"] != "" {
		kind, key = query.KindOwner, l.Fixed["host"]+"/"+l.Fixed["owner"]
	}
	if key != "" {
		out.Projects = slices.DeleteFunc(slices.Clone(out.Projects), func(p health.Project) bool { return !query.HasThing(p, kind, key) })
	}
	return out
}
