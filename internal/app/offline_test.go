package app

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/app/schedule"
	"github.com/plumbline-scorecard/plumbline/internal/app/sources"
	"github.com/plumbline-scorecard/plumbline/internal/collect"
	"github.com/plumbline-scorecard/plumbline/internal/curated"
)

// unplugged is the program with the shipped lists and no network.
func unplugged(t *testing.T) (*App, sources.Options) {
	t.Helper()
	set, err := curated.Load()
	if err != nil {
		t.Fatal(err)
	}
	a := &App{
		Set: set, DSN: "sqlite:" + filepath.Join(t.TempDir(), "p.db"), Version: "test", Now: time.Now,
		Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
		Dial: func(context.Context, string, string) (net.Conn, error) {
			return nil, &net.DNSError{Err: "no such host", IsNotFound: true}
		},
	}
	o := sources.Options{Cache: t.TempDir(), Sources: []string{"github", "git"}, Timeout: time.Minute, Workers: 2}
	o.GitHub.URL = "https://api.github.com/"
	return a, o
}

func TestCollection_offlineIsOneError(t *testing.T) {
	t.Parallel()
	a, o := unplugged(t)
	c, err := a.Collection(t.Context(), CollectOptions{Options: o, List: a.Set.Lists[0].Slug})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if err := c.Offline(t.Context()); err == nil || !strings.Contains(err.Error(), "api.github.com:443") {
		t.Errorf("it says %v", err)
	}
	costs, err := c.Costs(t.Context())
	first := 0
	for _, p := range a.Set.Lists[0].Projects {
		if _, ok := p.PrimaryRepository(); ok {
			first++
		}
	}
	if err != nil || !strings.Contains(strings.Join(costs, "\n"), fmt.Sprintf("Git: %d repositories to clone", first)) {
		t.Errorf("the costs are %q, error %v; want the number of first clones", costs, err)
	}
}

func TestBackground_offlineBeginsNothingAndSaysItOnce(t *testing.T) {
	t.Parallel()
	a, o := unplugged(t)
	told := make(chan time.Time, 10)
	b, err := a.Background(t.Context(), schedule.Options{Options: o, Every: time.Hour, ScanEvery: time.Hour}, func(again time.Time) { told <- again })
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	list := a.Set.Lists[0]
	before, err := b.store.Runs(t.Context(), list.Slug, 10)
	if err != nil {
		t.Fatal(err)
	}
	due := map[string]time.Time{}
	for _, p := range list.Projects {
		due[p.Slug] = time.Now().Add(-time.Hour)
	}
	if err := b.store.Schedule(t.Context(), list.Slug, due); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	ended := make(chan error, 1)
	go func() { ended <- b.Run(ctx) }()
	if again := <-told; again.IsZero() {
		t.Error("it says that the network is back")
	}
	cancel()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	after, err := b.store.Runs(t.Context(), list.Slug, 10)
	if err != nil || len(after) != len(before) || len(told) > 0 {
		t.Errorf("%d runs, before %d, error %v; told %d more times", len(after), len(before), err, len(told))
	}
	for _, r := range after {
		if r.Scope == collect.ScopeTurns {
			t.Errorf("run %+v was begun", r)
		}
	}
}
