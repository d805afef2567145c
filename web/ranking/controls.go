package ranking

import (
	"slices"
	"strconv"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
	"github.com/plumbline-scorecard/plumbline/web/page"
	"github.com/plumbline-scorecard/plumbline/web/ui"
	"github.com/plumbline-scorecard/plumbline/web/ui/table"
)

// heads are the heads of the columns that rows can be ordered by.
type heads map[ranking.Sort]table.Head

// sortable are the columns with their words, in the order of the form.
var sortable = []struct {
	sort       ranking.Sort
	name       string
	first      string // where the natural direction begins
	descending bool
}{
	{ranking.SortRisk, "risk", "highest first", true},
	{ranking.SortHealth, "health", "lowest first", false},
	{ranking.SortVitality, "vitality", "lowest first", false},
	{ranking.SortResilience, "resilience", "lowest first", false},
	{ranking.SortPosture, "posture", "lowest first", false},
	{ranking.SortCriticality, "criticality", "highest first", true},
	{ranking.SortUpper, "highest possible risk", "highest first", true},
	{ranking.SortRegulars, "regulars", "fewest first", false},
	{ranking.SortCommits, "human commits", "fewest first", false},
	{ranking.SortName, "name", "A to Z", false},
}

func columnName(x ranking.Sort) string {
	for _, c := range sortable {
		if c.sort == x {
			return c.name
		}
	}
	return string(x)
}

func sortWords(q ranking.Query) string {
	for _, c := range sortable {
		if c.sort == q.Sort {
			if q.Reverse {
				return "ordered by " + c.name + ", reversed"
			}
			return "ordered by " + c.name + ", " + c.first
		}
	}
	return ""
}

func (s maker) heads(l listing, q ranking.Query) heads {
	out := heads{}
	for _, c := range sortable {
		to := l
		to.Sort, to.Reverse, to.After = c.sort, false, ""
		way := ""
		if c.sort == q.Sort {
			to.Reverse = !q.Reverse
			way = "ascending"
			if c.descending != q.Reverse {
				way = "descending"
			}
		}
		href := "/projects" + page.Encode(to.values(s.defaultList()))
		out[c.sort] = table.Sort(explain.Sentence(c.name), href, way)
	}
	return out
}

func (s maker) sortChoices(l listing, q ranking.Query) []choice {
	var out []choice
	for _, c := range sortable {
		if c.sort == ranking.SortUpper {
			continue // the order of the section without ranks, of no use elsewhere
		}
		current := q.Sort == c.sort
		x := choice{Label: explain.Sentence(c.name) + ", " + c.first, Value: string(c.sort), Current: current && !q.Reverse}
		out = append(out, x)
		if current && q.Reverse {
			out = append(out, choice{Label: explain.Sentence(c.name) + ", reversed", Value: "-" + string(c.sort), Current: true})
		}
	}
	return out
}

// hidden are the parameters the filter form carries along.
func (s maker) hidden(l listing) []pairOf {
	var out []pairOf
	if l.List != nil && l.List.Slug != s.defaultList() {
		out = append(out, pairOf{"list", l.List.Slug})
	}
	for _, p := range []pairOf{{query.AsOf, l.AsOf}, {"q", l.Text}, {"regulars", l.Regulars}, {"ranked", l.Ranked}, {"weights", l.Weights}} {
		if p.Value != "" {
			out = append(out, p)
		}
	}
	if l.Per != 0 && l.Per != defaultPer {
		out = append(out, pairOf{"per", strconv.Itoa(l.Per)})
	}
	return out
}

// narrowing is one thing that narrows the rows, and the query without it.
type narrowing struct {
	param, label string
	without      listing
}

// narrowings are what narrows the rows, in canonical order.
func (s maker) narrowings(l listing) []narrowing {
	var out []narrowing
	l.After = ""
	if l.Text != "" {
		w := l
		w.Text = ""
		out = append(out, narrowing{"q", "search: " + l.Text, w})
	}
	for _, f := range filterNames {
		for _, value := range l.Filters[f.param] {
			w := l
			w.Filters = map[string][]string{}
			for k, vs := range l.Filters {
				if k != f.param {
					w.Filters[k] = vs
				} else if left := slices.DeleteFunc(slices.Clone(vs), func(v string) bool { return v == value }); len(left) > 0 {
					w.Filters[k] = left
				}
			}
			out = append(out, narrowing{f.param, explain.LowerFirst(f.legend) + ": " + valueName(f.param, value, s.bands(f.param)), w})
		}
	}
	if l.Regulars != "" {
		w := l
		w.Regulars = ""
		label := "at most " + l.Regulars + " regular contributors"
		if l.Regulars == "1" {
			label = "at most one regular contributor"
		}
		out = append(out, narrowing{"regulars", label, w})
	}
	if l.Ranked != "" {
		w := l
		w.Ranked = ""
		label := "ranked only"
		switch l.Ranked {
		case withPosition:
			label = "with a position only"
		case "no":
			label = "not ranked only"
		}
		out = append(out, narrowing{"ranked", label, w})
	}
	return out
}

func (s maker) chips(l listing) []chip {
	var out []chip
	for _, n := range s.narrowings(l) {
		out = append(out, chip{Label: n.label, Href: "/projects" + page.Encode(n.without.values(s.defaultList()))})
	}
	return out
}

func (s maker) noMatch(l listing, without []int) *noMatch {
	v := &noMatch{Text: "No listed project matches"}
	for i, n := range s.narrowings(l) {
		c := chip{Label: n.label, Href: "/projects" + page.Encode(n.without.values(s.defaultList()))}
		if i < len(without) {
			c.Without = explain.Thousands(without[i]) + " without it"
		}
		v.Chips = append(v.Chips, c)
		if i > 0 {
			v.Text += " and"
		}
		v.Text += " “" + n.label + "”"
	}
	v.Text += "."
	all := listing{List: l.List, AsOf: l.AsOf}
	v.Clear = "/projects" + page.Encode(all.values(s.defaultList()))
	return v
}

func (s maker) pager(l listing, p ranking.Page) pager {
	var v pager
	dl := s.defaultList()
	if l.After != "" {
		first := l
		first.After = ""
		v.First = "/projects" + page.Encode(first.values(dl))
	}
	if p.Next != "" {
		next := l
		next.After = p.Next
		v.Next = "/projects" + page.Encode(next.values(dl))
	}
	per := l.Per
	if per == 0 {
		per = defaultPer
	}
	for _, n := range perChoices {
		to := l
		to.Per, to.After = n, ""
		v.Pers = append(v.Pers, choice{Label: strconv.Itoa(n), Href: "/projects" + page.Encode(to.values(dl)), Current: n == per})
	}
	all := l
	all.After, all.Per = "", 0
	q := page.Encode(all.values(dl))
	v.Formats = []ui.Link{{Label: "CSV, all rows", Href: "/projects.csv" + q}, {Label: "CSV columns", Href: page.Data + "#" + page.CSVColumns}, {Label: "JSON", Href: "/projects.json" + q}}
	return v
}
