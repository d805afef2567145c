package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"

	"github.com/plumbline-scorecard/plumbline/internal/ranking"
)

// versionBatch is the number of projects whose versions one statement reads.
const versionBatch = figuresBatch

const (
	nextKept = `SELECT seq FROM ranking_run WHERE list_id = $1 AND seq > $2 AND kept = 1 ORDER BY seq LIMIT 1`
	// CROSS JOIN forces SQLite to use this order: the newest row of each project is one lookup. Its
	// own choice could read the project's complete history.
	versionsAt = `SELECT v.project_id, v.from_seq, v.entry_id, v.risk, v.health, v.vitality, v.resilience, v.risk_upper, v.commits, v.regulars, v.figures
FROM ranking_member m
CROSS JOIN ranking_version v
WHERE m.list_id = $1 AND m.project_id IN (%s) AND v.list_id = m.list_id AND v.project_id = m.project_id AND v.from_seq = (
    SELECT max(w.from_seq) FROM ranking_version w
    WHERE w.list_id = m.list_id AND w.project_id = m.project_id AND w.from_seq <= CAST($2 AS BIGINT))`
	allMembers  = `SELECT project_id FROM ranking_member WHERE list_id = $1 ORDER BY project_id`
	addMembers  = `INSERT INTO ranking_member (list_id, project_id)`
	ifNoMember  = `ON CONFLICT (list_id, project_id) DO NOTHING`
	addVersions = `INSERT INTO ranking_version (list_id, project_id, from_seq, entry_id, risk, health, vitality, resilience, risk_upper, commits, regulars, figures)`
	dropVersion = `DELETE FROM ranking_version WHERE list_id = $1 AND project_id = $2 AND from_seq = $3`

	entriesByDigest = `SELECT digest, id FROM ranking_entry WHERE digest IN (%s)`
	addEntries      = `INSERT INTO ranking_entry (digest, slug, rankable, posture, criticality, name_key, status, language, owner, host, evidence, risk_band, health_band, category, licence, checks, search, body)`
	ifNoEntry       = `ON CONFLICT (digest) DO NOTHING`
	addEntryTags    = `INSERT INTO ranking_entry_tag (entry_id, tag)`
	ifNoEntryTag    = `ON CONFLICT (entry_id, tag) DO NOTHING`
)

// dated is a version with the run that it comes from.
type dated struct {
	from int64
	version
}

// revision is what must be written so that a run has its versions and every later run keeps its
// own.
type revision struct {
	list, seq  int64
	next       int64 // the next run with a stored ranking; 0: none
	drop, adds [][]any
	members    [][]any
}

// versions writes the version of each row of a ranking that changed, and ends projects that are not
// in it. It returns the slugs whose row changed; true if the entry did.
func (b *batch) versions(ctx context.Context, e edition) (map[string]bool, error) {
	r := revision{list: e.list, seq: e.seq}
	if _, err := b.one(ctx, nextKept, []any{e.list, e.seq}, &r.next); err != nil {
		return nil, err
	}
	changed := map[string]bool{}
	left, err := b.members(ctx, e.list)
	if err != nil {
		return nil, err
	}
	for part := range slices.Chunk(e.rows, versionBatch) {
		now, err := b.versionsOf(ctx, part)
		if err != nil {
			return nil, fmt.Errorf("rows %s to %s: %w", part[0].Slug, part[len(part)-1].Slug, err)
		}
		byID := make(map[int64]version, len(part))
		for i, row := range part {
			id := e.ids[row.Slug]
			byID[id] = now[i]
			delete(left, id)
		}
		was, err := b.revise(ctx, &r, byID)
		if err != nil {
			return nil, err
		}
		for i, row := range part {
			if w := was[e.ids[row.Slug]].version; w != now[i] {
				changed[row.Slug] = w.entry != now[i].entry
			}
		}
	}
	for part := range slices.Chunk(sortedKeys(left), versionBatch) {
		gone := make(map[int64]version, len(part))
		for _, id := range part {
			gone[id] = version{}
		}
		if _, err := b.revise(ctx, &r, gone); err != nil {
			return nil, err
		}
	}
	return changed, b.revised(ctx, r)
}

// members returns all projects that a ranking of the list ever contained.
func (b *batch) members(ctx context.Context, list int64) (map[int64]bool, error) {
	out := map[int64]bool{}
	err := b.query(ctx, allMembers, []any{list}, func(r scanner) error {
		var id int64
		err := r.Scan(&id)
		out[id] = true
		return err
	})
	return out, err
}

// revise adds to the revision the changes that give the projects, at most versionBatch, their new
// versions, and returns the earlier ones.
func (b *batch) revise(ctx context.Context, r *revision, now map[int64]version) (map[int64]dated, error) {
	ids := sortedKeys(now)
	was, err := b.versionsAt(ctx, r.list, r.seq, ids)
	if err != nil {
		return nil, err
	}
	var later map[int64]dated
	if r.next > 0 {
		if later, err = b.versionsAt(ctx, r.list, r.next, ids); err != nil {
			return nil, err
		}
	}
	for _, id := range ids {
		w, known := was[id]
		if w.version == now[id] {
			continue
		}
		if !known {
			r.members = append(r.members, []any{r.list, id})
		}
		if known && w.from == r.seq {
			r.drop = append(r.drop, []any{r.list, id, r.seq})
		}
		r.add(id, r.seq, now[id])
		switch l, ok := later[id]; {
		case r.next == 0:
		case !ok || l.from <= r.seq: // the next run keeps the earlier version
			r.add(id, r.next, l.version)
		case l.version == now[id]: // it begins earlier than was known
			r.drop = append(r.drop, []any{r.list, id, l.from})
		}
	}
	return was, nil
}

