package search

import (
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/web/page"
)

// document is /search.json.
type document struct {
	Query string `json:"query"`
	// Exact are the things that the text names.
	Exact []found `json:"exact"`
	// Part are things with a name that holds the text, at most 20 of a kind; Of counts all.
	Part []found               `json:"part"`
	Of   map[query.HitKind]int `json:"part_of"`
	// Suggestions are things with a name that looks like the text; only if nothing was found.
	Suggestions []found `json:"suggestions"`
}

type found struct {
	Kind query.HitKind `json:"kind"`
	// Key is the slug of a project or list, a tag, "host/owner", or the id of an input.
	Key  string `json:"key"`
	Name string `json:"name"`
	// MatchedBy is what of it the text is or is in: name, alias, package, repository or address.
	MatchedBy query.Naming `json:"matched_by,omitempty"`
	Matched   string       `json:"matched,omitempty"`
	Why       string       `json:"why,omitempty"`
	List      string       `json:"list,omitempty"`     // of a project
	Projects  int          `json:"projects,omitempty"` // of a list, tag or owner
	Lists     []inList     `json:"lists,omitempty"`    // that have it, with their projects of it
	Path      string       `json:"path"`               // the address on this site
}

type inList struct {
	List     string `json:"list"`
	Projects int    `json:"projects"`
}

func showJSON(r *page.Request) error {
	text, err := textOf(r.Values())
	if err != nil {
		return err
	}
	if r.Known("search") {
		return nil
	}
	hits := r.Query.LookUp(text)
	home := first(r)
	d := document{Query: text, Exact: []found{}, Part: []found{}, Of: hits.Of, Suggestions: []found{}}
	if d.Of == nil {
		d.Of = map[query.HitKind]int{}
	}
	for _, x := range hits.Exact {
		d.Exact = append(d.Exact, foundOf(x, home, exactWords(x)))
	}
	for _, x := range hits.Part {
		d.Part = append(d.Part, foundOf(x, home, partWords(x)))
	}
	if text != "" && len(d.Exact)+len(d.Part) == 0 {
		for _, p := range r.Query.Nearest(lastPart(text)) {
			d.Suggestions = append(d.Suggestions, found{Kind: query.KindProject, Key: p.Slug, Name: p.Name, Path: "/p/" + p.Slug})
		}
		for _, x := range r.Query.NearestThings(lastPart(text)) {
			d.Suggestions = append(d.Suggestions, foundOf(x, home, ""))
		}
	}
	return r.Document(d)
}

func foundOf(x query.Hit, home, why string) found {
	out := found{Kind: x.Kind, Key: x.Key, Name: x.Name, MatchedBy: x.By, Matched: x.Matched, Why: why, Projects: x.Projects, Path: hrefOf(x, home)}
	for _, in := range x.Lists {
		out.Lists = append(out.Lists, inList{in.List.Slug, in.Projects})
	}
	if x.Entry.List != nil {
		out.List = x.Entry.List.Slug
	}
	if why == "" {
		out.MatchedBy = ""
	}
	return out
}
