package baseline

import (
	"github.com/plumbline-scorecard/plumbline/internal/baseline"
	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/web/page"
)

// judged is what the page and the file are made from.
type judged struct {
	query.Project
	page.Versions
	Report baseline.Report
	// From and To are the versions that are compared, From the older one; empty if there is one version
	// only. Before and After are the reports by them.
	From, To      baseline.Version
	Before, After baseline.Report
	Proposals     []proposal
	// Badge is the address of the entries of the programme for the repository; empty without one.
	Badge string
}

// proposal is an address with answers for a level of the badge.
type proposal struct {
	Level, Answers int
	URL            string
}

// judge compares the picked version with the newest one, or the newest one with that before it. On a
// day of the past nothing is proposed, because a maintainer would answer today.
func judge(r *page.Request, p query.Project, versions page.Versions) judged {
	j := judged{Project: p, Versions: versions, Report: r.BaselineOf(p, versions.Picked)}
	j.From, j.To = versions.Picked, versions.Newest()
	if versions.IsNewest() {
		j.From, _ = versions.Before()
	}
	if j.From.Name != "" {
		j.Before, j.After = r.BaselineOf(p, j.From), r.BaselineOf(p, j.To)
	}
	primary, ok := p.Entry.Project.PrimaryRepository()
	if _, safe := explain.SafeURL(primary.URL); !ok || !safe {
		return j
	}
	j.Badge = baseline.BadgeOf(primary.URL)
	if !r.IsPast() {
		j.Proposals = proposals(j.Report, primary.URL)
	}
	return j
}

// proposals are the levels of the badge with something to propose.
func proposals(r baseline.Report, repository string) []proposal {
	var out []proposal
	for level := 1; level <= baseline.Levels; level++ {
		x := proposal{Level: level, URL: baseline.Answers(r, level, repository)}
		for _, res := range r.Results {
			if res.State == baseline.Met && res.Requirement.Adds(level) {
				x.Answers++
			}
		}
		if x.URL != "" {
			out = append(out, x)
		}
	}
	return out
}

// claim is the badge that the project has of the programme, by its own answers.
func (j judged) claim() health.Input { return j.Figures.Inputs.Field(field.CIIBestPractices) }
