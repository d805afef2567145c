package advisory

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/fetch"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/stats"
)

// picture is the input of the computation. It is pure.
type picture struct {
	at         time.Time
	advisories []advisory // sorted by day of publication
	// packaged is true if a package was queried, so that no record is an answer.
	packaged bool
	// unasked are the packages that OSV was not asked about.
	unasked []string
	// tooMany names the subject with more records than the limit.
	tooMany string
	// Records that are no advisories of the project.
	malicious, findings int

	exploited      map[string]bool // CVE ids; nil with exploitedError
	exploitedError error
	// endings and days are why it could not be asked which releases came after the last affected one,
	// and of which day the patched ones are; nil if nothing was asked or all answered.
	endings, days error
	recent        recent
}

// line is the age in days from which the model's gate applies. An older unsettled advisory cannot
// change that; a younger one could.
const line = 30

// enough is the minimum number of advisories for a median.
const enough = 3

// inputs returns every field of the source, each once.
func (p picture) inputs() []health.Input {
	fields := []field.ID{field.Advisories24m, field.AdvisoriesUnpatched, field.AdvisoryFixDaysP50, field.AdvisoryKnownExploited, field.AdvisoryUnpatchedDays, field.AdvisoryFixes, field.ReleasesAffected}
	if why := p.blank(); why != "" {
		var out []health.Input
		for _, f := range fields {
			out = append(out, health.Missing(f, why, nil))
		}
		return out
	}
	days := p.unpatchedDays()
	return p.unsettled([]health.Input{p.published(), p.unpatched(days), p.fixDays(), p.knownExploited(days), days, p.fixes(), p.releasesAffected()})
}

// unsettled returns the inputs without those that depend on releases that could not be asked for:
// without them a patched advisory could pass for unsettled.
func (p picture) unsettled(ins []health.Input) []health.Input {
	for i, in := range ins {
		err := p.endings
		switch in.Field {
		case field.Advisories24m, field.ReleasesAffected:
			continue
		case field.AdvisoryFixDaysP50, field.AdvisoryFixes:
			err = cmp.Or(err, p.days)
		}
		if err != nil {
			ins[i] = health.Unasked(in.Field, "deps.dev", fetch.Why(err), err)
		}
	}
	return ins
}

// blank returns why nothing is known, or "" if something is.
func (p picture) blank() string {
	switch {
	case p.tooMany != "":
		return fmt.Sprintf("there are more than %d advisories for %s, more than Plumbline reads", mostRecords, p.tooMany)
	case len(p.unasked) > 0 && len(p.advisories) == 0:
		return fmt.Sprintf("Plumbline does not ask OSV about %s, and OSV has no advisory for the rest of the project", p.unasked[0])
	case !p.packaged && len(p.advisories) == 0:
		return "OSV has no advisory for its repository, but often does not cover projects without packages"
	}
	return ""
}

// counted yields the advisories except those that the maintainers dispute.
func (p picture) counted(yield func(advisory) bool) {
	for _, a := range p.advisories {
		if !a.Disputed && !yield(a) {
			return
		}
	}
}

// open returns the serious ones that certainly have no patched release. vague are those that may be
// serious and have none. Both are sorted by day of publication.
func (p picture) open() (open, vague []advisory) {
	for a := range p.counted {
		switch {
		case a.Standing == patched || a.Severity != unrated && !a.Severity.serious():
		case a.Standing == unpatched && a.Severity.serious():
			open = append(open, a)
		default:
			vague = append(vague, a)
		}
	}
	return open, vague
}

func (p picture) unpatchedDays() health.Input {
	const id = field.AdvisoryUnpatchedDays
	open, vague := p.open()
	if len(open) == 0 && len(vague) == 0 {
		in := health.Obs(id, 0)
		in.Reason = p.onRecord() + ", none of them serious and unpatched"
		if len(p.advisories) == 0 {
			in.Reason = "there is no advisory for its packages"
		}
		return in
	}
	if len(open) == 0 {
		return health.Missing(id, "not known for "+because(vague), nil)
	}
	first := open[0]
	days := health.AgeDays(first.Published, p.at)
	older := slices.DeleteFunc(vague, func(a advisory) bool { return a.Published.After(first.Published) })
	if len(older) > 0 && days <= line {
		return health.Missing(id, fmt.Sprintf("%s has been unpatched for %s; older ones are unclear: %s", first.ID, count(days, "day", "days"), because(older)), nil)
	}
	in := health.Obs(id, float64(days))
	in.Reason, in.SourceURL = first.ID+" is the oldest unpatched advisory", pageOf(first.ID)
	if len(older) > 0 {
		in.Reason += "; a lower bound, because it is not known for " + because(older)
	}
	return in
}

