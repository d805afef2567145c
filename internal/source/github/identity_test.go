package github

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/forge"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/source"
	"github.com/plumbline-scorecard/plumbline/internal/source/github/githubtest"
)

const dayLong = 24 * time.Hour

// answered fills in three answered issues.
func threeAnswered(b *bench) func(*githubtest.Repository) {
	return func(r *githubtest.Repository) {
		for range 3 {
			r.OpenIssue("example-visitor", b.ago(50)).Comment("example-member", b.ago(48))
		}
	}
}

// figures are those a move must not touch.
func figures(ins health.Inputs) []health.Input {
	var out []health.Input
	for _, f := range append(slices.Clone(trackerFields), "stars", "repository_created", "head_commit", "licence_declared") {
		in := ins.Field(f)
		in.SourceURL = "" // it is at the new name
		out = append(out, in)
	}
	return out
}

func TestIdentity_aRenameAndATransferKeepTheHistory(t *testing.T) {
	t.Parallel()
	b := start(t, setup{})
	p := b.repository("example-org/tool", threeAnswered(b))
	before := b.must(p)
	since := b.clock.now().Add(dayLong)
	for _, to := range []string{"example-org/renamed", "example-heirs/renamed"} {
		b.clock.add(dayLong)
		b.fake.Edit(func(w *githubtest.World) { w.Rename(w.Names()[0], to) })
		c := b.cost(func() {
			ins := b.must(p)
			is(t, ins, "repository_name", to)
			if !slices.EqualFunc(figures(before), figures(ins), health.Input.Same) {
				t.Errorf("%s: figures changed", to)
			}
		})
		if c.Total != 1 {
			t.Errorf("%s: %d requests", to, c.Total)
		}
		id := b.ledger.ids["github.com/example-org/tool"]
		if id.Name != to || !id.MovedAt.Equal(since) || id.Presence != forge.Present {
			t.Errorf("%+v, want moved at %s", id, since)
		}
	}
	// The old name's redirect is gone: the id still finds it.
	b.fake.Edit(func(w *githubtest.World) {
		w.Reuse("example-org/tool", b.clock.now())
		w.Delete("example-org/tool")
	})
	is(t, b.must(p), "repository_name", "example-heirs/renamed")
}

// REST answers a rename with a redirect, which is followed to the same host alone.
func TestIdentity_aRenameWithoutAToken(t *testing.T) {
	t.Parallel()
	b := start(t, setup{anonymous: true})
	p := b.repository("example-org/tool", nil)
	b.must(p)
	b.fake.Edit(func(w *githubtest.World) { w.Rename("example-org/tool", "example-heirs/renamed") })
	b.clock.add(dayLong)
	is(t, b.must(p), "repository_name", "example-heirs/renamed")
	if id := b.ledger.ids["github.com/example-org/tool"]; id.Name != "example-heirs/renamed" || !id.MovedAt.Equal(b.clock.now()) {
		t.Errorf("%+v", id)
	}
	astray := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("another host was asked") }))
	defer astray.Close()
	lift := b.fake.Fail(githubtest.Moved(astray.URL + "/repos/example-org/tool"))
	_, err := b.observe(p)
	wrong(t, err, source.ErrUnavailable)
	lift()
	b.fake.Edit(func(w *githubtest.World) { w.Reuse("example-org/tool", b.clock.now()) })
	_, err = b.observe(p)
	wrong(t, err, source.ErrReused)
}

func TestIdentity_aReusedNameInheritsNothing(t *testing.T) {
	t.Parallel()
	for name, reuse := range map[string]func(*githubtest.World, time.Time){
		"after a rename": func(w *githubtest.World, at time.Time) {
			w.Rename("example-org/tool", "example-org/new")
			w.Reuse("example-org/tool", at)
		},
		"after a deletion": func(w *githubtest.World, at time.Time) { w.Reuse("example-org/tool", at) },
	} {
		b := start(t, setup{})
		p := b.repository("example-org/tool", threeAnswered(b))
		q := b.repository("example-org/other", nil)
		b.must(p)
		b.fake.Edit(func(w *githubtest.World) { reuse(w, b.clock.now()) })
		for range 2 {
			b.clock.add(dayLong)
			_, err := b.observe(p)
			wrong(t, err, source.ErrReused)
			wrong(t, err, source.ErrUnavailable)
		}
		id := b.ledger.ids["github.com/example-org/tool"]
		if id.Presence != forge.Reused || id.Since.Equal(id.Checked) {
			t.Errorf("%s: %+v", name, id)
		}
		b.must(q)
	}
}

