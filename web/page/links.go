package page

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/web/ui"
)

// Params are the parameters of addresses in canonical order: what shows the same has
// the same address.
var Params = []string{
	"list", query.AsOf, query.At, "p", "from", "to", "q", "status", "risk", "health", "evidence", "regulars", "ranked",
	"lang", "owner", "host", "tag", "licence", "fail", "unknown", "pass", "weights", "columns",
	"scenario", "vitality", "resilience", "posture", "programme", "rule", "budget", "people", "most", "day", "points",
	ParamCohort, ParamAddedBefore, "check",
	"cause", "field", "kind", "least", "with", "why", "done", "task", BaselineVersion, BaselineOf, BaselineAnswer, "file",
	"sort", "after", "per",
}

// Addresses of the method family. CSVColumns and DataHash are sections of Data: on
// columns, and on the hash in citations.
const (
	Checks     = "/method/posture"
	Data       = "/method/data"
	Programs   = "/method/programs"
	Limits     = "/method/limits"
	Candidates = "/method/candidates"
	Guide      = "/method/guide"
	Services   = "/method/services"
	Glossary   = "/method/glossary"
	Funding    = "/method/funding"
	CSVColumns = "csv"
	DataHash   = "data-hash"
)

// ModelChanges is the beginning of the address of what a version of the model changed.
const ModelChanges = "/changes/model/"

// Addresses of the statements.
const (
	About         = "/about"
	Accessibility = "/accessibility"
	Privacy       = "/privacy"
)

// Maintainers is the address of the page for maintainers, Corrections that of the public ledger.
const (
	Maintainers = "/maintainers"
	Corrections = "/corrections"
)

// Within returns the address of another page about the same list and day: "/projects?list=mine". path
// has no parameters.
func Within(v *query.View, path string) string { return path + Encode(v.Carried()) }

// Hidden returns parameters as the hidden fields of a form, in canonical order and without empty ones.
func Hidden(v url.Values) []ui.Pair {
	var out []ui.Pair
	for _, name := range Params {
		for _, value := range v[name] {
			if value != "" {
				out = append(out, ui.Pair{Name: name, Value: value})
			}
		}
	}
	return out
}

// Search is the address that finds anything by name.
const Search = "/search"

// MostCompared is how many projects are compared at once.
const MostCompared = 6

// Policy is the address of the page of a whole list or cohort, Cohorts that of the frozen sets, PermanentReports
// that of the reports that never change, and EvidenceOf that of the evidence in them.
const (
	Policy           = "/policy"
	Cohorts          = "/cohorts"
	PermanentReports = "/reports"
	EvidenceOf       = "/e"
)

// The parameters that name a set of projects: a frozen cohort, and the day from which added projects are
// left out. The tag is the third.
const (
	ParamCohort      = "cohort"
	ParamAddedBefore = "added_before"
)

// ReportHref returns the address of a report.
func ReportHref(id string) string { return PermanentReports + "/" + id }

// EvidenceHref returns the address of what was known of a project at the run of a report.
func EvidenceHref(id string) string { return EvidenceOf + "/" + id }

// FundingHref returns the address of what a funder must know of a project.
func FundingHref(slug string) string { return "/p/" + slug + "/funding" }

// BeforeAfter is the address of the interventions of a list, before and after; below the address of a
// project it is that of one.
const BeforeAfter = "/before-after"

// BeforeAfterHref returns the address of a project before and after an intervention.
func BeforeAfterHref(slug string) string { return "/p/" + slug + BeforeAfter }

// FixHref returns the address of what the maintainers of a project can do.
func FixHref(slug string) string { return "/p/" + slug + "/fix" }

// OwnWordsHref returns the address of what a project says of itself.
func OwnWordsHref(slug string) string { return "/p/" + slug + "/own-words" }

// RecheckHref returns the address where readers ask that a project is read again.
func RecheckHref(slug string) string { return "/p/" + slug + "/recheck" }

// ManifestHref returns the address of files for the maintainers of a project to copy.
func ManifestHref(slug string) string { return "/p/" + slug + "/manifest" }

// BriefHref returns the address of the printed pages on a project.
func BriefHref(slug string) string { return "/p/" + slug + "/brief" }

