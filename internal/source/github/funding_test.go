package github

import (
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/source/github/githubtest"
)

const ownersChannels = "owner_funding_channels"

// defaults gives an owner a repository of defaults with these files.
func (b *bench) defaults(owner string, files map[string]string) {
	b.t.Helper()
	b.repository(owner+"/"+defaultsName, func(r *githubtest.Repository) { r.Files = maps.Clone(files) })
}

func TestFunding_ofTheOwner(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		files map[string]string
		want  string // empty: unknown
		says  string
	}{
		"in .github":      {map[string]string{".github/FUNDING.yml": "github: ann\nko_fi: ann\n"}, `["github","ko_fi"]`, ""},
		"in the root":     {map[string]string{"FUNDING.yml": "patreon: ann\n"}, `["patreon"]`, ""},
		"in docs":         {map[string]string{"docs/FUNDING.yml": "custom: ['https://example.org']\n"}, `["custom"]`, ""},
		"the first wins":  {map[string]string{".github/FUNDING.yml": "github: ann\n", "FUNDING.yml": "patreon: ann\n"}, `["github"]`, ""},
		"also if empty":   {map[string]string{".github/FUNDING.yml": "# github: ann\n", "FUNDING.yml": "patreon: ann\n"}, `[]`, "names no platform"},
		"elsewhere":       {map[string]string{"other/FUNDING.yml": "github: ann\n", "README.md": "github: ann\n"}, `[]`, "has no FUNDING.yml"},
		"no mapping":      {map[string]string{"FUNDING.yml": "- github\n"}, "", "not in the form"},
		"a binary file":   {map[string]string{"FUNDING.yml": "\x00\x01"}, "", "not in the form"},
		"no such project": {nil, `[]`, "no public .github repository"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := start(t, setup{})
			p := b.repository("example-org/tool", nil)
			if tc.files != nil {
				b.defaults("Example-Org", tc.files)
			}
			ins := b.must(p)
			in := ins.Field(ownersChannels)
			if tc.want == "" {
				isNot(t, ins, ownersChannels, health.Unknown, tc.says)
			} else if is(t, ins, ownersChannels, tc.want); !strings.Contains(in.Reason, tc.says) {
				t.Errorf("reason %q, want %q", in.Reason, tc.says)
			}
			if strings.Contains(in.SourceURL, "/.github") != (len(in.Strings()) > 0) {
				t.Errorf("its address is %s", in.SourceURL)
			}
		})
	}
}

// An owner is queried once, in the request of a batch or of its first project.
func TestFunding_isAskedOncePerOwner(t *testing.T) {
	t.Parallel()
	b := start(t, setup{})
	all := []health.Project{b.repository("example-org/one", nil), b.repository("example-org/two", nil), b.repository("example-other/three", nil)}
	b.defaults("example-org", map[string]string{"FUNDING.yml": "github: ann\n"})
	c := b.cost(func() {
		if err := b.Prefetch(t.Context(), all); err != nil {
			t.Fatal(err)
		}
	})
	if c.Total != 1 {
		t.Errorf("%d requests for a batch", c.Total)
	}
	for i, want := range []string{`["github"]`, `["github"]`, `[]`} {
		is(t, b.must(all[i]), ownersChannels, want)
	}
	later := b.repository("example-org/four", nil)
	if c := b.cost(func() { is(t, b.must(later), ownersChannels, `["github"]`) }); c.Repository["example-org/.github"] != 0 {
		t.Error("the owner is queried again in the same run")
	}
	b.clock.add(25 * time.Hour)
	if c := b.cost(func() { is(t, b.must(later), ownersChannels, `["github"]`) }); c.Repository["example-org/.github"] != 1 || c.Total != 1 {
		t.Errorf("%d requests, %d about the owner a day later", c.Total, c.Repository["example-org/.github"])
	}
	asks := []*question{{owner: "a"}, {owner: "A"}, {owner: "b"}, {owner: "c", funding: &ownerFunding{}}}
	if got := unknownOwners(asks); len(got) != 2 {
		t.Errorf("asked for %v", got)
	}
}

