package app

import (
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/collect"
	"github.com/plumbline-scorecard/plumbline/internal/curated"
	"github.com/plumbline-scorecard/plumbline/internal/fetch"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/figures"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
	"github.com/plumbline-scorecard/plumbline/internal/source"
	"github.com/plumbline-scorecard/plumbline/internal/source/advisory"
	"github.com/plumbline-scorecard/plumbline/internal/source/ossf"
	"github.com/plumbline-scorecard/plumbline/internal/source/published"
	"github.com/plumbline-scorecard/plumbline/internal/source/registry"
	"github.com/plumbline-scorecard/plumbline/internal/store"
)

// outagesBegin is the day of the good figures, and outagesLater when the services fail: later than
// any of their answers may be used again.
var (
	outagesBegin = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	outagesLater = outagesBegin.AddDate(0, 0, 9)
)

// outage is a collector of two projects in a database, at an instant.
type outage struct {
	*collect.Collector
	st   *store.Store
	list health.List
}

// outageAt opens the database at a path and every source that asks others.
func outageAt(t *testing.T, path string, o *others, now time.Time) outage {
	t.Helper()
	set, err := curated.LoadRules()
	if err != nil {
		t.Fatal(err)
	}
	clock := func() time.Time { return now }
	x := outage{list: health.List{Slug: "l", Revision: "r"}}
	for i := range 2 {
		name := fmt.Sprintf("p%d", i)
		x.list.Projects = append(x.list.Projects, health.Project{
			Slug: name, Name: name, Packages: []string{"pkg:npm/%40acme/widget"}, Repology: "acme-lib",
			Repositories: []health.Repository{{URL: "https://github.com/acme/" + name, Role: health.Primary}},
		})
	}
	if x.st, err = store.Open(t.Context(), "sqlite:"+path, clock); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { x.st.Close() })
	if err := x.st.SaveLists(t.Context(), []health.List{x.list}); err != nil {
		t.Fatal(err)
	}
	log := slog.New(slog.DiscardHandler)
	const deadline = 150 * time.Millisecond
	wire := &http.Transport{MaxIdleConnsPerHost: 8}
	t.Cleanup(wire.CloseIdleConnections)
	checks, err := ossf.New(ossf.Config{
		Host:  calm{map[string]string{"LICENSE": "MIT License\n", "main.c": "int main;\n", ".github/workflows/a.yml": "on: push\njobs: {}\n"}},
		Trees: noTrees, Rule: set.Model.Scorecard, TempDir: t.TempDir(), Now: clock, Cache: x.st.Cache(t.Context(), store.CacheScans, log),
		Services: ossf.Services{
			OSV: o.URL + "/api.osv.dev", BestPractices: o.URL + "/www.bestpractices.dev", OSSFuzz: o.URL + "/oss-fuzz",
			Transport: wire, Timeout: deadline, Pause: time.Millisecond,
		},
	})
	failIf(t, err)
	packages, err := registry.New(registry.Config{
		Transport: wire, Base: o.URL, Now: clock, Agent: "test (+https://example.org)", References: set.References, Keep: 24 * time.Hour,
		Deadline: deadline, Pace: 1000, Cache: x.st.Cache(t.Context(), store.CacheRegistries, log),
	})
	failIf(t, err)
	client, err := fetch.New(fetch.Config{
		Hosts: map[string]fetch.Host{advisory.HostOSV: {PerSecond: 1000}, advisory.HostCISA: {PerSecond: 1000}, advisory.HostDepsDev: {PerSecond: 1000}},
		Base:  o.URL, Transport: wire, Now: clock, Deadline: deadline, Pause: time.Millisecond, Cache: x.st.Cache(t.Context(), store.CacheAdvisories, log),
	})
	failIf(t, err)
	advisories, err := advisory.New(advisory.Config{Client: client, Now: clock, Cache: x.st.Cache(t.Context(), store.CacheAdvisories, log)})
	failIf(t, err)
	api, err := url.Parse(o.URL + "/api.scorecard.dev/")
	failIf(t, err)
	results, err := published.New(published.Config{
		Transport: wire, API: api, Deadline: deadline, Now: clock, Cache: x.st.Cache(t.Context(), store.CachePublished, log),
	})
	failIf(t, err)
	x.Collector = &collect.Collector{
		Store: x.st, Sources: []source.Source{results, packages, history{clock}, checks, advisories},
		Model: set.Model, Version: "test", Now: clock, Log: log, Workers: 1,
	}
	return x
}

