// Package github holds the stories the fake GitHub tells: one repository a
// file. README.md says how they are written.
package github

import "embed"

// FS holds the stories.
//
//go:embed *.yaml
var FS embed.FS
