package lists

import (
	"cmp"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/web/page"
	"github.com/plumbline-scorecard/plumbline/web/ui"
	"github.com/plumbline-scorecard/plumbline/web/ui/chart"
	"github.com/plumbline-scorecard/plumbline/web/ui/ranked"
)

// listView is the page of one list, in its order.
type listView struct {
	Finding ui.Finding
	Facts   []ui.Fact
	Links   []ui.Link
	Spread  chart.Figure
	// State is "empty" for a list without entries, "no-match" if the filter leaves none.
	State string
	Count string
	Text  string // what is searched for
	Tag   string
	// Tags are the choices of tags; of a list with many, Frequent leads to those of most entries, and
	// any other is named.
	Tags     []string
	Frequent []ui.Link
	Clear    string
	Entries  []entryView
	Next     string
	Pers     []ui.Link
	Per      int
	Log      logView
	Propose  page.Unlisted
}

// ask is what an address asks for: q, tag, after, per.
type ask struct {
	Text, Tag, After string
	Per              int
}

var (
	params     = []string{"q", "tag", "after", "per"}
	perChoices = []int{10, 25, 50}
)

const defaultPer = 25

// parse reads an address; machines may ask for up to 250 entries.
func parse(v url.Values, machine bool) (ask, error) {
	a := ask{Text: page.Text(v.Get("q")), Tag: strings.ToValidUTF8(v.Get("tag"), ""), After: v.Get("after"), Per: defaultPer}
	bad := func(param string, allowed ...string) *page.BadValue {
		rest := url.Values{}
		for _, name := range params {
			if name != param && v.Has(name) {
				rest[name] = v[name]
			}
		}
		return &page.BadValue{Param: param, Value: v.Get(param), Allowed: allowed, Rest: rest}
	}
	for param, text := range map[string]string{"q": a.Text, "tag": a.Tag} {
		if page.TooLong(text) {
			return a, bad(param).Limited(page.TextLimit)
		}
	}
	if a.After != "" && strings.Trim(a.After, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" {
		return a, bad("after").Limited("the slug of an entry")
	}
	if text := v.Get("per"); text != "" {
		choices := slices.Clone(perChoices)
		if machine {
			choices = append(choices, 100, 250)
		}
		n, err := strconv.Atoi(text)
		if err != nil || !slices.Contains(choices, n) {
			var allowed []string
			for _, c := range choices {
				allowed = append(allowed, strconv.Itoa(c))
			}
			return a, bad("per", allowed...)
		}
		a.Per = n
	}
	return a, nil
}

// rows returns how many entries match, those on the page in the order of slugs, and the slug after
// which the next page begins; empty: there is none. Cost: one pass over the list in memory.
func (a ask) rows(all []health.Project) (matching int, shown []health.Project, next string) {
	more := false
	for _, p := range all {
		if !a.matches(p) {
			continue
		}
		matching++
		switch {
		case p.Slug <= a.After:
		case len(shown) < a.Per:
			shown = append(shown, p)
		default:
			more = true
		}
	}
	if more {
		next = shown[len(shown)-1].Slug
	}
	return matching, shown, next
}

func (a ask) matches(p health.Project) bool {
	if a.Tag != "" && !slices.Contains(p.Tags, a.Tag) {
		return false
	}
	if a.Text == "" {
		return true
	}
	text := strings.ToLower(a.Text)
	return slices.ContainsFunc(append([]string{p.Slug, p.Name, p.Why}, p.Aliases...), func(s string) bool { return strings.Contains(strings.ToLower(s), text) })
}

// with returns the address with another value of a parameter, from the first page on.
func (a ask) with(path, param, value string) string {
	v := url.Values{"q": {a.Text}, "tag": {a.Tag}}
	if a.Per != defaultPer {
		v.Set("per", strconv.Itoa(a.Per))
	}
	v.Set(param, value)
	return path + page.Encode(v)
}

// list answers of one list, in the form that the address names.
func (s maker) list() error {
	slug, form := slugOf(s.HTTP)
	if s.List == nil || s.List.Slug != slug {
		return &page.Elsewhere{Text: "There is no list “" + page.Cut(strings.ToValidUTF8(slug, "")) + "” here.", Links: s.others()}
	}
	a, err := parse(s.Values(), form == ".json")
	if err != nil {
		return err
	}
	if s.Known("list") {
		return nil
	}
	switch form {
	case ".json":
		return s.listJSON(a)
	case ".csv":
		return s.listCSV(a)
	case ".yaml":
		return s.listYAML()
	}
	v, p, err := s.page(a)
	if err != nil {
		return err
	}
	return s.Show(listPage(p, v))
}

// others are links to the lists there are.
func (s maker) others() []ui.Link {
	out := []ui.Link{{Label: "All lists", Href: "/lists"}}
	for _, l := range s.Query.Lists() {
		out = append(out, ui.Link{Label: title(l), Href: "/lists/" + l.Slug})
	}
	return out
}

