package app

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/app/usage"
	"github.com/plumbline-scorecard/plumbline/internal/collect"
	"github.com/plumbline-scorecard/plumbline/internal/exchange"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/figures"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/store"
)

// Export writes the stored figures of a list to a bundle file. Figures that describe
// an instant before since, a date or RFC 3339 instant, are left out with the reason.
// A private list is exported only when private is true; else it is a usage error. It returns how
// many of the projects have figures in it.
func (a *App) Export(ctx context.Context, slug, since, file string, private bool) (figures, projects int, err error) {
	list, err := a.List(slug)
	if err != nil {
		return 0, 0, err
	}
	if list.Private && !private {
		return 0, 0, usage.Errorf("list %q is private; --private exports it all the same", slug)
	}
	from, err := instant(since, a.Now())
	if err != nil {
		return 0, 0, err
	}
	st, err := a.open(ctx)
	if err != nil {
		return 0, 0, err
	}
	defer st.Close()
	b, n, err := a.makeBundle(ctx, st, list, from)
	if err != nil {
		return 0, 0, err
	}
	return n, len(b.Projects), writeFile(file, b)
}

// makeBundle gathers the newest figures of every project; those it leaves out
// are kept with the reason. It returns how many have figures.
func (a *App) makeBundle(ctx context.Context, st *store.Store, list health.List, since time.Time) (exchange.Bundle, int, error) {
	b := exchange.Bundle{List: list.Slug, Revision: list.Revision, Plumbline: a.Version, MadeAt: a.Now().UTC().Truncate(time.Second)}
	withFigures := 0
	err := st.Figures(ctx, list.Slug, 0, func(f figures.Project) error {
		outcome, reason := health.OutcomeFailed, f.Last.Reason
		var snaps []health.Snapshot
		switch at := f.At(); {
		case at.IsZero():
			if reason == "" {
				reason = "not collected yet"
			}
		case at.Before(since):
			reason = oldCopy(at, since)
		default:
			outcome, reason = health.OutcomeObserved, ""
			snaps = observedSnapshots(f)
			withFigures++
		}
		if outcome == health.OutcomeFailed { // how much depends on it was counted without its repository
			snaps = slices.DeleteFunc(observedSnapshots(f), func(s health.Snapshot) bool { return s.Source != field.SourceDistro })
		}
		b.Projects = append(b.Projects, exchange.NewBundleProject(f.Project, outcome, reason, snaps))
		return nil
	})
	return b, withFigures, err
}

// oldCopy says why figures of an instant are not bundled; since may be zero where
// the limit is not known.
func oldCopy(at, since time.Time) string {
	text := "its only available copy is from " + at.UTC().Format("2 Jan 2006") + ", older than the bundled figures"
	switch since = since.UTC(); {
	case since.IsZero():
		return text
	case since.YearDay() == 1:
		return text + " (since " + since.Format("2006") + ")"
	}
	return text + " (since " + since.Format("2 Jan 2006") + ")"
}

// observedSnapshots returns a project's snapshots with their inputs, without
// the list's own: a bundle is read beside the list it was made for.
func observedSnapshots(f figures.Project) []health.Snapshot {
	var out []health.Snapshot
	for _, s := range f.Snapshots {
		if s.Source == field.SourceList {
			continue
		}
		s.Inputs = nil
		for _, row := range field.Catalogue {
			if in, ok := f.Inputs[row.ID]; ok && in.Source == s.Source {
				s.Inputs = append(s.Inputs, in)
			}
		}
		out = append(out, s)
	}
	return out
}

// writeFile writes the bundle into the file.
func writeFile(name string, b exchange.Bundle) error {
	var buf bytes.Buffer
	if err := exchange.WriteBundle(&buf, b); err != nil {
		return err
	}
	return replaceFile(name, buf.Bytes())
}

// importBundle records a bundle as a published run of its list.
func (a *App) importBundle(ctx context.Context, st *store.Store, list health.List, raw []byte) error {
	b, err := exchange.ReadBundle(bytes.NewReader(raw))
	if err != nil {
		return err
	}
	if b.List != list.Slug {
		return fmt.Errorf("import bundle: it contains list %q, not %q", b.List, list.Slug)
	}
	answers, err := a.answers(ctx, st, list, b)
	if err != nil {
		return err
	}
	_, err = a.rescorer(st).Import(ctx, list, b.MadeAt, func(slug string) (health.Attempt, []health.Snapshot) {
		return answers[slug].Attempt, answers[slug].Snapshots
	})
	return err
}

// answers returns what a bundle says of each project of the list that is newer than what is stored:
// a project may be on another list and have been read for it.
func (a *App) answers(ctx context.Context, st *store.Store, list health.List, b exchange.Bundle) (map[string]health.Answer, error) {
	stored := make(map[string]figures.Project, len(list.Projects))
	for _, p := range list.Projects {
		f, err := st.Project(ctx, p.Slug)
		if err != nil && !errors.Is(err, health.ErrNotFound) {
			return nil, fmt.Errorf("import bundle: %w", err)
		}
		stored[p.Slug] = f
	}
	out := collect.Upgrade{Bundle: &b, Now: b.MadeAt}.Answers(stored)
	for slug, f := range stored {
		if _, ok := out[slug]; ok {
			continue
		}
		answer := health.Answer{Attempt: health.Attempt{Project: slug}} // what was read here stays
		if f.Last.Outcome == "" {
			answer.Attempt.Outcome, answer.Attempt.Reason = health.OutcomeFailed, "not in the bundled snapshot"
		}
		out[slug] = answer
	}
	return out, nil
}
