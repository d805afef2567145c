package github

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/bots"
	"github.com/plumbline-scorecard/plumbline/internal/curated"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/source"
	"github.com/plumbline-scorecard/plumbline/internal/source/github/githubtest"

	stories "github.com/plumbline-scorecard/plumbline/testdata/github"
)

func realBots(t testing.TB) bots.List {
	t.Helper()
	set, err := curated.LoadRules()
	if err != nil {
		t.Fatal(err)
	}
	return set.Bots
}

// told is what a story has to come out as: a value, or "?" and "n/a" with a part
// of the reason. The fields are in short.
var told = map[string]map[string]string{
	"example-quiet/finished":        {"v5": "1", "filed": "4", "answered": "4", "archived": "no"},
	"example-quiet/left":            {"v5": "170", "filed": "13", "answered": "0"},
	"example-quiet/dead":            {"filed": "11", "answered": "0", "act": "?"},
	"example-quiet/caretaker":       {"act": "2026-10-20", "v5": "4"},
	"example-quiet/revived":         {"filed": "9", "answered": "9"},
	"example-busy/engine":           {"v5": "1.25", "v6": "1", "mergers": "2", "orgs": "? partly"},
	"example-busy/monorepo":         {"v5": "1", "filed": "? partly", "mergers": "? partly"},
	"example-bots/merged":           {"v5": "2", "v6": "1", "filed": "3", "mergers": "1"},
	"example-bots/updated":          {"filed": "7", "answered": "0", "act": "?"},
	"example-bots/stale":            {"v5": "179.78", "v6": "0.44", "filed": "36", "answered": "7"},
	"example-bots/reopened":         {"filed": "3", "answered": "2"},
	"example-bots/queue":            {"v5": "0.38", "v6": "1", "mergers": "? program"},
	"example-answers/bots":          {"v5": "160", "filed": "8", "answered": "0"},
	"example-answers/never":         {"v5": "178.33", "v6": "0", "answered": "0"},
	"example-answers/few":           {"v5": "n/a few", "filed": "2", "answered": "2"},
	"example-answers/silent":        {"v5": "10", "filed": "6", "answered": "6"},
	"example-answers/withdrawn":     {"filed": "0", "answered": "0", "v5": "? early"},
	"example-answers/outsiders":     {"v5": "150", "filed": "6", "answered": "0"},
	"example-answers/reviews":       {"v5": "4", "v6": "1", "answered": "12"},
	"example-answers/slow":          {"v5": "60", "filed": "9", "answered": "6"},
	"example-answers/storm":         {"filed": "31", "answered": "31"},
	"example-answers/edge":          {"v5": "n/a few", "filed": "3", "filed2": "4", "answered2": "4"},
	"example-answers/touched":       {"filed": "2", "answered": "1", "filed2": "3", "answered2": "2"},
	"example-people/crowd":          {"v5": "n/a few", "filed": "2", "answered": "2"},
	"example-people/crowd-alone":    {"v5": "100", "filed": "3", "answered": "0"},
	"example-people/ghosts":         {"filed": "4", "answered": "3"},
	"example-people/inside":         {"filed": "0", "v5": "n/a few"},
	"example-people/associations":   {"filed": "5", "answered": "4", "v5": "1"},
	"example-people/one-employer":   {"orgs": "1"},
	"example-people/unsaid":         {"orgs": "? undeclared"},
	"example-people/addresses":      {"orgs": "? strangers"},
	"example-hands/single":          {"mergers": "1", "v6": "1"},
	"example-hands/many":            {"mergers": "5"},
	"example-hands/own":             {"mergers": "? own", "filed": "0"},
	"example-mirrors/official":      {"v5": "n/a mirror", "v6": "n/a mirror", "mergers": "n/a mirror", "filed": "n/a mirror"},
	"example-trackers/off":          {"v5": "n/a closed", "v6": "1", "mergers": "1", "open": "n/a closed"},
	"example-trackers/off-later":    {"v5": "n/a closed", "open": "n/a closed"},
	"example-ended/first":           {"archived": "yes", "v5": "n/a archived", "filed": "n/a archived"},
	"example-ended/silent":          {"archived": "yes"},
	"example-forks/maintained":      {"fork": "yes", "parent": "example-forks/original"},
	"example-forks/orphan":          {"fork": "yes", "parent": "? unseen"},
	"example-bare/empty":            {"branch": "? branchless", "head": "? empty", "v5": "n/a few"},
	"example-bare/emptied":          {"branch": "? branchless", "v5": "2", "release": "2024-11-25"},
	"example-bare/headless":         {"branch": "? branchless"},
	"example-facts/license-none":    {"licence": "? unnamed"},
	"example-facts/license-other":   {"licence": "? recognise"},
	"example-facts/security-none":   {"policy": "no"},
	"example-facts/security-untold": {"policy": "? untold"},
	"example-releases/bot":          {"release": "2026-11-19", "act": "?"},
	"example-releases/drafts":       {"release": "? unseen", "act": "2026-08-25"},
	"example-releases/rolling":      {"release": "? unseen"},
	"example-odd/master":            {"branch": "master"},
	"example-odd/future":            {"act": "2026-11-25", "filed": "2", "answered": "2"},
	"example-odd/fractions":         {"v5": "0.06"},
	"example-odd/zones":             {"v5": "1.5"},
	"example-young/infant":          {"v5": "0.17", "filed": "6"},
	"example-Odd-Names/a.B_c-9.JS":  {"name": "example-Odd-Names/a.B_c-9.JS"},
	"example-foundation/tool":       {"name": "example-foundation/tool", "v5": "6", "mergers": "1"},
	"example-gone/deleted":          {"error": "gone"},
	"example-gone/private":          {"error": "gone"},
	"example-gone/blocked":          {"error": "blocked"},
	"example-gone/blocked-unseen":   {"error": "blocked"},
}

