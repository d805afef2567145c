package curated

import (
	"strings"
	"testing"
)

func TestReadOrders_countsMustAddUp(t *testing.T) {
	t.Parallel()
	const good = `{"list":"l","figures":"2026-11-25","bundle_sha256":"a","before":{"model":"m 1","model_sha256":"b","ranked":0},` +
		`"after":{"model":"m 2","model_sha256":"c","ranked":1},"why":["Because."],` +
		`"projects":[{"slug":"a","name":"A","before":{"why":"too little","criticality":null},"after":{"rank":1,"criticality":60.5}}]}`
	o, err := ReadOrders("orders.json", []byte(good))
	if err != nil || o.Projects[0].After.Rank != 1 || *o.Projects[0].After.Criticality != 60.5 || o.Projects[0].Before.Criticality != nil {
		t.Fatalf("%+v, %v", o, err)
	}
	for name, x := range map[string][2]string{
		"a count":       {`"ranked":1`, `"ranked":2`},
		"nobody's":      {`"rank":1`, `"rank":0`},
		"a day":         {"2026-11-25", "yesterday"},
		"unknown field": {`"list"`, `"moon"`},
	} {
		if _, err := ReadOrders("orders.json", []byte(strings.Replace(good, x[0], x[1], 1))); err == nil {
			t.Errorf("%s: no problem found", name)
		}
	}
}
