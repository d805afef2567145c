package curated

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/model"
)

const priorCheckFile = "posture-check.json"

// priorCheck reads how right the table of expected scores is. A set without the file has none.
func (l *loading) priorCheck() error {
	b, err := fs.ReadFile(l.set.files, priorCheckFile)
	if err == nil {
		l.set.PriorCheck, err = ReadPriorCheck(priorCheckFile, b)
	}
	return l.keep("posture-check", optional(err))
}

// ReadPriorCheck reads how right the table of expected scores is, as testdata/tools/prior writes it.
// The error is Problems. A file whose figures cannot belong together is not shown.
func ReadPriorCheck(name string, content []byte) (*model.PriorCheck, error) {
	var c model.PriorCheck
	d := json.NewDecoder(bytes.NewReader(content))
	d.DisallowUnknownFields()
	if err := d.Decode(&c); err != nil {
		return nil, Problems{{File: name, Line: 1, Rule: Unreadable, Message: err.Error()}}
	}
	var found Problems
	wrong := func(field string, rule Rule, format string, args ...any) {
		found = append(found, Problem{File: name, Line: 1, Field: field, Rule: rule, Message: fmt.Sprintf(format, args...)})
	}
	for field, day := range map[string]string{"made": c.Made, "crawl": c.Crawl} {
		if _, err := time.Parse(time.DateOnly, day); err != nil {
			wrong(field, Malformed, "%q is no date", day)
		}
	}
	for field, list := range map[string][]model.PriorMeasure{"posture": c.Posture, "gaps": c.Gaps, "checks": c.Checks} {
		for i, m := range list {
			at := fmt.Sprintf("%s[%d]", field, i)
			if m.N > 0 && (m.Bias < m.Low || m.Bias > m.High) {
				wrong(at, OutOfOrder, "bias %g is not in its interval, %g to %g", m.Bias, m.Low, m.High)
			}
			if m.N > c.Test.Repositories {
				wrong(at, NotAllowed, "%d repositories of %d in the test", m.N, c.Test.Repositories)
			}
			if m.Coverage != nil && (*m.Coverage < 0 || *m.Coverage > 1) {
				wrong(at, NotAllowed, "coverage %g is no share", *m.Coverage)
			}
		}
	}
	if err := found.err(); err != nil {
		return nil, err
	}
	return &c, nil
}
