package store

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"

	"github.com/plumbline-scorecard/plumbline/internal/health"
)

const (
	upsertList = `INSERT INTO list (slug, title, purpose, owner, licence, revision) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (slug) DO UPDATE SET
    title = excluded.title,
    purpose = excluded.purpose,
    owner = excluded.owner,
    licence = excluded.licence,
    revision = excluded.revision
RETURNING id`
	upsertProject = `INSERT INTO project (slug, name, repository, revision, people_ms) VALUES ($1, $2, $3, 0, 0)
ON CONFLICT (slug) DO UPDATE SET name = excluded.name, repository = excluded.repository
RETURNING id`
	listMembers  = `SELECT m.project_id, p.slug FROM membership m JOIN project p ON p.id = m.project_id WHERE m.list_id = $1 AND m.removed_ms IS NULL`
	upsertMember = `INSERT INTO membership (list_id, project_id, added, removed_ms, due_ms) VALUES ($1, $2, $3, NULL, $4)
ON CONFLICT (list_id, project_id) DO UPDATE SET added = excluded.added, removed_ms = NULL`
	savedList = `SELECT l.title, l.purpose, l.owner, l.licence, l.revision,
    (SELECT count(*) FROM membership m WHERE m.list_id = l.id AND m.removed_ms IS NULL)
FROM list l WHERE l.slug = $1`
	removeMember = `UPDATE membership SET removed_ms = $1 WHERE list_id = $2 AND project_id = $3`
)

// SaveLists stores the curated lists and their members, in one transaction. The first turns of new
// members are spread over FirstPeriod. A project removed from its list keeps its history and is
// marked removed. Lists that are not given stay unchanged. Cost: two statements per project, or one
// per list if all of them are stored in the same revision.
func (s *Store) SaveLists(ctx context.Context, lists []health.List) error {
	stored, err := s.storedLists(ctx, lists)
	if stored || err != nil {
		return err
	}
	return s.write(ctx, func(b *batch) error {
		for _, l := range lists {
			if err := b.saveList(ctx, l); err != nil {
				return fmt.Errorf("save list %s: %w", l.Slug, err)
			}
		}
		return nil
	})
}

// storedLists reports whether every list is stored in its present revision. If one is not, all are
// stored, because a project gets its name from the last list that contains it.
func (s *Store) storedLists(ctx context.Context, lists []health.List) (bool, error) {
	for _, l := range lists {
		var was health.List
		var members int
		err := s.reader.QueryRowContext(ctx, savedList, clean(l.Slug)).
			Scan(&was.Title, &was.Purpose, &was.Owner, &was.Licence, &was.Revision, &members)
		if errors.Is(err, sql.ErrNoRows) {
			return false, nil
		}
		if err != nil {
			return false, fmt.Errorf("read list %s: %w", l.Slug, err)
		}
		same := was.Title == clean(l.Title) && was.Purpose == clean(l.Purpose) && was.Owner == clean(l.Owner) &&
			was.Licence == clean(l.Licence) && was.Revision == clean(l.Revision)
		if !same || l.Revision == "" || members != len(l.Projects) {
			return false, nil
		}
	}
	return true, nil
}

func (b *batch) saveList(ctx context.Context, l health.List) error {
	if err := identifier("list", l.Slug); err != nil {
		return err
	}
	var list int64
	row := []any{l.Slug, clean(l.Title), clean(l.Purpose), clean(l.Owner), clean(l.Licence), clean(l.Revision)}
	if _, err := b.one(ctx, upsertList, row, &list); err != nil {
		return err
	}
	gone := map[int64]bool{}
	err := b.query(ctx, listMembers, []any{list}, func(r scanner) error {
		var id int64
		var slug string
		if err := r.Scan(&id, &slug); err != nil {
			return err
		}
		gone[id] = true
		return nil
	})
	if err != nil {
		return err
	}
	for _, p := range l.Projects {
		id, err := b.saveProject(ctx, p)
		if err != nil {
			return fmt.Errorf("project %s: %w", p.Slug, err)
		}
		if _, err := b.exec(ctx, upsertMember, list, id, clean(p.Added), ms(firstDue(b.s.now(), l.Slug, p.Slug))); err != nil {
			return fmt.Errorf("project %s: %w", p.Slug, err)
		}
		delete(gone, id)
	}
	now := ms(b.s.now())
	for id := range gone {
		if _, err := b.exec(ctx, removeMember, now, list, id); err != nil {
			return err
		}
	}
	return nil
}

func (b *batch) saveProject(ctx context.Context, p health.Project) (int64, error) {
	if err := identifier("slug", p.Slug); err != nil {
		return 0, err
	}
	repo, _ := p.PrimaryRepository() // a project without one has an empty address
	var id int64
	_, err := b.one(ctx, upsertProject, []any{p.Slug, clean(p.Name), clean(repo.URL)}, &id)
	return id, err
}

// InstallationKey returns the 32 random bytes with which this installation hashes people, created
// on first use. They leave the database only here and must never be exported, because they allow a
// person to be looked up.
func (s *Store) InstallationKey(ctx context.Context) ([]byte, error) {
	fresh := make([]byte, 32)
	if _, err := rand.Read(fresh); err != nil {
		return nil, fmt.Errorf("make installation key: %w", err)
	}
	var text string
	err := s.write(ctx, func(b *batch) error {
		_, err := b.exec(ctx, `INSERT INTO installation (name, value) VALUES ('people_key', $1) ON CONFLICT (name) DO NOTHING`, hex.EncodeToString(fresh))
		if err != nil {
			return err
		}
		_, err = b.one(ctx, `SELECT value FROM installation WHERE name = 'people_key'`, nil, &text)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read installation key: %w", err)
	}
	key, err := hex.DecodeString(text)
	if err != nil || len(key) != 32 {
		return nil, fmt.Errorf("read installation key: the stored key is damaged")
	}
	return key, nil
}
