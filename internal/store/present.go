package store

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"maps"
	"slices"

	"github.com/plumbline-scorecard/plumbline/internal/ranking"
)

const (
	clearRanking = `DELETE FROM ranking WHERE list_id = $1`
	clearRows    = `DELETE FROM ranking_row WHERE list_id = $1`
	clearPlaces  = `DELETE FROM ranking_place WHERE list_id = $1`
	clearTags    = `DELETE FROM ranking_tag WHERE list_id = $1`
	clearViews   = `DELETE FROM ranking_view WHERE list_id = $1`
	shownSlugs   = `SELECT slug FROM ranking_place WHERE list_id = $1`
	dropView     = `DELETE FROM ranking_view WHERE list_id = $1 AND slug = $2 AND view = $3`

	addRanking = `INSERT INTO ranking (
    list_id, slug, rankable, risk, health, vitality, resilience, posture, criticality, risk_upper, commits, regulars,
    name_key, status, language, owner, host, evidence, risk_band, health_band, category, licence, checks, search)`
	setRanking = `ON CONFLICT (list_id, slug) DO UPDATE SET
    rankable = excluded.rankable,
    risk = excluded.risk,
    health = excluded.health,
    vitality = excluded.vitality,
    resilience = excluded.resilience,
    posture = excluded.posture,
    criticality = excluded.criticality,
    risk_upper = excluded.risk_upper,
    commits = excluded.commits,
    regulars = excluded.regulars,
    name_key = excluded.name_key,
    status = excluded.status,
    language = excluded.language,
    owner = excluded.owner,
    host = excluded.host,
    evidence = excluded.evidence,
    risk_band = excluded.risk_band,
    health_band = excluded.health_band,
    category = excluded.category,
    licence = excluded.licence,
    checks = excluded.checks,
    search = excluded.search`
	addRows   = `INSERT INTO ranking_row (list_id, slug, row_json)`
	setRow    = `ON CONFLICT (list_id, slug) DO UPDATE SET row_json = excluded.row_json`
	addPlaces = `INSERT INTO ranking_place (list_id, slug, place_json)`
	setPlace  = `ON CONFLICT (list_id, slug) DO UPDATE SET place_json = excluded.place_json WHERE ranking_place.place_json <> excluded.place_json`
	addTags   = `INSERT INTO ranking_tag (list_id, slug, tag)`
	addViews  = `INSERT INTO ranking_view (list_id, view, slug, place)`
	setView   = `ON CONFLICT (list_id, view, slug) DO UPDATE SET place = excluded.place WHERE ranking_view.place IS DISTINCT FROM excluded.place`
)

// dropRow are the statements that remove a row from the shown ranking, except for its ranks under
// scenarios.
var dropRow = []string{
	`DELETE FROM ranking WHERE list_id = $1 AND slug = $2`,
	`DELETE FROM ranking_row WHERE list_id = $1 AND slug = $2`,
	`DELETE FROM ranking_place WHERE list_id = $1 AND slug = $2`,
	dropTags,
}

const dropTags = `DELETE FROM ranking_tag WHERE list_id = $1 AND slug = $2`

// present is the new ranking to show for a list. changed contains the rows that differ from the run
// before; true if the entry differs.
type present struct {
	edition
	changed   map[string]bool
	views     string
	sameViews bool // the run before had as many ranks under as many scenarios
}

// replace writes the complete ranking.
func (b *batch) replace(ctx context.Context, p present) error {
	for _, text := range []string{clearRanking, clearRows, clearPlaces, clearTags, clearViews} {
		if _, err := b.exec(ctx, text, p.list); err != nil {
			return err
		}
	}
	for part := range slices.Chunk(p.rows, 512) { // limits memory
		if err := b.show(ctx, p.list, part, part); err != nil {
			return fmt.Errorf("rows %s to %s: %w", part[0].Slug, part[len(part)-1].Slug, err)
		}
	}
	return nil
}

// change writes only the differences from the shown ranking.
func (b *batch) change(ctx context.Context, p present) error {
	regular := p.sameViews && regularViews(p.rows)
	if err := b.dropGone(ctx, p, regular); err != nil {
		return err
	}
	if !regular {
		if _, err := b.exec(ctx, clearViews, p.list); err != nil {
			return err
		}
	}
	for part := range slices.Chunk(p.rows, 512) {
		var own []ranking.Row
		for _, r := range part {
			entry, ok := p.changed[r.Slug]
			if ok {
				own = append(own, r)
			}
			if ok && entry {
				if _, err := b.exec(ctx, dropTags, p.list, r.Slug); err != nil {
					return err
				}
			}
		}
		if err := b.show(ctx, p.list, part, own); err != nil {
			return fmt.Errorf("rows %s to %s: %w", part[0].Slug, part[len(part)-1].Slug, err)
		}
	}
	return nil
}

// dropGone removes the rows that are no longer in the ranking.
func (b *batch) dropGone(ctx context.Context, p present, views bool) error {
	gone := map[string]bool{}
	err := b.query(ctx, shownSlugs, []any{p.list}, func(r scanner) error {
		var slug string
		err := r.Scan(&slug)
		if _, stays := p.ids[slug]; !stays {
			gone[slug] = true
		}
		return err
	})
	if err != nil {
		return err
	}
	for _, slug := range sortedKeys(gone) {
		for _, text := range dropRow {
			if _, err := b.exec(ctx, text, p.list, slug); err != nil {
				return err
			}
		}
		if !views || len(p.rows) == 0 {
			continue
		}
		for _, v := range p.rows[0].Views {
			if _, err := b.exec(ctx, dropView, p.list, slug, clean(v.ID)); err != nil {
				return err
			}
		}
	}
	return nil
}

// regularViews reports whether every row has a rank under the same scenarios.
func regularViews(rows []ranking.Row) bool {
	for _, r := range rows {
		if !slices.EqualFunc(r.Views, rows[0].Views, func(a, b ranking.View) bool { return a.ID == b.ID }) {
			return false
		}
	}
	return true
}

// show writes rows: for all their place, for some their content.
func (b *batch) show(ctx context.Context, list int64, all, some []ranking.Row) error {
	var columns, texts, places, tags, views [][]any
	for _, r := range some {
		text, err := sparse(own(r))
		if err != nil {
			return err
		}
		columns = append(columns, rankingColumns(list, r))
		texts = append(texts, []any{list, r.Slug, string(text)})
		for _, tag := range tagsOf(r) {
			tags = append(tags, []any{list, r.Slug, tag})
		}
	}
	for _, r := range all {
		text, err := sparse(placed(r))
		if err != nil {
			return err
		}
		places = append(places, []any{list, r.Slug, string(text)})
		for _, v := range r.Views {
			views = append(views, []any{list, v.ID, r.Slug, sql.NullInt64{Int64: int64(v.Rank), Valid: v.Rank > 0}})
		}
	}
	for _, to := range []struct {
		head, tail string
		rows       [][]any
	}{
		{addRanking, setRanking, columns},
		{addRows, setRow, texts},
		{addPlaces, setPlace, places},
		{addTags, `ON CONFLICT (list_id, slug, tag) DO NOTHING`, tags},
		{addViews, setView, views},
	} {
		if err := b.insert(ctx, to.head, to.tail, to.rows); err != nil {
			return err
		}
	}
	return nil
}

// tagsOf returns the tags of a row, each once, sorted.
func tagsOf(r ranking.Row) []string { return slices.Compact(slices.Sorted(slices.Values(r.Tags))) }

func sortedKeys[K cmp.Ordered, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }
