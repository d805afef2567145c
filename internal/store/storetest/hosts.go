package storetest

import (
	"errors"
	"log/slog"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/plumbline-scorecard/plumbline/internal/cost"
	"github.com/plumbline-scorecard/plumbline/internal/forge"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/store"
)

func cacheKindsApart(t *testing.T, e env) {
	d := e.open()
	of := func(k store.CacheKind) *store.Cache { return d.Cache(t.Context(), k, slog.New(slog.DiscardHandler)) }
	of(store.CacheScans).Save("k", []byte("scan"))
	of(store.CacheAnswers).Save("k", []byte("answer"))
	for kind, want := range map[store.CacheKind]string{store.CacheScans: "scan", store.CacheAnswers: "answer", store.CacheActivity: ""} {
		if b, ok := of(kind).Load("k"); string(b) != want || ok != (want != "") {
			t.Errorf("%s holds %q, %v; want %q", kind, b, ok, want)
		}
	}
}

func identityReadsBack(t *testing.T, e env) {
	d := e.open()
	const address = "github.com/example-owner/example"
	if _, err := d.Identity(t.Context(), address); !errors.Is(err, health.ErrNotFound) {
		t.Errorf("an address nobody asked for gives %v", err)
	}
	id := forge.Identity{Repository: address, NodeID: "R_1", Name: "example-owner/example", Presence: forge.Present, Since: noon, Checked: noon}
	moved := id
	moved.Name, moved.MovedAt = "other/example", noon.Add(time.Hour)
	gone := id
	gone.Presence, gone.Misses = forge.Gone, []time.Time{noon.AddDate(0, 0, -2), noon.AddDate(0, 0, -1), noon}
	for _, want := range []forge.Identity{id, moved, gone} {
		if err := d.SaveIdentity(t.Context(), want); err != nil {
			t.Fatal(err)
		}
		got, err := e.open().Identity(t.Context(), address)
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("error %v, (-want +got)\n%s", err, diff)
		}
		listed, err := d.NotAsListed(t.Context(), 10)
		if unusual := want.Presence != forge.Present || !want.MovedAt.IsZero(); err != nil || len(listed) == 1 != unusual {
			t.Errorf("%v is among %v: error %v", want, listed, err)
		}
	}
	for _, bad := range []forge.Identity{{Repository: address, Presence: "somewhere"}, {Presence: forge.Present}} {
		if err := d.SaveIdentity(t.Context(), bad); err == nil {
			t.Errorf("%+v was saved", bad)
		}
	}
}

func runCosts(t *testing.T, e env) {
	d := e.open()
	run := d.start("l", "a", "b")
	spent := cost.Cost{Requests: 3, Unchanged: 1, Points: 5}
	d.answer(health.Attempt{Run: run.ID, Project: "a", Outcome: health.OutcomeObserved, Cost: spent})
	d.answer(health.Attempt{Run: run.ID, Project: "a", Outcome: health.OutcomeObserved, Cost: spent}) // ignored
	d.answer(health.Attempt{Run: run.ID, Project: "b", Outcome: health.OutcomeFailed, Cost: cost.Cost{Requests: 1}})
	runs, err := d.Runs(t.Context(), "l", 1)
	if want := (cost.Cost{Requests: 4, Unchanged: 1, Points: 5}); err != nil || runs[0].Cost != want {
		t.Errorf("the run cost %+v, error %v; want %+v", runs[0].Cost, err, want)
	}
}
