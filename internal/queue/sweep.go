package queue

import (
	"context"
	"errors"
	"fmt"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"
)

// insertBatch keeps the transaction that enqueues short: others wait for it.
const insertBatch = 200

// sweep goes over the lists. A list that fails does not hold up the others.
func (q *Queue) sweep(ctx context.Context, _ sweepArgs) error {
	var errs []error
	for _, l := range q.Lists {
		if err := q.sweepList(ctx, l.Slug); err != nil {
			errs = append(errs, fmt.Errorf("sweep list %s: %w", l.Slug, err))
		}
	}
	return errors.Join(errs...)
}

// sweepList goes on with the unfinished runs of the list or begins one over
// what is due. What becomes due while a run goes on waits for the next one:
// added to it, a collection slower than its period would never be published.
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

// heal sees to it that every project of the run is answered: by a job that is
// there or made now, or by the reason its job was given up for. A run with
// nothing to answer is published.
func (q *Queue) heal(ctx context.Context, list string, run int64) error {
	pending, err := q.Config.Work.Pending(ctx, run)
	if err != nil {
		return err
	}
	lost, err := q.givenUp(ctx, run)
	if err != nil {
		return err
	}
	var jobs []river.InsertManyParams
	for _, p := range pending {
		if why, ok := lost[p]; ok {
			next := q.lists[list].next(p, q.Now())
			if err := q.Config.Work.GiveUp(ctx, list, run, p, next, why); err != nil {
				return err
			}
			continue
		}
		jobs = append(jobs, river.InsertManyParams{Args: observeArgs{list, run, p}, InsertOpts: &river.InsertOpts{
			Queue: queueProjects, Tags: []string{runTag(run)}, UniqueOpts: river.UniqueOpts{ByArgs: true, ByState: live},
		}})
	}
	for len(jobs) > 0 {
		n := min(len(jobs), insertBatch)
		if _, err := q.client.InsertMany(ctx, jobs[:n]); err != nil {
			return fmt.Errorf("enqueue %d projects: %w", n, err)
		}
		jobs = jobs[n:]
	}
	return q.finish(ctx, list, run)
}

// givenUp returns the projects of the run whose jobs used all attempts, and why.
func (q *Queue) givenUp(ctx context.Context, run int64) (map[string]error, error) {
	out := map[string]error{}
	params := river.NewJobListParams().Kinds(observeArgs{}.Kind()).States(rivertype.JobStateDiscarded).
		TagsAll(runTag(run)).First(1000)
	for {
		page, err := q.client.JobList(ctx, params)
		if err != nil {
			return nil, fmt.Errorf("list jobs given up: %w", err)
		}
		for _, j := range page.Jobs {
			a, err := argsOf[observeArgs](j)
			if err != nil {
				return nil, err
			}
			out[a.Project] = lastError(j)
		}
		if len(page.Jobs) < 1000 {
			return out, nil
		}
		params = params.After(page.LastCursor)
	}
}
