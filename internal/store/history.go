package store

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"math"
	"slices"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
)

const (
	scoresBefore = `SELECT p.id, s.v_centi, s.r_centi, s.s_centi, s.c_centi, s.h_centi, s.risk_centi, s.v_cover, s.r_cover, s.s_cover, s.c_cover, s.posture_from
FROM project p
CROSS JOIN score_history s
WHERE p.id IN (%s) AND s.project_id = p.id AND s.model_id = $1 AND s.run_id = (
    SELECT max(m.run_id) FROM score_history m
    WHERE m.project_id = p.id AND m.model_id = $1 AND m.run_id <= $2)`
	addScores = `INSERT INTO score_history (project_id, model_id, run_id, v_centi, r_centi, s_centi, c_centi, h_centi, risk_centi, v_cover, r_cover, s_cover, c_cover, posture_from)`
	ifNewer   = `ON CONFLICT (project_id, model_id, run_id) DO NOTHING`
	scoresOf  = `SELECT s.run_id, r.started_ms, s.v_centi, s.r_centi, s.s_centi, s.c_centi, s.h_centi, s.risk_centi, s.v_cover, s.r_cover, s.s_cover, s.c_cover, s.posture_from
FROM score_history s
JOIN project p ON p.id = s.project_id
JOIN model m ON m.id = s.model_id
JOIN run r ON r.id = s.run_id
WHERE p.slug = $1 AND m.sha = $2
ORDER BY s.run_id DESC
LIMIT $3`
)

// Point is the figures of a project from one run until the next point.
type Point struct {
	Run     health.Run // ID and Started only
	V, R, S *float64   // 0 to 100, nil if unknown, rounded to a hundredth
	C, H    *float64
	Risk    *float64
	// Coverage per axis, 0 to 1, rounded to a hundredth.
	CoverV, CoverR, CoverS, CoverC float64
	// PostureFrom is the source of S; empty if no posture input is known. A line through points of
	// two sources is meaningless.
	PostureFrom string
}

// postureFrom are the stored forms of Point.PostureFrom; the index is the stored number.
var postureFrom = []string{"", field.SourceScorecard, field.SourcePublished}

// Scores returns the history of a project's figures under one model, newest first: one point for
// each change, at most limit, 1 to 1000. It returns none if the project or model is unknown.
func (s *Store) Scores(ctx context.Context, slug, modelSHA string, limit int) ([]Point, error) {
	var out []Point
	rows, err := s.alone().QueryContext(ctx, scoresOf, clean(slug), clean(modelSHA), min(max(limit, 1), 1000))
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
		if sc.from > 0 && sc.from < int64(len(postureFrom)) {
			p.PostureFrom = postureFrom[sc.from]
		}
		out = append(out, p)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("scores of project %q: %w", clip(slug, 100), err)
	}
	return out, nil
}

// score is a row of the history: V, R, S, C, H, risk, the four coverages and the source of posture.
type score struct {
	axes  [6]sql.NullInt64
	cover [4]int64
	from  int64
}

func (s *score) dest() []any {
	var out []any
	for i := range s.axes {
		out = append(out, &s.axes[i])
	}
	for i := range s.cover {
		out = append(out, &s.cover[i])
	}
	return append(out, &s.from)
}

// history adds the rows that differ from the state before this run.
func (b *batch) history(ctx context.Context, run int64, sha string, rows []ranking.Row) error {
	if sha == "" {
		return nil // figures without a model cannot be compared
	}
	model, err := b.findOrAdd(ctx, modelBySHA, []any{sha}, addModel, []any{sha})
	if err != nil {
		return err
	}
	for part := range slices.Chunk(rows, figuresBatch) {
		if err := b.historyOf(ctx, model, run, part); err != nil {
			return fmt.Errorf("history of %s to %s: %w", part[0].Slug, part[len(part)-1].Slug, err)
		}
	}
	return nil
}

// historyOf is history for at most figuresBatch rows.
func (b *batch) historyOf(ctx context.Context, model, run int64, rows []ranking.Row) error {
	slugs := make([]string, len(rows))
	for i, r := range rows {
		slugs[i] = r.Slug
	}
	projects, err := b.projects(ctx, slugs)
	if err != nil {
		return err
	}
	in, args := placeholders(3, slices.Collect(maps.Values(projects)))
	before := map[int64]score{}
	err = b.query(ctx, fmt.Sprintf(scoresBefore, in), append([]any{model, run}, args...), func(r scanner) error {
		var id int64
		var was score
		err := (prefixed{r, &id}).Scan(was.dest()...)
		before[id] = was
		return err
	})
	if err != nil {
		return err
	}
	var changed [][]any
	for _, r := range rows {
		now := score{axes: [6]sql.NullInt64{centi(r.V), centi(r.R), centi(r.S), centi(r.C), centi(r.H), centi(r.Risk)}}
		for i, c := range []float64{r.CoverV, r.CoverR, r.CoverS, r.CoverC} {
			now.cover[i] = int64(math.Round(c * 100))
		}
		if r.S != nil {
			now.from = int64(max(0, slices.Index(postureFrom, r.PostureFrom)))
		}
		id := projects[r.Slug]
		if was, found := before[id]; found && was == now || !found && now == (score{}) {
			continue
		}
		row := []any{id, model, run}
		for _, v := range now.axes {
			row = append(row, v)
		}
		for _, v := range now.cover {
			row = append(row, v)
		}
		row = append(row, now.from)
		changed = append(changed, row)
	}
	return b.insert(ctx, addScores, ifNewer, changed)
}
