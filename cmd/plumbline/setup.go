package main

import (
	"io"
	"log/slog"
	"os"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/app"
	"github.com/plumbline-scorecard/plumbline/internal/app/sources"
	"github.com/plumbline-scorecard/plumbline/internal/curated"
)

// newApp returns what the command works over: the flags of every command, the
// token, and the lists and the model it needs.
func newApp(c commands, command string, stderr io.Writer) (*app.App, error) {
	a := &app.App{DSN: c.DB, Token: takeToken(), Version: version(), Now: time.Now, Log: logger(stderr, c.Log)}
	load := func() (*curated.Set, error) { return curated.LoadWith(c.OnDisk...) }
	if strings.HasPrefix(command, "scan ") && app.Folder(c.Scan.Repo) {
		load = curated.LoadRules // a folder is on no list, and reading them is a third of a small scan
	}
	if strings.HasPrefix(command, "init ") { // a list of the environment may not exist yet
		load = curated.Load
	}
	var err error
	if a.Set, err = load(); err != nil {
		return nil, err
	}
	if strings.HasPrefix(command, "model check ") { // a bad file in the environment is no reason not to check it
		return a, nil
	}
	return a, a.UseModel(c.Weights)
}

// takeToken reads the token out of the environment and takes it away there, so
// that no child inherits it.
func takeToken() string {
	token := strings.TrimSpace(os.Getenv(sources.TokenVariable))
	os.Unsetenv(sources.TokenVariable) // fails for an impossible name only
	return token
}

func logger(w io.Writer, level string) *slog.Logger {
	var l slog.Level
	if err := l.UnmarshalText([]byte(level)); err != nil { // the enum allows only levels
		l = slog.LevelWarn
	}
	return slog.New(slog.NewTextHandler(w, &slog.HandlerOptions{Level: l}))
}
