package health

import (
	"fmt"
	"time"
)

// Expired reports whether a value counts as unknown at an instant, because it is more than limit
// days older than the other figures. With a limit of 0 none is. A value that is late because the
// files of the project cannot be read never expires.
func (in Input) Expired(at time.Time, limit int) bool {
	return limit > 0 && !in.ObservedAt.IsZero() && !in.Late.Own && AgeDays(in.ObservedAt, at) > limit
}

// Ended returns why a late value has expired: "the last value is of 2026-08-21, 102 days before the
// other figures; OSV (api.osv.dev) could not be asked on 2026-12-01: it answers 500". It returns ""
// for a value that is not late.
func (in Input) Ended(at time.Time) string {
	if in.Late.IsZero() {
		return ""
	}
	return fmt.Sprintf("the last value is of %s, %d days before the other figures; %s",
		in.ObservedAt.UTC().Format(time.DateOnly), AgeDays(in.ObservedAt, at), in.Late)
}

// AsOf returns the day of a late value and why there is no newer one: "as of 2026-11-21; OSV
// (api.osv.dev) could not be asked on 2026-12-01: it answers 500". It returns "" for values that
// are not late, and for unknown ones, whose reason says it.
func (in Input) AsOf() string {
	if in.Late.IsZero() || in.State == Unknown {
		return ""
	}
	return "as of " + in.ObservedAt.UTC().Format(time.DateOnly) + "; " + in.Late.String()
}
