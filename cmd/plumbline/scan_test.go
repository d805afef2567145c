package main

import (
	"strings"
	"testing"
)

// An address that leads nowhere gives no figures, which must not look like a scan. An internal
// address is refused without the network.
func TestScan_failsWhenNothingCouldBeRead(t *testing.T) {
	t.Parallel()
	cmd := plumbline(t, t.TempDir(), "scan", "10.0.0.1/a/b", "--sources", "git")
	var out, told strings.Builder
	cmd.Stdout, cmd.Stderr = &out, &told
	err := cmd.Run()
	if cmd.ProcessState.ExitCode() != exitError || out.Len() > 0 || !strings.Contains(told.String(), "10.0.0.1 is a private address") {
		t.Errorf("%v, printed %q, said %q", err, out.String(), told.String())
	}
}
