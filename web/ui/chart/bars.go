package chart

// Count is one line of a list of counts.
type Count struct {
	Name string
	N    int
	Hot  bool // the hue of what is missing
}

// Counts is a short list of counts with a bar each, on their own maximum. Its
// numbers stand in the text, so it needs no table.
type Counts []Count

func (cs Counts) width(c Count) string {
	top := 1
	for _, x := range cs {
		top = max(top, x.N)
	}
	return px(clamp(float64(c.N)/float64(top), 1) * 100)
}

func (c Count) class() string {
	if c.Hot {
		return "m-risk"
	}
	return "m-col"
}
