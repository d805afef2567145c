package github

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/source"
	"github.com/plumbline-scorecard/plumbline/internal/source/github/githubtest"
)

// recorded are true answers of the fake, to start from.
func recorded(t testing.TB) (batch, activity []byte) {
	t.Helper()
	b := start(t, setup{stories: true})
	pages := []page{{feed: feedIssues, first: 20}, {feed: feedChanges, first: 20}, {feed: feedCommits, first: 20}}
	var node string
	b.fake.Edit(func(w *githubtest.World) { node = w.Repository("example-busy/engine").NodeID() })
	ask := func(query string, vars map[string]any) []byte {
		a, err := b.post(t.Context(), query, vars)
		if err != nil {
			t.Fatal(err)
		}
		raw, err := json.Marshal(map[string]any{"data": a.data})
		if err != nil {
			t.Fatal(err)
		}
		return raw
	}
	batch = ask(batchQuery([]bool{true, false}, make([][]string, 2), 1), map[string]any{"d0": "example-busy", "i0": node, "o0": "example-busy", "n0": "engine", "o1": "example-facts", "n1": "funding"})
	activity = ask(activityQuery(pages), activityVariables(node, time.Unix(yearStart(at), 0).UTC().Format(time.RFC3339), pages))
	return batch, activity
}

var oddAnswers = []string{
	"", "null", "[]", "{}", `{"data":null}`, `{"data":{"r0":null},"errors":[{"type":"NOT_FOUND","path":["r0"]}]}`,
	`{"errors":[{"type":"RATE_LIMITED"}]}`, `{"data":{"r0":{"id":1}},"errors":[{"path":[{},[]]}]}`, "{\"data\":{\"r0\":\"\xff\"}}",
	`{"data":{"node":{"id":"R","issues":{"pageInfo":{"hasNextPage":true,"endCursor":""},"nodes":[]}}}}`,
	`{"data":{"node":{"id":"R","issues":{"pageInfo":{"hasNextPage":false},"nodes":[{"number":1,"createdAt":"9999-12-31T23:59:59Z","updatedAt":"0001-01-01T00:00:00Z"}]}}}}`,
	strings.Repeat("[", 20_000),
}

// A batch's answer is a repository that is sound, one that is not there, or an
// error that is ErrUnavailable.
func FuzzBatch(f *testing.F) {
	batch, activity := recorded(f)
	for _, s := range append(oddAnswers, string(batch), string(activity)) {
		f.Add([]byte(s))
	}
	s := &Source{cfg: Config{Now: time.Now}, people: testKeys(f)}
	f.Fuzz(func(t *testing.T, raw []byte) {
		a, cost, err := decodeAnswer(raw)
		if cost < 0 || err != nil && !errors.Is(err, source.ErrUnavailable) {
			t.Fatalf("cost %d, error %v", cost, err)
		}
		if err != nil {
			return
		}
		for _, node := range []string{"", "R_kgDOABPHjQ"} {
			q := &question{node: node, owner: "example-busy"}
			s.learnFunding(a, []*question{q})
			seen, err := s.sighting(a, "0", q)
			if err != nil {
				if !errors.Is(err, source.ErrUnavailable) {
					t.Fatalf("error %v", err)
				}
				continue
			}
			if err := seen.judge(node); err != nil {
				continue
			}
			if err := seen.full.check(); err != nil {
				t.Fatalf("accepted: %v", err)
			}
			for _, in := range seen.full.inputs(time.Unix(at, 0)) {
				if in.State != health.Observed && in.Reason == "" {
					t.Fatalf("%s without a reason", in.Field)
				}
			}
		}
	})
}

