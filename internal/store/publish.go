package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"slices"

	"github.com/plumbline-scorecard/plumbline/internal/health"
)

const (
	runOfPublish = `SELECT r.list_id, l.slug, r.model_sha, r.published,
    (SELECT count(*) FROM attempt a WHERE a.run_id = r.id AND a.outcome = 0)
FROM run r
JOIN list l ON l.id = r.list_id
WHERE r.id = $1`
	finishRun    = `UPDATE run SET published = 1, finished_ms = $1 WHERE id = $2 AND published = 0`
	setPublished = `INSERT INTO published (list_id, run_id, total, ranked) VALUES ($1, $2, $3, $4)
ON CONFLICT (list_id) DO UPDATE SET run_id = excluded.run_id, total = excluded.total, ranked = excluded.ranked`
	clearRanking = `DELETE FROM ranking WHERE list_id = $1`
	clearRows    = `DELETE FROM ranking_row WHERE list_id = $1`
	clearTags    = `DELETE FROM ranking_tag WHERE list_id = $1`
	clearViews   = `DELETE FROM ranking_view WHERE list_id = $1`
	clearFacets  = `DELETE FROM facet_count WHERE list_id = $1`
	addRanking   = `INSERT INTO ranking (
    list_id, slug, rankable, risk, health, vitality, resilience, posture, criticality, risk_upper, commits, regulars,
    name_key, status, language, owner, host, evidence, risk_band, health_band, category, search)`
	addRowTexts = `INSERT INTO ranking_row (list_id, slug, row_json)`
	addTags     = `INSERT INTO ranking_tag (list_id, slug, tag)`
	addViews    = `INSERT INTO ranking_view (list_id, view, slug, place)`
	addFacets   = `INSERT INTO facet_count (list_id, place, facet, value, n)`
	oldPeople   = `DELETE FROM person WHERE project_id IN (SELECT id FROM project WHERE people_ms < $1)`
)

// peopleMonths is how long people are kept after the snapshot that saw them.
const peopleMonths = 36

// Publish finishes the run and replaces the ranking of its list by the rows,
// whose List is set to it, in one transaction: a reader sees the old ranking or
// the new one. It refreshes the facets, adds to the score history and purges
// people not seen for 36 months. ErrUnfinished while projects of the run have no
// answer; ErrNotFound when there is no such run. Publishing again replaces
// the rows and changes nothing else.
func (s *Store) Publish(ctx context.Context, run int64, rows []health.Ranked) error {
	err := s.write(ctx, func(b *batch) error {
		var list, published, pending int64
		var slug, sha string
		found, err := b.one(ctx, runOfPublish, []any{run}, &list, &slug, &sha, &published, &pending)
		if err != nil {
			return err
		}
		if !found {
			return health.ErrNotFound
		}
		if pending > 0 {
			return fmt.Errorf("%w: %d of them", health.ErrUnfinished, pending)
		}
		now := b.s.now()
		if _, err := b.exec(ctx, finishRun, ms(now), run); err != nil {
			return err
		}
		if err := b.replaceRanking(ctx, list, slug, run, rows); err != nil {
			return err
		}
		if err := b.history(ctx, run, sha, rows); err != nil {
			return err
		}
		_, err = b.exec(ctx, oldPeople, ms(now.AddDate(0, -peopleMonths, 0)))
		return err
	})
	if err != nil {
		return fmt.Errorf("publish run %d: %w", run, err)
	}
	return nil
}

func (b *batch) replaceRanking(ctx context.Context, list int64, slug string, run int64, rows []health.Ranked) error {
	for _, text := range []string{clearRanking, clearRows, clearTags, clearViews, clearFacets} {
		if _, err := b.exec(ctx, text, list); err != nil {
			return err
		}
	}
	counts := facetCounts{}
	ranked := 0
	for part := range slices.Chunk(rows, 512) { // bounds what is held twice
		var columns, texts, tags, views [][]any
		for _, r := range part {
			r.List = slug
			r = cleanRow(r)
			if err := identifier("slug", r.Slug); err != nil {
				return err
			}
			text, err := json.Marshal(r)
			if err != nil {
				return fmt.Errorf("row %s: %w", r.Slug, err)
			}
			columns = append(columns, rankingColumns(list, r))
			texts = append(texts, []any{list, r.Slug, string(text)})
			for _, tag := range slices.Compact(slices.Sorted(slices.Values(r.Tags))) {
				tags = append(tags, []any{list, r.Slug, tag})
			}
			for _, v := range r.Views {
				views = append(views, []any{list, clean(v.ID), r.Slug, sql.NullInt64{Int64: int64(v.Rank), Valid: v.Rank > 0}})
			}
			counts.add(r)
			if r.Rank > 0 {
				ranked++
			}
		}
		for _, to := range []struct {
			table string
			rows  [][]any
		}{{addRanking, columns}, {addRowTexts, texts}, {addTags, tags}, {addViews, views}} {
			if err := b.insert(ctx, to.table, "", to.rows); err != nil {
				return fmt.Errorf("rows %s to %s: %w", part[0].Slug, part[len(part)-1].Slug, err)
			}
		}
	}
	var facets [][]any
	for facet, values := range counts {
		for place, f := range values.sorted() {
			facets = append(facets, []any{list, place, facet, f.Value, f.N})
		}
	}
	if err := b.insert(ctx, addFacets, "", facets); err != nil {
		return fmt.Errorf("facets: %w", err)
	}
	if _, err := b.exec(ctx, setPublished, list, run, len(rows), ranked); err != nil {
		return err
	}
	return b.s.dialect.replaced(ctx, b.tx, len(rows))
}

