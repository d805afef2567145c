package intervention

import (
	"math"
	"slices"
)

// Summary is what the differences of many interventions have in common. It measures no effect.
type Summary struct {
	N, Up, Down int // differences, and those above and below zero
	// Median is their median; meaningless if N is 0.
	Median float64
	// Tested is false below LeastTested. Lo and Hi then have no meaning, nor has P.
	Tested bool
	// Lo and Hi enclose the median in at least 95% of samples: two of the differences, by the sign
	// test. P is the chance of a division into Up and Down at least as uneven if both were as likely.
	Lo, Hi, P float64
}

// Summarise returns the summary of differences, one for each project.
func Summarise(differences []float64) Summary {
	sorted := slices.Sorted(slices.Values(differences))
	s := Summary{N: len(sorted)}
	if s.N == 0 {
		return s
	}
	for _, d := range sorted {
		switch {
		case d > 0:
			s.Up++
		case d < 0:
			s.Down++
		}
	}
	s.Median = Median(sorted)
	if s.N < LeastTested {
		return s
	}
	s.Tested, s.P = true, min(1, 2*tail(s.Up+s.Down, min(s.Up, s.Down)))
	// The k-th least and the k-th greatest leave out at most 2.5% on either side.
	k := 0
	for tail(s.N, k) <= .025 {
		k++
	}
	if k > 0 { // it is from 6 values on
		s.Lo, s.Hi = sorted[k-1], sorted[s.N-k]
	}
	return s
}

// tail is the chance of at most k heads in n throws of a fair coin.
func tail(n, k int) float64 {
	sum := 0.0
	top, _ := math.Lgamma(float64(n + 1))
	for i := range k + 1 {
		a, _ := math.Lgamma(float64(i + 1))
		b, _ := math.Lgamma(float64(n - i + 1))
		sum += math.Exp(top - a - b - float64(n)*math.Ln2)
	}
	return min(1, sum)
}
