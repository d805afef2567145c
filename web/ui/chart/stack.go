package chart

import "strings"

// Share is one part of a stack.
type Share struct {
	Class   string
	Hatched bool // what is unknown
	N       int
}

// Stack is parts of a whole beside each other. Its numbers are in the text, so it needs no table.
type Stack []Share

// parts are the rectangles as markup of numbers of ours.
func (s Stack) parts() string {
	all := 0
	for _, x := range s {
		all += max(0, x.N)
	}
	// Places are shares of the bar, without a view box: a hatch is never stretched.
	var b strings.Builder
	at := 0.0
	for _, x := range s {
		if x.N <= 0 {
			continue
		}
		w := float64(x.N) / float64(all) * 100
		paint := `class="` + x.Class + `"`
		if x.Hatched {
			paint = `fill="url(#ht)"`
		}
		at = min(at, 99.8)
		b.WriteString("<rect " + paint + ` x="` + px(at) + `%" y="12.5%" width="` + px(max(.2, w-.6)) + `%" height="75%"/>`)
		at += w
	}
	return b.String()
}

// Results are the parts of a stack of results of checks, in the order of its key.
func Results(pass, fail, none, unknown int) Stack {
	out := make(Stack, len(resultKey))
	for i, n := range []int{pass, fail, none, unknown} {
		out[i] = resultKey[i].share
		out[i].N = n
	}
	return out
}

var resultKey = []struct {
	share Share
	words string
}{
	{Share{Class: "m-met", N: 1}, "pass (8 to 10 of 10)"},
	{Share{Class: "m-soft", N: 1}, "fail (0 to 7 of 10)"},
	{Share{Class: "m-quiet", N: 1}, "not applicable"},
	{Share{Hatched: true, N: 1}, "unknown"},
}
