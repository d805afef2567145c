package ossf

import "runtime/debug"

const (
	module = "github.com/ossf/scorecard/v4"
	// pinned is the version for which the guards were written; a test compares it with go.mod.
	pinned = "v4.13.1"
	// pinnedCommit is the commit of the tag v4.13.1.
	pinnedCommit = "49c0eed3a423f00c872b5c3c9f1bbca9e8aae799"
	// Mode is the name for scans of the files of one commit, without a host.
	Mode = "git tree"
	// ModeHosted is the name for scans with the data of the host.
	ModeHosted = "github"
)

// Version returns the version and commit of the Scorecard library linked into this program:
// "v4.13.1" and 40 hex digits. Scorecard itself would report the version of the main program,
// "(devel)".
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

// linked returns the version among a program's modules, or pinned if the build recorded none, as
// for some test programs.
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
