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
	"github.com/plumbline-scorecard/plumbline/internal/forge"
	"github.com/plumbline-scorecard/plumbline/internal/repository"
	"github.com/plumbline-scorecard/plumbline/internal/source"
	"github.com/plumbline-scorecard/plumbline/internal/source/github/githubtest"
)

// parts are what records are made of, to be compared one by one.
func parts(r forge.Records) map[forge.Part]any {
	out := map[forge.Part]any{
		forge.PartBranches: r.Branches, forge.PartIssues: r.Issues, forge.PartReleases: r.Releases,
		forge.PartContributors: r.Contributors, forge.PartLanguages: r.Languages, forge.PartLicences: r.Licences,
	}
	var commits []forge.Commit
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
	out[forge.PartCommits], out[forge.PartCheckRuns] = commits, checks
	return out
}

const (
	reviewed = "example-checks/reviewed"
	rulesets = "example-checks/rulesets"
	targets  = "example-checks/release-branches"
	twice    = "example-checks/licence-two"
)

// withheld is a field of GraphQL or an answer of REST that a token may not see.
type withheld struct {
	name, field string
	endpoint    string
	message     string
	unseen      []forge.Part
	why         string
}

func refusals() []withheld {
	const integration = "Resource not accessible by integration"
	return []withheld{
		{reviewed, "Commit.checkSuites", "", "", []forge.Part{forge.PartCheckRuns}, hidden},
		{reviewed, "Commit.status", "", "", []forge.Part{forge.PartCheckRuns}, hidden},
		{reviewed, "Commit.associatedPullRequests", "", "", []forge.Part{forge.PartCommits}, hidden},
		{reviewed, "Ref.branchProtectionRule", "", "", []forge.Part{forge.PartBranches}, hidden},
		{rulesets, "Ref.branchProtectionRule", "", "", nil, ""},
		{rulesets, "Repository.rulesets", "", "", []forge.Part{forge.PartBranches}, hidden},
		{rulesets, "RepositoryRuleset.bypassActors", "", "", []forge.Part{forge.PartBranches}, hidden},
		{targets, "Ref.refUpdateRule", "", "", []forge.Part{forge.PartBranches}, hidden},
		{reviewed, "Repository.languages", "", "", []forge.Part{forge.PartLanguages}, hidden},
		{reviewed, "Repository.licenseInfo", "", "", []forge.Part{forge.PartLicences}, hidden},
		{reviewed, "User.organizations", "", "", []forge.Part{forge.PartContributors}, hidden},
		{targets, "", "releases", integration, []forge.Part{forge.PartReleases}, hidden},
		{targets, "", "contributors", integration, []forge.Part{forge.PartContributors}, hidden},
		{targets, "", "contributors", "The history or contributor list is too large to list contributors for this repository via the API.", []forge.Part{forge.PartContributors}, tooMany},
		{twice, "", "license", integration, []forge.Part{forge.PartLicences}, hidden},
	}
}

// A part that alone is refused is unseen, and nothing of it is told; the rest is
// as it was.
func TestRecords_partsThatAreRefused(t *testing.T) {
	t.Parallel()
	other, wanted := seat(t), map[string]forge.Records{}
	for _, name := range []string{reviewed, rulesets, targets, twice} {
		wanted[name] = other.plain(other.must(name))
	}
	for _, tt := range refusals() {
		t.Run(strings.TrimPrefix(tt.name, "example-checks/")+" "+tt.field+tt.endpoint, func(t *testing.T) {
			t.Parallel()
			d := seat(t, tt.field)
			if tt.endpoint != "" {
				d.fake.Fail(githubtest.Fault{Endpoint: "GET /repos/{owner}/{repo}/" + tt.endpoint, Status: http.StatusForbidden, Body: []byte(`{"message":"` + tt.message + `"}`)})
			}
			tt.check(t, wanted[tt.name], d.plain(d.must(tt.name, tt.unseen...)))
		})
	}
}

// check compares what is seen, and that nothing is told of what is not.
func (x withheld) check(t *testing.T, whole, r forge.Records) {
	t.Helper()
	want, got := parts(whole), parts(r)
	for _, p := range x.unseen {
		if !strings.Contains(r.Unseen[p], x.why) {
			t.Errorf("%s: %q, want %q", p, r.Unseen[p], x.why)
		}
		if p != forge.PartCheckRuns && !empty(got[p]) {
			t.Errorf("%s is unseen, and holds %v", p, got[p])
		}
		switch p {
		case forge.PartReleases: // whence they were made is not known then
			want[forge.PartBranches] = map[string]*forge.Branch{r.DefaultBranch: r.Branches[r.DefaultBranch]}
		case forge.PartCommits:
			delete(want, forge.PartCheckRuns)
			delete(got, forge.PartCheckRuns)
		}
		delete(want, p)
		delete(got, p)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the rest (-want +got):\n%s", diff)
	}
}

func empty(v any) bool {
	switch v := v.(type) {
	case []forge.Commit:
		return len(v) == 0
	case []forge.Issue:
		return len(v) == 0
	case []forge.Release:
		return len(v) == 0
	case []forge.User:
		return len(v) == 0
	case []forge.Language:
		return len(v) == 0
	case []forge.Licence:
		return len(v) == 0
	case map[string]*forge.Branch:
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
				later := (*source.LaterError)(nil)
				switch limit := what == "limit" || what == "secondary"; {
				case limit && !errors.As(err, &later), !limit && !errors.Is(err, source.ErrUnavailable):
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
		"example-bare/empty": source.ErrEmpty, "example-gone/blocked": source.ErrBlocked, "example-none/none": source.ErrUnavailable,
		"example-bare/headless": errHeadless,
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
		wrong(t, err, source.ErrUnavailable)
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
	if id := d.ledger.ids[sure(repository.Parse("https://github.com/"+name)).Key()]; id.Name != "example-elsewhere/moved" || id.MovedAt.IsZero() {
		t.Errorf("ledger %+v", id)
	}
	if _, files, err := d.scan(t.Context(), name); err != nil || files["LICENSE.txt"] == "" {
		t.Errorf("archive after a transfer: %v, %v", slices.Collect(maps.Keys(files)), err)
	}
	d.fake.Edit(func(w *githubtest.World) { w.Reuse(name, d.clock.now()).Push("x-example", d.clock.now()) })
	_, err := d.Records(t.Context(), project(name))
	wrong(t, err, source.ErrReused)
	_, err = d.Archive(t.Context(), project(name), forge.Records{})
	wrong(t, err, source.ErrReused)
	_, err = d.Runs(t.Context(), project(name), "a.yml")
	wrong(t, err, source.ErrReused)
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
		wrong(t, err, source.ErrUnavailable)
		_, err = b.OwnerFiles(t.Context(), project("example-checks/signed"))
		wrong(t, err, source.ErrUnavailable)
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
		r     forge.Records
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
