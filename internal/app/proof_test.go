package app_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/app"
	"github.com/plumbline-scorecard/plumbline/internal/curated"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/proof"
	"github.com/plumbline-scorecard/plumbline/internal/source/git"
	"github.com/plumbline-scorecard/plumbline/internal/testkit"
)

// The commands that show a figure print what we print, in bare repositories and in clones with a
// work tree whose .mailmap moved on, in a folder with a blank.
func TestProof_commandsPrintOurFigures(t *testing.T) {
	t.Parallel()
	set, err := curated.LoadRules()
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)
	for name, build := range map[string]func(*testing.T, time.Time) *testkit.Repo{"busy": busyRepo, "quiet": quietRepo, "rare": rareRepo} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			repo := build(t, at)
			repo.SetTaken(at)
			src, err := git.New(git.Config{
				Mirrors: []string{filepath.Join(filepath.Dir(repo.Dir()), "{name}.git")}, Offline: true, Cache: t.TempDir(),
				Bots: set.Bots, Agents: set.Agents, Shared: set.Shared, Env: []string{"PATH=" + os.Getenv("PATH")},
				Now: func() time.Time { return at.Add(time.Hour) },
			})
			if err != nil {
				t.Fatal(err)
			}
			p := health.Project{Slug: "x", Repositories: []health.Repository{{URL: "https://example.org/x/repo", Role: health.Primary}}}
			snap, err := src.Observe(t.Context(), p, time.Time{})
			if err != nil {
				t.Fatal(err)
			}
			s := proof.Subject{Project: p, Inputs: health.Inputs{}, Rules: (&app.App{Set: set}).ProofRules()}
			s.Inputs.Put(snap.Inputs...)
			tree := filepath.Join(t.TempDir(), "a clone")
			repo.Git("clone", "-q", repo.Dir(), tree)
			if err := os.WriteFile(filepath.Join(tree, ".mailmap"), []byte("Somebody Else <ada@example.org>\nSomebody Else <ben@example.org>\n"), 0o644); err != nil {
				t.Fatal(err)
			}
			ran := 0
			for _, row := range field.Catalogue {
				for _, c := range proof.Of(row.ID, s).Commands {
					if row.Source != field.SourceGit {
						continue
					}
					for _, dir := range []string{repo.Dir(), tree} {
						got := shell(t, dir, c.Setup.Run+"\n"+c.Run)
						if c.Shows == "" && got != c.Prints {
							t.Errorf("%s in %s: got %q, want %q\n%s", row.ID, filepath.Base(dir), got, c.Prints, c.Run)
						}
					}
					if c.Shows == "" {
						ran++
					}
				}
			}
			if ran < 25 {
				t.Errorf("%d commands were compared, want at least 25", ran)
			}
		})
	}
}

// shell runs a command as a person would who copied it.
func shell(t *testing.T, clone, run string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "sh", "-c", run)
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + t.TempDir(), "CLONE=" + clone, "LANG=C.UTF-8"}
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Errorf("%v: %s", err, out)
	}
	return strings.TrimSuffix(string(out), "\n")
}

