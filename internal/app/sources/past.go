package sources

import (
	"context"
	"os"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/source/ossf"
	"github.com/plumbline-scorecard/plumbline/internal/tree"
)

// PastScans runs the checks over trees of past instants, one after the other: the host and the
// services show only the present. Equal trees are scanned once.
type PastScans struct {
	source *ossf.Source
	now    tree.Tree // the tree that is scanned
	hash   string    // of the last tree
	last   health.Snapshot
}

// NewPastScans returns scans for the trees of one project.
func NewPastScans(env Env) (*PastScans, error) {
	tmp, err := ossf.Scratch(os.TempDir())
	if err != nil {
		return nil, err
	}
	s := &PastScans{}
	s.source, err = ossf.New(ossf.Config{
		Trees:   func(context.Context, health.Project, time.Time) (tree.Tree, error) { return s.now, nil },
		Rule:    env.Set.Model.Scorecard,
		TempDir: tmp, Now: env.Now, Log: env.Log,
		// A slow machine must not change what is found.
		Limits: ossf.Limits{Check: 20 * time.Minute, Scan: time.Hour},
	})
	return s, err
}

// Version returns the version of the checks.
func (s *PastScans) Version() string {
	v, _ := ossf.Version()
	return v
}

// Scan returns the result of the checks over a tree of the instant. A check that could not run on
// the tree is unknown in it.
func (s *PastScans) Scan(ctx context.Context, p health.Project, t tree.Tree, at time.Time) (health.Snapshot, error) {
	if t.Hash() != "" && t.Hash() == s.hash {
		return s.last, nil
	}
	s.now, s.hash = t, ""
	snap, err := s.source.Observe(ctx, p, at)
	if err == nil {
		s.hash, s.last = t.Hash(), snap
	}
	return snap, err
}
