package github

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/source/github/githubtest"
)

// parts are what records are made of, to be compared one by one.
func parts(r health.Records) map[health.Part]any {
	out := map[health.Part]any{
		health.PartBranches: r.Branches, health.PartIssues: r.Issues, health.PartReleases: r.Releases,
		health.PartContributors: r.Contributors, health.PartLanguages: r.Languages, health.PartLicences: r.Licences,
	}
	var commits []health.RecordCommit
	var checks []any
	for _, c := range r.Commits {
		if c.Change != nil {
			change := *c.Change
			checks = append(checks, change.Runs, change.Statuses)
			change.Runs, change.Statuses = nil, nil
			c.Change = &change
		}
		commits = append(commits, c)
	}
	out[health.PartCommits], out[health.PartCheckRuns] = commits, checks
	return out
}

// A part that alone is refused is unseen, and nothing of it is told; the rest is
// as it was.
func TestRecords_partsThatAreRefused(t *testing.T) {
	t.Parallel()
	const reviewed, rulesets, targets = "example-checks/reviewed", "example-checks/rulesets", "example-checks/release-branches"
	forbidden := func(endpoint, message string) *githubtest.Fault {
		f := githubtest.Broken(http.StatusForbidden)
		f.Endpoint, f.Body = "GET /repos/{owner}/{repo}/"+endpoint, []byte(`{"message":"`+message+`"}`)
		return &f
	}
	other, wanted := seat(t), map[string]health.Records{}
	for _, name := range []string{reviewed, rulesets, targets, "example-checks/licence-two"} {
		wanted[name] = other.must(name)
	}
	const integration = "Resource not accessible by integration"
	for _, tt := range []struct {
		name, field string
		fault       *githubtest.Fault
		unseen      []health.Part
		why         string
	}{
		{reviewed, "Commit.checkSuites", nil, []health.Part{health.PartCheckRuns}, hidden},
		{reviewed, "Commit.status", nil, []health.Part{health.PartCheckRuns}, hidden},
		{reviewed, "Commit.associatedPullRequests", nil, []health.Part{health.PartCommits}, hidden},
		{reviewed, "Ref.branchProtectionRule", nil, []health.Part{health.PartBranches}, hidden},
		{rulesets, "Ref.branchProtectionRule", nil, nil, ""},
		{rulesets, "Repository.rulesets", nil, []health.Part{health.PartBranches}, hidden},
		{rulesets, "RepositoryRuleset.bypassActors", nil, []health.Part{health.PartBranches}, hidden},
		{targets, "Ref.refUpdateRule", nil, []health.Part{health.PartBranches}, hidden},
		{reviewed, "Repository.languages", nil, []health.Part{health.PartLanguages}, hidden},
		{reviewed, "Repository.licenseInfo", nil, []health.Part{health.PartLicences}, hidden},
		{reviewed, "User.organizations", nil, []health.Part{health.PartContributors}, hidden},
		{targets, "", forbidden("releases", integration), []health.Part{health.PartReleases}, hidden},
		{targets, "", forbidden("contributors", integration), []health.Part{health.PartContributors}, hidden},
		{targets, "", forbidden("contributors", "The history or contributor list is too large to list contributors for this repository via the API."), []health.Part{health.PartContributors}, "too many for its host to list"},
		{"example-checks/licence-two", "", forbidden("license", integration), []health.Part{health.PartLicences}, hidden},
	} {
		t.Run(strings.TrimPrefix(tt.name, "example-checks/")+" "+tt.field, func(t *testing.T) {
			t.Parallel()
			d := seat(t, tt.field)
			want := parts(other.plain(wanted[tt.name]))
			if tt.fault != nil {
				d.fake.Fail(*tt.fault)
			}
			r := d.plain(d.must(tt.name, tt.unseen...))
			got := parts(r)
			for _, p := range tt.unseen {
				if !strings.Contains(r.Unseen[p], tt.why) {
					t.Errorf("%s: %q, want %q", p, r.Unseen[p], tt.why)
				}
				if p == health.PartReleases { // whence they were made is not known then
					want[health.PartBranches] = map[string]*health.RecordBranch{r.DefaultBranch: r.Branches[r.DefaultBranch]}
				}
				if p == health.PartCommits {
					delete(want, health.PartCheckRuns)
					delete(got, health.PartCheckRuns)
				}
				delete(want, p)
				delete(got, p)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("the rest (-want +got):\n%s", diff)
			}
			for p := range r.Unseen {
				if v := parts(r)[p]; p != health.PartCheckRuns && !empty(v) {
					t.Errorf("%s is unseen, and holds %v", p, v)
				}
			}
		})
	}
}

