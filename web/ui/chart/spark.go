package chart

import (
	"math"
	"strconv"
)

// Spark is twelve months as columns on their own maximum. A month of zero
// keeps an orange foot; an unknown series is hatched.
type Spark struct {
	Months []int
}

const (
	sparkWidth  = 76.0
	sparkHeight = 24.0
	sparkFoot   = 1.5
)

func (s Spark) boxes() []Box {
	top := 0
	for _, n := range s.Months {
		top = max(top, n)
	}
	step := sparkWidth / math.Max(12, float64(len(s.Months)))
	out := make([]Box, 0, len(s.Months))
	for i, n := range s.Months {
		b := Box{X: float64(i) * step, W: step * 0.73, H: sparkFoot, Class: "m-risk"}
		if n > 0 {
			b.Class, b.H = "m-col", math.Max(sparkFoot, float64(n)/float64(top)*(sparkHeight-2))
		}
		b.Y = sparkHeight - b.H
		out = append(out, b)
	}
	return out
}

func (s Spark) label() string {
	if len(s.Months) == 0 {
		return "human commits by month unknown"
	}
	sum, zero := 0, 0
	for _, n := range s.Months {
		sum += n
		if n <= 0 {
			zero++
		}
	}
	text := strconv.Itoa(sum) + " human commits in " + strconv.Itoa(len(s.Months)) + " months"
	if zero > 0 {
		text += ", none in " + strconv.Itoa(zero)
	}
	return text
}