var short = map[string]string{
	"v5": "first_response_days_p50", "v6": "change_request_closure", "filed": "outside_items_12m", "answered": "outside_items_answered_12m",
	"filed2": "outside_items_24m", "answered2": "outside_items_answered_24m", "mergers": "mergers_12m", "orgs": "orgs_of_regulars",
	"act": "last_maintainer_act", "archived": "repository_archived", "fork": "repository_fork", "parent": "repository_parent", "branch": "default_branch",
	"head": "head_commit", "licence": "licence_declared", "policy": "security_policy_shown", "release": "host_release", "name": "repository_name", "open": "open_issues",
}

var digits = regexp.MustCompile(`[0-9]+`)

func TestStories_comeOutAsTold(t *testing.T) {
	t.Parallel()
	b := start(t, setup{stories: true, bots: realBots(t)})
	var names []string
	b.fake.Edit(func(w *githubtest.World) { names = w.Names() })
	for name := range told {
		if !slices.Contains(names, name) {
			t.Errorf("%s is told no more", name)
		}
	}
	reasons := map[string]string{}
	for _, name := range names {
		for round, most := range []int{3, 2} {
			var snap health.Snapshot
			var err error
			c := b.cost(func() { snap, err = b.observe(project(name)) })
			if c.Total > most {
				t.Errorf("%s, reading %d: %d requests", name, round+1, c.Total)
			}
			if want, fails := told[name]["error"]; fails || err != nil {
				if !fails || !errors.Is(err, source.ErrUnavailable) || errors.Is(err, source.ErrBlocked) != (want == "blocked") {
					t.Errorf("%s: error %v, want %q", name, err, want)
				}
				continue
			}
			sound(t, project(name), snap)
			if round == 0 {
				compare(t, name, snap, reasons)
			}
		}
	}
}

// compare checks what is told of a story. What is unknown or not applicable has a
// word for the reason: one field says the same for one word, and another for another.
func compare(t *testing.T, name string, snap health.Snapshot, reasons map[string]string) {
	t.Helper()
	ins := health.Inputs{}
	ins.Put(snap.Inputs...)
	for _, key := range slices.Sorted(maps.Keys(told[name])) {
		want, in := told[name][key], ins.Field(field.ID(short[key]))
		f, _ := field.ByID(in.Field)
		state, word, _ := strings.Cut(want, " ")
		var ok bool
		switch state {
		case "?", "n/a":
			ok = in.State == map[string]health.State{"?": health.Unknown, "n/a": health.NotApplicable}[state] && in.Reason != ""
			reason := key + digits.ReplaceAllString(in.Reason, "#")
			if other, known := reasons[reason]; known && other != word {
				t.Errorf("%s: %s has one reason for %q and %q: %s", name, in.Field, word, other, in.Reason)
			}
			reasons[reason] = word
		default:
			ok = in.String(f.Kind) == want
		}
		if !ok {
			t.Errorf("%s: %s is %s %s (%s), want %s", name, in.Field, in.State, in.String(f.Kind), in.Reason, want)
		}
	}
}

// Of everybody in the stories nothing is left, whatever they are about.
func TestStories_nameNobody(t *testing.T) {
	t.Parallel()
	logins := map[string]bool{}
	person := regexp.MustCompile(`\b(?:visitor-[a-z]+|[a-z0-9]+-example)\b`)
	if err := fs.WalkDir(stories.FS, ".", func(path string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".yaml") {
			return err
		}
		raw, err := fs.ReadFile(stories.FS, path)
		for _, login := range person.FindAllString(string(raw), -1) {
			logins[login] = true
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	b := start(t, setup{stories: true, bots: realBots(t)})
	var names []string
	b.fake.Edit(func(w *githubtest.World) { names = w.Names() })
	var out strings.Builder
	for _, name := range names {
		snap, err := b.observe(project(name))
		fmt.Fprintf(&out, "%+v %v\n", snap, err)
	}
	for key, raw := range b.memory.entries {
		mem, ok := decodeMemory(raw, b.people)
		if !ok {
			t.Errorf("%s cannot be read", key)
			continue
		}
		fmt.Fprintf(&out, "%s %+v\n", key, *mem)
	}
	fmt.Fprintf(&out, "%+v", b.ledger.ids)
	if len(logins) < 50 {
		t.Fatalf("only %d logins in the stories", len(logins))
	}
	for login := range logins {
		if strings.Contains(out.String(), login) {
			t.Errorf("%s is in the output", login)
		}
	}
	t.Logf("%d logins, none in %d bytes of output", len(logins), out.Len())
}
