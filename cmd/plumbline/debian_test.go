package main

import (
	"strings"
	"testing"
)

// A keyring that somebody named and that does not exist would switch the check of signatures off.
func TestCollect_aNamedKeyringMustExist(t *testing.T) {
	t.Parallel()
	cmd := plumbline(t, t.TempDir(), "collect", "--repo", "zlib", "--sources", "distro", "--offline",
		"--debian-keyring", "/nonexistent/keys.gpg", "--debian-lists", t.TempDir())
	var told strings.Builder
	cmd.Stderr = &told
	cmd.Run()
	if cmd.ProcessState.ExitCode() != exitUsage || !strings.Contains(told.String(), "--debian-keyring") || !strings.Contains(told.String(), "/nonexistent/keys.gpg") {
		t.Errorf("it ended with %d and said %q", cmd.ProcessState.ExitCode(), told.String())
	}
}
