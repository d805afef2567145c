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

// paths returns the columns, and the feet of the months without any, each as
// one path: a list of a hundred projects has twelve hundred of them.
func (s Spark) paths() (columns, feet string) {
	top := 0
	for _, n := range s.Months {
		top = max(top, n)
	}
	step := sparkWidth / math.Max(12, float64(len(s.Months)))
	for i, n := range s.Months {
		x, height, to := float64(i)*step, sparkFoot, &feet
		if n > 0 {
			height, to = math.Max(sparkFoot, float64(n)/float64(top)*(sparkHeight-2)), &columns
		}
		*to += "M" + px(x) + " " + px(sparkHeight) + "v" + px(-height) + "h" + px(step*0.73) + "v" + px(height) + "z"
	}
	return columns, feet
}

func (s Spark) columns() string { columns, _ := s.paths(); return columns }
func (s Spark) feet() string    { _, feet := s.paths(); return feet }

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
