package web

import (
	"slices"
	"strings"

	"github.com/plumbline-scorecard/plumbline/web/baseline"
	"github.com/plumbline-scorecard/plumbline/web/beforeafter"
	"github.com/plumbline-scorecard/plumbline/web/changes"
	"github.com/plumbline-scorecard/plumbline/web/cohorts"
	"github.com/plumbline-scorecard/plumbline/web/compare"
	"github.com/plumbline-scorecard/plumbline/web/fund"
	"github.com/plumbline-scorecard/plumbline/web/history"
	"github.com/plumbline-scorecard/plumbline/web/lists"
	"github.com/plumbline-scorecard/plumbline/web/login"
	"github.com/plumbline-scorecard/plumbline/web/maintain"
	"github.com/plumbline-scorecard/plumbline/web/mapping"
	"github.com/plumbline-scorecard/plumbline/web/matrix"
	"github.com/plumbline-scorecard/plumbline/web/method"
	"github.com/plumbline-scorecard/plumbline/web/overview"
	"github.com/plumbline-scorecard/plumbline/web/page"
	"github.com/plumbline-scorecard/plumbline/web/past"
	"github.com/plumbline-scorecard/plumbline/web/policy"
	"github.com/plumbline-scorecard/plumbline/web/practice"
	"github.com/plumbline-scorecard/plumbline/web/project"
	"github.com/plumbline-scorecard/plumbline/web/ranking"
	"github.com/plumbline-scorecard/plumbline/web/reports"
	"github.com/plumbline-scorecard/plumbline/web/reread"
	"github.com/plumbline-scorecard/plumbline/web/search"
	"github.com/plumbline-scorecard/plumbline/web/shortlist"
	"github.com/plumbline-scorecard/plumbline/web/statements"
	"github.com/plumbline-scorecard/plumbline/web/status"
	"github.com/plumbline-scorecard/plumbline/web/whatif"
)

// routes are the addresses of every family of pages, in the order of the navigation.
// A family is added here and nowhere else; its pages are in its routes.go.
func (s Site) routes() []page.Route {
	return slices.Concat(
		overview.Routes(s.Results.Releases), // /
		ranking.Routes(),                    // /projects, .csv, .json, .atom; /tags/…, /owners/…
		practice.Routes(),                   // /checks, /checks/{check}, .json, .csv
		baseline.Routes(),                   // /baseline, .json, .csv
		mapping.Routes(),                    // /map, .csv, .json, .atom
		fund.Routes(),                       // /fund, .csv, .json, /fund/plan.csv
		whatif.Routes(),                     // /whatif, .csv, .json
		beforeafter.Routes(),                // /before-after, .csv, .json; /p/{slug}/before-after, .csv, .json
		matrix.Routes(),                     // /matrix, .csv, .json, .atom
		project.Routes(s.Proof),             // /p/{slug}, .json, /p/{slug}/baseline, .json, /p/{slug}/funding, /p/{slug}/brief, /repo/…
		history.Routes(),                    // /p/{slug}/history, .json
		reread.Routes(s.Rechecks),           // /p/{slug}/recheck
		past.Routes(),                       // /p/{slug}/past, .json
		compare.Routes(),                    // /compare, .json, .csv
		changes.Routes(s.Results.Releases),  // /changes, .json, .csv, .atom
		policy.Routes(),                     // /policy, .json, .csv
		cohorts.Routes(cohorts.Keeper{Archive: s.Archive, Codec: s.Cohorts}), // /cohorts, .json, /cohorts/{slug}, .json, .csv, .yaml
		reports.Routes(s.Archive), // /reports, .json, /reports/{id}, .json, .csv, .zip, /e/{id}, .json
		lists.Routes(s.ListFile),  // /lists, /lists/{slug}, .json, .csv, .yaml
		maintain.Routes(),         // /maintainers, /corrections, .json, .csv
		method.Routes(method.Rules{Results: s.Results, Bots: s.Bots, Agents: s.Agents, Shared: s.Shared, Live: s.Live}), // /method, /method/…, /changes/model/…
		shortlist.Routes(s.Shortlists), // /shortlists, /shortlists/new, /shortlists/{token}, .csv, .json
		login.Routes(),                 // /login, /logout
		status.Routes(s.Live),          // /status
		search.Routes(),                // /search, .json
		statements.Routes(),            // /about, /accessibility, /privacy, .json
	)
}

// pages are the addresses of the pages that need no variable, and of those of each version of the
// model, for crawlers. A new page joins by itself.
func (s Site) pages(routes []page.Route) []string {
	var out []string
	for _, r := range routes {
		href := r.Href()
		if !strings.ContainsAny(href, "{.") && !r.Private {
			out = append(out, href)
		}
	}
	for _, r := range s.Results.Releases {
		out = append(out, page.ModelHref(r.Version), page.ModelChanges+r.Version)
	}
	return out
}
