package curated

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/model"
)

const backtestFile = "backtest.json"

// backtest reads the last measurement of the model. A set without the file has none.
func (l *loading) backtest() error {
	b, err := fs.ReadFile(l.set.files, backtestFile)
	if err == nil {
		l.set.Backtest, err = ReadBacktest(backtestFile, b)
	}
	return l.keep("backtest", optional(err))
}

// ReadBacktest reads a result in the format of "plumbline backtest silence --out". The error is
// Problems. A result whose counts do not add up was not written by the program and is not shown.
func ReadBacktest(name string, content []byte) (*model.Backtest, error) {
	var b model.Backtest
	d := json.NewDecoder(bytes.NewReader(content))
	d.DisallowUnknownFields()
	if err := d.Decode(&b); err != nil {
		line := 1
		if syntax := (*json.SyntaxError)(nil); errors.As(err, &syntax) {
			line += bytes.Count(content[:min(syntax.Offset, int64(len(content)))], []byte("\n"))
		}
		return nil, Problems{{File: name, Line: line, Rule: Unreadable, Message: err.Error()}}
	}
	var found Problems
	wrong := func(field string, rule Rule, format string, args ...any) {
		found = append(found, Problem{File: name, Line: 1, Field: field, Rule: rule, Message: fmt.Sprintf(format, args...)})
	}
	for _, x := range [][2]string{{"made", b.Made}, {"oldest_copy", b.OldestCopy}, {"newest_copy", b.NewestCopy}} {
		if _, err := time.Parse(time.DateOnly, x[1]); err != nil {
			wrong(x[0], Malformed, "%q is no date", x[1])
		}
	}
	silent, of := 0, 0
	for _, x := range b.Bands {
		silent, of = silent+x.Silent, of+x.Of
	}
	if silent != b.Events || of != b.ProjectYears || b.ProjectYears == 0 {
		wrong("bands", OutOfOrder, "they hold %d of %d project-years, in all there are %d of %d", silent, of, b.Events, b.ProjectYears)
	}
	if len(b.Rankers) == 0 || b.Rankers[0].ID != "health" {
		wrong("rankers", NotAllowed, "the first must be health")
	}
	for i, r := range b.Rankers {
		if r.AUC < 0 || r.AUC > 1 || r.Lo > r.Hi || r.Precision < 0 || r.Precision > 1 {
			wrong(fmt.Sprintf("rankers[%d]", i), OutOfRange, "%s: figures out of range", r.ID)
		}
	}
	if err := found.err(); err != nil {
		return nil, err
	}
	return &b, nil
}
