package curated

import (
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/purl"
)

// ReadDownloads reads the dated reference tables of downloads (C2): for each package its percentile
// among those of one registry. The error is Problems with everything that is wrong.
func ReadDownloads(name string, b []byte) (map[string]health.Percentile, error) {
	d := &document{name: name}
	root, ok := d.parse(b)
	if !ok {
		return nil, d.problems.err()
	}
	f := root.fields("downloads")
	r := listReader{first: map[thing]place{}}
	out := map[string]health.Percentile{}
	for _, n := range f["downloads"].required().list() {
		f := n.fields("of", "date", "url", "packages")
		table := health.Percentile{
			Of: f["of"].required().text(), Date: date(f["date"].required(), false), URL: address(f["url"].required(), "https"),
		}
		for _, n := range f["packages"].required().list() {
			f := n.fields("package", "percentile")
			row := table
			row.Value = f["percentile"].required().number(0, 100)
			id := f["package"].required()
			p, err := purl.Parse(id.text())
			if err != nil {
				id.bad(Malformed, "%v", err)
				continue
			}
			r.once(id, "package", p.Key())
			out[p.String()] = row
		}
	}
	return out, d.problems.err()
}
