package baseline

import (
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// badgeSite is the form of the Best Practices programme, which answers can be proposed to.
// https://github.com/ossf/best-practices-badge/blob/main/docs/automation-proposals.md
const badgeSite = "https://www.bestpractices.dev/projects"

// BadgeOf returns the address at which the programme lists its entries for a repository.
func BadgeOf(repository string) string {
	return badgeSite + "?" + url.Values{"url": {repository}}.Encode()
}

// Answers returns the address at which a maintainer can review answers for one level of the Baseline
// badge, filled in from the report: what is met, with the reason, the file, the day and where it shows. Nothing is sent
// or saved by it, and answers that the project gave stay. The rest is left to the project. The form
// for a level has only what that level adds. It is empty if there is nothing to propose.
func Answers(r Report, level int, repository string) string {
	q := url.Values{}
	for _, x := range r.Results {
		if x.State != Met || !x.Requirement.Adds(level) {
			continue
		}
		key := strings.NewReplacer("-", "_", ".", "_").Replace(strings.ToLower(x.Requirement.ID))
		why := x.Why
		for _, e := range x.Evidence {
			if e.Line != nil && e.Line.Path != "" {
				why += " File: " + e.Line.Path + "."
			}
		}
		if len(x.Evidence) > 0 {
			why += source(x.Evidence[0].Input)
		}
		q.Set(key+"_status", "Met")
		q.Set(key+"_justification", why)
	}
	if len(q) == 0 {
		return ""
	}
	q.Set("as", "edit")
	q.Set("section", "baseline-"+strconv.Itoa(level))
	q.Set("url", repository)
	return badgeSite + "?" + q.Encode()
}

// source returns the day and the address of the evidence, as far as there are any.
func source(in health.Input) string {
	out := ""
	if !in.ObservedAt.IsZero() {
		out = " As of " + in.ObservedAt.UTC().Format(time.DateOnly) + "."
	}
	if strings.HasPrefix(in.SourceURL, "https://") {
		out += " " + in.SourceURL
	}
	return out
}
