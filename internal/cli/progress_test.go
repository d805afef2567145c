package cli

import (
	"strings"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/collect"
	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// A pause of our own after failures is not a limit of the host.
func TestPrintLimited_saysWhoIsAtFault(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 12, 1, 10, 0, 0, 0, time.UTC)
	limit, failing := health.Attempt{Next: at}, health.Attempt{Next: at.Add(time.Minute), Failing: true}
	for _, tc := range []struct {
		seen []health.Attempt
		want string
	}{
		{[]health.Attempt{{}}, ""},
		{[]health.Attempt{{}, failing}, "a host keeps failing; run the same command after 2026-12-01 10:01:00 UTC"},
		{[]health.Attempt{limit}, "a host limits our requests: run the same command after 2026-12-01 10:00:00 UTC"},
		{[]health.Attempt{failing, limit}, "a host limits our requests: run the same command after 2026-12-01 10:01:00 UTC"},
	} {
		progress, limits := Limited(func(collect.Progress) {})
		for _, a := range tc.seen {
			progress(collect.Progress{Attempt: a})
		}
		var out strings.Builder
		if PrintLimited(&out, limits()); !strings.HasPrefix(out.String(), tc.want) || tc.want == "" && out.Len() > 0 {
			t.Errorf("%q, want %q", out.String(), tc.want)
		}
	}
}

// On a first run there is nothing that could stay.
func TestPrintGaps_saysWhatStaysOnlyIfAnythingDoes(t *testing.T) {
	t.Parallel()
	for kept, want := range map[bool]string{
		false: "not everything could be read:\n  OSV: 1 project; it answers 500\n",
		true:  "not everything could be read; last values stay, with their age:\n  OSV: 1 project; it answers 500\n",
	} {
		var out strings.Builder
		if PrintGaps(&out, []collect.Gap{{Part: "OSV", Projects: 1, Why: "it answers 500"}}, kept); out.String() != want {
			t.Errorf("%q, want %q", out.String(), want)
		}
	}
}

func TestSpell_isWhatPeopleType(t *testing.T) {
	t.Parallel()
	for d, want := range map[time.Duration]string{24 * time.Hour: "24h", 168 * time.Hour: "168h", 90 * time.Minute: "1h30m", 10 * time.Minute: "10m", 30 * time.Second: "30s", 61 * time.Second: "1m1s", 0: "0s", 20 * time.Hour: "20h"} {
		if got := spell(d); got != want {
			t.Errorf("%v is spelt %q, want %q", d, got, want)
		}
	}
}

// The run is published, so the sentence must not say that nothing changed.
func TestNothingRead_saysWhatWasPublished(t *testing.T) {
	t.Parallel()
	for want, r := range map[string]health.Run{
		"run 3 is published with earlier figures (":                  {ID: 3, Carried: 2, Total: 2},
		"run 4 is published with the earlier figures of 1 project (": {ID: 4, Carried: 1, Failed: 1, Total: 2},
		"run 5 is published with no figures of a repository (":       {ID: 5, Failed: 2, Total: 2},
	} {
		if got := NothingRead(r); !strings.Contains(got, "no repository could be read; "+want) || strings.Contains(got, "unchanged") {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
