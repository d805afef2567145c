package git

import (
	"errors"
	"io"
	"slices"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/source"
	"github.com/plumbline-scorecard/plumbline/internal/tree"
)

func TestWalk_readsAllFilesInOneRun(t *testing.T) {
	t.Parallel()
	r, c := storyRepo(t), &calls{}
	s := newSource(t, remoteOf(t, r, c))
	repo, err := s.Open(t.Context(), repoID, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	defer repo.Close()
	contents, err := repo.Tree(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	var walker tree.Walker = contents
	err = walker.Walk(t.Context(), func(f tree.File, content io.Reader) error {
		text := f.Path
		if f.Path == "src/b.c" || f.Path == "run.sh" { // the others are left unread
			b, err := io.ReadAll(content)
			if err != nil || int64(len(b)) != f.Size {
				return errors.New("size differs")
			}
			text += "=" + string(b)
		}
		got = append(got, text)
		return nil
	})
	if wanted := []string{".github/FUNDING.yml", ".mailmap", "LICENSE", "run.sh=#!/bin/sh\n", "src/a.c", "src/b.c=int b;"}; err != nil || !slices.Equal(got, wanted) {
		t.Errorf("walked %q (%v), want %q", got, err, wanted)
	}
	if n := c.count("fetch"); n != 2 {
		t.Errorf("%d fetches, want 2: the history, and all contents in one", n)
	}
	stop := errors.New("enough")
	if err := contents.Walk(t.Context(), func(tree.File, io.Reader) error { return stop }); !errors.Is(err, stop) {
		t.Errorf("got %v, want the error of the function", err)
	}
}

func TestWalk_partialTreeCallsNothing(t *testing.T) {
	t.Parallel()
	r := storyRepo(t)
	loosen(t, r)
	dropBlob(t, r, "src/a.c")
	r.SetTaken(taken)
	repo, err := newSource(t, mirrorOf(r.Dir())).Open(t.Context(), repoID, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	defer repo.Close()
	contents, err := repo.Tree(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	called := 0
	err = contents.Walk(t.Context(), func(tree.File, io.Reader) error { called++; return nil })
	if !errors.Is(err, source.ErrPartialTree) || called != 0 {
		t.Errorf("got %v after %d calls, want ErrPartialTree and none", err, called)
	}
}
