package curated

import (
	"io/fs"

	"github.com/plumbline-scorecard/plumbline/internal/model"
)

const validityFile = "validity.json"

// validity reads how criticality and some facts compare with what is known independently. A set
// without the file has none.
func (l *loading) validity() error {
	b, err := fs.ReadFile(l.set.files, validityFile)
	if err == nil {
		l.set.Results.Validity, err = ReadValidity(validityFile, b)
	}
	return l.keep("validity", optional(err))
}

// ReadValidity reads a comparison, as "make orders" writes it. The error is Problems. A file with
// figures out of range was not written by the program and is not shown.
func ReadValidity(name string, content []byte) (*model.Validity, error) {
	var v model.Validity
	in := computed{name: name}
	if !in.decode(content, &v) {
		return nil, in.problems
	}
	in.day("figures", v.Figures)
	for _, r := range append(append([]model.ValidityRank{}, v.Dependence...), v.Ports...) {
		if r.Lo > r.Hi || r.Rho < -1 || r.Rho > 1 || r.N < 0 {
			in.wrong("dependence", OutOfRange, "%s, %s with %s: figures out of range", r.Set, r.Of, r.With)
		}
	}
	for _, l := range v.Experts {
		if l.AUC < 0 || l.AUC > 1 || l.Lo > l.Hi {
			in.wrong("experts", OutOfRange, "%s: figures out of range", l.ID)
		}
	}
	for _, f := range v.Facts {
		if f.Agree < 0 || f.Agree+len(f.Differ) != f.Of {
			in.wrong("facts", OutOfOrder, "%s: %d of %d agree and %d differ", f.ID, f.Agree, f.Of, len(f.Differ))
		}
	}
	if err := in.problems.err(); err != nil {
		return nil, err
	}
	return &v, nil
}
