package curated

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/candidate"
	"github.com/plumbline-scorecard/plumbline/internal/repository"
)

// candidatesName is the file in a list's folder with what the list lacks. "make candidates" writes it.
const candidatesName = "candidates.json"

// candidates reads what the built-in lists lack. A list without the file has none.
func (l *loading) candidates() error {
	names, err := fs.Glob(l.set.files, path.Join("*", candidatesName))
	if err != nil {
		return fmt.Errorf("candidates: %w", err)
	}
	for _, name := range names {
		b, err := fs.ReadFile(l.set.files, name)
		if err != nil {
			return fmt.Errorf("candidates: %w", err)
		}
		d, err := ReadCandidates(name, b)
		if err == nil && d.List != path.Dir(name) {
			err = Problems{{File: name, Line: 1, Field: "list", Rule: Conflict, Message: fmt.Sprintf("%q is not the list of that folder", d.List)}}
		}
		if err != nil {
			if err := l.keep("candidates", err); err != nil {
				return err
			}
			continue
		}
		l.set.Results.Candidates = append(l.set.Results.Candidates, d)
	}
	return nil
}

// ReadCandidates reads what a list lacks, as "plumbline lists candidates --json" writes it. The
// error is Problems. A file whose counts do not fit was not written by the program and is not shown.
func ReadCandidates(name string, content []byte) (candidate.Document, error) {
	var out candidate.Document
	d := json.NewDecoder(bytes.NewReader(content))
	d.DisallowUnknownFields()
	if err := d.Decode(&out); err != nil {
		return candidate.Document{}, Problems{{File: name, Line: 1, Rule: Unreadable, Message: err.Error()}}
	}
	var found Problems
	wrong := func(field string, rule Rule, format string, args ...any) {
		found = append(found, Problem{File: name, Line: 1, Field: field, Rule: rule, Message: fmt.Sprintf(format, args...)})
	}
	if _, err := time.Parse(time.DateOnly, out.Date); err != nil {
		wrong("date", Malformed, "%q is no date", out.Date)
	}
	c := out.Coverage
	if c.Covered > c.Core || c.Core > out.Sources || c.CoveredDependents > c.Dependents || len(out.Candidates) > out.Total || out.Total > out.Sources {
		wrong("coverage", OutOfOrder, "a part is greater than its whole")
	}
	for i, x := range out.Candidates {
		at := fmt.Sprintf("candidates[%d]", i)
		if x.RunShare < out.MinShare-.0001 || x.RunShare > 1 || i > 0 && x.Run > out.Candidates[i-1].Run {
			wrong(at, OutOfOrder, "%s: its share is below the least, above 1 or above that before it", x.Source)
		}
		if _, err := repository.Parse(x.Repository); x.Repository != "" && err != nil {
			wrong(at, Malformed, "%v", err)
		}
	}
	if err := found.err(); err != nil {
		return candidate.Document{}, err
	}
	return out, nil
}
