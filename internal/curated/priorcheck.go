package curated

import (
	"fmt"
	"io/fs"

	"github.com/plumbline-scorecard/plumbline/internal/model"
)

const priorCheckFile = "posture-check.json"

// priorCheck reads how right the table of expected scores is. A set without the file has none.
func (l *loading) priorCheck() error {
	b, err := fs.ReadFile(l.set.files, priorCheckFile)
	if err == nil {
		l.set.Results.PriorCheck, err = ReadPriorCheck(priorCheckFile, b)
	}
	return l.keep("posture-check", optional(err))
}

// ReadPriorCheck reads how right the table of expected scores is, as testdata/tools/prior writes it.
// The error is Problems. A file whose figures cannot belong together is not shown.
func ReadPriorCheck(name string, content []byte) (*model.PriorCheck, error) {
	var c model.PriorCheck
	in := computed{name: name}
	if !in.decode(content, &c) {
		return nil, in.problems
	}
	for field, day := range map[string]string{"made": c.Made, "crawl": c.Crawl} {
		in.day(field, day)
	}
	for field, list := range map[string][]model.PriorMeasure{"posture": c.Posture, "gaps": c.Gaps, "checks": c.Checks} {
		for i, m := range list {
			at := fmt.Sprintf("%s[%d]", field, i)
			if m.N > 0 && (m.Bias < m.Low || m.Bias > m.High) {
				in.wrong(at, OutOfOrder, "bias %g is not in its interval, %g to %g", m.Bias, m.Low, m.High)
			}
			if m.N > c.Test.Repositories {
				in.wrong(at, NotAllowed, "%d repositories of %d in the test", m.N, c.Test.Repositories)
			}
			if m.Coverage != nil && (*m.Coverage < 0 || *m.Coverage > 1) {
				in.wrong(at, NotAllowed, "coverage %g is no share", *m.Coverage)
			}
		}
	}
	if err := in.problems.err(); err != nil {
		return nil, err
	}
	return &c, nil
}
