package ossf

import "runtime/debug"

const (
	module = "github.com/ossf/scorecard/v4"
	// pinned is the version the guards were written against; a test compares
	// it with go.mod.
	pinned = "v4.13.1"
	// pinnedCommit is the commit of the tag v4.13.1.
	pinnedCommit = "49c0eed3a423f00c872b5c3c9f1bbca9e8aae799"
	// Mode names how scans see a project: the files of one commit, no host.
	Mode = "git tree"
	// ModeHosted is a scan of what the host knows as well.
	ModeHosted = "github"
)

// Version returns the version of the Scorecard library linked into this
// program and its commit: "v4.13.1" and 40 hex digits. Scorecard itself would
// report the version of the main program, "(devel)".
func Version() (version, commit string) {
	version = pinned
	if info, ok := debug.ReadBuildInfo(); ok {
		version = linked(info.Deps)
	}
	if version != pinned {
		return version, "unknown"
	}
	return version, pinnedCommit
}

// linked is the version among a program's modules; pinned where the build
// recorded none, as for some test programs.
func linked(deps []*debug.Module) string {
	for _, d := range deps {
		switch {
		case d.Path != module:
		case d.Replace != nil:
			return d.Replace.Version
		default:
			return d.Version
		}
	}
	return pinned
}
