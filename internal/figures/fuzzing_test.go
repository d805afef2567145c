package figures_test

import (
	"strings"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/figures"
	"github.com/plumbline-scorecard/plumbline/internal/health"
)

func TestJudged_ossFuzzIsEvidenceForFuzzing(t *testing.T) {
	t.Parallel()
	day := func(days int) string { return seen.AddDate(0, 0, days).Format(time.DateOnly) }
	// of returns figures of a project that joined OSS-Fuzz so many days after the figures.
	of := func(joined int) figures.Project {
		in := health.ObsText(field.OSSFuzzSince, day(joined))
		in.Source, in.Reason, in.SourceURL = field.SourceList, "project a of OSS-Fuzz, read on 2026-08-20", "https://example.org/a"
		return known(in)
	}
	scanned := func(f figures.Project, scores map[string]int) figures.Project {
		scanOf(&f, seen, scores)
		return f
	}
	with := func(f figures.Project, in health.Input) figures.Project {
		f.Inputs.Put(in)
		return f
	}
	pub := of(-1)
	published(&pub, seen, map[string]int{"License": 9, "Fuzzing": 0})
	silent := of(-1)
	published(&silent, seen, map[string]int{"License": 9})
	other := map[string]int{"License": 9}
	for name, tc := range map[string]struct {
		f     figures.Project
		state health.State
		want  float64
	}{
		"fuzzing was not seen":          {scanned(of(-400), other), health.Observed, 10},
		"joined on that day":            {scanned(of(0), other), health.Observed, 10},
		"joined later":                  {scanned(of(1), other), health.Unknown, 0},
		"not in OSS-Fuzz":               {scanned(known(), other), health.Unknown, 0},
		"our own scan asked":            {scanned(of(-1), map[string]int{"License": 9, "Fuzzing": 0}), health.Observed, 0},
		"a published result has it":     {pub, health.Observed, 0},
		"a published result lacks it":   {silent, health.Observed, 10},
		"no instrument":                 {of(-1), health.Unknown, 0},
		"the instrument saw nothing":    {scanned(of(-1), nil), health.Unknown, 0},
		"the list says it cannot be":    {with(scanned(of(-1), other), health.NotApplies(field.Fuzzing, "reads no untrusted input")), health.NotApplicable, 0},
		"of no date":                    {scanned(known(health.ObsText(field.OSSFuzzSince, "once")), other), health.Unknown, 0},
		"not known whether it is there": {scanned(known(health.Missing(field.OSSFuzzSince, "no", nil)), other), health.Unknown, 0},
	} {
		got := tc.f.Judged(weights())
		in := got.Inputs.Field(field.Fuzzing)
		if in.State != tc.state || in.Value != tc.want {
			t.Errorf("%s: %s %v, want %s %v", name, in.State, in.Value, tc.state, tc.want)
		}
		if tc.want == 10 && (in.Source != field.SourceList || in.SourceURL == "" || !strings.Contains(in.Reason, "read on 2026-08-20")) {
			t.Errorf("%s: %+v does not say where it is from and when it was read", name, in)
		}
		if b := got.Basis; strings.Contains(name, "lacks") && b.Used.Coverage != .1 {
			t.Errorf("%s: coverage of the instrument is %v, want its own", name, b.Used.Coverage)
		}
	}
}
