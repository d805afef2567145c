#!/usr/bin/env bash
# An older River cannot list the migrations of a newer database that it can use.
#
# Packages: github.com/riverqueue/river v0.47.0 and v0.51.2, with its
#           riverdriver/riversqlite; modernc.org/sqlite v1.62.0 (Go modules).
# Date:     2026-12-01.
#
# What happens: v0.48.0 adds migration 8. Once a newer program has applied it,
# a program with v0.47.0 (in a rollback, or beside the new one) sees three
# answers. Migrate applies nothing and returns no error, Validate says that all
# is well, and the client inserts and works jobs. But Migrator.ExistingVersions,
# which only reads, returns no version and the error "migration 8 not found in
# migrator bundle". So a program that asks first which migrations there are
# refuses a database that it could use, and one that does not ask runs.
#
# Output seen:
#   v0.47.0 on a new database: migrated 7, valid true, existing 7, worked 1 job
#   v0.51.2 on the same: migrated 1, valid true, existing 8, worked 1 job
#   v0.47.0 again: migrated 0, valid true, migration 8 not found in migrator bundle, worked 1 job
#
# Needs Go and a network; the database is a SQLite file. Exits with 1 when the
# output is different.
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"
export GOFLAGS=-mod=mod GOWORK=off

cat >main.go <<'GO'
package main

import (
	"context"
	"database/sql"
	"fmt"
	"log/slog"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"github.com/riverqueue/river/rivermigrate"
	_ "modernc.org/sqlite"
)

type args struct{}

func (args) Kind() string { return "hello" }

type worker struct {
	river.WorkerDefaults[args]
	done chan struct{}
}

func (w *worker) Work(context.Context, *river.Job[args]) error {
	w.done <- struct{}{}
	return nil
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func main() {
	ctx := context.Background()
	db := must(sql.Open("sqlite", "file:queue.db"))
	db.SetMaxOpenConns(1)
	log := slog.New(slog.DiscardHandler)

	m := must(rivermigrate.New(riversqlite.New(db), &rivermigrate.Config{Logger: log}))
	fmt.Printf("migrated %d", len(must(m.Migrate(ctx, rivermigrate.DirectionUp, nil)).Versions))
	fmt.Printf(", valid %t", must(m.Validate(ctx, nil)).OK)
	if have, err := m.ExistingVersions(ctx); err != nil {
		fmt.Printf(", %v", err)
	} else {
		fmt.Printf(", existing %d", len(have))
	}

	w := &worker{done: make(chan struct{}, 1)}
	workers := river.NewWorkers()
	river.AddWorker(workers, w)
	c := must(river.NewClient(riversqlite.New(db), &river.Config{
		Logger: log, Workers: workers, Queues: map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: 1}},
	}))
	if err := c.Start(ctx); err != nil {
		panic(err)
	}
	must(c.Insert(ctx, args{}, nil))
	select {
	case <-w.done:
		fmt.Println(", worked 1 job")
	case <-time.After(20 * time.Second):
		fmt.Println(", worked no job")
	}
	if err := c.Stop(ctx); err != nil {
		panic(err)
	}
}
GO

build() {
	rm -f go.mod go.sum
	go mod init example.org/queue >log 2>&1
	go get "github.com/riverqueue/river@$1" "github.com/riverqueue/river/riverdriver/riversqlite@$1" modernc.org/sqlite@v1.62.0 >>log 2>&1 || { cat log >&2; exit 2; }
	go build -o "queue-$1" . >>log 2>&1 || { cat log >&2; exit 2; }
}
build v0.47.0
build v0.51.2

out=$(
	echo "v0.47.0 on a new database: $(./queue-v0.47.0)"
	echo "v0.51.2 on the same: $(./queue-v0.51.2)"
	echo "v0.47.0 again: $(./queue-v0.47.0)"
)
echo "$out"
want='v0.47.0 on a new database: migrated 7, valid true, existing 7, worked 1 job
v0.51.2 on the same: migrated 1, valid true, existing 8, worked 1 job
v0.47.0 again: migrated 0, valid true, migration 8 not found in migrator bundle, worked 1 job'
[ "$out" = "$want" ]
