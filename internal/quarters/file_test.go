package quarters_test

import (
	"bytes"
	"errors"
	"maps"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/check"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/quarters"
)

func series(slug string) quarters.Series {
	s := quarters.Series{Slug: slug}
	for i, day := range []string{"2020-03-31", "2020-06-30"} {
		s.Add(day, strings.Repeat("0", 39)+string(rune('1'+i)), health.Snapshot{
			Inputs: []health.Input{
				health.Obs(field.Regulars12m, float64(i)), health.ObsText(field.LastRelease, "2020-01-01"),
				health.Missing(field.Licence, "no file", errors.New("a cause for operators")), health.NotApplies("Token-Permissions", "no workflows"),
				health.ObsList(field.ReleaseDates, []string{"2020-01-01"}), health.Obs("License", 9),
			},
			Checks: []check.Check{{Name: "License", State: check.Scored}, {Name: "SAST", State: check.Errored, Late: check.Late{Own: true}}},
		})
	}
	return s
}

func written(t *testing.T, f *quarters.File) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func put(t *testing.T, f *quarters.File, slugs ...string) {
	t.Helper()
	for _, slug := range slugs {
		if err := f.Put(quarters.Entry{Repository: "https://example.org/" + slug, Commit: "c", Cloned: "2026-08-22"}, series(slug)); err != nil {
			t.Fatal(err)
		}
	}
}

func TestFile_givesBackWhatWasPut(t *testing.T) {
	t.Parallel()
	f := quarters.NewFile("critical", "2020-03-31")
	put(t, f, "xz", "curl")
	got, err := quarters.ReadFile(written(t, f))
	if err != nil {
		t.Fatal(err)
	}
	if e, ok := got.Entry("xz"); !ok || e.Cloned != "2026-08-22" || e.Repository != "https://example.org/xz" || len(got.Entries()) != 2 {
		t.Errorf("got %+v", got.Entries())
	}
	s, err := got.Series("xz")
	if err != nil || !reflect.DeepEqual(s, series("xz")) {
		t.Errorf("got %+v, error %v", s, err)
	}
	if _, ok := s.Inputs[field.ReleaseDates]; ok {
		t.Error("a long list is kept")
	}
	part, err := got.SeriesOf("xz", []field.ID{field.Licence, "License", "no field"})
	want := series("xz")
	maps.DeleteFunc(want.Inputs, func(id field.ID, _ []quarters.Cell) bool { return id != field.Licence && id != "License" })
	if err != nil || !reflect.DeepEqual(part, want) {
		t.Errorf("two fields: got %+v, error %v", part, err)
	}
	if _, err := got.SeriesOf("zlib", nil); !errors.Is(err, health.ErrNotFound) {
		t.Errorf("two fields of what is not there: %v", err)
	}
	if _, err := got.Series("zlib"); !errors.Is(err, health.ErrNotFound) {
		t.Errorf("what is not there: %v", err)
	}
}

// The order of measuring, and whether a project was measured or kept, do not show.
func TestFile_theSamePointsGiveTheSameBytes(t *testing.T) {
	t.Parallel()
	one, other := quarters.NewFile("critical", "2020-03-31"), quarters.NewFile("critical", "2020-03-31")
	put(t, one, "xz", "curl", "zlib")
	put(t, other, "zlib")
	before, err := quarters.ReadFile(written(t, one))
	if err != nil {
		t.Fatal(err)
	}
	other.Keep(before, "curl")
	other.Keep(before, "nobody")
	put(t, other, "xz")
	if !bytes.Equal(written(t, one), written(t, other)) {
		t.Error("the bytes differ")
	}
}

func TestFile_aPartThatIsMissingIsNoticed(t *testing.T) {
	t.Parallel()
	f := quarters.NewFile("critical", "2020-03-31")
	put(t, f, "xz")
	b := written(t, f)
	for name, bad := range map[string][]byte{"cut": b[:len(b)-3], "more": append(bytes.Clone(b), 0), "none": nil} {
		if _, err := quarters.ReadFile(bad); err == nil {
			t.Errorf("%s: it is read", name)
		}
	}
	b[len(b)-12] ^= 1
	got, err := quarters.ReadFile(b)
	if err == nil {
		_, err = got.Series("xz")
	}
	if err == nil {
		t.Error("a changed part is read")
	}
}

func TestSeries_figuresAreThoseOfTheDay(t *testing.T) {
	t.Parallel()
	f, err := series("xz").Figures(quarters.Entry{Repository: "https://example.org/xz", Git: "git/5"}, 1)
	if err != nil {
		t.Fatal(err)
	}
	if want := time.Date(2020, 6, 30, 23, 59, 59, 0, time.UTC); !f.At().Equal(want) {
		t.Errorf("the figures are of %s", f.At())
	}
	in := f.Inputs.Field("License")
	if in.Source != field.SourceScorecard || in.Value != 9 || f.Inputs.Field(field.Regulars12m).Source != field.SourceGit {
		t.Errorf("got %+v", f.Inputs)
	}
	if sn, ok := f.Snapshot(field.SourceScorecard); !ok || len(sn.Checks) != 2 || sn.Checks[0].Score != 9 || sn.Checks[1].State != check.Errored || !sn.Checks[1].Late.Own {
		t.Errorf("the checks are %+v", sn.Checks)
	}
}

func TestEnds_areTheLastSecondsOfQuarters(t *testing.T) {
	t.Parallel()
	day := func(s string) time.Time {
		d, _ := time.Parse(time.DateOnly, s)
		return d
	}
	var got []string
	for _, e := range quarters.Ends(day("2020-01-01"), day("2021-03-31")) {
		got = append(got, e.Format(time.RFC3339))
	}
	want := "2020-03-31T23:59:59Z 2020-06-30T23:59:59Z 2020-09-30T23:59:59Z 2020-12-31T23:59:59Z"
	if strings.Join(got, " ") != want {
		t.Errorf("got %q", got)
	}
}
