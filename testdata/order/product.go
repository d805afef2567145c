package main

import (
	"context"
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/app/sources"
	"github.com/plumbline-scorecard/plumbline/internal/curated"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
)

const (
	productFile = "testdata/order/product.csv"
	gateFile    = "testdata/order/gate.csv"
)

// gateDays are days before and after the second maintainer of xz joined, for gate G3.
var gateDays = []string{"2022-06-15", "2024-02-15"}

// clones is our source over local clones.
type clones struct {
	at func(slug string, day time.Time) (health.Inputs, error)
}

func openClones(list health.List, mirror string) (clones, error) {
	set, err := curated.Load()
	if err != nil {
		return clones{}, err
	}
	src, err := sources.LocalClones(sources.Env{Set: set, Now: time.Now}, []string{mirror})
	if err != nil {
		return clones{}, err
	}
	bySlug := map[string]health.Project{}
	for _, p := range list.Projects {
		bySlug[p.Slug] = p
	}
	return clones{at: func(slug string, at time.Time) (health.Inputs, error) {
		past, err := src.ObservePast(context.Background(), bySlug[slug], []time.Time{at})
		if err != nil {
			return nil, err
		}
		ins := health.Inputs{}
		ins.Put(past.Snapshots[0].Inputs...)
		return ins, nil
	}}, nil
}

// readProduct writes what we read of the drawn projects at the readers' own instants, because both
// must look at the same twelve months, and what we read of xz on the days of the gate.
func (s *sides) readProduct(mirror string) error {
	c, err := openClones(s.list, mirror)
	if err != nil {
		return err
	}
	a, slugs, err := readReadings(filepath.Join("testdata/order", "judged-a.csv"))
	if err != nil {
		return err
	}
	rows := [][]string{{"slug", "instant", "regulars"}}
	for _, slug := range slugs {
		at, err := time.Parse(time.RFC3339, a[slug]["instant"])
		if err != nil {
			return err
		}
		ins, err := c.at(slug, at)
		if err != nil {
			return fmt.Errorf("%s: %w", slug, err)
		}
		rows = append(rows, []string{slug, a[slug]["instant"], number(ins, field.Regulars12m)})
	}
	if err := writeCSV(productFile, rows); err != nil {
		return err
	}
	rows = [][]string{{"day", "slug", "regulars", "integrators"}}
	for _, day := range gateDays {
		at, err := time.Parse(time.DateOnly, day)
		if err != nil {
			return err
		}
		ins, err := c.at("xz", at)
		if err != nil {
			return err
		}
		rows = append(rows, []string{day, "xz", number(ins, field.Regulars12m), number(ins, field.Integrators12m)})
	}
	return writeCSV(gateFile, rows)
}

// number prints an input; empty if it is not observed.
func number(ins health.Inputs, id field.ID) string {
	if in := ins.Field(id); in.Known() {
		return strconv.FormatFloat(in.Value, 'f', -1, 64)
	}
	return ""
}

func writeCSV(path string, rows [][]string) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	w := csv.NewWriter(f)
	if err := w.WriteAll(rows); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}
