package page

import (
	"cmp"
	"net/url"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/web/ui"
)

// Frame returns the frame of a page; current is the address of the navigation entry
// it belongs to.
func (r *Request) Frame(title, description, current string) ui.Page {
	return r.frame(r.View, title, description, current)
}

func (d *Deps) frame(v *query.View, title, description, current string) ui.Page {
	p := ui.Page{Title: title, Description: description, Assets: d.Assets, Version: d.Version, Weights: weightsNotice(v)}
	p.Ranking = Within(v, "/projects")
	if v.IsPast() {
		p.Then = asOfNotice(v)
	}
	for _, n := range d.Nav {
		if n.Current = n.Href == current; n.Listed {
			n.Href += Encode(url.Values{"list": {v.Addressed()}})
		}
		p.Nav = append(p.Nav, n)
	}
	if v.List != nil {
		p.Licence = v.List.Licence
	}
	p.Collect = collect(d.Query.Lists(), v.List)
	p.Lists = listLinks(d.Query.Lists(), v.List)
	return p
}

// collect returns the command that collects the list of a page; nil is the default list.
func collect(lists []health.List, shown *health.List) string {
	if shown == nil || len(lists) == 0 || shown.Slug == query.DefaultList {
		return "plumbline collect"
	}
	return "plumbline collect --list " + shown.Slug
}

// listLinks returns a link to each list when there is a choice: the default one is
// under the address without a list. shown is the list of the page; nil: none.
func listLinks(lists []health.List, shown *health.List) []ui.NavItem {
	if len(lists) < 2 {
		return nil
	}
	var out []ui.NavItem
	for i, l := range lists {
		n := ui.NavItem{Label: cmp.Or(l.Title, l.Slug), Href: "/projects", Current: shown != nil && shown.Slug == l.Slug}
		if i > 0 {
			n.Href += Encode(url.Values{"list": {l.Slug}})
		}
		out = append(out, n)
	}
	return out
}

// Dateline returns what the figures of a list's pages rest on; list and run may be
// others than the view's: a project on no list has neither.
func (r *Request) Dateline(l *health.List, run health.Run, from, to time.Time) ui.Dateline {
	d := ui.Dateline{From: from, To: to, Now: r.Now, Run: run.ID, Model: r.RankedBy(run), Origin: explain.Origin(run.Origin)}
	d.ModelHref = r.modelHref(run)
	if l != nil {
		d.List, d.Revision = l.Slug, l.Revision
		d.Notice = l.Notice
	}
	d.Stale = r.stale(to)
	return d
}

// stale says that the newest figures of a page are older than the model ranks live ones; the zero
// value: they are not, or there are none.
func (r *Request) stale(newest time.Time) ui.Notice {
	most := r.Model.Ageing.RankMonths
	if most == 0 || newest.IsZero() || !newest.Before(r.Now.AddDate(0, -most, 0)) {
		return ui.Notice{}
	}
	return ui.Notice{
		Says: "stale:" + explain.ISO(newest), Claim: "The newest figures are from " + explain.Day(newest) + ".",
		Text: "They do not show what happened since.", Link: ui.Link{Label: "Collector status", Href: "/status"},
	}
}

// modelHref returns the address of the model a run was ranked by; empty if it has none here.
func (r *Request) modelHref(run health.Run) string {
	sha := cmp.Or(run.ModelSHA, r.Model.SHA256)
	if version, ok := r.Models[sha]; ok {
		return ModelHref(version)
	}
	if sha == r.Model.SHA256 {
		return "/method"
	}
	return ""
}

// RankedBy names the model a run was ranked by. One of another hash has no name
// here: another process has ranked the same database by another model.
func (r *Request) RankedBy(run health.Run) string {
	if run.ModelSHA == "" || run.ModelSHA == r.Model.SHA256 {
		return r.Model.Name()
	}
	return Short(run.ModelSHA) + ", a different model than this site uses"
}

// Short returns as much of a hash as tells it apart: 12 characters.
func Short(hash string) string { return hash[:min(12, len(hash))] }
