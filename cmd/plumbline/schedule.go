package main

import (
	"context"
	"log/slog"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/collect"
	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// schedule collects the project that waited longest, one at a time, so that
// every project of every list has its turn once in Every. Nothing is due at
// start: a restart never causes a burst.
type schedule struct {
	Collector *collect.Collector
	Store     collect.Store
	Lists     []health.Curated
	Every     time.Duration
	Origin    health.Origin
	Log       *slog.Logger
}

// loop runs until ctx ends. An error is logged and the next turn comes anyway.
func (s schedule) loop(ctx context.Context) {
	total := 0
	for _, l := range s.Lists {
		total += len(l.Projects)
	}
	if s.Every == 0 || total == 0 {
		return
	}
	pause := s.Every / time.Duration(total)
	s.Log.Info("collector started", "projects", total, "one_every", pause)
	tick := time.NewTicker(pause)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			if err := s.turn(ctx); err != nil && ctx.Err() == nil {
				s.Log.Error("collection failed", "error", err)
			}
		}
	}
}

func (s schedule) turn(ctx context.Context) error {
	var list health.Curated
	var slug string
	var oldest time.Time
	for _, l := range s.Lists {
		err := s.Store.Figures(ctx, l.Slug, 0, func(f health.ProjectFigures) error {
			if slug == "" || f.Last.At.Before(oldest) {
				list, slug, oldest = l, f.Project, f.Last.At
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	if slug == "" {
		return nil
	}
	_, err := s.Collector.Collect(ctx, list, collect.Options{Origin: s.Origin, Only: []string{slug}})
	return err
}
