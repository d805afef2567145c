package figures_test

import (
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/check"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/figures"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
)

// licensed returns the figures of a scan with 9 or so points for the licence, and what git read.
func licensed(score int, hostAsked bool, licence health.Input) figures.Project {
	f := known(licence)
	scanOf(&f, seen, map[string]int{"License": score})
	c := check.Check{Name: "License", State: check.Scored, Score: score, Reason: "license file detected", Remedy: []string{"choose one"}, Details: []check.Detail{
		{Type: "warn", Text: "Any licence detected not an FSF or OSI recognized license", Path: "LICENSE"},
		{Type: "info", Text: "License file found in expected location", Path: "LICENSE"},
	}}
	other := check.Check{Name: "Code-Review", State: check.NotRun, Score: -1}
	if hostAsked {
		other.State = check.Inconclusive
	}
	f.Snapshots[len(f.Snapshots)-1].Checks = []check.Check{other, c}
	return f
}

func TestJudged_theLicenceWeReadDecidesTheLastPoint(t *testing.T) {
	t.Parallel()
	m := weights()
	m.Scorecard.OpenLicences = []string{"MIT"}
	read := func(text string) health.Input { return health.ObsText(field.Licence, text) }
	unread := health.Missing(field.Licence, "no file could be read", nil)
	for name, tc := range map[string]struct {
		f      figures.Project
		m      model.Model
		want   float64
		high   float64 // of a range; 0: none
		reason string
	}{
		"approved":                 {licensed(9, false, read("MIT")), m, 10, 0, "MIT, which the FSF"},
		"a choice":                 {licensed(9, false, read("BUSL-1.1 OR MIT")), m, 10, 0, "BUSL-1.1 OR MIT, which the FSF"},
		"not approved":             {licensed(9, false, read("BUSL-1.1")), m, 9, 0, "BUSL-1.1, which neither"},
		"not recognised":           {licensed(9, false, read("other")), m, 9, 10, "unknown"},
		"several":                  {licensed(9, false, read("several")), m, 9, 10, "unknown"},
		"not read":                 {licensed(9, false, unread), m, 9, 10, "unknown"},
		"the host was asked":       {licensed(9, true, read("MIT")), m, 9, 0, ""},
		"more is missing":          {licensed(6, false, read("MIT")), m, 6, 0, ""},
		"given by the file's name": {licensed(10, false, read("BUSL-1.1")), m, 10, 0, ""},
		"a model without the rule": {licensed(9, false, read("MIT")), weights(), 9, 0, ""},
	} {
		stored := tc.f.Snapshots[1].Checks[1].Score
		got := tc.f.Judged(tc.m)
		in := got.Inputs.Field(field.LicenseCheck)
		sn, _ := got.Snapshot(field.SourceScorecard)
		c := sn.Checks[1]
		if in.Value != tc.want || in.High != tc.high || !strings.Contains(in.Reason, tc.reason) {
			t.Errorf("%s: %v to %v, %q", name, in.Value, in.High, in.Reason)
		}
		if float64(c.Score) != tc.want || tc.reason != "" && (!strings.Contains(c.Details[0].Text, tc.reason) || (c.Remedy == nil) != (tc.want == 10)) {
			t.Errorf("%s: the result of the check says %+v", name, c)
		}
		if tc.f.Snapshots[1].Checks[1].Score != stored || tc.f.Snapshots[1].Checks[1].Details[0].Type != "warn" {
			t.Errorf("%s: the stored result changed", name)
		}
	}
}