func rankingColumns(list int64, r health.Ranked) []any {
	return []any{
		list, r.Slug, flag(r.Rankable),
		figure(r.Risk), figure(r.H), figure(r.V), figure(r.R), figure(r.S), figure(r.C), r.RiskUpper, plain(r.HumanCommits), plain(r.Regulars),
		r.NameKey(), string(r.Status.Word), r.Language, r.Owner, r.Host, string(r.Evidence), r.RiskBand.Word, r.HealthBand.Word, r.Category,
		r.SearchText(),
	}
}

func figure(i *health.Interval) sql.NullFloat64 {
	if i == nil {
		return sql.NullFloat64{}
	}
	return sql.NullFloat64{Float64: i.Value + 0, Valid: true}
}

func plain(n int) sql.NullInt64 { return sql.NullInt64{Int64: int64(n), Valid: n >= 0} }

// cleanRow returns the row with text that can be stored.
func cleanRow(r health.Ranked) health.Ranked {
	for _, p := range []*string{
		&r.Name, &r.Repository, &r.Language, &r.Category, &r.Owner, &r.Host, &r.Ecosystem, &r.Licence, &r.Gate, &r.MainReason,
		&r.LastHuman, &r.LastRelease, &r.Problem, &r.Status.Reason, (*string)(&r.Status.Word), (*string)(&r.Evidence), (*string)(&r.Outcome),
		&r.HealthBand.Word, &r.HealthBand.Letter, &r.RiskBand.Word, &r.RiskBand.Letter,
	} {
		*p = clean(*p)
	}
	r.Views, r.Standings = slices.Clone(r.Views), slices.Clone(r.Standings)
	for i := range r.Views {
		r.Views[i].ID, r.Views[i].Label = clean(r.Views[i].ID), clean(r.Views[i].Label)
	}
	for i := range r.Standings {
		r.Standings[i].Group = clean(r.Standings[i].Group)
	}
	r.Tags, r.Funding, r.Reasons = slices.Clone(r.Tags), slices.Clone(r.Funding), slices.Clone(r.Reasons)
	for i := range r.Tags {
		r.Tags[i] = clean(r.Tags[i])
	}
	for i := range r.Funding {
		r.Funding[i] = clean(r.Funding[i])
	}
	for i := range r.Reasons {
		r.Reasons[i] = health.Reason{Code: clean(r.Reasons[i].Code), Text: clean(r.Reasons[i].Text)}
	}
	return r
}

// facetCounts counts the rows by facet and value.
type facetCounts map[string]valueCounts

type valueCounts map[string]int

func (c facetCounts) add(r health.Ranked) {
	for facet, values := range r.FacetValues() {
		if c[facet] == nil {
			c[facet] = valueCounts{}
		}
		for _, v := range values {
			c[facet][v]++
		}
	}
}

func (v valueCounts) sorted() []health.Facet {
	out := make([]health.Facet, 0, len(v))
	for _, value := range slices.Sorted(maps.Keys(v)) {
		out = append(out, health.Facet{Value: value, N: v[value]})
	}
	slices.SortStableFunc(out, func(a, b health.Facet) int { return b.N - a.N })
	return out
}

// centi is a figure in hundredths, the grain of the score history.
func centi(i *health.Interval) sql.NullInt64 {
	if i == nil || math.IsNaN(i.Value) {
		return sql.NullInt64{}
	}
	return sql.NullInt64{Int64: int64(math.Round(i.Value * 100)), Valid: true}
}
