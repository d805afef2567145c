package app

import (
	"errors"
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/curated"
	"github.com/plumbline-scorecard/plumbline/internal/exchange"
	"github.com/plumbline-scorecard/plumbline/internal/figures"
	"github.com/plumbline-scorecard/plumbline/internal/health"
)

func TestProject_acceptsEveryAddressWePrint(t *testing.T) {
	t.Parallel()
	set, err := curated.Load()
	if err != nil {
		t.Fatal(err)
	}
	a := &App{Set: set}
	for _, l := range set.Lists {
		for _, p := range l.Projects {
			addresses := []string{p.Slug}
			for _, r := range p.Repositories {
				addresses = append(addresses, r.URL, r.URL+".git", strings.TrimPrefix(r.URL, "https://"))
			}
			if name := exchange.ProjectDocument(p, figures.Project{}, health.Score{}).Project.Repository; name != "" {
				addresses = append(addresses, name)
			}
			for _, address := range addresses {
				if got, _, err := a.Project(address); err != nil || got.Slug != p.Slug {
					t.Errorf("%s is read as %q: %v, want %s", address, got.Slug, err, p.Slug)
				}
			}
		}
	}
}

func TestProject_ofNoListSaysWhatToDo(t *testing.T) {
	t.Parallel()
	a := &App{Set: &curated.Set{}}
	for name, want := range map[string]string{
		"nobody/nothing":       "plumbline explain nobody/nothing --scan",
		"git.example.org/tool": "plumbline scan git.example.org/tool",
		"nothing":              "plumbline rank",
	} {
		if _, _, err := a.Project(name); !errors.Is(err, health.ErrNotFound) || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want ErrNotFound with %q", name, err, want)
		}
	}
}
