package schedule

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/app/sources"
	"github.com/plumbline-scorecard/plumbline/internal/source"
)

// How long one look for a network holds: long enough that projects observed at once
// share it, and offline until the next sweep may have found one.
const (
	upFor   = 5 * time.Second
	downFor = 30 * time.Second
)

// sweepEvery is how often the queue looks for what is due.
const sweepEvery = 10 * time.Minute

// errOffline is why a project waits: no host can be reached from here.
var errOffline = errors.New("no network")

// gate keeps projects from being asked about, and marked as failed, while there is no
// network. It is safe for concurrent use.
type gate struct {
	network sources.Network
	now     func() time.Time
	// tell is called when the network is found to be gone, with the instant of the next
	// look, and with the zero time when it is back.
	tell func(again time.Time)

	mu    sync.Mutex
	up    bool
	until time.Time // how long the last look holds
	told  bool      // that there is none
}

// Up reports whether there is a network. When it is lost, and when it is back, tell is called
// once.
func (g *gate) Up(ctx context.Context) bool { return g.look(ctx, false) }

// look is Up; afresh looks again even where the last look found a network.
func (g *gate) look(ctx context.Context, afresh bool) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	now := g.now()
	if now.Before(g.until) && !(afresh && g.up) {
		return g.up
	}
	up := g.network.Up(ctx)
	if ctx.Err() != nil { // stopped, which says nothing of the network
		return true
	}
	g.up = up
	g.until = now.Add(upFor)
	if !up {
		g.until = now.Add(downFor)
	}
	if up == g.told {
		g.told = !up
		again := time.Time{}
		if !up {
			again = now.Add(sweepEvery)
		}
		if g.tell != nil {
			g.tell(again)
		}
	}
	return up
}

// Later returns nil while there is a network, else the error that puts a project off
// until the next sweep.
func (g *gate) Later(ctx context.Context) error { return g.later(g.Up(ctx)) }

// Lost is Later after a failure, which may be the first sign that the network is gone.
func (g *gate) Lost(ctx context.Context) error { return g.later(g.look(ctx, true)) }

func (g *gate) later(up bool) error {
	if up {
		return nil
	}
	return &source.LaterError{At: g.now().Add(sweepEvery), Err: errOffline}
}
