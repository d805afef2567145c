package score_test

import (
	"math"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/score"
)

// debianOf returns the input of dependence in Debian, and that of distributions, as scored.
func debianOf(t *testing.T, ins ...health.Input) (debian, families health.ScoredInput, c health.AxisScore) {
	t.Helper()
	all := health.Inputs{}
	for _, in := range ins {
		all.Put(in)
	}
	day := time.Date(2026, 11, 25, 0, 0, 0, 0, time.UTC)
	c = score.Evaluate(shipped(t), health.Project{Slug: "a"}, all, day, day).C
	for _, row := range c.Inputs {
		switch row.ID {
		case "C7":
			debian = row
		case "C3":
			families = row
		}
	}
	return debian, families, c
}

func TestReadings_theGreatestCountsAndIsNamed(t *testing.T) {
	t.Parallel()
	run := func(x float64) health.Input { return health.Obs(field.DebianRunShare, x) }
	build := func(x float64) health.Input { return health.Obs(field.DebianBuildShare, x) }
	base := func(s string) health.Input { return health.ObsText(field.DebianBase, s) }
	for name, tc := range map[string]struct {
		in     []health.Input
		field  field.ID
		points float64
	}{
		"run":                       {[]health.Input{run(.5), build(1), base("none")}, field.DebianRunShare, 95},
		"build":                     {[]health.Input{run(.01), build(1), base("none")}, field.DebianBuildShare, 60},
		"required":                  {[]health.Input{run(.0003), build(1), base("required")}, field.DebianBase, 90},
		"standard":                  {[]health.Input{run(.003), build(0), base("standard")}, field.DebianBase, 75},
		"standard, run above":       {[]health.Input{run(.5), build(0), base("standard")}, field.DebianRunShare, 95},
		"nothing needs it":          {[]health.Input{run(0), build(0), base("none")}, field.DebianRunShare, 0},
		"equal: the input's own":    {[]health.Input{run(0), build(0), base("")}, field.DebianRunShare, 0},
		"run unknown, build counts": {[]health.Input{build(.8)}, field.DebianBuildShare, 60},
	} {
		row, _, c := debianOf(t, tc.in...)
		if row.Field != tc.field || row.Input.Field != tc.field || math.Abs(row.S-tc.points) > 1e-9 || row.Share != 1 || math.Abs(c.Value-tc.points) > 1e-9 {
			t.Errorf("%s: %s gives %.2f, share %.2f, C %.2f; want %s, %.0f, 1", name, row.Field, row.S, row.Share, c.Value, tc.field, tc.points)
		}
	}
}

func TestReadings_noneCountsWhereTheInputDoesNotApply(t *testing.T) {
	t.Parallel()
	row, _, c := debianOf(t, health.NotApplies(field.DebianRunShare, "people start it"), health.Obs(field.DebianBuildShare, 1), health.ObsText(field.DebianBase, "required"))
	if row.Input.State != health.NotApplicable || row.Share != 0 || c.Known {
		t.Errorf("%+v of %+v; want no figure", row, c)
	}
}

func TestBaseImage_isNotCountedTwice(t *testing.T) {
	t.Parallel()
	image := health.ObsBool(field.BaseImage, true)
	if _, row, _ := debianOf(t, image); row.Field != field.BaseImage || row.S != 90 {
		t.Errorf("alone: %s gives %.0f, want base_image 90", row.Field, row.S)
	}
	_, row, _ := debianOf(t, image, health.Obs(field.DebianRunShare, .001))
	if row.Input.Known() || row.Share != 0 {
		t.Errorf("beside dependents in Debian: %s %s gives %.0f, want unknown", row.Field, row.Input.State, row.S)
	}
}

// Least coverage is a share of the inputs that apply.
func TestCoverage_countsInputsThatApply(t *testing.T) {
	t.Parallel()
	ins := []health.Input{health.Obs(field.ExposurePoints, 2), health.Obs(field.Substitutability, 2)}
	for _, id := range []field.ID{field.DependentsPercentile, field.DownloadsPercentile} {
		ins = append(ins, health.NotApplies(id, "no package"))
	}
	if _, _, c := debianOf(t, append(ins, health.NotApplies(field.DebianRunShare, "people start it"))...); math.Abs(c.Coverage-27./67) > 1e-9 {
		t.Errorf("coverage %.3f, want %.3f", c.Coverage, 27./67)
	}
	if _, _, c := debianOf(t, ins...); math.Abs(c.Coverage-27./100) > 1e-9 {
		t.Errorf("coverage %.3f where it applies, want %.3f", c.Coverage, 27./100)
	}
}

// The archive has the date of its last point release, which stays current for months.
func TestArchive_countsLongerThanOtherFigures(t *testing.T) {
	t.Parallel()
	day := time.Date(2026, 11, 25, 0, 0, 0, 0, time.UTC)
	for days, want := range map[int]bool{0: true, 31: true, 180: true, 181: false} {
		in := health.Obs(field.DebianRunShare, .5)
		in.Source, in.ObservedAt = field.SourceDistro, day.AddDate(0, 0, -days)
		row, _, _ := debianOf(t, in)
		if row.Input.Known() != want {
			t.Errorf("an archive of %d days before counts: %v", days, row.Input.Known())
		}
	}
	if m := (model.AgeRule{CarryDays: 30}); m.Carry(field.SourceDistro) != 30 {
		t.Error("a model without a limit for archives has none of its own")
	}
}
