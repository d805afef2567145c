package backtest

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/repository"
)

// Case is one line of a file of cases.
type Case struct {
	Repository repository.ID
	Date       time.Time
	// Ecosystem is that of the repository's packages, as a purl type; empty if the file has none.
	Ecosystem string
	Line      int
}

// ReadCases reads a file of cases: CSV in UTF-8 whose first line names the columns. "repository"
// (or "repo") and "date" (YYYY-MM-DD) are required, "ecosystem" is optional; others are ignored.
// The error lists everything that is wrong, one line each with file, line and field.
func ReadCases(name string, in io.Reader) ([]Case, error) {
	r := csv.NewReader(in)
	r.FieldsPerRecord, r.ReuseRecord = -1, true
	head, err := r.Read()
	if err != nil {
		return nil, fmt.Errorf("%s:1: no line that names the columns: %w", name, err)
	}
	cols := caseColumns{count: len(head)}
	cols.repository, cols.date, cols.ecosystem = column(head, "repository", "repo"), column(head, "date"), column(head, "ecosystem")
	var problems []error
	for id, at := range map[string]int{"repository": cols.repository, "date": cols.date} {
		if at < 0 {
			problems = append(problems, fmt.Errorf("%s:1: %s: the column is missing; columns: repository,date[,ecosystem]", name, id))
		}
	}
	if len(problems) > 0 {
		slices.SortFunc(problems, func(a, b error) int { return strings.Compare(a.Error(), b.Error()) })
		return nil, errors.Join(problems...)
	}
	var all []Case
	for {
		rec, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil { // it contains the line number
			return nil, errors.Join(append(problems, fmt.Errorf("%s: %w", name, err))...)
		}
		line, _ := r.FieldPos(0)
		c, err := cols.read(rec)
		if err != nil {
			problems = append(problems, fmt.Errorf("%s:%d: %w", name, line, err))
			continue
		}
		c.Line = line
		all = append(all, c)
	}
	if len(all) == 0 && len(problems) == 0 {
		return nil, fmt.Errorf("%s: it holds no case", name)
	}
	return all, errors.Join(problems...)
}

// caseColumns are the indexes of the fields; −1: absent.
type caseColumns struct{ count, repository, date, ecosystem int }

func column(head []string, names ...string) int {
	return slices.IndexFunc(head, func(s string) bool {
		return slices.Contains(names, strings.ToLower(strings.TrimSpace(strings.TrimPrefix(s, "\ufeff"))))
	})
}

func (c caseColumns) read(rec []string) (Case, error) {
	if len(rec) != c.count {
		return Case{}, fmt.Errorf("%d fields, the first line names %d", len(rec), c.count)
	}
	id, err := repository.Parse(rec[c.repository])
	if err != nil {
		return Case{}, fmt.Errorf("repository: %w", err)
	}
	date, err := time.Parse(time.DateOnly, strings.TrimSpace(rec[c.date]))
	if err != nil {
		return Case{}, fmt.Errorf("date: %q is no date; write 2024-03-29", rec[c.date])
	}
	out := Case{Repository: id, Date: date}
	if c.ecosystem >= 0 {
		out.Ecosystem = strings.ToLower(strings.TrimSpace(rec[c.ecosystem]))
	}
	return out, nil
}