// rareRepo has accounts of hosts that were renamed, an address of nobody, people called like programs
// and accounts of teams.
func rareRepo(t *testing.T, at time.Time) *testkit.Repo {
	r := testkit.NewRepo(t)
	for i, who := range [][2]string{
		{"ada", "77+ada@users.noreply.github.com"},
		{"lovelace", "77+lovelace@users.noreply.github.com"},
		{"ben", "8-ben@users.noreply.gitlab.com"},
		{"benx", "8-benx@users.noreply.gitlab.com"},
		{"No Author", "dev-null@example.org"},
		{"pat", "dev-null@example.org"},
		{"Lin Ci", "lin@example.org"},
		{"Acme CI", "ci@example.org"},
		{"acme-ci", "x@example.org"},
		{"Acme Team", "acme-team@example.org"},
		{"user", "user@claude"},
		{"kim@example.org", "kim@old.example"},
		{"Kim Example", "kim@example.org"},
		{"lou@example.org@example.org", "lou@example.org@example.org"},
		{"Lou Example", "lou+git@example.org"},
		{"mia@example.org", "noreply@github.com"},
		{"Mia Example", "mia@example.org"},
		{"pgamma@one.example", "pgamma@one.example"},
		{"Pia Gamma", "pgamma@two.example"},
		{"qxd@one.example", "qxd@one.example"},
		{"Quin Delta", "qxd@two.example"},
		{"Quentin Dune", "qxd@three.example"},
		{"rae@one.example", "rae@one.example"},
		{"Rae Epsilon", "rae@two.example"},
		{"7 Dwarfs", "dwarfs@example.org"},
		{"dev@example.org", "noa@example.org"},
		{"dev@example.org", "oda@example.org"},
		{"Kim Example via Acme-devel", "acme-devel@example.org"},
		{"Uma Via Zeta", "uma@example.org"},
		{"Uma V. Zeta", "uma@example.org"},
		{"Vic Eta via Acme-devel", "acme-devel@example.org"},
		{"Wim Theta' via Acme Talk", "acme-talk@googlegroups.com"},
		{"Xia Iota (via RT)", "bugs@example.org"},
		{"Xia Iota", "xia@example.org"},
	} {
		for n := range 12 {
			r.Commit(testkit.Commit{At: at.AddDate(0, 0, -20*n-i-1), Name: who[0], Email: who[1]})
		}
	}
	return r
}

// busyRepo has people with several addresses, programs, agents, merges, committers and releases.
func busyRepo(t *testing.T, at time.Time) *testkit.Repo {
	r := testkit.NewRepo(t)
	day := 24 * time.Hour
	files := map[string]string{
		"LICENSE": "MIT", ".mailmap": "Ada Example <ada@example.org> <ada@old.example>\n", ".github/workflows/ci.yml": "on: push\n",
		"docs/SECURITY.md": "x", "CODEOWNERS": "* @x", "renovate.json": "{}", "ünlicht's file": "x",
	}
	last := 0
	for i := range 400 {
		c := testkit.Commit{At: at.Add(-time.Duration(1199-3*i) * day), Files: files}
		files = nil
		switch i % 10 {
		case 1, 2:
			c.Name, c.Email = "Ben Example", "ben@example.org"
		case 3:
			c.Name, c.Email = "Ben Example", "123+benx@users.noreply.github.com"
		case 4:
			c.Name, c.Email = "acme-renovate[bot]", "bot@example.org"
		case 5:
			c.Name, c.Email = "Cleo Example", "cleo+git@example.org"
			c.CommitterName, c.CommitterEmail = "Ben Example", "ben@example.org"
		case 6:
			c.Name, c.Email = "Dan", "cleo@example.org"
		case 7:
			c.Name, c.Email = "Ada X", "ada@old.example"
			c.Message = "change\n\nCo-authored-by: Claude <noreply@anthropic.com>\n"
		case 8:
			c.Name, c.Email = "Eve Example"+strings.Repeat("x", i/10%4), "noreply@github.com"
		}
		if i%50 == 30 {
			c.Merge = last
		}
		mark := r.Commit(c)
		if i%40 == 20 {
			r.Tag(fmt.Sprintf("v1.%d", i/40), mark, c.At)
		}
		last = mark
	}
	return r
}

// quietRepo has few commits, on odd days: at the epoch, in the future, before and after a window.
func quietRepo(t *testing.T, at time.Time) *testkit.Repo {
	r := testkit.NewRepo(t)
	day := 24 * time.Hour
	r.Commit(testkit.Commit{At: time.Unix(100, 0), Files: map[string]string{"a": "1", "Governance-rules.txt": "x"}})
	for _, days := range []int{900, 731, 730, 729, 366, 365, 364, 184, 183, 182, 10} {
		mark := r.Commit(testkit.Commit{At: at.Add(-time.Duration(days) * day), Name: "Ben Example", Email: "ben@example.org"})
		r.LightTag(fmt.Sprintf("release-%d", 1000-days), mark)
	}
	r.Commit(testkit.Commit{At: at.Add(12 * time.Hour)})
	r.Commit(testkit.Commit{At: at.Add(400 * day)})
	return r
}