// What fails about the owner is late, and all else is what it was, for as many requests.
func TestFunding_failsAlone(t *testing.T) {
	t.Parallel()
	ask := func(refused ...string) (health.Inputs, int) {
		b := guard(t, refused...)
		p := generated(1)[0]
		owner, _, _ := strings.Cut(githubtest.GeneratedName(0), "/")
		b.defaults(owner, map[string]string{"FUNDING.yml": "github: ann\n"})
		var ins health.Inputs
		n := b.cost(func() { ins = b.must(p) }).Total
		return ins, n
	}
	whole, n := ask()
	is(t, whole, ownersChannels, `["github"]`)
	for _, refused := range []string{"Blob.text", "Blob.isTruncated", "Repository.isPrivate", "Repository.object"} {
		ins, c := ask(refused)
		if c != n {
			t.Errorf("%s: %d requests, want %d", refused, c, n)
		}
		for id, in := range ins {
			if id == ownersChannels {
				if in.State != health.Unknown || in.Late.Whom != theHost || in.Late.Why != hidden {
					t.Errorf("%s: %+v, want late", refused, in)
				}
			} else if !in.Same(whole[id]) {
				t.Errorf("%s: %s was %+v, is %+v", refused, id, whole[id], in)
			}
		}
	}
}

// Only the owner of today counts.
func TestFunding_ofARepositoryThatMoved(t *testing.T) {
	t.Parallel()
	b := start(t, setup{})
	p := b.repository("example-org/tool", nil)
	b.defaults("example-org", map[string]string{"FUNDING.yml": "github: ann\n"})
	b.defaults("example-heirs", map[string]string{"FUNDING.yml": "patreon: bob\n"})
	b.fake.Edit(func(w *githubtest.World) { w.Rename("example-org/tool", "example-heirs/tool") })
	isNot(t, b.must(p), ownersChannels, health.Unknown, "moved")
	b.clock.add(dayLong)
	is(t, b.must(p), ownersChannels, `["patreon"]`)
}

func TestFunding_needsAToken(t *testing.T) {
	t.Parallel()
	b := start(t, setup{anonymous: true})
	isNot(t, b.must(b.repository("example-org/tool", nil)), ownersChannels, health.Unknown, "token")
}

func TestFunding_answersThatAreOdd(t *testing.T) {
	t.Parallel()
	for raw, want := range map[string]ownerFunding{
		`{"data":{"d0":{"nameWithOwner":"a/.github","isPrivate":true,"first":{"isTruncated":false,"text":"github: a"}}}}`: {none: true},
		`{"data":{"d0":{"nameWithOwner":"a/.github","first":{},"second":{"isTruncated":false,"text":"github: a"}}}}`:      {found: true, channels: []string{"github"}},
		`{"data":{"d0":{"nameWithOwner":"a/.github","first":{"isTruncated":true,"text":"github: a"}}}}`:                   {found: true, invalid: errWhole},
		`{"data":{"d0":null}}`:                {unread: "unusable"},
		`{"data":{"d0":{"nameWithOwner":7}}}`: {unread: "unusable"},
		`{"data":{"r0":1}}`:                   {unread: "unusable"},
		`{"data":{"d0":null},"errors":[{"type":"FORBIDDEN","path":["d0"]}]}`: {unread: "not visible"},
	} {
		a, _, err := decodeAnswer([]byte(raw))
		if err != nil {
			t.Fatal(err)
		}
		got := a.funding("d0", "a")
		if got.none != want.none || !got.none && (got.found != want.found || len(got.channels) != len(want.channels) || (got.invalid != nil) != (want.invalid != nil)) || !strings.Contains(got.unread, want.unread) || (got.unread == "") != (want.unread == "") {
			t.Errorf("%s: %+v, want %+v", raw, got, want)
		}
	}
}
