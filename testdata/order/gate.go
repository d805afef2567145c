package main

import (
	"math"
	"path/filepath"
	"strconv"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/model"
)

// gate says whether gate G3 would apply to xz on the days of gate.csv, with the criticality of the
// bundled figures: the past has no dependents in Debian.
func (s *sides) gate(root string) (*model.ValidityGate, error) {
	days, order, err := readReadings(filepath.Join(root, gateFile))
	if err != nil {
		return nil, err
	}
	c, err := s.criticality("xz")
	if err != nil {
		return nil, err
	}
	out := &model.ValidityGate{Gate: "G3", Slug: "xz", Criticality: math.Round(10*c) / 10}
	most := map[field.ID]float64{}
	for _, g := range s.models[1].Gates {
		if g.ID != out.Gate {
			continue
		}
		for _, t := range g.All {
			if t.Axis == model.Criticality {
				out.Needs = t.Value
				continue
			}
			most[t.Field] = t.Value
		}
	}
	for _, day := range order {
		d := model.ValidityDay{Day: day}
		if d.Regulars, err = strconv.Atoi(days[day]["regulars"]); err != nil {
			return nil, err
		}
		if d.Integrators, err = strconv.Atoi(days[day]["integrators"]); err != nil {
			return nil, err
		}
		d.Applies = float64(d.Regulars) <= most[field.Regulars12m] && float64(d.Integrators) <= most[field.Integrators12m] && c >= out.Needs
		out.Days = append(out.Days, d)
	}
	return out, nil
}
