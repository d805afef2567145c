package curated

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/model"
)

const validityFile = "validity.json"

// validity reads how criticality and some facts compare with what is known independently. A set
// without the file has none.
func (l *loading) validity() error {
	b, err := fs.ReadFile(l.set.files, validityFile)
	if err == nil {
		l.set.Validity, err = ReadValidity(validityFile, b)
	}
	return l.keep("validity", optional(err))
}

// ReadValidity reads a comparison, as "make orders" writes it. The error is Problems. A file with
// figures out of range was not written by the program and is not shown.
func ReadValidity(name string, content []byte) (*model.Validity, error) {
	var v model.Validity
	d := json.NewDecoder(bytes.NewReader(content))
	d.DisallowUnknownFields()
	if err := d.Decode(&v); err != nil {
		return nil, Problems{{File: name, Line: 1, Rule: Unreadable, Message: err.Error()}}
	}
	var found Problems
	wrong := func(field string, rule Rule, format string, args ...any) {
		found = append(found, Problem{File: name, Line: 1, Field: field, Rule: rule, Message: fmt.Sprintf(format, args...)})
	}
	if _, err := time.Parse(time.DateOnly, v.Figures); err != nil {
		wrong("figures", Malformed, "%q is no date", v.Figures)
	}
	for _, r := range append(append([]model.ValidityRank{}, v.Dependence...), v.Ports...) {
		if r.Lo > r.Hi || r.Rho < -1 || r.Rho > 1 || r.N < 0 {
			wrong("dependence", OutOfRange, "%s, %s with %s: figures out of range", r.Set, r.Of, r.With)
		}
	}
	for _, l := range v.Experts {
		if l.AUC < 0 || l.AUC > 1 || l.Lo > l.Hi {
			wrong("experts", OutOfRange, "%s: figures out of range", l.ID)
		}
	}
	for _, f := range v.Facts {
		if f.Agree < 0 || f.Agree+len(f.Differ) != f.Of {
			wrong("facts", OutOfOrder, "%s: %d of %d agree and %d differ", f.ID, f.Agree, f.Of, len(f.Differ))
		}
	}
	if err := found.err(); err != nil {
		return nil, err
	}
	return &v, nil
}
