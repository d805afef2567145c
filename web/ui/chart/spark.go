package chart

import (
	"math"
	"strconv"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/stats"
)

// Spark is twelve months as columns on their own maximum. A month of zero
// keeps an orange foot; an unknown series is hatched.
type Spark struct {
	Months []int
}

// sparkMost is how many columns have room. More months are added up, as many to each column.
const sparkMost = 48

// columns are the months, or sums of so many of them each, the newest column full.
func (s Spark) columns() (out []int, months int) {
	months = (len(s.Months) + sparkMost - 1) / sparkMost
	if months <= 1 {
		return s.Months, 1
	}
	out = make([]int, (len(s.Months)+months-1)/months)
	for i, n := range s.Months {
		out[len(out)-1-(len(s.Months)-1-i)/months] += max(0, n)
	}
	return out, months
}

const (
	sparkWidth  = 76.0
	sparkHeight = 24.0
	sparkFoot   = 1.5
	// sparkMiddle is the middle of a column, as a share of the room of a month. Its width is that of
	// the line in the style sheet.
	sparkMiddle = 0.36
)

// path returns the columns, or the feet of the months without any, as lines of one path: a
// list of a hundred projects has twelve hundred of them.
func (s Spark) path(feet bool) string {
	columns, _ := s.columns()
	top := 0
	for _, n := range columns {
		top = max(top, n)
	}
	step := sparkWidth / math.Max(12, float64(len(columns)))
	from := " " + px(sparkHeight) + "v"
	var out strings.Builder
	for i, n := range columns {
		if feet == (n > 0) {
			continue
		}
		height := sparkFoot
		if n > 0 {
			height = math.Max(sparkFoot, math.Round(float64(n)/float64(top)*(sparkHeight-2)))
		}
		for _, part := range [...]string{"M", px((float64(i) + sparkMiddle) * step), from, px(-height)} {
			out.WriteString(part)
		}
	}
	return out.String()
}

// parts are the columns and the feet, as markup of numbers of ours: see Interval.
func (s Spark) parts() string {
	out, stroke := "", ""
	if columns, _ := s.columns(); len(columns) > 12 { // the width of the style sheet is for twelve
		stroke = `" stroke-width="` + px(2*sparkMiddle*sparkWidth/float64(len(columns)))
	}
	if d := s.path(false); d != "" {
		out = `<path class="m-col` + stroke + `" d="` + d + `"/>`
	}
	if d := s.path(true); d != "" {
		out += `<path class="m-risk` + stroke + `" d="` + d + `"/>`
	}
	return out
}

func (s Spark) label() string {
	if len(s.Months) == 0 {
		return "human commits by month: unknown"
	}
	sum, zero := 0, 0
	for _, n := range s.Months {
		sum += max(0, n)
		if n <= 0 {
			zero++
		}
	}
	text := stats.Thousands(sum) + " human commits in " + stats.Thousands(len(s.Months)) + " months"
	if zero > 0 {
		text += ", none in " + stats.Thousands(zero)
	}
	if _, k := s.columns(); k > 1 {
		text += "; a column is " + strconv.Itoa(k) + " months"
	}
	return text
}
