package collect

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/check"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/figures"
	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// keeping returns the snapshots with the last values in the place of those that were not read. It
// also drops a published result that does not replace the stored one. The stored figures are read
// only if one of the two can be needed.
func (c *Collector) keeping(ctx context.Context, slug string, snaps []health.Snapshot) ([]health.Snapshot, error) {
	if !slices.ContainsFunc(snaps, func(s health.Snapshot) bool { return s.Source == field.SourcePublished || late(s) }) {
		return snaps, nil
	}
	f, err := c.Store.Project(ctx, slug)
	if err != nil && !errors.Is(err, health.ErrNotFound) {
		return nil, err
	}
	return keepLast(f, superseding(f, snaps), c.Now().UTC()), nil
}

// late reports whether a part of the snapshot was not read.
func late(s health.Snapshot) bool {
	return slices.ContainsFunc(s.Inputs, func(in health.Input) bool { return !in.Late.IsZero() }) ||
		slices.ContainsFunc(s.Checks, func(k check.Check) bool { return !k.Late.IsZero() })
}

// keepLast puts the last value of each input and check that its source could not read into the
// snapshot, with its own instant and why there is no newer one. A failure thus moves no score, and
// posture keeps its instrument. How long such a value counts is decided when it is scored
// (ageing.carry_days of the model). A snapshot of the past keeps nothing, because the last value may
// be of a later day.
func keepLast(f figures.Project, snaps []health.Snapshot, now time.Time) []health.Snapshot {
	out := slices.Clone(snaps)
	for i, s := range out {
		if s.Origin == health.OriginAsOf || !late(s) {
			continue
		}
		before, _ := f.Snapshot(s.Source)
		out[i].Inputs, out[i].Checks = slices.Clone(s.Inputs), slices.Clone(s.Checks)
		for j, in := range out[i].Inputs {
			out[i].Inputs[j] = lastInput(f.Inputs[in.Field], in, s.Source, now)
		}
		for j, k := range out[i].Checks {
			out[i].Checks[j] = lastCheck(before, k, now)
		}
	}
	return out
}

// lastInput returns the last input of the source, if it was an answer, or the one that was not
// read.
func lastInput(last, in health.Input, source string, now time.Time) health.Input {
	if in.Late.IsZero() {
		return in
	}
	if in.Late.On.IsZero() {
		in.Late.On = now
	}
	if in.State != health.Unknown { // the source itself has an older answer
		return in
	}
	if last.Source != source || last.Field != in.Field || last.State == health.Unknown {
		return in
	}
	last.Late = in.Late
	return last
}

// lastCheck does the same for a check.
func lastCheck(before health.Snapshot, k check.Check, now time.Time) check.Check {
	if k.Late.IsZero() {
		return k
	}
	if k.Late.On.IsZero() {
		k.Late.On = now
	}
	at := slices.IndexFunc(before.Checks, func(b check.Check) bool { return b.Name == k.Name })
	if at < 0 {
		return k
	}
	last := before.Checks[at]
	if last.State != check.Scored && last.State != check.Inconclusive {
		return k
	}
	if last.Late.IsZero() {
		last.ObservedAt, last.Commit = before.ObservedAt, before.Commit
	}
	last.Late = k.Late
	return last
}
