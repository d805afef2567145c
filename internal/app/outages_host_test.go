package app

import (
	"encoding/json"
	"log/slog"
	"net/http"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/collect"
	"github.com/plumbline-scorecard/plumbline/internal/curated"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/figures"
	"github.com/plumbline-scorecard/plumbline/internal/forge"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
	"github.com/plumbline-scorecard/plumbline/internal/source/github/githubtest"
	"github.com/plumbline-scorecard/plumbline/internal/source/ossf"
	"github.com/plumbline-scorecard/plumbline/internal/store"
)

// scanned is a collector of two repositories of a fake GitHub that also scans them with GitHub's
// data.
func scanned(t *testing.T) *hosted {
	t.Helper()
	h := hostedOf(t, 2, true)
	set, err := curated.LoadRules()
	failIf(t, err)
	clock := func() time.Time { return h.now }
	o, log, wire := newOthers(t), slog.New(slog.DiscardHandler), &http.Transport{}
	t.Cleanup(wire.CloseIdleConnections)
	checks, err := ossf.New(ossf.Config{
		Host: h.col.Sources[0].(forge.Host), Trees: noTrees, Rule: set.Model.Scorecard, TempDir: t.TempDir(), Now: clock,
		Cache: h.st.Cache(t.Context(), store.CacheScans, log),
		Services: ossf.Services{
			OSV: o.URL + "/api.osv.dev", BestPractices: o.URL + "/www.bestpractices.dev", OSSFuzz: o.URL + "/oss-fuzz",
			Transport: wire, Timeout: 5 * time.Second, Pause: time.Millisecond,
		},
	})
	failIf(t, err)
	h.col.Sources = append(h.col.Sources, history{clock}, checks)
	return h
}

// rows collects and returns the figures and rows.
func (h *hosted) rows() ([]figures.Project, []ranking.Row) {
	h.t.Helper()
	all := h.collect()
	var rows []ranking.Row
	for _, f := range all {
		rows = append(rows, *f.Ranked)
	}
	return all, rows
}

// failing makes a field of each repository in an answer null, with an error. With the whole, all of
// the repository is null, as it is for a field that may not be.
func failing(kind, name string, whole bool) githubtest.Fault {
	return githubtest.Fault{Endpoint: "POST /graphql", Mangle: func(b []byte) []byte {
		var a struct {
			Data   map[string]json.RawMessage `json:"data"`
			Errors []any                      `json:"errors,omitempty"`
		}
		if json.Unmarshal(b, &a) != nil {
			return b
		}
		for alias, raw := range a.Data {
			var fields map[string]json.RawMessage
			if json.Unmarshal(raw, &fields) != nil || fields[name] == nil {
				continue
			}
			a.Errors = append(a.Errors, map[string]any{"type": kind, "path": []any{alias, name}, "message": "it failed"})
			fields[name] = json.RawMessage("null")
			a.Data[alias], _ = json.Marshal(fields) // raw values always encode
			if whole {
				a.Data[alias] = json.RawMessage("null")
			}
		}
		out, _ := json.Marshal(a)
		return out
	}}
}

// GitHub itself, and every way it fails, over good figures: no score and no instrument moves, no
// figure is lost, what stays says its day, and the summary says what failed.
func TestOutage_ofTheHostMovesNoScoreAndNoInstrument(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		fault githubtest.Fault
		part  bool // the rest is read
	}{
		"500":                      {githubtest.Broken(http.StatusInternalServerError), false},
		"hangs":                    {githubtest.Fault{Hang: true}, false},
		"429":                      {githubtest.SecondaryLimit(http.StatusTooManyRequests, "3600"), false},
		"403":                      {githubtest.SecondaryLimit(http.StatusForbidden, "3600"), false},
		"401":                      {githubtest.BadToken(), false},
		"garbage":                  {githubtest.HTML(http.StatusOK), false},
		"an error in a part":       {failing("INTERNAL", "languages", false), true},
		"a part is refused":        {failing("FORBIDDEN", "releases", true), true},
		"another part is refused":  {failing("FORBIDDEN", "newestIssue", true), true},
		"protection is refused":    {failing("FORBIDDEN", "rulesets", true), true},
		"a refusal without a name": {githubtest.Fault{Endpoint: "POST /graphql", Errors: "FORBIDDEN", NoData: true}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := scanned(t)
			before, rows := h.rows()
			for i, row := range rows {
				if row.PostureFrom != field.SourceScorecard || row.S == nil || len(h.col.Gaps()) > 0 {
					t.Fatalf("project %d: posture %+v from %q; gaps %+v; want good figures", i, row.S, row.PostureFrom, h.col.Gaps())
				}
			}
			h.now = h.now.Add(2 * time.Hour)
			h.fake.Fail(tc.fault)
			after, now := h.rows()
			for i := range before {
				unmoved(t, rows[i], now[i])
				dated(t, before[i], after[i], tc.part)
			}
			told := map[string]collect.Gap{}
			for _, g := range h.col.Gaps() {
				told[g.Part] = g
			}
			if len(told) == 0 {
				t.Error("the summary names nothing")
			}
			for part, g := range told {
				if g.Projects != 2 || g.Why == "" {
					t.Errorf("the summary of %s is %+v, want 2 projects and a reason", part, g)
				}
			}
		})
	}
}

// dated checks that every figure of the host and of the checks is there, and that old ones say
// their day. If only a part failed, others are new.
func dated(t *testing.T, before, after figures.Project, part bool) {
	t.Helper()
	old, fresh := 0, 0
	for id, was := range before.Inputs {
		is := after.Inputs.Field(id)
		if was.Source != field.SourceGitHub && was.Source != field.SourceScorecard {
			continue
		}
		isNew := is.ObservedAt.After(was.ObservedAt)
		// What was read again may differ: time windows moved.
		if is.State != was.State || !isNew && (is.Value != was.Value || is.Text != was.Text) {
			t.Errorf("%s was %+v, is %+v", id, was, is)
		}
		switch {
		case isNew:
			fresh++
		case was.State == health.Unknown:
		case part && is.AsOf() == "", !part && after.Last.Reason == "":
			t.Errorf("%s is old and does not say why: %+v", id, is)
		default:
			old++
		}
	}
	if old == 0 || part && fresh == 0 {
		t.Errorf("%d figures are old, %d are new", old, fresh)
	}
}
