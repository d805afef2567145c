package ossf

import (
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/check"
	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// Services may know a repository by the name it has now, or only by the one that the list has.
func TestScanHosted_aRenamedRepository(t *testing.T) {
	t.Parallel()
	for name, of := range map[string]func(w *world, p *health.Project){
		"services know the new name": func(w *world, p *health.Project) {
			w.records.Name = w.owner + "/name"
			p.Repositories[0].URL = "https://github.com/" + w.owner + "/former"
		},
		"services know the old name": func(w *world, p *health.Project) { w.records.Name = w.owner + "/later" },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := busy(t)
			p := w.project()
			of(w, &p)
			e := newEarth(nil)
			r, err := hostedSource(t, hostOf(w), e, nil).ScanHosted(t.Context(), p)
			if err != nil {
				t.Fatal(err)
			}
			for id, want := range map[string]int{"Fuzzing": 10, "CII-Best-Practices": 7} {
				if c := checkOf(t, r.Checks, id); c.Score != want {
					t.Errorf("%s is %d (%s), want %d", id, c.Score, c.Reason, want)
				}
			}
			if !strings.EqualFold(r.Repo, "github.com/"+w.records.Name) {
				t.Errorf("the result is of %s", r.Repo)
			}
			if n := e.asked[hostBadges]; n > 2 {
				t.Errorf("%d requests to %s", n, hostBadges)
			}
		})
	}
}

func checkOf(t *testing.T, checks []check.Check, name string) check.Check {
	t.Helper()
	for _, c := range checks {
		if c.Name == name {
			return c
		}
	}
	t.Fatalf("no check %s", name)
	return check.Check{}
}
