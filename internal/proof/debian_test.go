package proof_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/proof"
)

// The archive that the figures name is fetched, compared and counted again.
func TestOf_debianNamesItsFilesAndTheProgram(t *testing.T) {
	t.Parallel()
	s := subject("https://github.com/acme/tool", "trixie main, 2026-11-30; main/binary-amd64/Packages.xz sha256:"+strings.Repeat("a1", 32)+
		"; main/source/Sources.xz sha256:"+strings.Repeat("b2", 32)+"; signature checked")
	s.Project.Debian = &health.Debian{Sources: []string{"g++-N"}}
	counted := 0
	for _, row := range field.Catalogue {
		if row.Source != field.SourceDistro {
			continue
		}
		p := proof.Of(row.ID, s)
		if len(p.Commands) == 0 || !strings.Contains(p.Commands[0].Run, "/20261201T000000Z/dists/trixie/main/source/Sources.xz'") ||
			!strings.Contains(p.Commands[0].Run, strings.Repeat("b2", 32)) {
			t.Errorf("%s: %+v", row.ID, p)
		}
		if counted++; row.ID != field.DebianArchive && (len(p.Commands) != 2 || !strings.Contains(p.Commands[1].Run, "./testdata/tools/debian")) {
			t.Errorf("%s: %+v", row.ID, p)
		}
	}
	if counted != 9 {
		t.Errorf("%d fields, want 9", counted)
	}
	in := s.Inputs.Field(field.DebianArchive)
	in.Text = "trixie main, 2026-11-30; unknown"
	s.Inputs.Put(in)
	if p := proof.Of(field.DebianRunShare, s); !strings.Contains(p.Why, "Debian") {
		t.Errorf("without files: %+v", p)
	}
}

// The condition on the table finds the project's source packages and no others.
func TestOf_debianFindsTheRows(t *testing.T) {
	t.Parallel()
	s := subject("https://github.com/acme/tool", "trixie main, 2026-11-30; main/binary-amd64/Packages.xz sha256:"+strings.Repeat("a1", 32)+
		"; main/source/Sources.xz sha256:"+strings.Repeat("b2", 32)+"; signature checked")
	s.Project.Debian = &health.Debian{Sources: []string{"g++-N", "zlib"}}
	run := proof.Of(field.DebianRunDependents, s).Commands[1].Run
	file := filepath.Join(t.TempDir(), "table")
	if err := os.WriteFile(file, []byte("source\ttransitive\ng++-14\t5\ng++-14-cross\t1\nzlib\t9\nminizlib\t2\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.CommandContext(t.Context(), "sh", "-c", run[strings.LastIndex(run, "awk"):]+" <"+proof.Quote(file)).CombinedOutput()
	if want := "source\ttransitive\ng++-14\t5\nzlib\t9\n"; err != nil || string(out) != want {
		t.Errorf("got %q, %v; want %q", out, err, want)
	}
}