func empty(v any) bool {
	switch v := v.(type) {
	case []health.RecordCommit:
		return len(v) == 0
	case []health.RecordIssue:
		return len(v) == 0
	case []health.RecordRelease:
		return len(v) == 0
	case []health.RecordUser:
		return len(v) == 0
	case []health.RecordLanguage:
		return len(v) == 0
	case []health.RecordLicence:
		return len(v) == 0
	case map[string]*health.RecordBranch:
		return len(v) == 0
	}
	return false
}

// Whatever else goes wrong at any of the requests is an error, and no records;
// when it is over they are what they were.
func TestRecords_anythingElseFailsWhole(t *testing.T) {
	t.Parallel()
	const name = "example-checks/release-branches"
	later := func(c *clock) time.Time { return c.now().Add(20 * time.Minute) }
	faults := map[string]func(*clock) githubtest.Fault{
		"500":         func(*clock) githubtest.Fault { return githubtest.Broken(http.StatusInternalServerError) },
		"502 as HTML": func(*clock) githubtest.Fault { return githubtest.HTML(http.StatusBadGateway) },
		"HTML":        func(*clock) githubtest.Fault { return githubtest.HTML(http.StatusOK) },
		"malformed":   func(*clock) githubtest.Fault { return githubtest.Malformed() },
		"mistyped":    func(*clock) githubtest.Fault { return githubtest.Mistyped() },
		"numbers":     func(*clock) githubtest.Fault { return githubtest.Numbers("1e999") },
		"cut":         func(*clock) githubtest.Fault { return githubtest.Fault{Cut: 40} },
		"shortened":   func(*clock) githubtest.Fault { return githubtest.Fault{Shorten: 40} },
		"empty":       func(*clock) githubtest.Fault { return githubtest.Fault{Body: []byte{}} },
		"null":        func(*clock) githubtest.Fault { return githubtest.Fault{Body: []byte("null")} },
		"404":         func(*clock) githubtest.Fault { return githubtest.Broken(http.StatusNotFound) },
		"limit":       func(c *clock) githubtest.Fault { return githubtest.PrimaryLimit(later(c)) },
		"secondary":   func(*clock) githubtest.Fault { return githubtest.SecondaryLimit(http.StatusTooManyRequests, "60") },
	}
	places := map[string]githubtest.Fault{
		"the first query":  {Endpoint: "POST /graphql"},
		"the second query": {Endpoint: "POST /graphql", Skip: 1},
		"releases":         {Endpoint: "GET /repos/{owner}/{repo}/releases"},
		"contributors":     {Endpoint: "GET /repos/{owner}/{repo}/contributors"},
	}
	for at, place := range places {
		t.Run(at, func(t *testing.T) {
			t.Parallel()
			d := seat(t)
			want := d.must(name)
			for what, make_ := range faults {
				d.forget()
				f := make_(d.clock)
				f.Endpoint, f.Skip = place.Endpoint, place.Skip
				lift := d.fake.Fail(f)
				r, err := d.Records(t.Context(), project(name))
				later := (*health.LaterError)(nil)
				switch limit := what == "limit" || what == "secondary"; {
				case limit && !errors.As(err, &later), !limit && !errors.Is(err, health.ErrUnavailable):
					t.Errorf("%s: error %v; records of %d commits, unseen %v", what, err, len(r.Commits), r.Unseen)
				case r.Commits != nil || r.Commit != "":
					t.Errorf("%s: records beside an error: %+v", what, r)
				}
				lift()
				d.clock.add(2 * time.Hour)
				d.restart()
				sameRecords(t, want, d.must(name))
			}
		})
	}
}

