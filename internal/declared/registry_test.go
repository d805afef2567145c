package declared_test

import (
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/declared"
)

func TestReadDepsDev(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name, body string
		want       declared.Deprecation
	}{
		{"none", `{"versions": [{"isDefault": true}, {"isDeprecated": true}]}`, declared.Deprecation{Versions: 1, Of: 2}},
		{"the default", `{"versions": [{"isDefault": true, "isDeprecated": true}, {}]}`, declared.Deprecation{State: declared.PackageDeprecated, Versions: 1, Of: 2}},
		{"PyPI", `{"projectStatus": {"status": "ARCHIVED"}, "versions": [{}]}`, declared.Deprecation{State: declared.PackageArchived, Of: 1}},
		{"a quarantine", `{"projectStatus": {"status": "QUARANTINED"}, "versions": []}`, declared.Deprecation{}},
		{"nothing", `{}`, declared.Deprecation{}},
	} {
		if got, err := declared.ReadDepsDev([]byte(row.body)); err != nil || got != row.want {
			t.Errorf("%s: %+v, %v", row.name, got, err)
		}
	}
	for _, body := range []string{"", "[]", `{"versions": 1}`, "<html>"} {
		if got, err := declared.ReadDepsDev([]byte(body)); err == nil {
			t.Errorf("%q: %+v", body, got)
		}
	}
}

func TestReadCrate(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]declared.Deprecation{
		`{"versions": [{"yanked": true}, {"yanked": false}]}`: {Versions: 1, Of: 2},
		`{"versions": [{"yanked": true}]}`:                    {State: declared.PackageYanked, Versions: 1, Of: 1},
		`{"versions": []}`:                                    {},
	} {
		if got, err := declared.ReadCrate([]byte(body)); err != nil || got != want {
			t.Errorf("%s: %+v, %v", body, got, err)
		}
	}
	if got, err := declared.ReadCrate([]byte("x")); err == nil {
		t.Errorf("%+v", got)
	}
}

func TestStatement_With(t *testing.T) {
	t.Parallel()
	s := declared.Read([]declared.File{{Path: "README.md", Text: []byte("![s](https://www.repostatus.org/badges/latest/active.svg)\n![s](https://www.repostatus.org/badges/latest/wip.svg)")}})
	claim, ok := declared.Deprecation{State: declared.PackageArchived}.Claim("pkg:pypi/example", "2026-11-30")
	if !ok || len(s.Contradictions()) != 1 {
		t.Fatalf("%+v, %+v", claim, s)
	}
	got := s.With(claim)
	if len(got.Claims) != 3 || len(s.Claims) != 2 || len(got.Contradictions()) != 2 || len(s.Contradictions()) != 1 {
		t.Errorf("%+v, %+v", s, got)
	}
	if got := got.Contradictions()[1].String(); got != "README.md gives the status active; pkg:pypi/example gives the status unsupported" {
		t.Errorf("%q", got)
	}
	if c, ok := (declared.Deprecation{State: declared.PackageYanked}).Claim("x", ""); ok {
		t.Errorf("%+v", c)
	}
}
