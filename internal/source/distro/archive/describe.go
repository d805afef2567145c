package archive

import (
	"errors"
	"fmt"
	"io"
)

// Description is what a Sources file says of one source beside what it needs.
type Description struct {
	Version, Homepage string
	// VcsGit is the repository of the packaging, as Debian's developers entered it.
	VcsGit string
}

// Describe reads the descriptions of the wanted sources from a Sources file, the first of each name
// as in Read. Cost: as the half of Read that reads sources.
func Describe(sources io.Reader, wanted func(name string) bool) (map[string]Description, error) {
	s := newStanzas(sources, "Package", "Extra-Source-Only", "Version", "Homepage", "Vcs-Git")
	out := map[string]Description{}
	for {
		err := s.next()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return nil, fmt.Errorf("read Sources: %w", err)
		}
		name := string(s.values[0])
		if _, have := out[name]; have || string(s.values[1]) == "yes" || !wanted(name) {
			continue
		}
		out[name] = Description{string(s.values[2]), string(s.values[3]), string(s.values[4])}
	}
}

// Matching returns the sources with the names, or of the patterns, as Union reads them.
func (a *Archive) Matching(names ...string) []string {
	var out []string
	for _, s := range a.match(names) {
		out = append(out, a.sources[s])
	}
	return out
}
