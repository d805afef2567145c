package search

import (
	"cmp"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/query"
)

// heads are the headings of the kinds.
var heads = map[query.HitKind]string{
	query.KindProject: "Projects", query.KindList: "Lists", query.KindTag: "Tags", query.KindOwner: "Owners", query.KindCheck: "Checks and inputs",
}

// ways are examples of what can be searched for, with what they are.
var ways = []struct{ Text, What string }{
	{"curl", "the name of a project"},
	{"liblzma", "another name that people use"},
	{"https://github.com/curl/curl", "the address of a repository, or of a page in it"},
	{"pkg:npm/express", "a package URL, or the name of a package"},
	{"apache", "an owner of repositories"},
	{"compression", "a tag"},
	{"Code-Review", "a check or another input of the scores"},
}

// exactWords says why the text names the thing.
func exactWords(x query.Hit) string {
	switch {
	case x.Kind == query.KindOwner:
		return "Owner of repositories with this name."
	case x.Kind != query.KindProject:
		return explain.Sentence(string(x.Kind)) + " with this name."
	case x.By == query.ByAlias:
		return x.Matched + " is another name of it."
	case x.By == query.ByPackage:
		return "It publishes the package " + x.Matched + "."
	case x.By == query.ByRepository:
		return x.Matched + " is a repository of it."
	case x.By == query.ByAddress:
		return "The address is inside a repository of it."
	}
	return "Project with this name."
}

// partWords says which name of the thing holds the text.
func partWords(x query.Hit) string {
	what := map[query.Naming]string{query.ByAlias: "alias", query.ByPackage: "package", query.ByRepository: "repository"}[x.By]
	return "The text is in the " + cmp.Or(what, "name") + " " + x.Matched + "."
}

// titleOf is the title of a list, in quotes.
func titleOf(l *health.List) string { return "“" + cmp.Or(l.Title, l.Slug) + "”" }

// aboutOf says what the thing is.
func aboutOf(x query.Hit) string {
	switch x.Kind {
	case query.KindProject:
		return x.Entry.Project.Why
	case query.KindCheck:
		row, _ := field.ByID(field.ID(x.Key))
		return row.About
	}
	about := explain.Of(x.Projects, "listed project", "listed projects")
	switch {
	case x.Kind == query.KindList || len(x.Lists) == 0:
		return about + "."
	case len(x.Lists) > 1:
		return about + ":"
	}
	return about + " of " + titleOf(x.Lists[0].List) + "."
}
