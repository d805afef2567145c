package github

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/source"
	"github.com/plumbline-scorecard/plumbline/internal/source/github/githubtest"
)

func TestOwned_readsEveryPage(t *testing.T) {
	t.Parallel()
	b := start(t, setup{})
	b.fake.Edit(func(w *githubtest.World) {
		for i := range 205 {
			r := &githubtest.Repository{Owner: "example-many", Name: fmt.Sprintf("r%03d", i), Homepage: "https://example.org/"}
			if i%100 == 1 {
				r.ArchivedAt = w.Start()
			}
			w.Add(r)
		}
		w.Add(&githubtest.Repository{Owner: "example-many", Name: "zz-fork", Parent: "example-many/r000"})
		w.Add(&githubtest.Repository{Owner: "example-many", Name: "zz-hidden", Hidden: true})
		w.Add(&githubtest.Repository{Owner: "lena-example", OwnerType: "User", Name: "tool"})
	})
	for _, anonymous := range []bool{false, true} {
		s := b.source(anonymous)
		all, err := s.Owned(t.Context(), "Example-Many")
		if err != nil || len(all) != 206 {
			t.Fatalf("%d repositories, error %v", len(all), err)
		}
		archived, forks := 0, 0
		for _, r := range all {
			if r.Archived {
				archived++
			}
			if r.Fork {
				forks++
			}
		}
		if archived != 3 || forks != 1 || all[0] != (Owned{URL: "https://github.com/example-many/r000", Homepage: "https://example.org/"}) {
			t.Errorf("%d archived, %d forks, first %+v", archived, forks, all[0])
		}
		own, err := s.Owned(t.Context(), "lena-example")
		if err != nil || !slices.Equal(own, []Owned{{URL: "https://github.com/lena-example/tool"}}) {
			t.Errorf("of a user: %+v, %v", own, err)
		}
		if _, err := s.Owned(t.Context(), "nobody-at-all"); !errors.Is(err, source.ErrUnavailable) {
			t.Errorf("of nobody: %v", err)
		}
	}
}
