package main

import (
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/model"
)

// dependence is testdata/order/dependence.csv: the 86 projects that were mapped to Debian's source
// packages on 1 December 2026, before the model had a measured input. README of the columns:
//
//	run, build  other sources that need it to run, and whose build needs it (trixie, 21 Nov 2026)
//	base        required, standard or none
//	speaks      what the list declared that day of dependents in Debian: yes (they count), started
//	            (the reason says that people, operators or systems start it), other (another reason)
//	c_before    criticality that day, by riskhealth 1.3.0
type dependence struct {
	slugs              []string
	speaks             map[string]string
	run, build, before map[string]float64
}

func readDependence(root string) (dependence, error) {
	d := dependence{speaks: map[string]string{}, run: map[string]float64{}, build: map[string]float64{}, before: map[string]float64{}}
	f, err := os.Open(filepath.Join(root, "testdata/order/dependence.csv"))
	if err != nil {
		return d, err
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		return d, err
	}
	for _, row := range rows[1:] {
		slug := row[0]
		d.slugs = append(d.slugs, slug)
		d.speaks[slug] = row[4]
		for column, into := range map[int]map[string]float64{1: d.run, 2: d.build, 5: d.before} {
			if into[slug], err = strconv.ParseFloat(row[column], 64); err != nil {
				return d, fmt.Errorf("dependence.csv: %s: %w", slug, err)
			}
		}
	}
	return d, nil
}

// sets are the sets of projects that correlations are reported of. "libraries" is the rule for the
// libraries, tools and base packages that the measure speaks of: all 86 but those that the list
// declared to be started by people, operators or systems. "measured" are those whose criticality
// has the measure.
func (d dependence) sets() map[string][]string {
	keep := func(speaks ...string) []string {
		return slices.DeleteFunc(slices.Clone(d.slugs), func(s string) bool { return !slices.Contains(speaks, d.speaks[s]) })
	}
	return map[string][]string{"libraries": keep("yes", "other"), "measured": keep("yes"), "all": d.slugs}
}

// judgement are the inputs of criticality that the editors propose, and measures all others.
var judgement = []string{"C1", "C2", "C3", "C7"}

// dependence compares criticality with the shares of Debian's sources that need a project.
func (s *sides) dependence(d dependence) []model.ValidityRank {
	former := s.list
	former.CopiedFrom = nil
	now := s.models[1]
	kinds := []struct {
		of string
		c  map[string]float64
	}{
		{"before", d.before},
		{"former_model", values(criticalities(s.models[0], former, s.bundle))},
		{"now", values(criticalities(now, s.list, s.bundle))},
		{"without_measure", values(criticalities(without(now, "C7"), s.list, s.bundle))},
		{"judged", values(criticalities(without(now, judgement...), s.list, s.bundle))},
	}
	var out []model.ValidityRank
	sets := d.sets()
	for _, set := range []string{"libraries", "measured", "all"} {
		for _, k := range kinds {
			out = append(out, correlation(set, k.of, "run", sets[set], k.c, d.run), correlation(set, k.of, "build", sets[set], k.c, d.build))
		}
	}
	return out
}

// ports compares criticality with the dependents in two collections that never enter it.
func (s *sides) ports() []model.ValidityRank {
	now := s.models[1]
	full, bare := values(criticalities(now, s.list, s.bundle)), values(criticalities(without(now, "C7"), s.list, s.bundle))
	var out []model.ValidityRank
	for _, x := range []struct {
		name string
		id   field.ID
	}{{"vcpkg", field.VcpkgDependents}, {"conan", field.ConanDependents}} {
		count := map[string]float64{}
		var slugs []string
		for _, p := range s.list.Projects {
			if in := s.of(p.Slug).Figures(s.list, p).Inputs.Field(x.id); in.Known() {
				count[p.Slug] = in.Value
				slugs = append(slugs, p.Slug)
			}
		}
		out = append(out, correlation(x.name, "now", x.name, slugs, full, count), correlation(x.name, "without_measure", x.name, slugs, bare, count))
	}
	return out
}
