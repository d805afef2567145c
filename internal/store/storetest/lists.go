package storetest

import (
	"bytes"
	"sync"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/figures"
	"github.com/plumbline-scorecard/plumbline/internal/health"
)

func (d db) members(list string) (out []string) {
	d.t.Helper()
	err := d.Figures(d.ctx(), list, 0, func(f figures.Project) error {
		out = append(out, f.Project)
		return nil
	})
	if err != nil {
		d.t.Fatal(err)
	}
	return out
}

func listsGoneAndBack(t *testing.T, e env) {
	d := e.open()
	d.save("l", "a", "b")
	d.save("l2", "b")
	run := d.start("l", "a", "b")
	d.record(run, "a")
	d.record(run, "b", gitSnapshot("b", noon, health.Obs("authors_12m", 3)))
	d.publish(run)
	d.save("l", "a")
	if got := d.members("l"); len(got) != 1 || got[0] != "a" {
		t.Errorf("after b left the members are %v", got)
	}
	if got := d.members("l2"); len(got) != 1 || got[0] != "b" {
		t.Errorf("the other list has %v", got)
	}
	if got := value(d.project("b"), "authors_12m"); got != "3" {
		t.Errorf("the figures of a project that left are %s", got)
	}
	d.save("l", "a", "b")
	if got := d.members("l"); len(got) != 2 {
		t.Errorf("after b came back the members are %v", got)
	}
	if err := d.SaveLists(t.Context(), []health.List{{Slug: ""}}); err == nil {
		t.Error("a list without a slug was taken")
	}
}

func keyMadeOnce(t *testing.T, e env) {
	stores := []db{e.open(), e.open()}
	keys := make([][]byte, 6)
	var wg sync.WaitGroup
	for i := range keys {
		wg.Go(func() {
			k, err := stores[i%2].InstallationKey(t.Context())
			if err != nil {
				t.Error(err)
			}
			keys[i] = k
		})
	}
	wg.Wait()
	for _, k := range keys {
		if len(k) != 32 || !bytes.Equal(k, keys[0]) || bytes.Equal(k, make([]byte, 32)) {
			t.Errorf("keys differ or are not 32 random bytes: %d bytes", len(k))
		}
	}
}
