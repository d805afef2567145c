package status

import (
	"testing"
	"time"
)

func TestLasted_isReadable(t *testing.T) {
	t.Parallel()
	for d, want := range map[time.Duration]string{
		1500 * time.Millisecond: "1.5\u00a0s", 126 * time.Second: "2\u00a0min 6\u00a0s", 90 * time.Minute: "1\u00a0h 30\u00a0min", 24 * time.Hour: "24\u00a0h 0\u00a0min", 168 * time.Hour: "7\u00a0days", -1: "–",
	} {
		if got := lasted(d); got != want {
			t.Errorf("%v: got %q, want %q", d, got, want)
		}
	}
}