// Identity is kept as Observe keeps it.
func TestRecords_ofWhatIsNotThere(t *testing.T) {
	t.Parallel()
	d := seat(t)
	for name, want := range map[string]error{
		"example-bare/empty": health.ErrEmpty, "example-gone/blocked": health.ErrBlocked, "example-none/none": health.ErrUnavailable,
		"example-bare/no-branch": health.ErrUnavailable,
	} {
		r, err := d.Records(t.Context(), project(name))
		wrong(t, err, want)
		if r.Commit != "" || r.Commits != nil {
			t.Errorf("%s: %+v", name, r)
		}
	}
	other := project("a/b")
	other.Repositories[0].URL = "https://gitlab.com/a/b"
	n := d.cost(func() {
		_, err := d.Records(t.Context(), other)
		wrong(t, err, health.ErrUnavailable)
	})
	if n.Total != 0 {
		t.Errorf("%d requests about another host", n.Total)
	}
	const name = "example-checks/signed"
	d.must(name)
	d.fake.Edit(func(w *githubtest.World) { w.Rename(name, "example-elsewhere/moved") })
	if r := d.must(name); !strings.Contains(r.Releases[0].URL, "example-elsewhere/moved") {
		t.Errorf("after a transfer: %s", r.Releases[0].URL)
	}
	if id := d.ledger.ids[sure(health.ParseRepository("https://github.com/"+name)).Key()]; id.Name != "example-elsewhere/moved" || id.MovedAt.IsZero() {
		t.Errorf("ledger %+v", id)
	}
	if _, files, err := d.scan(t.Context(), name); err != nil || files["LICENSE.txt"] == "" {
		t.Errorf("archive after a transfer: %v, %v", slices.Collect(maps.Keys(files)), err)
	}
	d.fake.Edit(func(w *githubtest.World) { w.Reuse(name, d.clock.now()).Push("x-example", d.clock.now()) })
	_, err := d.Records(t.Context(), project(name))
	wrong(t, err, health.ErrReused)
	_, err = d.Archive(t.Context(), project(name), health.Records{})
	wrong(t, err, health.ErrReused)
	_, err = d.Runs(t.Context(), project(name), "a.yml")
	wrong(t, err, health.ErrReused)
}

func sure[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func TestRecords_withoutAToken(t *testing.T) {
	t.Parallel()
	b := start(t, setup{stories: true, anonymous: true})
	n := b.cost(func() {
		_, err := b.Records(t.Context(), project("example-checks/signed"))
		wrong(t, err, health.ErrUnavailable)
		_, err = b.OwnerFiles(t.Context(), project("example-checks/signed"))
		wrong(t, err, health.ErrUnavailable)
	})
	if n.Total != 0 {
		t.Errorf("%d requests", n.Total)
	}
}

func TestRecords_endWithTheirContext(t *testing.T) {
	t.Parallel()
	d := seat(t)
	d.fake.Fail(githubtest.Fault{Hang: true, Endpoint: "GET /repos/{owner}/{repo}/releases"})
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	_, err := d.Records(ctx, project("example-checks/signed"))
	wrong(t, err, context.DeadlineExceeded)
}

// Projects read at the same time never mix.
func TestRecords_manyAtOnceDoNotMix(t *testing.T) {
	t.Parallel()
	alone, d := seat(t), seat(t)
	type scan struct {
		name  string
		r     health.Records
		files map[string]string
		err   error
	}
	names := d.judged()
	results := make(chan scan)
	for _, name := range names {
		go func() {
			r, files, err := d.scan(t.Context(), name)
			results <- scan{name, r, files, err}
		}()
	}
	for range names {
		s := <-results
		if s.err != nil {
			t.Errorf("%s: %v", s.name, s.err)
			continue
		}
		want, files, err := alone.scan(t.Context(), s.name)
		if err != nil {
			t.Fatal(err)
		}
		sameRecords(t, alone.plain(want), d.plain(s.r))
		if diff := cmp.Diff(files, s.files); diff != "" {
			t.Errorf("%s: files (-want +got):\n%s", s.name, diff)
		}
	}
	d.swept()
}
