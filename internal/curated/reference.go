package curated

import "github.com/plumbline-scorecard/plumbline/internal/model"

// ReadReferences reads the dated tables that map a count to its percentile within an ecosystem (C1
// and C2), in the order of the file. The error is Problems with everything that is wrong.
func ReadReferences(name string, b []byte) ([]model.Reference, error) {
	d := &document{name: name}
	root, ok := d.parse(b)
	if !ok {
		return nil, d.problems.err()
	}
	r := listReader{first: map[thing]place{}}
	var out []model.Reference
	for _, n := range root.fields("references")["references"].required().list() {
		f := n.fields("ecosystem", "measure", "of", "date", "url", "points")
		t := model.Reference{
			Ecosystem: slug(f["ecosystem"].required()),
			Measure:   choice(f["measure"].required(), model.MeasureDependents, model.MeasureDownloads),
			Of:        f["of"].required().text(), Date: date(f["date"].required(), false),
			URL: address(f["url"].required(), "https"), Points: quantiles(f["points"].required()),
		}
		r.once(f["ecosystem"], "table", t.Ecosystem+" "+t.Measure)
		out = append(out, t)
	}
	if err := d.problems.err(); err != nil {
		return nil, err
	}
	return out, nil
}

// quantiles reads the points [count, percentile] of a table, neither decreasing.
func quantiles(n node) []model.Point {
	var out []model.Point
	for _, n := range n.list() {
		xy := n.list()
		if len(xy) != 2 {
			n.bad(Malformed, "a point is [count, percentile]")
			continue
		}
		p := model.Point{X: xy[0].required().number(0, 1e15), Y: xy[1].required().number(0, 100)}
		if len(out) > 0 && (p.X < out[len(out)-1].X || p.Y < out[len(out)-1].Y) {
			n.bad(OutOfOrder, "[%g, %g] comes after [%g, %g]: neither may fall", p.X, p.Y, out[len(out)-1].X, out[len(out)-1].Y)
		}
		out = append(out, p)
	}
	if n.given() && len(out) < 2 {
		n.bad(WrongCount, "a table needs at least two points")
	}
	return out
}
