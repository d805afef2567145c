package curated

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/candidate"
)

func TestReadCandidates_countsMustFit(t *testing.T) {
	t.Parallel()
	const good = `{"list":"l","list_revision":"r","projects":2,"projects_with_sources":1,"suite":"moon","date":"2026-01-02",` +
		`"packages_file":"P","sources_file":"S","signature":"none","sources":11,` +
		`"coverage":{"share":0.9,"core_sources":4,"core_sources_covered":1,"core_dependents":20,"core_dependents_covered":8},` +
		`"min_share":0.2,"candidates_total":2,"candidates":[` +
		`{"source":"a","run_share":0.6,"build_share":0.5,"run_dependents":6,"build_dependents":5,"base":"required","native":true,"repository":"https://github.com/a/a","repository_from":"homepage"},` +
		`{"source":"b","run_share":0.3,"build_share":0,"run_dependents":3,"build_dependents":0,"base":"none"}]}`
	d, err := ReadCandidates("candidates.json", []byte(good))
	if err != nil || len(d.Candidates) != 2 || !d.Candidates[0].Native || d.Coverage.Core != 4 {
		t.Fatalf("%+v, %v", d, err)
	}
	for name, x := range map[string][2]string{
		"a part":        {`"core_sources_covered":1`, `"core_sources_covered":5`},
		"too many":      {`"candidates_total":2`, `"candidates_total":1`},
		"order":         {`"run_dependents":3`, `"run_dependents":7`},
		"too small":     {`"run_share":0.3`, `"run_share":0.1`},
		"an address":    {"https://github.com/a/a", "javascript:alert(1)"},
		"a day":         {"2026-01-02", "yesterday"},
		"unknown field": {`"list"`, `"moon"`},
	} {
		if _, err := ReadCandidates("candidates.json", []byte(strings.Replace(good, x[0], x[1], 1))); err == nil {
			t.Errorf("%s: no problem found", name)
		}
	}
}

// A source that an entry covers is no candidate: then the list changed, and "make candidates" is due.
func TestLoad_candidatesAreNotOnTheirList(t *testing.T) {
	t.Parallel()
	set, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	if len(set.Results.Candidates) == 0 {
		t.Fatal("no list has candidates")
	}
	for _, d := range set.Results.Candidates {
		list, ok := set.List(d.List)
		if !ok {
			t.Fatalf("no list %s", d.List)
		}
		var covered []*regexp.Regexp
		for _, name := range candidate.Names(list) {
			covered = append(covered, debianPattern(name))
		}
		for _, c := range d.Candidates {
			if slices.ContainsFunc(covered, func(r *regexp.Regexp) bool { return r.MatchString(c.Source) }) {
				t.Errorf("%s is on list %s", c.Source, d.List)
			}
		}
	}
}
