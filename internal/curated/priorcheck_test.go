package curated

import (
	"strings"
	"testing"
)

func TestReadPriorCheck_figuresMustBelongTogether(t *testing.T) {
	t.Parallel()
	const good = `{"made":"2026-12-02","crawl":"2022-10-28","seed":"s","table":{"repositories":3,"owners":2,"no_workflows":1},` +
		`"test":{"repositories":2,"owners":2,"no_workflows":0},"shared":0.2,"table_coverage":0.9,` +
		`"posture":[{"id":"assumed","n":2,"truth":50,"bias":-1,"low":-3,"high":2,"coverage":0.5,"width":40}],` +
		`"gaps":[],"checks":[],"splits":[],"scale":[],"not_tested":[],"notes":[]}`
	c, err := ReadPriorCheck("posture-check.json", []byte(good))
	if err != nil || c.Test.Repositories != 2 || *c.Posture[0].Coverage != .5 {
		t.Fatalf("%+v, %v", c, err)
	}
	for name, x := range map[string][2]string{
		"a bias":        {`"bias":-1`, `"bias":3`},
		"too many":      {`"n":2`, `"n":3`},
		"a share":       {`"coverage":0.5`, `"coverage":50`},
		"a day":         {"2022-10-28", "autumn"},
		"unknown field": {`"seed"`, `"moon"`},
	} {
		if _, err := ReadPriorCheck("posture-check.json", []byte(strings.Replace(good, x[0], x[1], 1))); err == nil {
			t.Errorf("%s: no problem found", name)
		}
	}
}

// The shipped test is of the shipped table: both were made on one day, and the table's rows have the
// shape that the reader needs.
func TestPriorCheck_isOfTheShippedTable(t *testing.T) {
	t.Parallel()
	s, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	if s.Results.PriorCheck == nil || s.Results.PriorCheck.Made != s.Model.Prior.Made {
		t.Errorf("the table is of %s, the test is %+v", s.Model.Prior.Made, s.Results.PriorCheck)
	}
}
