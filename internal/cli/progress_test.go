package cli

import (
	"testing"
	"time"
)

func TestSpell_isWhatPeopleType(t *testing.T) {
	t.Parallel()
	for d, want := range map[time.Duration]string{24 * time.Hour: "24h", 168 * time.Hour: "168h", 90 * time.Minute: "1h30m", 10 * time.Minute: "10m", 30 * time.Second: "30s", 61 * time.Second: "1m1s", 0: "0s", 20 * time.Hour: "20h"} {
		if got := spell(d); got != want {
			t.Errorf("%v is spelt %q, want %q", d, got, want)
		}
	}
}
