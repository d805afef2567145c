package github

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/source/github/githubtest"
)

// However many pre-releases are newer, the latest release is seen, without another request.
func TestObserve_preReleasesDoNotHideTheRelease(t *testing.T) {
	t.Parallel()
	b := start(t, setup{})
	trials := func(r *githubtest.Repository) {
		for i := range 7 {
			r.Publish(fmt.Sprintf("v2.0-rc%d", i), "example-member", b.ago(70-10*float64(i))).Prerelease = true
		}
	}
	engine := b.repository("example-org/engine", func(r *githubtest.Repository) { r.Publish("v1.0", "example-keeper", b.ago(200)); trials(r) })
	plain := b.repository("example-org/plain", func(r *githubtest.Repository) { r.Publish("v1.0", "example-keeper", b.ago(200)) })
	never := b.repository("example-org/never", trials)
	cost := func(p health.Project) int { return b.cost(func() { b.must(p) }).Total }
	if with, without := cost(engine), cost(plain); with != without {
		t.Errorf("%d requests with pre-releases, %d without", with, without)
	}
	is(t, b.must(engine), "host_release", b.ago(200).Format(time.DateOnly))
	isNot(t, b.must(never), "host_release", health.Unknown, "only pre-releases")
}

// A list that is cut says so.
func TestObserve_moreLanguagesThanAreShown(t *testing.T) {
	t.Parallel()
	b := start(t, setup{})
	of := func(n int) func(r *githubtest.Repository) {
		return func(r *githubtest.Repository) {
			for i := range n {
				r.Languages = append(r.Languages, githubtest.Language{Name: fmt.Sprintf("L%02d", i), Size: 1000 - i})
			}
		}
	}
	for n, says := range map[int]string{9: "", 10: "", 11: "10 of 11", 34: "10 of 34"} {
		in := b.must(b.repository(fmt.Sprintf("example-org/l%d", n), of(n))).Field("languages")
		if len(in.Strings()) != min(n, 10) || !strings.Contains(in.Reason, says) || says == "" && in.Reason != "" {
			t.Errorf("%d languages: %d shown, %q", n, len(in.Strings()), in.Reason)
		}
	}
}
