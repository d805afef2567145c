package queue

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"
)

// insertBatch limits the transaction that enqueues, because others wait for it.
const insertBatch = 200

// sweep processes the lists. A list that fails does not block the others.
func (q *Queue) sweep(ctx context.Context, _ sweepArgs) error {
	var errs []error
	for _, l := range q.Lists {
		if err := q.sweepList(ctx, l.Slug); err != nil {
			errs = append(errs, fmt.Errorf("sweep list %s: %w", l.Slug, err))
		}
	}
	return errors.Join(errs...)
}

// sweepList continues the unfinished runs of the list, or begins one over the due projects.
// Projects that become due during a run wait for the next one. If they were added, a collection
// slower than its period would never be published.
func (q *Queue) sweepList(ctx context.Context, list string) error {
	runs, err := q.Config.Work.Unfinished(ctx, list)
	if err != nil {
		return err
	}
	if len(runs) == 0 {
		due, err := q.Timetable.Due(ctx, list, q.Now(), q.Batch)
		if err != nil || len(due) == 0 {
			return err
		}
		if q.Ready != nil && !q.Ready(ctx) {
			return nil
		}
		run, err := q.Config.Work.Begin(ctx, list, due)
		if err != nil {
			return err
		}
		q.Log.Info("run begun", "list", list, "run", run, "projects", len(due))
		runs = []int64{run}
	}
	for _, run := range runs {
		if err := q.heal(ctx, list, run); err != nil {
			return fmt.Errorf("run %d: %w", run, err)
		}
	}
	return nil
}

// heal ensures that every project of the run is answered: by an existing job, by a new one, or by
// the reason why its job was given up. A run with nothing to answer is published. If nothing is
// wrong, nothing is written.
func (q *Queue) heal(ctx context.Context, list string, run int64) error {
	// Read jobs before answers: a job that ends between the two has recorded its answer, so it does
	// not look lost.
	jobs, err := q.jobsOf(ctx, run)
	if err != nil {
		return err
	}
	pending, err := q.Config.Work.Pending(ctx, run)
	if err != nil {
		return err
	}
	var lost []river.InsertManyParams
	for _, p := range pending {
		j, ok := jobs[p]
		switch {
		case !ok:
			lost = append(lost, river.InsertManyParams{Args: observeArgs{list, run, p}, InsertOpts: observeOpts(run)})
		case j.State == rivertype.JobStateDiscarded:
			next := q.lists[list].next(p, q.Now())
			if err := q.Config.Work.GiveUp(ctx, list, run, p, next, lastError(j)); err != nil {
				return err
			}
		}
	}
	for batch := range slices.Chunk(lost, insertBatch) {
		if _, err := q.client.InsertMany(ctx, batch); err != nil {
			return fmt.Errorf("enqueue %d projects: %w", len(batch), err)
		}
	}
	return q.finish(ctx, list, run)
}

// observeOpts allow one job for each project and run while it is live, and after it was given up:
// the next sweep then records that instead of retrying.
func observeOpts(run int64) *river.InsertOpts {
	return &river.InsertOpts{
		Queue: queueProjects, Tags: []string{runTag(run)},
		UniqueOpts: river.UniqueOpts{ByArgs: true, ByState: unanswered},
	}
}

// jobsOf returns the jobs of the run that are live or were given up, by project.
func (q *Queue) jobsOf(ctx context.Context, run int64) (map[string]*rivertype.JobRow, error) {
	const most = 1000
	out := map[string]*rivertype.JobRow{}
	params := river.NewJobListParams().Kinds(observeArgs{}.Kind()).States(unanswered...).TagsAll(runTag(run)).First(most)
	for {
		page, err := q.client.JobList(ctx, params)
		if err != nil {
			return nil, fmt.Errorf("list jobs: %w", err)
		}
		for _, j := range page.Jobs {
			a, err := argsOf[observeArgs](j)
			if err != nil {
				return nil, err
			}
			out[a.Project] = j
		}
		if len(page.Jobs) < most {
			return out, nil
		}
		params = params.After(page.LastCursor)
	}
}
