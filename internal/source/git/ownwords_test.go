package git

import (
	"strings"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/declared"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/testkit"
)

func TestObserve_whatTheProjectSaysOfItself(t *testing.T) {
	t.Parallel()
	r := testkit.NewRepo(t)
	r.Commit(testkit.Commit{At: at("2019-01-01"), Files: map[string]string{
		"SUPPORT.md": "Ask on https://stackoverflow.com/questions/tagged/x\n", "README.md": "x\n",
	}})
	r.Commit(testkit.Commit{At: at("2024-02-01"), Files: map[string]string{
		"SECURITY.md": "Report to safe@plain.test.\nWe reply within 3 days.\n", "scorecard.yml": "annotations:\n- checks: [binary-artifacts]\n  reasons: [{reason: test-data}]\n",
	}})
	r.Commit(testkit.Commit{At: at("2024-03-01"), Files: map[string]string{"README.md": "[![s](https://www.repostatus.org/badges/latest/inactive.svg)](x)\n", "main.c": "x\n"}})
	r.Commit(testkit.Commit{At: at("2024-04-01"), Files: map[string]string{"main.c": "y\n"}})
	_, ins := observe(t, r, time.Time{})
	s, why := declared.Of(ins)
	if why != "" {
		t.Fatal(why)
	}
	days := map[string]string{}
	for _, f := range s.Readings {
		days[f.Path] = f.Changed + f.Why
	}
	for path, want := range map[string]string{"SECURITY.md": "2024-02-01", "scorecard.yml": "2024-02-01", "README.md": "2024-03-01", "SUPPORT.md": ""} {
		if got, read := days[path]; !read || got != want {
			t.Errorf("%s: %q, want %q of %v", path, got, want, days)
		}
	}
	if c := s.Of(declared.AnswerTime); len(c) != 1 || c[0].N != 3 || c[0].Path != "SECURITY.md" || c[0].Line != 2 || c[0].Date != "2024-02-01" {
		t.Errorf("%+v", c)
	}
	if c := s.Of(declared.Status); len(c) != 1 || c[0].Value != "inactive" || c[0].Date != "2024-03-01" {
		t.Errorf("%+v", c)
	}
	if len(s.Exemptions) != 1 || s.Exemptions[0].Check != "Binary-Artifacts" || s.Exemptions[0].Path != "scorecard.yml" {
		t.Errorf("%+v", s.Exemptions)
	}
	for _, id := range []field.ID{field.DeclaredFiles, field.DeclaredClaims, field.DeclaredExemptions} {
		if in := ins.Field(id); !strings.HasPrefix(in.Version, "git/6 (") {
			t.Errorf("%s: instrument %q", id, in.Version)
		}
	}
	// As of an earlier day only what was there then counts.
	_, ins = observe(t, r, at("2024-02-15"))
	if s, why = declared.Of(ins); why != "" || len(s.Of(declared.Status)) != 0 || len(s.Of(declared.AnswerTime)) != 1 {
		t.Errorf("%q, %+v", why, s)
	}
}

// No file of a foreign form moves another input.
func TestObserve_badFilesOfTheProject(t *testing.T) {
	t.Parallel()
	plain := testkit.NewRepo(t)
	plain.Commit(testkit.Commit{At: at("2024-01-01"), Files: map[string]string{"main.c": "x\n"}})
	_, before := observe(t, plain, time.Time{})
	for name, text := range map[string]string{
		"empty": "", "5 MB": strings.Repeat("a: b\n", 1<<20), "another type": "- 1\n- 2\n", "not YAML": "a: [\n", "markup": "<b>x</b>\n", "old": "header:\n  schema-version: 0.0.1\n",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := testkit.NewRepo(t)
			r.Commit(testkit.Commit{At: at("2024-01-01"), Files: map[string]string{
				"main.c": "x\n", "security-insights.yml": text, ".clomonitor.yml": text, "scorecard.yml": text, "README.md": text,
			}})
			_, ins := observe(t, r, time.Time{})
			s, why := declared.Of(ins)
			if why != "" || len(s.Readings) != 4 || len(s.Claims)+len(s.Exemptions) != 0 {
				t.Fatalf("%q, %+v", why, s)
			}
			for _, f := range s.Readings {
				if f.Kind != declared.Readme && f.Why == "" && len(f.Wrong) == 0 {
					t.Errorf("%s: no word of it", f.Path)
				}
			}
			for id, in := range before {
				if after := ins.Field(id); id != field.TreeBytes && id != field.Files && (after.Value != in.Value || after.State != in.State || (after.Text != in.Text && !strings.HasPrefix(string(id), "declared"))) {
					t.Errorf("%s: %q and %v, before %q and %v", id, after.Text, after.Value, in.Text, in.Value)
				}
			}
		})
	}
}

// Without a content the statement is unknown, and the reason says so; the other inputs stay.
func TestObserve_aFileThatIsNotInTheCopy(t *testing.T) {
	t.Parallel()
	r := testkit.NewRepo(t)
	r.Commit(testkit.Commit{At: at("2024-01-01"), Files: map[string]string{"SECURITY.md": "Report to safe@plain.test.\n", "main.c": "x\n"}})
	loosen(t, r)
	dropBlob(t, r, "SECURITY.md")
	_, ins := observe(t, r, time.Time{})
	if _, why := declared.Of(ins); why != "the contents of some files are not in this clone" {
		t.Errorf("%q", why)
	}
	if !ins.Field(field.SecurityPolicy).True() || !ins.Field(field.CommitsTotal).Known() {
		t.Error("other inputs are unknown")
	}
}