func failIf(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// collect returns the figures and rows of both projects.
func (x outage) collect(t *testing.T) (map[string]figures.Project, map[string]ranking.Row) {
	t.Helper()
	_, err := x.Collect(t.Context(), x.list, collect.Options{Origin: health.OriginLive})
	failIf(t, err)
	all, rows := map[string]figures.Project{}, map[string]ranking.Row{}
	for _, p := range x.list.Projects {
		f, err := x.st.Project(t.Context(), p.Slug)
		failIf(t, err)
		all[p.Slug], rows[p.Slug] = f, *f.Ranked
	}
	return all, rows
}

// outageFaults are what each service does when it fails.
var outageFaults = map[string]http.HandlerFunc{
	"down": func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusInternalServerError) },
	"slow": func(_ http.ResponseWriter, r *http.Request) {
		io.Copy(io.Discard, r.Body) // only then does the server notice that the client went
		<-r.Context().Done()
	},
	"429": func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusTooManyRequests) },
	"garbage": func(w http.ResponseWriter, _ *http.Request) {
		io.WriteString(w, "<!doctype html><title>Sign in</title>")
	},
}

// Every service that is asked beside the host of a repository, and every way it fails, over a
// database with good figures: no score and no instrument moves, no figure is lost, what stays says
// its day, and the summary says what failed for how many projects.
func TestOutage_movesNoScoreAndNoInstrument(t *testing.T) {
	t.Parallel()
	good := filepath.Join(t.TempDir(), "good.db")
	x := outageAt(t, good, newOthers(t), outagesBegin)
	before, rows := x.collect(t)
	failIf(t, x.st.Close())
	for slug, row := range rows {
		if row.PostureFrom != field.SourceScorecard || row.S == nil || len(x.Gaps()) > 0 {
			t.Fatalf("%s: posture %+v from %q; gaps %+v; want good figures", slug, row.S, row.PostureFrom, x.Gaps())
		}
	}
	for service, part := range map[string]string{
		"api.osv.dev": "OSV", "www.bestpractices.dev": "bestpractices.dev", "oss-fuzz": "OSS-Fuzz", "api.scorecard.dev": "api.scorecard.dev",
		"www.cisa.gov": "CISA", "api.deps.dev": "deps.dev", "registry.npmjs.org": "npm", "api.npmjs.org": "npm", "repology.org": "Repology",
	} {
		for fault, answer := range outageFaults {
			t.Run(service+" "+fault, func(t *testing.T) {
				t.Parallel()
				path := filepath.Join(t.TempDir(), "p.db")
				b, err := os.ReadFile(good)
				failIf(t, err)
				failIf(t, os.WriteFile(path, b, 0o600))
				o := newOthers(t)
				o.down = map[string]http.HandlerFunc{service: answer}
				x := outageAt(t, path, o, outagesLater)
				scans := slices.Contains([]string{"api.osv.dev", "www.bestpractices.dev", "oss-fuzz"}, service)
				if !scans {
					// No check asks it, so scans would only cost time.
					x.Sources = slices.DeleteFunc(x.Sources, func(s source.Source) bool { return s.Name() == field.SourceScorecard })
				}
				after, now := x.collect(t)
				for slug := range before {
					unmoved(t, rows[slug], now[slug])
					if old := unlost(t, before[slug], after[slug], scans); old == 0 && service != "api.scorecard.dev" {
						t.Error("no figure is old")
					}
				}
				if !slices.ContainsFunc(x.Gaps(), func(g collect.Gap) bool {
					return strings.Contains(g.Part, part) && g.Projects == 2 && g.Why != ""
				}) {
					t.Errorf("the summary is %+v, want %s for 2 projects", x.Gaps(), part)
				}
			})
		}
	}
}

// unmoved compares what a ranking shows.
func unmoved(t *testing.T, before, after ranking.Row) {
	t.Helper()
	text := func(r ranking.Row) string {
		of := func(x *health.Interval) any {
			if x == nil {
				return nil
			}
			return *x
		}
		return fmt.Sprint(of(r.Risk), r.RiskUpper, of(r.H), of(r.V), of(r.R), of(r.S), of(r.C), r.CoverS, r.PostureFrom, r.Evidence, r.Rank)
	}
	if a, b := text(before), text(after); a != b {
		t.Errorf("the row moved\nfrom %s\nto   %s", a, b)
	}
}

// unlost checks that every figure is there, and that the old ones among them say how old they are.
// It returns how many are old.
func unlost(t *testing.T, before, after figures.Project, scans bool) (old int) {
	t.Helper()
	for id, was := range before.Inputs {
		is := after.Inputs.Field(id)
		if is.State != was.State || is.Value != was.Value && id != field.AdvisoryUnpatchedDays || is.Text != was.Text {
			t.Errorf("%s was %+v, is %+v", id, was, is)
		}
		if is.Source == field.SourceGit || is.Source == field.SourceList || is.Source == field.SourcePublished || is.ObservedAt.Equal(outagesLater) {
			continue
		}
		if old++; !is.ObservedAt.Equal(outagesBegin) {
			t.Errorf("%s was observed at %s, want %s", id, is.ObservedAt, outagesBegin)
		}
		if is.AsOf() == "" && after.Last.Reason == "" && (scans || is.Source != field.SourceScorecard) {
			t.Errorf("%s is old and does not say why: %+v", id, is)
		}
	}
	return old
}
