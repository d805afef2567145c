//go:build pins

// Package pins keeps the versions of modules the project names but does not
// import yet, so that tidying neither drops nor moves them. An import leaves
// here when the code that needs it comes.
package pins

import (
	_ "github.com/google/go-github/v58/github"
)
