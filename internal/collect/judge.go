package collect

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/change"
	"github.com/plumbline-scorecard/plumbline/internal/exchange"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/figures"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
	"github.com/plumbline-scorecard/plumbline/internal/score"
	"github.com/plumbline-scorecard/plumbline/internal/summary"
)

// publish ranks the list from stored data and publishes the run.
func (c *Collector) publish(ctx context.Context, list health.List, run health.Run) error {
	j, err := c.judge(ctx, list, run.ID)
	if err != nil {
		return fmt.Errorf("rank %s: %w", list.Slug, err)
	}
	text, err := summarised(j)
	if err == nil {
		err = c.Store.PublishSummed(ctx, run.ID, j.Rows, text)
	}
	if err != nil {
		return fmt.Errorf("publish %s: %w", list.Slug, err)
	}
	return nil
}

// summarised returns the summary of a ranking with the hash of its figures, as it is kept.
func summarised(j score.Judgement) ([]byte, error) {
	maker := summary.NewMaker(j.Model)
	hash := exchange.NewRankHash()
	summary.ByName(j.Rows, func(r ranking.Row) {
		maker.Add(r)
		hash.Add(r)
	})
	s := maker.Done()
	s.DataSHA = hash.Sum()
	return s.Encode()
}

// Judge returns what the collector's model makes of the list's stored figures.
// It publishes nothing and asks no source.
func (c *Collector) Judge(ctx context.Context, list health.List) (score.Judgement, error) {
	j, err := c.judge(ctx, list, 0)
	if err != nil {
		return j, fmt.Errorf("judge %s: %w", list.Slug, err)
	}
	return j, nil
}

func (c *Collector) judge(ctx context.Context, list health.List, run int64) (score.Judgement, error) {
	return c.judgeFrom(ctx, c.Store, list, run)
}

func (c *Collector) judgeFrom(ctx context.Context, from figureReader, list health.List, run int64) (score.Judgement, error) {
	now := c.Now().UTC()
	j, figures, err := judge(ctx, from, c.Model, list, run, now)
	if err != nil {
		return j, err
	}
	score.Views(c.Scenarios, j.Candidates, j.Rows, now)
	c.alert(list, figures, j.Rows)
	return j, nil
}

// figureReader provides the figures of a list as of a run.
type figureReader interface {
	Figures(ctx context.Context, list string, run int64, fn func(figures.Project) error) error
}

// judge returns the result of the model for the list's figures as of the run, and the figures by
// project.
func judge(ctx context.Context, from figureReader, m model.Model, list health.List, run int64, now time.Time) (score.Judgement, map[string]figures.Project, error) {
	known := make(map[string]figures.Project, len(list.Projects))
	err := from.Figures(ctx, list.Slug, run, func(f figures.Project) error {
		known[f.Project] = f
		return nil
	})
	if err != nil {
		return score.Judgement{}, nil, err
	}
	scorer := score.New(m) // prepares the model's draws once
	cands := make([]score.Candidate, 0, len(list.Projects))
	said := asListed{nil, list, now}
	for _, p := range list.Projects {
		f := known[p.Slug]
		if s, ok := f.Snapshot(field.SourceList); ok && !strings.HasPrefix(s.Version, list.Slug+"@") {
			f = said.of(p, f) // another list has the project, too, and was collected last
		}
		f = f.Judged(m)
		at := f.At()
		cands = append(cands, score.Candidate{
			Project: p, Inputs: f.Inputs, ObservedAt: at, Live: f.Live(), Last: f.Last,
			Score: scorer.Evaluate(p, f.Inputs, at, now),
		})
	}
	cands = score.Aged(m.Ageing, cands, now)
	// The draws depend on the model and on each project's own figures: neither the run nor a
	// neighbour moves a range of ranks, except by passing it.
	rows := score.Rank(m, list.Slug, cands, m.SHA256)
	return score.Judgement{Model: m, Candidates: cands, Rows: rows}, known, nil
}

// alert sets the alerts of the rows.
func (c *Collector) alert(list health.List, figures map[string]figures.Project, rows []ranking.Row) {
	at := make(map[string]int, len(rows))
	for i, r := range rows {
		at[r.Slug] = i
	}
	for _, p := range list.Projects {
		if i, ok := at[p.Slug]; ok {
			rows[i].Alerts = change.Alerts(c.Alerts, p, figures[p.Slug])
		}
	}
}
