package figures

import (
	"slices"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/check"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
)

// The License check gives 6 points for a file, 3 for its place, and 1 for a licence that the FSF or
// the OSI approves (checks/evaluation/license.go of Scorecard v4.13.1). Over files alone Scorecard
// names no licence, so the last point is never given.
const (
	licencePlaced = 9
	licenceFull   = 10
)

// unrecognised is how Scorecard says that it did not recognise a licence.
const unrecognised = "not an FSF or OSI recognized license"

// joinLicence decides the last point of the License check of our own scan if the host was not
// asked: Scorecard then has no licence, and its limit is no fault of the project. Our reading of the
// licence files decides by the list that Scorecard uses. If it names no licence, the point is not
// given, as Scorecard does with the host, and the range says that it may be due. The result of the
// check changes with the input, so every page and format says the same.
func (f *Project) joinLicence(rule model.ScorecardRule, ins health.Inputs) {
	in := ins.Field(field.LicenseCheck)
	if len(rule.OpenLicences) == 0 || !in.Known() || in.Source != field.SourceScorecard || in.Value != licencePlaced || f.HostAsked() {
		return
	}
	name := ins.Field(field.Licence).Text
	open, sure := rule.Opens(name)
	var line string
	switch {
	case open:
		in.Value = licenceFull
		line = "the licence files say " + name + ", which the FSF or the OSI approves"
	case sure:
		line = "the licence files say " + name + ", which neither the FSF nor the OSI approves"
	default:
		in.Low, in.High = licencePlaced, licenceFull
		line = "whether the FSF or the OSI approves the licence is unknown"
	}
	in.Reason = strings.TrimPrefix(in.Reason+"; "+line, "; ")
	ins[field.LicenseCheck] = in
	f.Snapshots = slices.Clone(f.Snapshots)
	for i, sn := range f.Snapshots {
		if sn.Source == field.SourceScorecard {
			f.Snapshots[i].Checks = withLicence(sn.Checks, in, line)
		}
	}
}

// withLicence returns the checks with the License check as it was decided.
func withLicence(checks []check.Check, in health.Input, line string) []check.Check {
	out := slices.Clone(checks)
	for i, c := range out {
		if c.Name != string(field.LicenseCheck) || c.State != check.Scored {
			continue
		}
		c.Score, c.Reason = int(in.Value), in.Reason
		c.Details = slices.Clone(c.Details)
		others := false
		for j, d := range c.Details {
			switch {
			case strings.Contains(d.Text, unrecognised):
				c.Details[j].Text = line
				if in.Value == licenceFull {
					c.Details[j].Type = "info"
				}
			case d.Type == "warn":
				others = true
			}
		}
		if in.Value == licenceFull && !others {
			c.Remedy = nil
		}
		out[i] = c
	}
	return out
}
