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
		b.WriteString("<rect " + paint + ` x="` + px(at) + `" y="2" width="` + px(max(.2, w-.6)) + `" height="12"/>`)
		at += w
	}
	return b.String()
}
