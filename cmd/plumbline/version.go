package main

import (
	"fmt"
	"runtime/debug"

	"github.com/plumbline-scorecard/plumbline/internal/app"
	"github.com/plumbline-scorecard/plumbline/internal/cli"
)

type versionCmd struct{}

func (versionCmd) Run(a *app.App, out cli.Streams) error {
	_, err := fmt.Fprintf(out.Out, "plumbline %s\nmodel %s (%.12s)\n", a.Version, a.Set.Model.Name(), a.Set.Model.SHA256)
	return err
}

// release is set by the build of a release; a build from a clone says its commit.
var release = ""

// version returns the release, the version that "go install" was asked for, or
// "dev" with the commit the build came from.
func version() string {
	if release != "" {
		return release
	}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "dev"
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" && len(s.Value) >= 12 {
			return "dev-" + s.Value[:12]
		}
	}
	if v := info.Main.Version; v != "" && v != "(devel)" {
		return v
	}
	return "dev"
}
