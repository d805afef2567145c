package curated

import "github.com/plumbline-scorecard/plumbline/internal/health"

// ReadLive reads what we assume about external services, and when each assumption was last
// verified. The error is Problems with everything that is wrong.
func ReadLive(name string, b []byte) ([]health.Assumption, error) {
	d := &document{name: name}
	root, ok := d.parse(b)
	if !ok {
		return nil, d.problems.err()
	}
	var out []health.Assumption
	r := listReader{first: map[thing]place{}}
	for _, n := range root.fields("assumptions")["assumptions"].required().list() {
		f := n.fields("id", "service", "verified", "text")
		a := health.Assumption{ID: slug(f["id"].required()), Service: f["service"].required().text(), Text: f["text"].required().text()}
		r.once(f["id"], "assumption", a.ID)
		if when := f["verified"].required(); when.word() != "never" {
			a.Verified = date(when, false)
		}
		out = append(out, a)
	}
	return out, d.problems.err()
}
