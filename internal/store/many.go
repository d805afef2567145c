package store

import (
	"context"
	"fmt"
	"strconv"
	"strings"
)

// chunks are the numbers of rows in one statement. Few sizes keep the query texts few, and a
// thousand rows cost tens of round trips to a server instead of a thousand.
var chunks = [...]int{64, 16, 4, 1}

// insert adds the rows, each with the length of columns. head ends before VALUES; tail follows the
// rows.
func (b *batch) insert(ctx context.Context, head, tail string, rows [][]any) error {
	for _, size := range chunks {
		for ; len(rows) >= size; rows = rows[size:] {
			width := len(rows[0])
			marks := make([]string, size)
			args := make([]any, 0, size*width)
			for i, row := range rows[:size] {
				marks[i] = "(" + dollars(i*width+1, width) + ")"
				args = append(args, row...)
			}
			if _, err := b.exec(ctx, head+" VALUES "+strings.Join(marks, ", ")+" "+tail, args...); err != nil {
				return err
			}
		}
	}
	return nil
}

// dollars returns n placeholders, starting with the given one.
func dollars(from, n int) string {
	marks := make([]string, n)
	for i := range marks {
		marks[i] = "$" + strconv.Itoa(from+i)
	}
	return strings.Join(marks, ",")
}

const projectsBySlug = `SELECT p.slug, p.id FROM project p WHERE p.slug IN (%s)`

// projects returns the ids of the slugs. It adds unknown projects in that order.
func (b *batch) projects(ctx context.Context, slugs []string) (map[string]int64, error) {
	out := make(map[string]int64, len(slugs))
	left := slugs
	for _, size := range chunks {
		text := fmt.Sprintf(projectsBySlug, dollars(1, size))
		for ; len(left) >= size; left = left[size:] {
			args := make([]any, size)
			for i, s := range left[:size] {
				args[i] = clean(s)
			}
			err := b.query(ctx, text, args, func(r scanner) error {
				var slug string
				var id int64
				err := r.Scan(&slug, &id)
				out[slug] = id
				return err
			})
			if err != nil {
				return nil, err
			}
		}
	}
	for _, slug := range slugs {
		if _, known := out[slug]; known {
			continue
		}
		id, err := b.project(ctx, slug)
		if err != nil {
			return nil, fmt.Errorf("project %s: %w", clip(slug, 100), err)
		}
		out[slug] = id
	}
	return out, nil
}
