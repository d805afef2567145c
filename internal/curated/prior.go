package curated

import (
	"io/fs"
	"slices"

	"github.com/plumbline-scorecard/plumbline/internal/model"
)

// priorFile is the table of expected scores, which is part of the model.
const priorFile = "posture-prior.yaml"

// ReadPrior reads the table of expected scores of checks that were not seen. The error is Problems
// with everything that is wrong.
func ReadPrior(name string, b []byte) (model.Prior, error) {
	d := &document{name: name}
	root, ok := d.parse(b)
	if !ok {
		return model.Prior{}, d.problems.err()
	}
	f := root.fields("made", "source", "cells")
	p := model.Prior{Made: date(f["made"].required(), false), Source: f["source"].required().text()}
	r := listReader{first: map[thing]place{}}
	for _, n := range f["cells"].required().list() {
		c := priorCell(n)
		r.once(n, "row", string(c.Check)+"/"+string(c.Gap)+"/"+string(c.Host))
		p.Cells = append(p.Cells, c)
	}
	if err := d.problems.err(); err != nil {
		return model.Prior{}, err
	}
	return p, nil
}

func priorCell(n node) model.PriorCell {
	f := n.fields("check", "gap", "host", "n", "mean", "deciles", "lower_half")
	c := model.PriorCell{
		Check: fieldID(f["check"].required()), N: f["n"].required().whole(0, 1e6),
		Mean: f["mean"].required().number(0, 10), LowerHalf: f["lower_half"].yes(),
	}
	if f["gap"].given() {
		c.Gap = choice(f["gap"], model.Gaps...)
	}
	if f["host"].given() {
		c.Host = choice(f["host"], model.OnGitHub, model.Elsewhere)
		if c.Gap == "" {
			f["host"].bad(Conflict, "a row with a host needs a gap")
		}
	}
	values := f["deciles"].required().list()
	if len(values) != len(c.Deciles) {
		f["deciles"].bad(WrongCount, "%d values; there are 11: the least, nine deciles and the greatest", len(values))
		return c
	}
	for i, v := range values {
		c.Deciles[i] = v.required().number(0, 10)
	}
	if !slices.IsSorted(c.Deciles[:]) {
		f["deciles"].bad(OutOfOrder, "the values must not fall")
	}
	return c
}

// prior reads the table if there is one.
func (l *loading) prior() (model.Prior, error) {
	b, err := fs.ReadFile(l.set.files, priorFile)
	if err != nil {
		return model.Prior{}, optional(err)
	}
	return ReadPrior(priorFile, b)
}