func (r *revision) add(id, from int64, v version) {
	r.adds = append(r.adds, append([]any{r.list, id, from}, v.columns()...))
}

// revised writes a revision.
func (b *batch) revised(ctx context.Context, r revision) error {
	for _, key := range r.drop {
		if _, err := b.exec(ctx, dropVersion, key...); err != nil {
			return err
		}
	}
	if err := b.insert(ctx, addMembers, ifNoMember, r.members); err != nil {
		return err
	}
	return b.insert(ctx, addVersions, "", r.adds)
}

// versionsAt returns the versions of at most versionBatch projects in a run, including removed
// ones, which have no entry.
func (b *batch) versionsAt(ctx context.Context, list, seq int64, ids []int64) (map[int64]dated, error) {
	in, args := placeholders(3, ids)
	out := make(map[int64]dated, len(ids))
	err := b.query(ctx, fmt.Sprintf(versionsAt, in), append([]any{list, seq}, args...), func(r scanner) error {
		var id int64
		var d dated
		err := d.scan(r, &id, &d.from)
		out[id] = d
		return err
	})
	return out, err
}

// versionsOf returns the versions of at most versionBatch rows and stores their entries and
// sentences.
func (b *batch) versionsOf(ctx context.Context, rows []ranking.Row) ([]version, error) {
	entries, err := b.entries(ctx, rows)
	if err != nil {
		return nil, err
	}
	out := make([]version, len(rows))
	for i, r := range rows {
		var p phrases
		if p.reason, err = b.phrase(ctx, r.MainReason); err != nil {
			return nil, err
		}
		if p.status, err = b.phrase(ctx, r.Status.Reason); err != nil {
			return nil, err
		}
		out[i] = versionOf(r, entries[i], p)
	}
	return out, nil
}

// phrase returns the id of a note with the sentence, or 0 if it is empty.
func (b *batch) phrase(ctx context.Context, text string) (int64, error) {
	id, err := b.note(ctx, text, "", "")
	if id == nil {
		return 0, err
	}
	return id.(int64), err
}

// entryForm is part of the key of an entry: it changes when columns are derived from a row
// differently.
const entryForm = "1\n"

// entries returns the ids of the entries of at most versionBatch rows, and adds missing ones.
func (b *batch) entries(ctx context.Context, rows []ranking.Row) ([]int64, error) {
	digests := make([]string, len(rows))
	bodies := make([][]byte, len(rows))
	for i, r := range rows {
		body, err := sparse(entry(r))
		if err != nil {
			return nil, err
		}
		sum := sha256.Sum256(append([]byte(entryForm), body...))
		digests[i] = hex.EncodeToString(sum[:16])
		bodies[i] = body
	}
	known, err := b.entriesByDigest(ctx, digests)
	if err != nil {
		return nil, err
	}
	var fresh [][]any
	var added []int
	for i, r := range rows {
		if _, ok := known[digests[i]]; !ok {
			fresh = append(fresh, entryColumns(digests[i], r, bodies[i]))
			added = append(added, i)
		}
	}
	if err := b.insert(ctx, addEntries, ifNoEntry, fresh); err != nil {
		return nil, err
	}
	if len(added) > 0 {
		if known, err = b.entriesByDigest(ctx, digests); err != nil {
			return nil, err
		}
	}
	var tags [][]any
	for _, i := range added {
		for _, tag := range tagsOf(rows[i]) {
			tags = append(tags, []any{known[digests[i]], tag})
		}
	}
	out := make([]int64, len(rows))
	for i, d := range digests {
		out[i] = known[d]
	}
	return out, b.insert(ctx, addEntryTags, ifNoEntryTag, tags)
}

func (b *batch) entriesByDigest(ctx context.Context, digests []string) (map[string]int64, error) {
	args := make([]any, versionBatch)
	for i := range args {
		args[i] = "" // no entry has this digest
		if i < len(digests) {
			args[i] = digests[i]
		}
	}
	out := make(map[string]int64, len(digests))
	err := b.query(ctx, fmt.Sprintf(entriesByDigest, dollars(1, versionBatch)), args, func(r scanner) error {
		var digest string
		var id int64
		err := r.Scan(&digest, &id)
		out[digest] = id
		return err
	})
	return out, err
}

func entryColumns(digest string, r ranking.Row, body []byte) []any {
	return []any{
		digest, r.Slug, flag(r.Rankable), figure(r.S), figure(r.C), r.NameKey(), string(r.Status.Word), r.Language, r.Owner, r.Host,
		string(r.Evidence), r.RiskBand.Word, r.HealthBand.Word, r.Category, r.Licence, string(r.Checks), r.SearchText(), string(body),
	}
}
