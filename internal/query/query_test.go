package query

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/testkit"
)

func TestIndex_findsByAddressOnlyWhatIsUnique(t *testing.T) {
	t.Parallel()
	at := func(slug, repo, purl string) health.Project {
		return health.Project{Slug: slug, Name: slug, Packages: []string{purl}, Repositories: []health.Repository{{URL: repo, Role: health.Primary}}}
	}
	x := newIndex([]health.List{{Projects: []health.Project{
		at("curl", "https://github.com/curl/curl", "pkg:generic/curl"),
		at("a", "https://gitlab.com/group/sub/one", "pkg:npm/shared"),
		at("b", "https://gitlab.com/group/sub/two", "pkg:npm/shared"),
	}}})
	for q, want := range map[string]string{
		"curl/curl": "curl", "https://github.com/Curl/curl/tree/master": "curl", "http://github.com/curl/curl": "curl", "pkg:generic/curl": "curl", "pkg://generic/curl@8": "curl",
		"https://gitlab.com/group/sub/one": "a", "https://github.com/curl/curl?tab=readme#x": "curl",
		"pkg:npm/shared": "", "curl": "", "": "", "/": "", "no/body": "", "https://user@github.com/curl/curl": "", "../..": "",
	} {
		if got, _ := x.byText(q); got != want {
			t.Errorf("%q: got %q, want %q", q, got, want)
		}
	}
	if got := x.nearest("crul"); len(got) == 0 || got[0].Slug != "curl" {
		t.Errorf("nearest to crul: got %v", got)
	}
	if got := x.nearest(strings.Repeat("z", 10_000)); len(got) != 0 {
		t.Errorf("nearest to noise: got %v", got)
	}
}

func TestKept_holdsTheLastUsed(t *testing.T) {
	t.Parallel()
	c := kept[string, int]{most: 2}
	made := 0
	get := func(key string) int {
		v, err := c.get(key, func() (int, error) {
			made++
			return made, nil
		})
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	for i, step := range []struct {
		key  string
		want int
	}{{"a", 1}, {"b", 2}, {"a", 1}, {"c", 3}, {"a", 1}, {"b", 4}, {"c", 5}} {
		if got := get(step.key); got != step.want {
			t.Errorf("step %d: %s is %d, want %d", i, step.key, got, step.want)
		}
	}
	if _, err := c.get("bad", func() (int, error) { return 0, errors.New("no") }); err == nil {
		t.Error("an error was swallowed")
	}
	if got := get("b"); got != 4 {
		t.Errorf("an error took the place of a value: got %d", got)
	}
}

func TestView_saysWhatMayBeAskedFor(t *testing.T) {
	t.Parallel()
	now := func() time.Time { return time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC) }
	r := New(Config{Lists: []health.List{{Slug: "critical"}}, Now: now})
	for asOf, want := range map[string]string{
		"noday":      "2026-08-22 run-4",
		"2026-02-30": "2026-08-22 run-4",
		"2026-11-23": "2026-11-22",
		"2026-11-22": "", // no day: nothing past is kept
	} {
		_, err := r.View(context.Background(), "", asOf)
		var bad *AsOfError
		if !errors.As(err, &bad) || bad.Allowed == "" || testkit.Unsaid(bad.Allowed, strings.Fields(want)...) != nil || want == "" && strings.ContainsAny(bad.Allowed, "0123456789") || bad.Value != asOf {
			t.Errorf("%s: got %v, want %q", asOf, err, want)
		}
	}
}
