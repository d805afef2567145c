// Package app wires the program: it opens the store, the sources, the collector,
// the queue and the site over what was loaded, and answers what commands ask. Only
// cmd imports it. It prints nothing.
package app

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/app/doctor"
	"github.com/plumbline-scorecard/plumbline/internal/app/sources"
	"github.com/plumbline-scorecard/plumbline/internal/app/usage"
	"github.com/plumbline-scorecard/plumbline/internal/curated"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/livecheck"
	"github.com/plumbline-scorecard/plumbline/internal/repository"
)

// App is what the commands of a process share: what was loaded, where the database
// is, and the clock. It holds nothing open.
type App struct {
	// Set holds the lists and the model in use.
	Set *curated.Set
	// DSN is the address of the database.
	DSN string
	// Token is GitHub's, from the environment; children do not see it.
	Token string
	// Version is that of the program.
	Version string
	Now     func() time.Time
	Log     *slog.Logger
	// Dial looks for a network; nil: the system's.
	Dial sources.Dial
}

// List returns a list by slug, or a usage error naming those there are.
func (a *App) List(slug string) (health.List, error) {
	var have []string
	for _, l := range a.Set.Lists {
		if l.Slug == slug {
			return l, nil
		}
		have = append(have, l.Slug)
	}
	return health.List{}, usage.Errorf("no list %q; available: %s", slug, strings.Join(have, ", "))
}

// Project returns the list entry REPO names: a slug, owner/name or URL. Of a project on several
// lists, it is that of the first, which is the default one. The error
// is ErrNotFound for a repository on no list, and a usage error for what is none.
func (a *App) Project(repo string) (health.Project, health.List, error) {
	id, parseErr := repository.Parse(repo)
	for _, l := range a.Set.Lists {
		for _, p := range l.Projects {
			if strings.EqualFold(p.Slug, repo) {
				return p, l, nil
			}
			for _, r := range p.Repositories {
				if rid, err := repository.Parse(r.URL); err == nil && parseErr == nil && rid.Key() == id.Key() {
					return p, l, nil
				}
			}
		}
	}
	if parseErr != nil && strings.ContainsAny(repo, "/: ") {
		return health.Project{}, health.List{}, usage.Errorf("%v", parseErr)
	}
	return health.Project{}, health.List{}, unlisted{repo, parseErr == nil}
}

// proposal is where a project is proposed for a list.
const proposal = "https://github.com/plumbline-scorecard/plumbline/issues/new?template=list-entry.yml"

// unlisted is the error for a project on no list: it is health.ErrNotFound and says
// what can be done. A repository can be measured, a mere name cannot.
type unlisted struct {
	name       string
	repository bool
}

// Error returns what is missing and what to do.
func (e unlisted) Error() string {
	if !e.repository {
		return e.name + " is not on a list; \"plumbline rank --limit 0\" prints the listed projects, \"plumbline scan OWNER/NAME\" measures any repository"
	}
	return fmt.Sprintf("%s is not on a list; to measure it: plumbline scan %s; to explain it: plumbline explain %s --scan; to propose it for a list: %s",
		e.name, e.name, e.name, proposal)
}

// Is reports whether the error is health.ErrNotFound.
func (unlisted) Is(target error) bool { return target == health.ErrNotFound }

// everyProject returns the projects of all lists, each once.
func (a *App) everyProject() []health.Project { return distinct(a.Set.Lists) }

// distinct returns the projects of the lists. One that is on several is that of the first.
func distinct(lists []health.List) []health.Project {
	var out []health.Project
	seen := map[string]bool{}
	for _, l := range lists {
		for _, p := range l.Projects {
			if !seen[p.Slug] {
				out = append(out, p)
				seen[p.Slug] = true
			}
		}
	}
	return out
}

// env is what sources are opened with.
func (a *App) env() sources.Env {
	return sources.Env{
		Set: a.Set, Projects: a.everyProject(), Token: a.Token, Version: a.Version, Now: a.Now, Log: a.Log,
	}
}

// Checkup returns the checkup of this installation. cache is the folder for clones,
// empty for the default; offline asks no host.
func (a *App) Checkup(cache string, offline bool, gh sources.GitHub) doctor.Checkup {
	return doctor.Checkup{Env: a.env(), DSN: a.DSN, Open: a.open, Cache: cache, Offline: offline, GitHub: gh}
}

// LiveCheck returns the check of our assumptions about the real services. It
// sends nothing yet. Without a token it is a usage error.
func (a *App) LiveCheck(ctx context.Context, gh sources.GitHub) (*livecheck.Check, error) {
	h, err := gh.Open(ctx, a.env(), nil, nil)
	if err != nil {
		return nil, err
	}
	if !h.Transport.Authenticated() {
		return nil, usage.Errorf("a live check needs a token; create one with no scopes and set %s, or name a file with --github-token-file", sources.TokenVariable)
	}
	host := livecheck.Host{Source: h.Source, Transport: h.Transport, API: h.API, Scans: h.Scans}
	return livecheck.New(host, sources.NewBase(nil), a.everyProject()), nil
}
