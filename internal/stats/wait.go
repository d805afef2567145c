package stats

import "slices"

// Wait is how long an item waited until it ended, or has waited so far.
type Wait struct {
	Days  float64
	Ended bool
}

// MedianWait returns the median waiting time in days if some waits have not ended (Kaplan and
// Meier): the first time at which at most half still wait. If that point is not reached, it returns
// the longest time seen, and false. Without waits it returns 0 and false.
//
//	S(t) = Π (1 − ended at tᵢ / waiting before tᵢ), tᵢ ≤ t
func MedianWait(waits []Wait) (float64, bool) {
	waits = slices.Clone(waits)
	slices.SortFunc(waits, func(a, b Wait) int {
		switch {
		case a.Days != b.Days:
			if a.Days < b.Days {
				return -1
			}
			return 1
		case a.Ended == b.Ended:
			return 0
		case a.Ended: // an item that ended at t was waiting until t
			return -1
		}
		return 1
	})
	s := 1.0
	for i, w := range waits {
		if w.Ended {
			n := float64(len(waits) - i)
			// A product of (k−1)/k over ten items is 0.5 only up to rounding.
			if s *= (n - 1) / n; s <= 0.5+1e-9 {
				return w.Days, true
			}
		}
	}
	if len(waits) == 0 {
		return 0, false
	}
	return waits[len(waits)-1].Days, false
}
