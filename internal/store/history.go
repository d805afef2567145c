package store

import (
	"context"
	"database/sql"
	"fmt"
	"math"

	"github.com/plumbline-scorecard/plumbline/internal/health"
)

const (
	scoreBefore = `SELECT v_centi, r_centi, s_centi, c_centi, h_centi, risk_centi, v_cover, r_cover, s_cover, c_cover
FROM score_history
WHERE project_id = $1 AND model_id = $2 AND run_id <= $3
ORDER BY run_id DESC
LIMIT 1`
	addScore = `INSERT INTO score_history (project_id, model_id, run_id, v_centi, r_centi, s_centi, c_centi, h_centi, risk_centi, v_cover, r_cover, s_cover, c_cover)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
ON CONFLICT (project_id, model_id, run_id) DO NOTHING`
	scoresOf = `SELECT s.run_id, r.started_ms, s.v_centi, s.r_centi, s.s_centi, s.c_centi, s.h_centi, s.risk_centi, s.v_cover, s.r_cover, s.s_cover, s.c_cover
FROM score_history s
JOIN project p ON p.id = s.project_id
JOIN model m ON m.id = s.model_id
JOIN run r ON r.id = s.run_id
WHERE p.slug = $1 AND m.sha = $2
ORDER BY s.run_id DESC
LIMIT $3`
)

// Point is the figures of a project from one run on, until the next point.
type Point struct {
	Run     health.Run // ID and Started only
	V, R, S *float64   // 0 to 100, nil unknown, rounded to a hundredth
	C, H    *float64
	Risk    *float64
	// Coverage per axis, 0 to 1, rounded to a hundredth.
	CoverV, CoverR, CoverS, CoverC float64
}

// Scores returns how the figures of a project moved under one model, newest
// first: a point whenever they changed, at most limit, 1 to 1000; none when the
// project or model is not known.
func (s *Store) Scores(ctx context.Context, slug, modelSHA string, limit int) ([]Point, error) {
	var out []Point
	rows, err := s.reader.QueryContext(ctx, scoresOf, clean(slug), clean(modelSHA), min(max(limit, 1), 1000))
	err = drain(rows, err, func(r scanner) error {
		var p Point
		var started int64
		var sc score
		if err := (prefixed{prefixed{r, &p.Run.ID}, &started}).Scan(sc.dest()...); err != nil {
			return err
		}
		p.Run.Started = instant(started)
		for i, f := range []**float64{&p.V, &p.R, &p.S, &p.C, &p.H, &p.Risk} {
			if sc.axes[i].Valid {
				v := float64(sc.axes[i].Int64) / 100
				*f = &v
			}
		}
		for i, f := range []*float64{&p.CoverV, &p.CoverR, &p.CoverS, &p.CoverC} {
			*f = float64(sc.cover[i]) / 100
		}
		out = append(out, p)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("scores of project %q: %w", clip(slug, 100), err)
	}
	return out, nil
}

// score is a row of the history: V, R, S, C, H, risk and the four coverages.
type score struct {
	axes  [6]sql.NullInt64
	cover [4]int64
}

func (s *score) dest() []any {
	var out []any
	for i := range s.axes {
		out = append(out, &s.axes[i])
	}
	for i := range s.cover {
		out = append(out, &s.cover[i])
	}
	return out
}

// history adds the rows that differ from what was known before this run.
func (b *batch) history(ctx context.Context, run int64, sha string, rows []health.Ranked) error {
	if sha == "" {
		return nil // figures of no model cannot be compared with anything
	}
	model, err := b.findOrAdd(ctx, modelBySHA, []any{sha}, addModel, []any{sha})
	if err != nil {
		return err
	}
	for _, r := range rows {
		project, err := b.project(ctx, r.Slug)
		if err != nil {
			return fmt.Errorf("history of %s: %w", r.Slug, err)
		}
		now := score{axes: [6]sql.NullInt64{centi(r.V), centi(r.R), centi(r.S), centi(r.C), centi(r.H), centi(r.Risk)}}
		for i, c := range []float64{r.CoverV, r.CoverR, r.CoverS, r.CoverC} {
			now.cover[i] = int64(math.Round(c * 100))
		}
		var was score
		found, err := b.one(ctx, scoreBefore, []any{project, model, run}, was.dest()...)
		if err != nil {
			return fmt.Errorf("history of %s: %w", r.Slug, err)
		}
		if found && was == now || !found && now == (score{}) {
			continue
		}
		args := []any{project, model, run}
		for _, v := range now.axes {
			args = append(args, v)
		}
		for _, v := range now.cover {
			args = append(args, v)
		}
		if _, err := b.exec(ctx, addScore, args...); err != nil {
			return fmt.Errorf("history of %s: %w", r.Slug, err)
		}
	}
	return nil
}
