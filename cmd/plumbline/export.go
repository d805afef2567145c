package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/exchange"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/store"
)

type exportCmd struct {
	Bundle string `name:"bundle" required:"" placeholder:"FILE" help:"File to write."`
	List   string `name:"list" default:"critical" help:"List to export."`
	Since  string `name:"since" placeholder:"T" help:"Leave out figures that describe an instant before this date."`
}

func (c exportCmd) Run(a *app) error {
	list, err := a.list(c.List)
	if err != nil {
		return err
	}
	since, err := instant(c.Since, a.now())
	if err != nil {
		return err
	}
	st, err := a.open(a.ctx)
	if err != nil {
		return err
	}
	defer st.Close()
	b, n, err := makeBundle(a, st, list, since)
	if err != nil {
		return err
	}
	if err := writeFile(c.Bundle, b); err != nil {
		return err
	}
	_, err = fmt.Fprintf(a.stdout, "%s: figures of %d of %d projects of list %s\n", c.Bundle, n, len(b.Projects), list.Slug)
	return err
}

// makeBundle gathers the newest figures of every project; those it leaves out
// are kept with the reason. It returns how many have figures.
func makeBundle(a *app, st *store.Store, list health.Curated, since time.Time) (exchange.Bundle, int, error) {
	b := exchange.Bundle{List: list.Slug, Revision: list.Revision, Plumbline: version(), MadeAt: a.now().UTC().Truncate(time.Second)}
	withFigures := 0
	err := st.Figures(a.ctx, list.Slug, 0, func(f health.ProjectFigures) error {
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
		b.Projects = append(b.Projects, exchange.NewBundleProject(f.Project, outcome, reason, snaps))
		return nil
	})
	return b, withFigures, err
}

// oldCopy says why figures of an instant are not bundled; since may be zero where
// the limit is not known.
func oldCopy(at, since time.Time) string {
	text := "its only copy at hand is of " + at.UTC().Format("2 Jan 2006") + ", older than what is bundled"
	switch since = since.UTC(); {
	case since.IsZero():
		return text
	case since.YearDay() == 1:
		return text + " (since " + since.Format("2006") + ")"
	}
	return text + " (since " + since.Format("2 Jan 2006") + ")"
}

// plainReason is the reason of a bundle in the words of today: those written
// before gave the day of the copy and not that it is too old.
func plainReason(reason string) string {
	day, ok := strings.CutPrefix(reason, "the newest copy we could read is of ")
	at, err := time.Parse(time.DateOnly, day)
	if !ok || err != nil {
		return reason
	}
	return oldCopy(at, time.Time{})
}

// observedSnapshots returns a project's snapshots with their inputs, without
// the list's own: a bundle is read beside the list it was made for.
func observedSnapshots(f health.ProjectFigures) []health.Snapshot {
	var out []health.Snapshot
	for _, s := range f.Snapshots {
		if s.Source == health.SourceList {
			continue
		}
		s.Inputs = nil
		for _, field := range health.Catalogue {
			if in, ok := f.Inputs[field.ID]; ok && in.Source == s.Source {
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

// replaceFile replaces the file whole or not at all.
func replaceFile(name string, content []byte) error {
	tmp, err := os.CreateTemp(filepath.Dir(name), ".write-*")
	if err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	defer os.Remove(tmp.Name()) // gone already when the rename succeeded
	_, err = tmp.Write(content)
	if err == nil {
		err = tmp.Chmod(0o644)
	}
	if err = errors.Join(err, tmp.Close()); err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	return os.Rename(tmp.Name(), name)
}

// importBundle records a bundle as a published run of its list.
func (a *app) importBundle(ctx context.Context, st *store.Store, list health.Curated, raw []byte) error {
	b, err := exchange.ReadBundle(bytes.NewReader(raw))
	if err != nil {
		return err
	}
	if b.List != list.Slug {
		return fmt.Errorf("import bundle: it holds list %q, not %q", b.List, list.Slug)
	}
	entries := make(map[string]exchange.BundleProject, len(b.Projects))
	for _, p := range b.Projects {
		entries[p.Slug] = p
	}
	_, err = a.rescorer(st).Import(ctx, list, b.MadeAt, func(slug string) (health.Attempt, []health.Snapshot) {
		p, ok := entries[slug]
		if !ok {
			return health.Attempt{Project: slug, Outcome: health.OutcomeFailed, Reason: "not in the bundled snapshot"}, nil
		}
		return health.Attempt{Project: slug, Outcome: p.Outcome, Reason: plainReason(p.Reason)}, p.Health()
	})
	return err
}
