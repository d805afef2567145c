package github

import (
	"errors"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/source"
	"github.com/plumbline-scorecard/plumbline/internal/source/github/githubtest"
)

// The files of an owner are looked up with the records and read once a day,
// whoever asks.
func TestOwnerFiles(t *testing.T) {
	t.Parallel()
	d := seat(t)
	read := func() githubtest.Counts {
		return d.cost(func() {
			tree, err := d.OwnerFiles(t.Context(), project("example-busy/engine"))
			if err != nil {
				t.Fatal(err)
			}
			content, err := tree.ReadFile(t.Context(), "SECURITY.md", 1<<20)
			if err != nil || len(content) == 0 {
				t.Errorf("SECURITY.md: %q, %v", content, err)
			}
			if err := tree.Close(); err != nil {
				t.Error(err)
			}
		})
	}
	if n := read(); n.Total != 2 {
		t.Errorf("%d requests without records, want 2: %v", n.Total, n.Endpoint)
	}
	if n := read(); n.Total != 0 {
		t.Errorf("%d requests the second time", n.Total)
	}
	d.restart()
	d.must("example-busy/engine")
	if n := read(); n.Total != 1 {
		t.Errorf("%d requests after records, want 1: %v", n.Total, n.Endpoint)
	}
	d.clock.add(25 * time.Hour)
	if n := read(); n.Total != 1 {
		t.Errorf("%d requests after a day, for the head; its files did not change", n.Total)
	}
	d.edit("example-busy/.github", func(_ *githubtest.World, r *githubtest.Repository) { r.Push("lena-example", d.clock.now()) })
	d.must("example-busy/engine")
	if n := read(); n.Total != 1 {
		t.Errorf("%d requests after a commit, want 1: %v", n.Total, n.Endpoint)
	}
	d.swept()
}

func TestOwnerFiles_ofAnOwnerWithoutAny(t *testing.T) {
	t.Parallel()
	d := seat(t)
	none := func(want int) {
		t.Helper()
		n := d.cost(func() {
			_, err := d.OwnerFiles(t.Context(), project("example-checks/signed"))
			wrong(t, err, health.ErrNotFound)
		})
		if n.Total != want {
			t.Errorf("%d requests, want %d", n.Total, want)
		}
	}
	none(1)
	none(0)
	d.restart()
	d.must("example-checks/signed")
	none(0)
	d.restart()
	lift := d.fake.Fail(githubtest.HTML(200))
	if _, err := d.OwnerFiles(t.Context(), project("example-checks/signed")); err == nil {
		t.Error("no error while the host fails")
	} else {
		wrong(t, err, source.ErrUnavailable)
	}
	lift()
	none(1)
}

// Files that could not be had are an error: an owner without files is another
// thing.
func TestOwnerFiles_thatCannotBeHad(t *testing.T) {
	t.Parallel()
	d := seat(t)
	d.must("example-busy/engine")
	d.fake.Fail(githubtest.Fault{Endpoint: archiveOf, Shorten: 60, Times: 1})
	_, err := d.OwnerFiles(t.Context(), project("example-busy/engine"))
	if wrong(t, err, source.ErrUnavailable); errors.Is(err, health.ErrNotFound) || errors.Is(err, source.ErrEmpty) {
		t.Errorf("error %v", err)
	}
	tree, err := d.OwnerFiles(t.Context(), project("example-busy/engine"))
	if err != nil || len(tree.Files()) == 0 {
		t.Errorf("a second try: %v", err)
	}
	d.swept()
}