// An activity's answer is read whole or not at all, and what is remembered of it
// stays sound and can be written down.
func FuzzActivity(f *testing.F) {
	batch, activity := recorded(f)
	for _, s := range append(oddAnswers, string(batch), string(activity)) {
		f.Add([]byte(s))
	}
	k := testKeys(f)
	f.Fuzz(func(t *testing.T, raw []byte) {
		a, _, err := decodeAnswer(raw)
		if err != nil {
			return
		}
		m := newMemory(k)
		r := newReading(&Source{people: k}, m, meta{node: "R_kgDOABPHjQ", head: strings.Repeat("a", 40), newestIssue: at * 1000, newestChange: at * 1000}, time.Unix(at, 0))
		if err := r.apply(a, r.pages()); err != nil {
			if !errors.Is(err, source.ErrUnavailable) {
				t.Fatalf("error %v", err)
			}
			return
		}
		r.cut()
		m.At = at
		m.prune(at)
		packed, err := m.encode()
		if err != nil {
			t.Fatal(err)
		}
		again, ok := decodeMemory(packed, k)
		if !ok {
			t.Fatal("what was written cannot be read")
		}
		for _, in := range again.inputs(health.Project{}, meta{issues: true, name: "example-org/tool"}, time.Unix(at, 0)) {
			if in.State != health.Observed && in.Reason == "" || in.Value < 0 {
				t.Fatalf("%+v", in)
			}
		}
	})
}

// An entry is refused or sound; it is never a panic.
func FuzzMemory(f *testing.F) {
	k := testKeys(f)
	raw, err := remembered(f).encode()
	if err != nil {
		f.Fatal(err)
	}
	for _, s := range [][]byte{nil, raw, []byte("1 0\n"), []byte("0 0123456789abcdef\nx")} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		m, ok := decodeMemory(raw, k)
		if !ok {
			return
		}
		m.prune(at)
		m.inputs(health.Project{}, meta{issues: true}, time.Unix(at, 0))
	})
}

func FuzzRepositoryNumber(f *testing.F) {
	for _, s := range []string{"", "R_", "R_kgDOABPHjQ", "MDEwOlJlcG9zaXRvcnkxMjk2MjY5", "R_kg=="} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, id string) {
		if !sameRepository(id, id) {
			t.Fatalf("%q is not itself", id)
		}
	})
}

// Whatever somebody declares, it is one line of letters, the same when read twice.
func FuzzCompany(f *testing.F) {
	for _, s := range []string{"", "@acme", "Acme, Inc.", "a@b@c", "\xff", "Ltd Ltd"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := normalCompany(s)
		if strings.ContainsAny(got, " @,.\n\t/()") {
			t.Fatalf("%q is %q", s, got)
		}
		if one := clean(s); strings.ContainsAny(one, "\n\t\x00") || clean(one) != one {
			t.Fatalf("%q is %q", s, one)
		}
	})
}

// REST answers are decoded by go-github; what we take over of them is checked.
func TestREST_answersNobodyCanUse(t *testing.T) {
	t.Parallel()
	b := start(t, setup{anonymous: true})
	p := b.repository("example-org/tool", nil)
	b.must(p)
	for name, fault := range map[string]githubtest.Fault{
		"malformed": githubtest.Malformed(), "mistyped": githubtest.Mistyped(), "nulls": githubtest.Nulls(), "deep": githubtest.Deep(50_000),
		"numbers": githubtest.Numbers("1e999"), "below zero": githubtest.Numbers("-5"), "html": githubtest.HTML(200), "cut": {Cut: 100}, "shortened": {Shorten: 100},
		"a list": {Body: []byte("[]")}, "null": {Body: []byte("null")}, "nothing": {Body: []byte("{}")}, "huge": {Pad: maxAnswer + 1}, "unicorn": githubtest.HTML(502),
	} {
		fault.Endpoint = "GET /repos/{owner}/{repo}"
		lift := b.fake.Fail(fault)
		_, err := b.observe(p)
		lift()
		if !errors.Is(err, source.ErrUnavailable) && !errors.Is(err, source.ErrLimit) {
			t.Errorf("%s: %v", name, err)
		}
		b.clock.add(11 * time.Minute) // a breaker that opened closes
	}
	b.must(p)
}