func TestIdentity_goneAfterThreeDays(t *testing.T) {
	t.Parallel()
	b := start(t, setup{})
	p := b.repository("example-org/tool", threeAnswered(b))
	q := b.repository("example-org/other", nil)
	b.must(p)
	var kept *githubtest.Repository
	b.fake.Edit(func(w *githubtest.World) { kept = w.Repository("example-org/tool"); w.Delete("example-org/tool") })
	first := b.clock.now()
	for i, want := range []struct {
		wait     time.Duration
		presence forge.Presence
		misses   int
	}{
		{0, forge.Unseen, 1},
		{time.Hour, forge.Unseen, 1}, // another check of the same day
		{dayLong, forge.Unseen, 2},
		{-dayLong, forge.Unseen, 2}, // a clock that was put back
		{2 * dayLong, forge.Gone, 3},
		{dayLong, forge.Gone, 3},
	} {
		b.clock.add(want.wait)
		_, err := b.observe(p)
		wrong(t, err, source.ErrUnavailable)
		if gone := errors.Is(err, source.ErrGone); gone != (want.presence == forge.Gone) {
			t.Errorf("check %d: %v", i, err)
		}
		id := b.ledger.ids["github.com/example-org/tool"]
		if id.Presence != want.presence || len(id.Misses) != want.misses || !id.Checked.Equal(b.clock.now()) {
			t.Errorf("check %d: %+v", i, id)
		}
		if want.presence == forge.Unseen && (!id.Since.Equal(first) || !strings.Contains(err.Error(), first.Format(time.DateOnly))) {
			t.Errorf("check %d: since %s: %v", i, id.Since, err)
		}
		b.must(q)
	}
	// It was private for a while, and is there again with all it had.
	b.fake.Edit(func(w *githubtest.World) { w.Add(kept) })
	b.clock.add(dayLong)
	is(t, b.must(p), "first_response_days_p50", 2.)
	if id := b.ledger.ids["github.com/example-org/tool"]; id.Presence != forge.Present || id.Misses != nil || !id.Since.Equal(b.clock.now()) {
		t.Errorf("%+v", id)
	}
}

func TestIdentity_notShown(t *testing.T) {
	t.Parallel()
	for _, anonymous := range []bool{false, true} {
		b := start(t, setup{anonymous: anonymous})
		p := b.repository("example-org/tool", threeAnswered(b))
		b.must(p)
		b.edit("example-org/tool", func(_ *githubtest.World, r *githubtest.Repository) {
			r.Blocked = &githubtest.Block{Reason: "dmca", At: b.clock.now()}
		})
		b.clock.add(dayLong)
		_, err := b.observe(p)
		wrong(t, err, source.ErrBlocked)
		if id := b.ledger.ids["github.com/example-org/tool"]; id.Presence != forge.Blocked || !id.Since.Equal(b.clock.now()) {
			t.Errorf("%+v", id)
		}
		// Nobody is called gone by a refusal, nor when the host only has trouble.
		b.edit("example-org/tool", func(_ *githubtest.World, r *githubtest.Repository) { r.Blocked = nil })
		lift := b.fake.Fail(githubtest.Fault{Endpoint: "GET /repos/{owner}/{repo}", Status: http.StatusForbidden})
		liftQueries := b.fake.Fail(githubtest.Partial("NOT_FOUND"))
		for range 4 {
			b.clock.add(dayLong)
			_, err = b.observe(p)
			if !errors.Is(err, source.ErrUnavailable) || errors.Is(err, source.ErrGone) || errors.Is(err, errMissing) {
				t.Errorf("%v", err)
			}
		}
		lift()
		liftQueries()
		b.clock.add(dayLong)
		b.must(p)
	}
}

func TestIdentity_aTypoInAList(t *testing.T) {
	t.Parallel()
	for _, anonymous := range []bool{false, true} {
		b := start(t, setup{anonymous: anonymous})
		p := project("example-org/nowhere")
		c := b.cost(func() {
			for _, want := range []error{errMissing, errMissing, source.ErrGone, source.ErrGone} {
				_, err := b.observe(p)
				wrong(t, err, want)
				b.clock.add(dayLong)
			}
		})
		t.Logf("anonymous %v: %d requests in four days", anonymous, c.Total)
	}
}

// Facts are not failures: they change what they are about and nothing else.
func TestIdentity_emptiedArchivedOrWithoutABranch(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		change func(*bench, *githubtest.Repository)
		told   []string // fields that say so
	}{
		"emptied":   {func(_ *bench, r *githubtest.Repository) { r.Empty, r.Commits = true, nil }, []string{"default_branch", "head_commit"}},
		"branch":    {func(_ *bench, r *githubtest.Repository) { r.NoBranch = true }, []string{"default_branch", "head_commit"}},
		"archived":  {func(b *bench, r *githubtest.Repository) { r.Archive(b.clock.now()) }, []string{"repository_archived", "repository_archived_on", "first_response_days_p50", "change_request_closure", "outside_items_12m", "outside_items_answered_12m", "outside_items_24m", "outside_items_answered_24m"}},
		"no issues": {func(_ *bench, r *githubtest.Repository) { r.NoIssues = true }, []string{"issues_enabled", "open_issues", "first_response_days_p50", "outside_items_12m", "outside_items_answered_12m", "outside_items_24m", "outside_items_answered_24m"}},
	} {
		b := start(t, setup{})
		p := b.repository("example-org/tool", func(r *githubtest.Repository) {
			threeAnswered(b)(r)
			for i := range 4 {
				r.Push("example-member", b.ago(float64(100-30*i)))
			}
		})
		before := b.must(p)
		b.edit("example-org/tool", func(_ *githubtest.World, r *githubtest.Repository) { tc.change(b, r) })
		b.clock.add(time.Hour)
		after := b.must(p)
		for field, in := range after {
			was := before[field]
			in.SourceURL, was.SourceURL = "", ""
			if changed := !in.Same(was); changed != slices.Contains(tc.told, string(field)) {
				t.Errorf("%s: %s was %s %g %q, is %s %g %q (%s)", name, field, was.State, was.Value, was.Text, in.State, in.Value, in.Text, in.Reason)
			}
		}
	}
}

