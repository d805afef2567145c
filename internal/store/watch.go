package store

import (
	"github.com/plumbline-scorecard/plumbline/internal/alert"
	"github.com/plumbline-scorecard/plumbline/internal/figures"
)

const (
	// A value ended at a revision at which its source answered, so each of those few revisions is
	// one lookup in the key of the values. The previous snapshot is the last with that value. The
	// names are alert.History. 200 revisions are the half year that alerts look back, with daily
	// answers.
	figureHeld = wanted + `SELECT want.id, f.name, v.value, was.observed_ms, w.version
FROM field f
CROSS JOIN want
CROSS JOIN snapshot s
CROSS JOIN input_value v
CROSS JOIN snapshot was
JOIN provenance w ON w.id = was.provenance_id
WHERE f.name IN ('published_checks', 'published_score', 'publishers')
    AND s.project_id = want.id AND s.source_id = f.source_id AND s.revision <= want.rev AND s.revision > want.rev - 200
    AND v.project_id = want.id AND v.until_rev = s.revision AND v.field_id = f.id AND v.state = 0
    AND was.project_id = want.id AND was.source_id = s.source_id AND was.revision = (
        SELECT max(m.revision) FROM snapshot m
        WHERE m.project_id = want.id AND m.source_id = s.source_id AND m.revision < s.revision)
ORDER BY want.id, s.revision DESC, f.name`
	figureIdentities = `SELECT p.id, r.address, r.node_id, r.name, r.moved_ms, r.presence, r.since_ms, r.misses, r.checked_ms
FROM project p
JOIN repository r ON r.address = lower(substr(p.repository, 9)) -- without https://
WHERE p.id IN (%s)
ORDER BY p.id`
)

// scanHeld reads an earlier value of a project's field.
func scanHeld(r scanner, at map[int64]*figures.Project) error {
	var id, until int64
	var h alert.Held
	if err := r.Scan(&id, &h.Field, &h.Value, &until, &h.Version); err != nil {
		return err
	}
	h.Until = instant(until)
	at[id].Earlier = append(at[id].Earlier, h)
	return nil
}

// scanFigureIdentity reads what is known about a project's repository.
func scanFigureIdentity(r scanner, at map[int64]*figures.Project) error {
	var id int64
	known, err := scanIdentity(prefixed{r, &id})
	if err != nil {
		return err
	}
	at[id].Identity = &known
	return nil
}
