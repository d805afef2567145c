package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/plumbline-scorecard/plumbline/internal/check"
	"github.com/plumbline-scorecard/plumbline/internal/figures"
	"github.com/plumbline-scorecard/plumbline/internal/health"
)

const (
	currentChecks = `SELECT c.field_id, b.digest
FROM check_result c
JOIN field f ON f.id = c.field_id
JOIN check_body b ON b.id = c.body_id
WHERE c.project_id = $1 AND c.until_rev = 2147483647 AND f.source_id = $2
ORDER BY c.field_id`
	closeCheck = `UPDATE check_result SET until_rev = $1 WHERE project_id = $2 AND until_rev = 2147483647 AND field_id = $3`
	addCheck   = `INSERT INTO check_result (project_id, until_rev, field_id, from_rev, body_id) VALUES ($1, 2147483647, $2, $3, $4)`

	bodyByDigest = `SELECT id FROM check_body WHERE digest = $1`
	addBody      = `INSERT INTO check_body (digest, body) VALUES ($1, $2)
ON CONFLICT (digest) DO UPDATE SET digest = excluded.digest RETURNING id`
)

// checks writes the checks that changed since the source's last snapshot, and ends those that it no
// longer has. The duration of a check is not stored.
func (b *batch) checks(ctx context.Context, project, rev, source int64, sn health.Snapshot) error {
	was := map[int64]string{}
	err := b.query(ctx, currentChecks, []any{project, source}, func(r scanner) error {
		var id int64
		var digest string
		err := r.Scan(&id, &digest)
		was[id] = digest
		return err
	})
	if err != nil {
		return err
	}
	seen := map[int64]bool{}
	for _, c := range sn.Checks {
		id, err := b.field(ctx, sn.Source, c.Name)
		if err != nil {
			return err
		}
		if seen[id] {
			return fmt.Errorf("check %s appears twice", c.Name)
		}
		seen[id] = true
		if err := b.check(ctx, project, rev, id, was[id], c); err != nil {
			return fmt.Errorf("check %s: %w", c.Name, err)
		}
	}
	for id := range was {
		if !seen[id] {
			if _, err := b.exec(ctx, closeCheck, rev, project, id); err != nil {
				return err
			}
		}
	}
	return nil
}

// check writes one check unless its digest is unchanged.
func (b *batch) check(ctx context.Context, project, rev, fieldID int64, was string, c check.Check) error {
	body, err := json.Marshal(cleanCheck(c))
	if err != nil {
		return err
	}
	sum := sha256.Sum256(body)
	digest := hex.EncodeToString(sum[:16])
	if digest == was {
		return nil
	}
	if was != "" {
		if _, err := b.exec(ctx, closeCheck, rev, project, fieldID); err != nil {
			return err
		}
	}
	id, known := b.bodies[digest]
	if !known {
		id, err = b.findOrAdd(ctx, bodyByDigest, []any{digest}, addBody, []any{digest, string(body)})
		if err != nil {
			return err
		}
		b.bodies[digest] = id
	}
	_, err = b.exec(ctx, addCheck, project, fieldID, rev, id)
	return err
}

// cleanCheck returns the check in stored form: valid text, and nothing that differs between two
// scans of the same tree.
func cleanCheck(c check.Check) check.Check {
	c.Took = 0
	for _, p := range []*string{(*string)(&c.State), &c.Reason, &c.Error, &c.Risk, &c.Doc, &c.Commit, &c.Late.Whom, &c.Late.Why} {
		*p = clean(*p)
	}
	c.Remedy, c.Details, c.Annotations = slices.Clone(c.Remedy), slices.Clone(c.Details), slices.Clone(c.Annotations)
	for _, lines := range [][]string{c.Remedy, c.Annotations} {
		for i := range lines {
			lines[i] = clean(lines[i])
		}
	}
	for i := range c.Details {
		d := &c.Details[i]
		for _, p := range []*string{&d.Type, &d.Text, &d.Path, &d.Remedy} {
			*p = clean(*p)
		}
	}
	return c
}

// scanCheck adds a check to the snapshot of its source.
func (s *Store) scanCheck(r scanner, at map[int64]*figures.Project) error {
	var id, fieldID int64
	var body string
	if err := r.Scan(&id, &fieldID, &body); err != nil {
		return err
	}
	name, ok := s.fieldName(fieldID)
	if !ok {
		return fmt.Errorf("a check of field number %d cannot be read", fieldID)
	}
	var c check.Check
	if err := json.Unmarshal([]byte(body), &c); err != nil {
		return fmt.Errorf("read check %s: %w", name.field, err)
	}
	snaps := at[id].Snapshots
	if i := slices.IndexFunc(snaps, func(sn health.Snapshot) bool { return sn.Source == name.source }); i >= 0 {
		snaps[i].Checks = append(snaps[i].Checks, c)
	}
	return nil
}
