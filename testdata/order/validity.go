package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/backtest"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
)

const validityFile = "scorecards/validity.json"

// validity computes everything that /method says of the order of the list. root is the folder of
// the module.
func (s *sides) validity(root string) (model.Validity, error) {
	now := s.models[1]
	v := model.Validity{
		List: s.list.Slug, Figures: s.bundle.MadeAt.UTC().Format(time.DateOnly), Bundle: s.bundle.SHA256,
		Model: now.Name(), ModelSHA: now.SHA256, Draws: backtest.Draws, Seed: backtest.Seed,
	}
	d, err := readDependence(root)
	if err != nil {
		return v, err
	}
	v.Dependence = s.dependence(d)
	v.Ports = s.ports()
	v.Experts = s.experts()
	v.Ties = ties(criticalities(now, s.list, s.bundle))
	if v.Facts, err = s.facts(root); err != nil {
		return v, err
	}
	if v.Gate, err = s.gate(root); err != nil {
		return v, err
	}
	f, err := os.Open(filepath.Join(root, pairsFile))
	if err != nil {
		return v, err
	}
	defer f.Close()
	open, err := readPairs(f, false)
	if err != nil {
		return v, err
	}
	a := s.agreement(open)
	v.Pairs = []model.ValidityPairs{{Set: "open", Agree: len(a.agree), Equal: len(a.equal), Disagree: len(a.disagree), Unknown: len(a.unknown)}}
	return v, nil
}

// project returns the entry of a list.
func (s *sides) project(slug string) (health.Project, bool) {
	for _, p := range s.list.Projects {
		if p.Slug == slug {
			return p, true
		}
	}
	return health.Project{}, false
}

// encoded returns a file as /method reads it.
func encoded(v any) ([]byte, error) {
	var buf bytes.Buffer
	e := json.NewEncoder(&buf)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	err := e.Encode(v)
	return buf.Bytes(), err
}
