package figures

import (
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// fuzzingFull is what the Fuzzing check gives for a project of OSS-Fuzz (checks/evaluation/fuzzing.go
// of Scorecard v4.13.1).
const fuzzingFull = 10

// joinFuzzing gives the Fuzzing check its points if OSS-Fuzz tests the project and the instrument
// saw nothing: over files alone Scorecard does not ask OSS-Fuzz. A score of the instrument stays,
// and so does what the list declares not applicable. Nothing is joined if the instrument saw no
// check, because posture would rest on this one alone, nor to figures of a day before the project joined.
func (f Project) joinFuzzing(b Basis, ins health.Inputs) {
	since := ins.Field(field.OSSFuzzSince)
	day, err := time.Parse(time.DateOnly, since.Text)
	if b.Used.Coverage == 0 || !since.Known() || err != nil || ins.Field(field.Fuzzing).State != health.Unknown {
		return
	}
	if at := f.At(); !at.IsZero() && at.Before(day) {
		return
	}
	ins[field.Fuzzing] = retold(since, field.Fuzzing, fuzzingFull, "tested by OSS-Fuzz since "+since.Text+"; "+since.Reason)
}
