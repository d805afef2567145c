package ossf

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/check"
	"github.com/plumbline-scorecard/plumbline/internal/forge"
)

// spooled are the contents of files as a child reads them.
func spooled(t *testing.T, files map[string]string, l Limits) *contents {
	t.Helper()
	s, err := newSpool(t.Context(), t.TempDir(), newTree(files), l.withDefaults())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return &contents{s.files, s.File}
}

func TestManifests_areWhatOSVReadsAndNoMore(t *testing.T) {
	t.Parallel()
	tree := spooled(t, map[string]string{
		"go.mod": "module x\n", "a/b/package-lock.json": "{}", "main.go": "x", ".gitignore": "out\n", "x/osv-scanner.toml": "t",
		"bom.xml": "x", "y.cdx.json": "x", "z.SPDX.txt": "x", "req/requirements.txt": "-r ../more.in\nx==1\n", "more.in": "-r deep/er.txt\n",
		"deep/er.txt": "y==1\n", "unused.txt": "z", "package.json": "{}",
	}, Limits{})
	at, err := manifests(t.TempDir(), tree)
	if err != nil {
		t.Fatal(err)
	}
	var have []string
	err = filepath.WalkDir(at, func(p string, d fs.DirEntry, err error) error {
		rel, _ := filepath.Rel(at, p)
		if err == nil && !d.IsDir() {
			if !d.Type().IsRegular() {
				t.Errorf("%s is %s", rel, d.Type())
			}
			have = append(have, rel)
		}
		return err
	})
	want := []string{
		".gitignore", "a/b/package-lock.json", "bom.xml", "deep/er.txt", "go.mod", "more.in", "req/requirements.txt", "x/osv-scanner.toml",
		"y.cdx.json", "z.SPDX.txt",
	}
	if slices.Sort(have); err != nil || !slices.Equal(have, want) {
		t.Errorf("%v, %v; want %v", have, err, want)
	}
	if st, err := os.Stat(filepath.Join(at, ".git")); err != nil || !st.IsDir() {
		t.Errorf("no repository to stop at: %v", err)
	}
}

// A file that is not there whole could hide what is looked for.
func TestManifests_wholeOrNotAtAll(t *testing.T) {
	t.Parallel()
	for name, files := range map[string]map[string]string{
		"a lockfile":      {"package-lock.json": strings.Repeat("x", 200)},
		"what it ignores": {".gitignore": strings.Repeat("x", 200)},
		"an included one": {"requirements.txt": "-r x.txt\n", "x.txt": strings.Repeat("x", 200)},
		"no such folder":  {"requirements.txt/bom.json": "x", "requirements.txt": "y"},
	} {
		dir := t.TempDir()
		at, err := manifests(dir, spooled(t, files, Limits{File: 100}))
		if err == nil {
			t.Errorf("%s: written to %s, want an error", name, at)
		}
	}
	w := newWorld(t)
	put("yarn.lock", strings.Repeat("x", 2000))(w)
	r := hostedScan(t, w, newEarth(nil), func(c *Config) { c.Limits.File = 1000 })
	if c := got(t, r, "Vulnerabilities"); c.State != check.Errored || !strings.Contains(c.Error, "yarn.lock has 2000 bytes") {
		t.Errorf("%+v, want an error", c)
	}
}

func TestRequirements_stayInTheTree(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]string{
		"x==1": "x==1", "-r more.txt": "-r more.txt", "-r ../more.txt # why": "-r ../more.txt # why", "-r ../../etc/passwd": nowhere,
		"-r /etc/passwd": nowhere, "  -r /etc/passwd": nowhere, "-r /etc/passwd # x": nowhere, "\\\n-r /etc/passwd": nowhere,
		"-r \\\n/etc/passwd": nowhere, "-r a/\\\n../../../../x": nowhere, "-r /etc/passwd\r": nowhere, "# -r /etc/passwd": "# -r /etc/passwd",
		"-r a/../../../x": nowhere, "-r ./x": "-r ./x", "x==1 \\\n  --hash=1": "x==1 \\\n  --hash=1",
	} {
		have, included := requirements("dir/requirements.txt", line)
		if strings.TrimSuffix(string(have), "\n") != want {
			t.Errorf("%q became %q, want %q", line, have, want)
		}
		for _, i := range included {
			if !filepath.IsLocal(i) {
				t.Errorf("%q includes %q", line, i)
			}
		}
	}
}

// Trap 5: the folder osv-scanner reads is below the scan's own.
func TestTrap05_localPathIsOurs(t *testing.T) {
	t.Parallel()
	h := newHosted(job{Records: &forge.Records{}}, newParent(nil), nil)
	v := hostedView{&view{tree: spooled(t, map[string]string{"go.mod": "module x\n"}, Limits{}), host: h}}
	at, err := v.LocalPath()
	if err != nil || !strings.HasPrefix(at, os.TempDir()+"/manifests-") {
		t.Errorf("%s, %v", at, err)
	}
	if err := os.RemoveAll(at); err != nil {
		t.Error(err)
	}
}
