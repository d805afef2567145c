package explain

import (
	"slices"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/check"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/figures"
	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// notOpen begin the ids of licences we recognise that neither FSF nor OSI does.
var notOpen = []string{"BUSL-", "SSPL-", "Elastic-", "FSL-", "CC-BY-NC", "CC-BY-ND", "JSON"}

// unrecognised is how Scorecard says that it did not recognise a licence.
const unrecognised = "not an FSF or OSI recognized license"

// OpenLicence returns the open licence that our own reading of the tree found; empty
// when it found none.
func OpenLicence(in health.Input) string {
	if !in.Known() || in.Text == "other" || in.Text == "several" {
		return ""
	}
	// Who may choose an open licence need not take another.
	for id := range strings.SplitSeq(in.Text, " OR ") {
		if !slices.ContainsFunc(notOpen, func(start string) bool { return strings.Contains(id, start) }) {
			return in.Text
		}
	}
	return ""
}

// UnrecognisedLicence reports whether a line of evidence says that Scorecard did not
// recognise the licence. Over a tree alone it never does: only the host tells it.
func UnrecognisedLicence(text string) bool { return strings.Contains(text, unrecognised) }

// LicenceNamed returns a result of the licence check with the licence that we read
// beside the line that none was recognised, and without advice to choose one. Other
// results, and those made with the host, are returned as they are.
func LicenceNamed(c check.Check, f figures.Project) check.Check {
	name := OpenLicence(f.Inputs.Field(field.Licence))
	if c.Name != string(field.LicenseCheck) || name == "" || f.Basis == nil || f.Basis.Published() || c.Score < 9 || hosted(f) {
		return c
	}
	details := slices.Clone(c.Details)
	for i, d := range details {
		switch {
		case UnrecognisedLicence(d.Text):
			details[i].Text = "we read the file as " + name + " (Scorecard recognises licences through the host, not asked)"
		case d.Type == "warn":
			return c // more is amiss than the name
		}
	}
	c.Details = details
	c.Remedy = nil
	return c
}

// hosted reports whether our own scan asked the host: then every check ran.
func hosted(f figures.Project) bool {
	sn, _ := f.Snapshot(field.SourceScorecard)
	return !slices.ContainsFunc(sn.Checks, func(c check.Check) bool { return c.State == check.NotRun })
}