func (p picture) unpatched(days health.Input) health.Input {
	const id = field.AdvisoriesUnpatched
	open, vague := p.open()
	if len(open) == 0 && !days.Known() {
		return health.Missing(id, days.Reason, nil)
	}
	ids := []string{}
	for _, a := range open {
		ids = append(ids, a.ID)
	}
	in := health.ObsList(id, ids)
	if len(vague) > 0 {
		in.Reason = "at least these; not known for " + because(vague)
	}
	return in
}

func (p picture) knownExploited(days health.Input) health.Input {
	const fieldID = field.AdvisoryKnownExploited
	open, vague := p.open()
	listed := func(a advisory) bool {
		return a.broken || slices.ContainsFunc(a.CVEs, func(id string) bool { return p.exploited[id] })
	}
	switch {
	case len(open) == 0 && !days.Known():
		return health.Missing(fieldID, days.Reason, nil)
	case len(open) == 0:
		return health.ObsBool(fieldID, false)
	case p.exploitedError != nil:
		return health.Unasked(fieldID, "CISA", fetch.Why(p.exploitedError), p.exploitedError)
	case slices.ContainsFunc(open, listed):
		in := health.ObsBool(fieldID, true)
		in.SourceURL = "https://www.cisa.gov/known-exploited-vulnerabilities-catalog"
		return in
	case slices.ContainsFunc(vague, listed):
		return health.Missing(fieldID, "an advisory that may be unpatched is in the catalogue, or could not be read: "+because(vague), nil)
	}
	return health.ObsBool(fieldID, false)
}

func (p picture) published() health.Input {
	const id = field.Advisories24m
	since, n := p.at.AddDate(-2, 0, 0), 0
	for a := range p.counted {
		if a.broken {
			return health.Missing(id, "the date is unknown for "+a.ID+": "+a.Why, nil)
		}
		if !a.Published.Before(since) {
			n++
		}
	}
	in := health.Obs(id, float64(n))
	in.Reason = p.onRecord()
	return in
}

// onRecord describes the records, and what was left out of them.
func (p picture) onRecord() string {
	n, disputed := 0, 0
	for _, a := range p.advisories {
		if a.Disputed {
			disputed++
			continue
		}
		n++
	}
	text := count(n, "advisory", "advisories") + " on record"
	for _, left := range []struct {
		n    int
		what string
	}{{disputed, "that the maintainers dispute"}, {p.malicious, "of malicious versions"}, {p.findings, "of OSS-Fuzz"}} {
		if left.n > 0 {
			text += fmt.Sprintf(", %s %s left out", stats.Thousands(left.n), left.what)
		}
	}
	return text
}

func (p picture) fixDays() health.Input {
	const id = field.AdvisoryFixDaysP50
	since := p.at.AddDate(-5, 0, 0)
	var waits []stats.Wait
	all, undated, waiting := 0, 0, 0
	for a := range p.counted {
		if a.broken || a.Published.Before(since) {
			undated += bit(a.broken)
			continue
		}
		all++
		switch {
		case a.Standing == unpatched:
			waiting++
			waits = append(waits, stats.Wait{Days: float64(health.AgeDays(a.Published, p.at))})
		case a.Standing == patched && !a.Released.IsZero():
			waits = append(waits, stats.Wait{Days: float64(health.AgeDays(a.Published.Truncate(24*time.Hour), a.Released)), Ended: true})
		default:
			undated++
		}
	}
	switch {
	case all < enough:
		return health.Missing(id, "fewer than three advisories in five years", nil)
	case undated*2 > all || len(waits) < enough:
		return health.Missing(id, fmt.Sprintf("the date of the patched release is known for %s of %s advisories of five years", stats.Thousands(all-undated-waiting), stats.Thousands(all)), nil)
	}
	median, reached := stats.MedianWait(waits)
	in := health.Obs(id, median)
	in.Reason = count(len(waits), "advisory", "advisories") + " in five years"
	if waiting > 0 {
		in.Reason += fmt.Sprintf(", %s unpatched", stats.Thousands(waiting))
	}
	if undated > 0 {
		in.Reason += fmt.Sprintf(", %s left out because the date is unknown", stats.Thousands(undated))
	}
	if !reached {
		in.Reason += "; half are unpatched, so this is a lower bound"
	}
	return in
}

// because names up to three advisories with the reasons why they are unsettled.
func because(list []advisory) string {
	var parts []string
	for _, a := range list[:min(3, len(list))] {
		why := a.Why
		if a.Standing == unpatched {
			why = "no severity is published"
		}
		parts = append(parts, fmt.Sprintf("%s (%s)", a.ID, why))
	}
	text := strings.Join(parts, ", ")
	if more := len(list) - len(parts); more > 0 {
		text += fmt.Sprintf(" and %s more", stats.Thousands(more))
	}
	return text
}

// pageOf returns the page of an advisory for people.
func pageOf(id string) string { return "https://osv.dev/vulnerability/" + id }

func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return stats.Thousands(n) + " " + many
}

func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}
