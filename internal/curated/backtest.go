package curated

import (
	"fmt"
	"io/fs"

	"github.com/plumbline-scorecard/plumbline/internal/model"
)

const backtestFile = "backtest.json"

// backtest reads the last measurement of the model. A set without the file has none.
func (l *loading) backtest() error {
	b, err := fs.ReadFile(l.set.files, backtestFile)
	if err == nil {
		l.set.Results.Backtest, err = ReadBacktest(backtestFile, b)
	}
	return l.keep("backtest", optional(err))
}

// ReadBacktest reads a result in the format of "plumbline backtest silence --out". The error is
// Problems. A result whose counts do not add up was not written by the program and is not shown.
func ReadBacktest(name string, content []byte) (*model.Backtest, error) {
	var b model.Backtest
	in := computed{name: name}
	if !in.decode(content, &b) {
		return nil, in.problems
	}
	for _, x := range [][2]string{{"made", b.Made}, {"oldest_copy", b.OldestCopy}, {"newest_copy", b.NewestCopy}} {
		in.day(x[0], x[1])
	}
	silent, of := 0, 0
	for _, x := range b.Bands {
		silent, of = silent+x.Silent, of+x.Of
	}
	if silent != b.Events || of != b.ProjectYears || b.ProjectYears == 0 {
		in.wrong("bands", OutOfOrder, "they hold %d of %d project-years, in all there are %d of %d", silent, of, b.Events, b.ProjectYears)
	}
	if len(b.Rankers) == 0 || b.Rankers[0].ID != "health" {
		in.wrong("rankers", NotAllowed, "the first must be health")
	}
	for i, r := range b.Rankers {
		if r.AUC < 0 || r.AUC > 1 || r.Lo > r.Hi || r.Precision < 0 || r.Precision > 1 {
			in.wrong(fmt.Sprintf("rankers[%d]", i), OutOfRange, "%s: figures out of range", r.ID)
		}
	}
	if err := in.problems.err(); err != nil {
		return nil, err
	}
	return &b, nil
}
