package collect

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/figures"
	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// Rescore publishes the list again from stored figures, without running any source, after the model
// or the list changed.
func (c *Collector) Rescore(ctx context.Context, list health.List) (health.Run, error) {
	return c.Import(ctx, list, c.Now().UTC(), func(slug string) (health.Attempt, []health.Snapshot) {
		return health.Attempt{Project: slug}, nil
	})
}

// Import records the snapshots that answer returns for each project of the list, beside the data of
// the list itself, as one run of that instant, and publishes it. It runs no source. It does not
// resume: an interrupted import starts again.
func (c *Collector) Import(ctx context.Context, list health.List, at time.Time, answer func(slug string) (health.Attempt, []health.Snapshot)) (health.Run, error) {
	var slugs []string
	origin := health.OriginRescore
	batch := make([]health.Answer, 0, len(list.Projects))
	for _, p := range list.Projects {
		a, snaps := answer(p.Slug)
		if a.At = at; a.Outcome != "" {
			slugs, origin = append(slugs, p.Slug), health.OriginBundle
		}
		batch = append(batch, health.Answer{Attempt: a, Snapshots: append(snaps, c.listed(list, p, at))})
	}
	return c.importAll(ctx, list, health.Run{Origin: origin, Started: at, Total: len(slugs)}, slugs, batch)
}

// ImportFile records snapshots read from files, by project, beside the stored ones, and publishes
// the list again. No source ran, so no project gets an answer.
func (c *Collector) ImportFile(ctx context.Context, list health.List, at time.Time, snaps map[string][]health.Snapshot) (health.Run, error) {
	batch := make([]health.Answer, 0, len(list.Projects))
	for _, p := range list.Projects {
		batch = append(batch, health.Answer{
			Attempt:   health.Attempt{Project: p.Slug, At: at},
			Snapshots: append(slices.Clone(snaps[p.Slug]), c.listed(list, p, at)),
		})
	}
	return c.importAll(ctx, list, health.Run{Origin: health.OriginFile, Started: at}, nil, batch)
}

func (c *Collector) importAll(ctx context.Context, list health.List, run health.Run, slugs []string, batch []health.Answer) (health.Run, error) {
	run.List, run.Revision, run.ModelSHA, run.Version = list.Slug, list.Revision, c.Model.SHA256, c.Version
	run, err := c.Store.StartRun(ctx, run, slugs)
	if err != nil {
		return run, fmt.Errorf("import %s: %w", list.Slug, err)
	}
	for i := range batch {
		batch[i].Attempt.Run = run.ID
	}
	if err := c.Store.RecordAll(ctx, batch); err != nil {
		return run, fmt.Errorf("import %s: %w", list.Slug, err)
	}
	return run, c.publish(ctx, list, run)
}

// superseding drops a published result that does not replace the stored one: a publisher that is
// older than a file, or has lost a result, removes nothing.
func superseding(f figures.Project, snaps []health.Snapshot) []health.Snapshot {
	i := slices.IndexFunc(snaps, func(s health.Snapshot) bool { return s.Source == field.SourcePublished })
	if i < 0 {
		return snaps
	}
	if before, ok := f.Snapshot(field.SourcePublished); ok && !snaps[i].Supersedes(before) {
		return slices.Delete(slices.Clone(snaps), i, i+1)
	}
	return snaps
}
