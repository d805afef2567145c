package curated

import (
	"errors"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/plumbline-scorecard/plumbline/internal/health"
)

var year = regexp.MustCompile(`\b(19|20)[0-9]{2}\b`)

func TestLoad_shippedFilesAreGood(t *testing.T) {
	t.Parallel()
	s, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	l, ok := s.List("critical")
	if !ok || len(l.Projects) < 100 {
		t.Fatalf("list critical: %v, %d projects", ok, len(l.Projects))
	}
	for _, p := range l.Projects {
		if _, ok := p.PrimaryRepository(); !ok && p.NoRepository == "" {
			t.Errorf("%s has neither a primary repository nor a reason", p.Slug)
		}
		if year.MatchString(p.Why) {
			t.Errorf("%s: why it is critical is what depends on it, not what happened once: %q", p.Slug, p.Why)
		}
	}
	if _, ok := s.List("nowhere"); ok {
		t.Error("a list that does not exist was found")
	}
}

const botRules = `bots:
  - {id: suffix, pattern: '\[bot\]$', in: both, why: The mark of apps.}
  - {id: renovate, pattern: '^renovate', in: name, why: Updates dependencies.}
`

func TestLoad_everyProblemOfEveryFile(t *testing.T) {
	t.Parallel()
	small := strings.ReplaceAll(good, "slug: small", "slug: list-a")
	fsys := fstest.MapFS{
		"model.yaml":         {Data: []byte(modelFile(t))},
		"bots.yaml":          {Data: []byte(botRules)},
		"list-a/list.yaml":   {Data: []byte(small)},
		"list-a/snapshot.gz": {Data: []byte("figures")},
	}
	s, err := load(fsys)
	if err != nil {
		t.Fatal(err)
	}
	if b, ok := s.Bundle("list-a"); !ok || string(b) != "figures" {
		t.Errorf("bundle %q, %v", b, ok)
	}
	for _, name := range []string{"list-b", "", "../list-a", "*"} {
		if _, ok := s.Bundle(name); ok {
			t.Errorf("a bundle of %q was found", name)
		}
	}
	if !s.Bots.Match("dependabot[bot]", "") || !s.Bots.Match("Renovate Bot", "") || s.Bots.Match("Robert", "robert@example.org") {
		t.Error("the bot rules do not hold")
	}

	fsys["bots.yaml"] = &fstest.MapFile{Data: []byte("bots:\n  - {id: a, pattern: '(', in: name, why: x}\n")}
	fsys["list-a/list.yaml"] = &fstest.MapFile{Data: []byte(strings.Replace(small, "value: 2", "value: 8", 1))}
	fsys["list-c/list.yaml"] = &fstest.MapFile{Data: []byte(small)}
	s, err = load(fsys)
	var p Problems
	if !errors.As(err, &p) || len(p) != 3 || s != nil {
		t.Fatalf("got %v and %v, want the problems of three files and nothing loaded", s, err)
	}
	for i, want := range []string{"bots.yaml:2: bots[0].pattern: ", "list-a/list.yaml:24: projects[0].substitution.value", "list-c/list.yaml:1: list.slug"} {
		if !strings.HasPrefix(p[i].String(), want) {
			t.Errorf("problem %q, want %q", p[i], want)
		}
	}
}

func TestLoad_withoutModel(t *testing.T) {
	t.Parallel()
	if s, err := load(fstest.MapFS{}); err == nil || s != nil {
		t.Errorf("got %v, %v; want an error that names the model", s, err)
	}
}

func TestReadBots_problems(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct{ old, new, want string }{
		"id twice":    {"id: renovate", "id: suffix", "twice bots[1].id | suffix"},
		"bad in":      {"in: name", "in: login", "not_allowed bots[1].in | login"},
		"bad pattern": {"^renovate", "(?<x>)(", "malformed bots[1].pattern"},
		"bad unless":  {"in: name", "in: name, unless: '('", "malformed bots[1].unless"},
		"no why":      {", why: Updates dependencies.", "", "missing bots[1].why"},
		"empty":       {botRules, "bots:\n", "missing bots"},
	} {
		_, err := ReadBots("bots.yaml", []byte(strings.Replace(botRules, tc.old, tc.new, 1)))
		if !Tells(err, tc.want) {
			t.Errorf("%s: got %v, want %q", name, err, tc.want)
		}
	}
}

// A project on two built-in lists is measured once, so its entries are of one repository, and both
// name the same sources in Debian and the same packages.
func TestLoad_aProjectOnTwoListsIsOneProject(t *testing.T) {
	t.Parallel()
	set, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	first := map[string]health.Project{}
	both, repositories := 0, map[string]string{}
	for _, l := range set.Lists {
		for _, p := range l.Projects {
			key := primaryKey(p)
			if slug, ok := repositories[key]; ok && slug != p.Slug {
				t.Errorf("%s is %s on one list and %s on another", key, slug, p.Slug)
			}
			if key != "" {
				repositories[key] = p.Slug
			}
			other, ok := first[p.Slug]
			if !ok {
				first[p.Slug] = p
				continue
			}
			both++
			if primaryKey(other) != key || !reflect.DeepEqual(other.Debian, p.Debian) || !slices.Equal(other.Packages, p.Packages) ||
				!reflect.DeepEqual(other.Exposure, p.Exposure) || !reflect.DeepEqual(other.Substitution, p.Substitution) || other.Tracker != p.Tracker || other.Review != p.Review {
				t.Errorf("%s has other facts on list %s", p.Slug, l.Slug)
			}
		}
	}
	if both == 0 {
		t.Error("no project is on two lists")
	}
}