func TestObserve_deletedAccountsAndDatesOfTheFuture(t *testing.T) {
	t.Parallel()
	b := start(t, setup{})
	p := b.repository("example-org/tool", func(r *githubtest.Repository) {
		for range 3 { // of accounts that were deleted, answered
			r.OpenIssue("", b.ago(50)).Comment("example-member", b.ago(48))
		}
		r.OpenIssue("", b.ago(40)).Comment("", b.ago(39)) // by one that was deleted: nobody knows who
		r.OpenPull("", b.ago(30)).Merge("", b.ago(29))
		r.OpenIssue("example-visitor", b.ago(-400)).Comment("example-member", b.ago(-401))
		r.Push("", b.ago(3))
		r.Push("example-member", b.ago(-90))
		r.Publish("v9", "", b.ago(-30))
		r.Stamps = "nano"
	})
	ins := b.must(p)
	is(t, ins, "outside_items_12m", 6)
	// The one of the future at its own instant, and a merge, whoever it was by.
	is(t, ins, "outside_items_answered_12m", 5)
	is(t, ins, "host_release", b.clock.now().Format(time.DateOnly))
	for _, days := range []int{-1, 2, -400, 400} {
		b.clock.add(time.Duration(days) * dayLong)
		b.must(p) // sound checks that no date lies ahead
	}
}

// Of nobody in a story is anything left: not in inputs, errors, memory, ledger.
func TestObserve_namesNobody(t *testing.T) {
	t.Parallel()
	b := start(t, setup{})
	people := []string{"canary-author", "canary-member", "canary-merger", "canary-committer", "canary-reviewer", "canary-releaser", "canary-visitor"}
	p := b.repository("example-org/tool", func(r *githubtest.Repository) {
		r.Members["canary-member"] = "OWNER"
		for i := range 5 {
			at := b.ago(float64(30 * i))
			r.OpenIssue("canary-author", at).Comment("canary-visitor", at)
			r.OpenIssue("canary-author", at).Close("canary-member", at)
			it := r.OpenPull("canary-author", at)
			it.Review("canary-reviewer", "", at)
			it.Merge("canary-merger", at)
			c := r.Push("canary-committer", at)
			c.Name = "Canary Committer"
		}
		r.Publish("v1", "canary-releaser", b.ago(3))
	})
	b.fake.Edit(func(w *githubtest.World) {
		w.AddAccount(&githubtest.Account{Login: "canary-committer", Name: "Canary Committer", Company: "Canary Industries"})
	})
	var out strings.Builder
	snap, err := b.observe(p)
	if err != nil {
		t.Fatal(err)
	}
	write := func(parts ...any) {
		for _, x := range parts {
			out.WriteString(strings.ToLower(fmt.Sprintf("%+v", x)))
		}
	}
	write(snap)
	mem, ok := decodeMemory(b.memory.entries[memoryKey(b.ledger.ids["github.com/example-org/tool"].NodeID)], b.people)
	if !ok || len(mem.People) == 0 || len(mem.Commits.People) == 0 {
		t.Fatalf("nobody is remembered: %+v", mem)
	}
	write(*mem, b.ledger.ids)
	for _, f := range []githubtest.Fault{githubtest.Mistyped(), githubtest.TooMuch(), githubtest.Malformed(), githubtest.Partial("INTERNAL"), githubtest.Broken(500)} {
		f.Skip, f.Message = 1, "canary-author did it"
		b.clock.add(dayLong)
		b.edit("example-org/tool", func(_ *githubtest.World, r *githubtest.Repository) { r.OpenIssue("canary-author", b.clock.now()) })
		lift := b.fake.Fail(f)
		_, err := b.observe(p)
		lift()
		if err == nil {
			t.Error("a fault was no error")
		}
		write(err)
		b.clock.add(time.Hour)
	}
	for _, name := range append(people, "canary", secret) {
		if strings.Contains(out.String(), name) {
			t.Errorf("%s is in the output", name)
		}
	}
}
