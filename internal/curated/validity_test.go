package curated

import (
	"strings"
	"testing"
)

func TestReadValidity_refusesWhatTheProgramDidNotWrite(t *testing.T) {
	t.Parallel()
	const good = `{"list":"l","figures":"2026-11-25","dependence":[{"set":"all","of":"now","with":"run","n":9,"rho":0.5,"rho_lo":0.1,"rho_hi":0.7}],` +
		`"experts":[{"id":"x","members":30,"others":40,"auc":0.6,"auc_lo":0.5,"auc_hi":0.7}],"facts":[{"id":"ended","agree":9,"of":10,"lo":0.6,"hi":0.98,"differ":["a"]}]}`
	v, err := ReadValidity("v.json", []byte(good))
	if err != nil || v.Facts[0].Agree != 9 || v.Dependence[0].Rho != .5 {
		t.Fatalf("%+v, %v", v, err)
	}
	for name, x := range map[string][2]string{
		"a day":         {"2026-11-25", "yesterday"},
		"a correlation": {`"rho":0.5`, `"rho":1.5`},
		"an interval":   {`"rho_lo":0.1`, `"rho_lo":0.9`},
		"a probability": {`"auc":0.6`, `"auc":6`},
		"a count":       {`"agree":9`, `"agree":8`},
		"unknown field": {`"list"`, `"moon"`},
	} {
		if _, err := ReadValidity("v.json", []byte(strings.Replace(good, x[0], x[1], 1))); err == nil {
			t.Errorf("%s: no problem found", name)
		}
	}
}
