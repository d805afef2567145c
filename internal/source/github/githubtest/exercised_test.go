package githubtest

import (
	"fmt"
	"testing"
)

// What the benchmarks rest on: each has what Scorecard's client looks at, in the
// number it looks at, and they are not all alike.
func TestAddExercised_hasSomethingForEveryCheck(t *testing.T) {
	t.Parallel()
	s := Start(t, Config{World: NewWorld()})
	kinds := map[string]bool{}
	s.Edit(func(w *World) {
		w.AddExercised("example-org/a", "example-org/b", "example-org/c", "example-org/d")
		for _, name := range w.Names() {
			r := w.Repository(name)
			merged, people := 0, map[string]int{}
			for i, c := range r.Commits {
				people[c.Author]++
				if i < exercisedHands {
					merged += len(c.pulls())
				}
			}
			if merged != exercisedHands || len(people) != exercisedHands || people[r.Commits[0].Author] < 5 {
				t.Errorf("%s: %d changes by %d people, want %d by %d with at least five commits each", name, merged, len(people), exercisedHands, exercisedHands)
			}
			for login := range people {
				if a := w.known(login); a == nil || a.Company == "" || len(a.Orgs) == 0 {
					t.Errorf("%s: %s has no employer", name, login)
				}
			}
			size := 0
			for _, text := range r.files() {
				size += len(text)
			}
			if len(r.files()) < exercisedFiles || size < 7<<20 || len(r.Releases) == 0 || len(r.Releases[0].Assets) == 0 || len(r.Runs) == 0 || len(r.Protection)+len(r.Rulesets) == 0 {
				t.Errorf("%s: something is missing: %d files, %d bytes", name, len(r.files()), size)
			}
			kinds[fmt.Sprint(r.Files["SECURITY.md"] == "", r.Files[".github/dependabot.yml"] == "", len(r.Rulesets))] = true
		}
	})
	if len(kinds) < 3 {
		t.Errorf("they are all alike: %v", kinds)
	}
}
