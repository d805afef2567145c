package curated_test

import (
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/curated"
)

func TestReadLive(t *testing.T) {
	t.Parallel()
	const row = `assumptions: [{id: a, service: S, verified: never, text: t}, {id: b, service: S, verified: 2026-11-22, text: t}]`
	got, err := curated.ReadLive("live.yaml", []byte(row))
	if err != nil || len(got) != 2 || got[0].Verified != "" || got[1].Verified != "2026-11-22" {
		t.Errorf("got %+v, error %v", got, err)
	}
	for name, want := range map[string]string{
		strings.Replace(row, "never", "soon", 1):     "malformed live.yaml:1: assumptions[0].verified | soon",
		strings.Replace(row, "id: b", "id: a", 1):    "twice assumptions[1].id | a",
		strings.Replace(row, "text: t", "why: t", 1): "unknown_field",
	} {
		if _, err := curated.ReadLive("live.yaml", []byte(name)); !curated.Tells(err, want) {
			t.Errorf("%s: error %v, want one with %q", name, err, want)
		}
	}
}

func TestLoad_everyAssumptionIsKept(t *testing.T) {
	t.Parallel()
	set, err := curated.Load()
	if err != nil || len(set.Live) < 10 {
		t.Errorf("%d assumptions, error %v", len(set.Live), err)
	}
}
