package github

import (
	"bytes"
	"context"
	"encoding/json"
	"io/fs"
	"log/slog"
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/plumbline-scorecard/plumbline/internal/batch"
	"github.com/plumbline-scorecard/plumbline/internal/forge"
	"github.com/plumbline-scorecard/plumbline/internal/source/github/githubtest"
	"github.com/plumbline-scorecard/plumbline/internal/source/github/transport"

	stories "github.com/plumbline-scorecard/plumbline/testdata/github"
)

// desk is the source, as a host that is asked for records, over the real
// transport over the fake that tells all stories.
type desk struct {
	*Source
	t      testing.TB
	fake   *githubtest.Server
	clock  *clock
	ledger *ledger
	memory *cache // of the source and of the transport
	dir    string // for archives
	log    *bytes.Buffer
	limits transport.Limits
	crowd  *batch.Crowd // nil: each asks alone
}

// fewStories are those of what Scorecard judges, and a few of what is not there:
// many desks start in these tests, and all stories take three times as long.
func fewStories(t testing.TB) fs.FS {
	t.Helper()
	names, err := fs.Glob(stories.FS, "checks-*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	out := fstest.MapFS{}
	for _, name := range append(names, "busy.yaml", "dot-github.yaml", "empty.yaml", "blocked.yaml", "no-branch.yaml") {
		raw, err := fs.ReadFile(stories.FS, name)
		if err != nil {
			t.Fatal(err)
		}
		out[name] = &fstest.MapFile{Data: raw}
	}
	return out
}

// seat starts a fake for a token that may not see some fields.
func seat(t testing.TB, refused ...string) *desk {
	t.Helper()
	d := &desk{t: t, clock: newClock(), ledger: &ledger{ids: map[string]forge.Identity{}}, memory: &cache{entries: map[string][]byte{}}, dir: t.TempDir(), log: &bytes.Buffer{}}
	d.fake = githubtest.Start(t, githubtest.Config{Stories: fewStories(t), Now: d.clock.now, Tokens: map[string]githubtest.Budget{secret: {Owner: "example-demo", Refused: refused}}})
	d.limits = transport.Limits{Backoff: time.Millisecond}
	d.restart()
	return d
}

// restart is a new process over the same database.
func (d *desk) restart() {
	d.t.Helper()
	api, err := url.Parse(d.fake.URL() + "/")
	if err != nil {
		d.t.Fatal(err)
	}
	log := slog.New(slog.NewTextHandler(d.log, nil))
	rt, err := transport.New(transport.Config{
		API: api, Archives: api.JoinPath("_codeload"), Now: d.clock.now, UserAgent: "plumbline-test", Cache: d.memory, Dir: d.dir, Limits: d.limits, Log: log,
		Credentials: []transport.Credential{{Owner: "example-demo", Tokens: transport.StaticToken(secret)}},
	})
	if err != nil {
		d.t.Fatal(err)
	}
	d.Source, err = New(Config{
		API: api, Archives: api.JoinPath("_codeload"), Client: rt, Authenticated: true, Key: []byte("a key of a test"), Log: log,
		Ledger: d.ledger, Memory: d.memory, Now: d.clock.now, Dir: d.dir, Bots: testKeys(d.t).bots, Together: d.crowd,
	})
	if err != nil {
		d.t.Fatal(err)
	}
}

// forget is a new process over a new database.
func (d *desk) forget() {
	d.ledger, d.memory = &ledger{ids: map[string]forge.Identity{}}, &cache{entries: map[string][]byte{}}
	d.restart()
}

// cost runs fn and returns what the fake counted.
func (d *desk) cost(fn func()) githubtest.Counts {
	d.t.Helper()
	d.fake.Reset()
	fn()
	return d.fake.Requests()
}

func (d *desk) edit(name string, fn func(*githubtest.World, *githubtest.Repository)) {
	d.fake.Edit(func(w *githubtest.World) { fn(w, w.Repository(name)) })
}

// plain are the records without the address of the fake, to be compared with
// those of another.
func (d *desk) plain(r forge.Records) forge.Records {
	d.t.Helper()
	raw, err := json.Marshal(r)
	if err != nil {
		d.t.Fatal(err)
	}
	var out forge.Records
	if err := json.Unmarshal(bytes.ReplaceAll(raw, []byte(d.fake.URL()), []byte("https://fake")), &out); err != nil {
		d.t.Fatal(err)
	}
	return out
}

// must returns the records, of which no part is missing but those named.
func (d *desk) must(name string, unseen ...forge.Part) forge.Records {
	d.t.Helper()
	r, err := d.Records(d.t.Context(), project(name))
	if err != nil {
		d.t.Fatalf("%s: %v", name, err)
	}
	if len(r.Unseen) != len(unseen) {
		d.t.Errorf("%s: unseen are %v, want %v", name, r.Unseen, unseen)
	}
	for _, p := range unseen {
		if r.Unseen[p] == "" {
			d.t.Errorf("%s: %s is not unseen", name, p)
		}
	}
	return r
}

// scan is one full scan: records, and all files.
func (d *desk) scan(ctx context.Context, name string) (forge.Records, map[string]string, error) {
	r, err := d.Records(ctx, project(name))
	if err != nil {
		return r, nil, err
	}
	tree, err := d.Archive(ctx, project(name), r)
	if err != nil {
		return r, nil, err
	}
	defer tree.Close()
	if err := tree.Fetch(ctx, nil); err != nil {
		return r, nil, err
	}
	files := map[string]string{}
	for _, f := range tree.Files() {
		content, err := tree.ReadFile(ctx, f.Path, 1<<20)
		if err != nil {
			return r, nil, err
		}
		files[f.Path] = string(content)
	}
	return r, files, nil
}

// swept checks that nothing is left where archives are unpacked.
func (d *desk) swept() {
	d.t.Helper()
	left, err := os.ReadDir(d.dir)
	if err != nil || len(left) > 0 {
		d.t.Errorf("left behind: %v %v", left, err)
	}
}

// judged are the stories of what Scorecard judges.
func (d *desk) judged() []string {
	var out []string
	d.fake.Edit(func(w *githubtest.World) {
		for _, name := range w.Names() {
			if strings.HasPrefix(name, "example-checks/") {
				out = append(out, name)
			}
		}
	})
	return out
}

// sameRecords compares records but for logins of contributors that are
// remembered.
func sameRecords(t testing.TB, want, got forge.Records) {
	t.Helper()
	blank := func(r forge.Records) forge.Records {
		r.ObservedAt = time.Time{}
		list := append([]forge.User{}, r.Contributors...)
		for i := range list {
			list[i].Login = ""
		}
		r.Contributors = list
		return r
	}
	if d := cmp.Diff(blank(want), blank(got)); d != "" {
		t.Errorf("records (-want +got):\n%s", d)
	}
}

// asksFor matches queries that hold all the words.
func asksFor(words ...string) func(*http.Request) bool {
	return func(r *http.Request) bool {
		if !strings.HasSuffix(r.URL.Path, "/graphql") {
			return false
		}
		var b bytes.Buffer
		if _, err := b.ReadFrom(r.Body); err != nil {
			return false
		}
		for _, w := range words {
			if !strings.Contains(b.String(), w) {
				return false
			}
		}
		return true
	}
}
