package cli

import (
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/source"
)

// Reconstructions counts the answers of a reconstruction and prints a line for each project that was
// read or failed.
type Reconstructions struct {
	progress                             io.Writer
	projects, points, kept, absent, lost int
}

// NewReconstructions returns counts of nothing; progress gets the lines.
func NewReconstructions(progress io.Writer) *Reconstructions {
	return &Reconstructions{progress: progress}
}

// Add counts one answer: how many points a project has, whether the file had them already, or why it
// has none.
func (r *Reconstructions) Add(slug string, points int, kept bool, took time.Duration, err error) {
	switch {
	case errors.Is(err, source.ErrNoCopy):
		r.absent++
	case err != nil:
		r.lost++
		fmt.Fprintf(r.progress, "%s: no points: %s\n", slug, Redact(err.Error()))
	default:
		r.projects++
		r.points += points
		if kept {
			r.kept++
			return
		}
		fmt.Fprintf(r.progress, "%s: %d points in %s\n", slug, points, took.Round(100*time.Millisecond))
	}
}

// Print writes the sums.
func (r *Reconstructions) Print(w io.Writer, file string) error {
	_, err := fmt.Fprintf(w, "%s: %d points of %d %s, %d unchanged; %d without a clone, %d could not be read\n",
		file, r.points, r.projects, explain.Plural(r.projects, "project", "projects"), r.kept, r.absent, r.lost)
	return err
}