// page reads what the page is made of: the summary of the newest run, at most logRows departures
// and revisions, and one pass over the entries in memory.
func (s maker) page(a ask) (v listView, p ui.Page, err error) {
	o, err := s.Summary(s.Context())
	if err != nil {
		return v, p, err
	}
	log, err := s.ListLog(s.Context(), logRows)
	if err != nil {
		return v, p, err
	}
	l := *s.List
	p = s.Frame(title(l), "Every entry of the list "+title(l)+", with the reasons for it.", "/lists")
	p.Dateline = s.Dateline(s.List, s.Run, o.From, o.To)
	p.Notices = page.Ignored(page.Others(s.Values(), params...))
	path := "/lists/" + l.Slug
	p.Formats = []ui.Link{{Label: "CSV, all entries", Href: path + ".csv"}, {Label: "JSON", Href: path + ".json"}}
	if s.hasFile() {
		p.Formats = append(p.Formats, ui.Link{Label: "YAML, the list file", Href: path + ".yaml"})
	}
	v = s.viewOf(l, a, o, log)
	v.Links = append(v.Links, p.Formats...)
	return v, p, nil
}

// viewOf is pure.
func (s maker) viewOf(l health.List, a ask, o query.Summary, log query.ListLog) listView {
	path := "/lists/" + l.Slug
	n, shown, next := a.rows(l.Projects)
	v := listView{
		Finding: findingOf(l, s.Published, o), Facts: factsOf(l, s.Reports(&l)), Text: a.Text, Tag: a.Tag, Clear: path, Per: a.Per,
		Count: explain.Thousands(n) + " of " + explain.Of(len(l.Projects), "entry", "entries"), Log: logOf(l, log), Propose: s.Unlisted("", l.Slug, nil),
	}
	if v.Tags = tagsOf(l); len(v.Tags) > mostTags {
		for _, tag := range v.Tags[:frequentTags] {
			v.Frequent = append(v.Frequent, ui.Link{Label: tag, Href: a.with(path, "tag", tag)})
		}
		v.Tags = nil
	}
	slices.Sort(v.Tags)
	if s.Published {
		v.Spread = ranked.HealthSpread(s.Model, o, "lh", 0)
	}
	v.Links = []ui.Link{{Label: "Figures and ranking", Href: "/projects" + s.listParam()}, {Label: "Changes of figures", Href: "/changes" + s.listParam()}}
	switch {
	case len(l.Projects) == 0:
		v.State = "empty"
	case n == 0:
		v.State = "no-match"
	}
	for _, p := range shown {
		v.Entries = append(v.Entries, entryOf(l, p))
	}
	if next != "" {
		v.Next = a.with(path, "after", next)
	}
	for _, per := range perChoices {
		v.Pers = append(v.Pers, ui.Link{Label: strconv.Itoa(per), Href: a.with(path, "per", strconv.Itoa(per))})
	}
	return v
}

// listParam names the list in an address of another family; the default one is not named.
func (s maker) listParam() string {
	if first := s.Query.List(""); first != nil && first.Slug == s.List.Slug {
		return ""
	}
	return page.Encode(url.Values{"list": {s.List.Slug}})
}

func findingOf(l health.List, published bool, o query.Summary) ui.Finding {
	f := ui.Finding{Says: fmt.Sprintf("entries:%d", len(l.Projects)), Claim: explain.Of(len(l.Projects), "entry", "entries") + ".", Rest: "No results have been published yet."}
	if published {
		f.Says += fmt.Sprintf(" figures:%d position:%d", o.Measured, o.Ranked)
		f.Rest = fmt.Sprintf("%s have figures and %s have a position in the ranking.", explain.Thousands(o.Measured), explain.Thousands(o.Ranked))
	}
	return f
}

// factsOf are what the file says of the list, and how much of it was confirmed.
func factsOf(l health.List, reports page.Reports) []ui.Fact {
	fact := func(id, name, text string) ui.Fact {
		f := ui.Fact{ID: id, Name: name, Text: text, State: health.Observed}
		if text == "" {
			f.Text, f.State = "The list file does not state it", health.Unknown
		}
		return f
	}
	confirmed, proposed := 0, 0
	for _, p := range l.Projects {
		switch reviewOf(p) {
		case reviewConfirmed:
			confirmed++
		case reviewProposed:
			proposed++
		}
	}
	review := fmt.Sprintf("%s confirmed by others, %s proposed by the editors, %s without a judgement", explain.Thousands(confirmed), explain.Thousands(proposed), explain.Thousands(len(l.Projects)-confirmed-proposed))
	out := []ui.Fact{
		fact("purpose", "Purpose", l.Purpose), fact("owner", "Owner", l.Owner), fact("licence", "Licence", l.Licence),
		{ID: "revision", Name: "Revision", Text: l.Revision, State: health.Observed, Mono: true, Note: "a hash of the list file and of the tables that belong to it"},
		{ID: "review", Name: "Review", Text: review, State: health.Observed, Says: fmt.Sprintf("confirmed:%d proposed:%d", confirmed, proposed)},
	}
	out = append(out, ui.Fact{ID: "tracker", Name: "Reports of mistakes", Text: reports.Address, URL: reports.Href, State: health.Observed, Says: string(reports.Whose)})
	if l.OnRequest {
		out = append(out, ui.Fact{ID: "on_request", Name: "Collection", Text: "Not collected by default: plumbline collect --list " + l.Slug, State: health.Observed})
	}
	return out
}

// mostTags is how many tags are offered as choices; of more, frequentTags are links.
const (
	mostTags     = 100
	frequentTags = 16
)

// tagsOf returns the tags of a list, those of most entries first.
func tagsOf(l health.List) []string {
	n := map[string]int{}
	for _, p := range l.Projects {
		for _, t := range p.Tags {
			n[t]++
		}
	}
	return slices.SortedFunc(maps.Keys(n), func(a, b string) int { return cmp.Or(n[b]-n[a], strings.Compare(a, b)) })
}