// ListHref returns the address of a list.
func ListHref(slug string) string { return "/lists/" + slug }

// TagHref returns the address of the projects of a list with a tag; of the first list if it is empty.
func TagHref(list, tag string) string {
	if !plainPath(tag) {
		return "/projects" + Encode(url.Values{"list": {list}, "tag": {tag}})
	}
	return "/tags/" + url.PathEscape(tag) + Encode(url.Values{"list": {list}})
}

// plainPath reports whether no part of a path is empty or a step within the site.
func plainPath(parts ...string) bool {
	for _, p := range parts {
		if p == "" || p == "." || p == ".." || strings.ContainsAny(p, "/\\\x00") {
			return false
		}
	}
	return true
}

// OwnerHref returns the address of the projects of a list that an owner, "host/owner", has; of the
// first list if it is empty.
func OwnerHref(list, owner string) string {
	host, name, _ := strings.Cut(owner, "/")
	if parts := strings.Split(owner, "/"); len(parts) > 1 && plainPath(parts...) {
		for i := range parts {
			parts[i] = url.PathEscape(parts[i])
		}
		return "/owners/" + strings.Join(parts, "/") + Encode(url.Values{"list": {list}})
	}
	return "/projects" + Encode(url.Values{"list": {list}, "owner": {name}, "host": {host}})
}

// CheckHref returns the address of a check over a list, or of how another input is measured.
func CheckHref(id string) string {
	if f, ok := field.ByID(field.ID(id)); ok && f.Source == field.SourceScorecard {
		return "/checks/" + id
	}
	return Method(field.ID(id))
}

// ResultHref returns the address of the result of a check of a project.
func ResultHref(slug string, check field.ID) string { return "/p/" + slug + "/checks/" + string(check) }

// ModelHref returns the address of a version of the model.
func ModelHref(version string) string { return "/method/" + version }

// Method returns the address of how a field that a model scores is measured.
func Method(id field.ID) string {
	if f, ok := field.ByID(id); ok && f.Source == field.SourceScorecard {
		return Checks + "#" + string(id)
	}
	return "/method#" + string(id)
}

// Encode returns parameters in canonical order, with "?" when there are any.
func Encode(v url.Values) string {
	var parts []string
	for _, name := range Params {
		for _, value := range v[name] {
			if value != "" {
				parts = append(parts, name+"="+url.QueryEscape(value))
			}
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return "?" + strings.Join(parts, "&")
}

// Others returns the parameters of an address that are not among the known, sorted.
func Others(v url.Values, known ...string) []string {
	var out []string
	for name := range v {
		if !slices.Contains(known, name) {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}

// Cut shortens a text from an address, or a name in a row or a sentence.
func Cut(s string) string {
	return explain.Shorten(s, 40)
}

// BadValue is a parameter with a value that is not allowed.
type BadValue struct {
	Param, Value string
	Allowed      []string // values; empty when Limit says what is allowed
	Limit        string
	// Reason is the id of why it is not allowed; empty: it is none of Allowed.
	Reason string
	// Rest is the address without the parameter, to go on from.
	Rest url.Values
	// Missing makes the answer 404: the value is well formed, but nothing is kept of it. Links are
	// where the reader can go.
	Missing bool
	Links   []ui.Link
}

func (e *BadValue) Error() string { return fmt.Sprintf("%s=%q is not allowed", e.Param, e.Value) }

// Limited returns the error with what is allowed in words.
func (e *BadValue) Limited(limit string) error {
	e.Limit, e.Reason = limit, "too-long"
	return e
}

// NotKept is a query for other weights on a day of the past.
type NotKept struct {
	// Day is the address without the weights, Present the one without the day.
	Day, Present url.Values
}

func (e *NotKept) Error() string { return "other weights are not available for past days" }

// Missing is a page that is not there, with what may have been meant.
type Missing struct {
	Text string
	Near []health.Project
}

// Elsewhere is an address that leads nowhere, with the pages that may have been meant.
type Elsewhere struct {
	// Status is that of the answer; 0: 404.
	Status int
	Text   string // a sentence for readers
	Links  []ui.Link
}

func (e *Elsewhere) Error() string { return e.Text }

func (e *Missing) Error() string { return "no listed project matches " + e.Text }
