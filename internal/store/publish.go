package store

import (
	"context"
	"database/sql"
	"fmt"
	"math"
	"slices"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
)

const (
	runOfPublish = `SELECT r.list_id, l.slug, r.model_sha, r.published,
    (SELECT count(*) FROM attempt a WHERE a.run_id = r.id AND a.outcome = 0)
FROM run r
JOIN list l ON l.id = r.list_id
WHERE r.id = $1`
	finishRun = `UPDATE run SET published = 1, finished_ms = $1 WHERE id = $2 AND published = 0`
	oldPeople = `DELETE FROM person WHERE project_id IN (SELECT id FROM project WHERE people_ms < $1)`
)

// Publish finishes the run and makes the rows, whose List is set to it, the ranking of its list, in
// one transaction: a reader sees the old ranking or the new one. The rankings of earlier runs
// remain. It adds to the score history and purges people not seen for 36 months and old shortlists. It returns
// ErrUnfinished while projects of the run have no answer, and ErrNotFound if there is no such run.
// Publishing again replaces the rows of that run and changes nothing else: the list shows the same
// ranking as before, unless it is that of this run. Cost: it writes the changes, and one small
// record for each project.
func (s *Store) Publish(ctx context.Context, run int64, rows []ranking.Row) error {
	return s.PublishSummed(ctx, run, rows, nil)
}

// PublishSummed is Publish with the summary of the ranking, which Summary returns unchanged; nil
// stores none.
func (s *Store) PublishSummed(ctx context.Context, run int64, rows []ranking.Row, summary []byte) error {
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
		if err := b.rank(ctx, list, slug, run, ranked{rows, summary}); err != nil {
			return err
		}
		if err := b.history(ctx, run, sha, rows); err != nil {
			return err
		}
		if _, err := b.exec(ctx, oldPeople, ms(now.AddDate(0, -health.PeopleMonths, 0))); err != nil {
			return err
		}
		return b.purgeShortlists(ctx)
	})
	if err != nil {
		return fmt.Errorf("publish run %d: %w", run, err)
	}
	return nil
}

func rankingColumns(list int64, r ranking.Row) []any {
	return []any{
		list, r.Slug, flag(r.Rankable),
		figure(r.Risk), figure(r.H), figure(r.V), figure(r.R), figure(r.S), figure(r.C), r.RiskUpper, plain(r.HumanCommits), plain(r.Regulars),
		r.NameKey(), string(r.Status.Word), r.Language, r.Owner, r.Host, string(r.Evidence), r.RiskBand.Word, r.HealthBand.Word, r.Category, r.Licence, string(r.Checks),
		r.SearchText(),
	}
}

func figure(i *health.Interval) sql.NullFloat64 {
	if i == nil {
		return sql.NullFloat64{}
	}
	return sql.NullFloat64{Float64: i.Value + 0, Valid: true}
}

// plain returns NULL for an unknown count. Its number is then 0, as it is when it is read back:
// otherwise a row that did not change would look as if it had.
func plain(n int) sql.NullInt64 {
	if n < 0 {
		return sql.NullInt64{}
	}
	return sql.NullInt64{Int64: int64(n), Valid: true}
}

// cleanRow returns the row with text that can be stored.
func cleanRow(r ranking.Row) ranking.Row {
	for _, p := range []*string{
		&r.Name, &r.Repository, &r.Copy, &r.Language, &r.Category, &r.Owner, &r.Host, &r.Ecosystem, &r.Licence, &r.Gate, &r.MainReason,
		&r.LastHuman, &r.LastRelease, &r.Problem, &r.Status.Reason, (*string)(&r.Status.Word), (*string)(&r.Evidence), (*string)(&r.Outcome), (*string)(&r.RankState), (*string)(&r.Checks),
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

// centi returns a figure in hundredths, the resolution of the score history.
func centi(i *health.Interval) sql.NullInt64 {
	if i == nil || math.IsNaN(i.Value) {
		return sql.NullInt64{}
	}
	return sql.NullInt64{Int64: int64(math.Round(i.Value * 100)), Valid: true}
}
