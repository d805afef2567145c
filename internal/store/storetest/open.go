package storetest

import (
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
)

func openAgain(t *testing.T, e env) {
	d := e.open()
	d.save("l", "a")
	run := d.start("l", "a")
	d.record(run, "a", gitSnapshot("a", noon, health.Obs("authors_12m", 3)))
	d.publish(run, ranking.Row{Slug: "a", Name: "A"})
	before := d.project("a")
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	d = e.open()
	if diff := cmp.Diff(before, d.project("a")); diff != "" {
		t.Errorf("after opening again (-want +got)\n%s", diff)
	}
	if err := d.IntegrityCheck(t.Context()); err != nil {
		t.Error(err)
	}
}

func openTwoAtOnce(t *testing.T, e env) {
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			e.open().start("l", "a")
		})
	}
	wg.Wait()
	if runs, err := e.open().Runs(t.Context(), "l", 10); err != nil || len(runs) != 1 {
		t.Errorf("runs %+v, error %v; want one", runs, err)
	}
}
