package archive

// bases returns the base of each source.
func (a *Archive) bases(l linker, edges lists) []Base {
	out := make([]Base, len(a.sources))
	for i := range out {
		out[i] = NoBase
	}
	seen := make([]bool, len(l.p.all))
	for _, level := range []struct {
		base Base
		is   func(binary) bool
	}{
		{Required, func(b binary) bool {
			return b.essential || b.priority == required || l.p.names.all[b.name] == "apt"
		}},
		{Standard, func(b binary) bool { return b.priority == important || b.priority == standard }},
	} {
		var open []int32
		visit := func(b int32) {
			if !seen[b] {
				seen[b] = true
				open = append(open, b)
			}
		}
		for i, b := range l.p.all {
			if level.is(b) {
				visit(int32(i))
			}
		}
		for len(open) > 0 {
			b := open[len(open)-1]
			open = open[:len(open)-1]
			out[l.sourceOf[b]] = earlier(out[l.sourceOf[b]], level.base)
			for _, to := range edges.at(b) {
				visit(to)
			}
		}
	}
	return out
}

// earlier returns the base that more systems have.
func earlier(a, b Base) Base {
	switch {
	case a == Required || b == Required:
		return Required
	case a == Standard || b == Standard:
		return Standard
	}
	return NoBase
}
