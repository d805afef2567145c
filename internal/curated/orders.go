package curated

import (
	"bytes"
	"encoding/json"
	"fmt"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/model"
)

const ordersFile = "orders.json"

// ReadOrders reads the order of a list under two models, as "make orders" writes it. The error is
// Problems. A file whose counts do not add up was not written by the program and is not shown.
func ReadOrders(name string, content []byte) (*model.Orders, error) {
	var o model.Orders
	d := json.NewDecoder(bytes.NewReader(content))
	d.DisallowUnknownFields()
	if err := d.Decode(&o); err != nil {
		return nil, Problems{{File: name, Line: 1, Rule: Unreadable, Message: err.Error()}}
	}
	var found Problems
	wrong := func(field string, rule Rule, format string, args ...any) {
		found = append(found, Problem{File: name, Line: 1, Field: field, Rule: rule, Message: fmt.Sprintf(format, args...)})
	}
	if _, err := time.Parse(time.DateOnly, o.Figures); err != nil {
		wrong("figures", Malformed, "%q is no date", o.Figures)
	}
	before, after := 0, 0
	for i, r := range o.Projects {
		if r.Before.Rank > 0 {
			before++
		}
		if r.After.Rank > 0 {
			after++
		}
		if r.Before.Rank == 0 && r.After.Rank == 0 {
			wrong(fmt.Sprintf("projects[%d]", i), NotAllowed, "%s: neither model ranks it", r.Slug)
		}
	}
	if before != o.Before.Ranked || after != o.After.Ranked {
		wrong("projects", OutOfOrder, "they hold %d and %d ranked projects, stated are %d and %d", before, after, o.Before.Ranked, o.After.Ranked)
	}
	if err := found.err(); err != nil {
		return nil, err
	}
	return &o, nil
}
