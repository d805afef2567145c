package curated

import (
	"fmt"

	"github.com/plumbline-scorecard/plumbline/internal/model"
)

const ordersFile = "orders.json"

// ReadOrders reads the order of a list under two models, as "make orders" writes it. The error is
// Problems. A file whose counts do not add up was not written by the program and is not shown.
func ReadOrders(name string, content []byte) (*model.Orders, error) {
	var o model.Orders
	in := computed{name: name}
	if !in.decode(content, &o) {
		return nil, in.problems
	}
	in.day("figures", o.Figures)
	before, after := 0, 0
	for i, r := range o.Projects {
		if r.Before.Rank > 0 {
			before++
		}
		if r.After.Rank > 0 {
			after++
		}
		if r.Before.Rank == 0 && r.After.Rank == 0 {
			in.wrong(fmt.Sprintf("projects[%d]", i), NotAllowed, "%s: neither model ranks it", r.Slug)
		}
	}
	if before != o.Before.Ranked || after != o.After.Ranked {
		in.wrong("projects", OutOfOrder, "they hold %d and %d ranked projects, stated are %d and %d", before, after, o.Before.Ranked, o.After.Ranked)
	}
	if err := in.problems.err(); err != nil {
		return nil, err
	}
	return &o, nil
}
