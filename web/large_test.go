package web_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/curated"
	"github.com/plumbline-scorecard/plumbline/internal/exchange"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/synth"
	"github.com/plumbline-scorecard/plumbline/web/pagetest"
)

// many is how many projects a large site has: more than what any page draws one by one, so one of
// 10,000 has the same weight. named is how long their names are.
const (
	many  = 2_500
	named = 200
)

// large is a site of synthetic projects with two weekly runs. Names are long, and tags, owners, hosts,
// languages, licences and reasons of failures have hundreds of values each.
func large(t *testing.T, projects int) http.Handler {
	t.Helper()
	set, err := curated.Load()
	if err != nil {
		t.Fatal(err)
	}
	g, err := synth.New(synth.Config{Projects: projects, Weeks: 2, Seed: 1, Until: pagetest.Today, Observed: .8}, bundled(t, set))
	if err != nil {
		t.Fatal(err)
	}
	b := pagetest.New(t).WithPast().Writing(nil)
	b.List, b.Results, b.Alerts = g.List(), set.Results, set.Alerts
	b.Bots, b.Agents, b.Shared, b.Live = set.Bots, set.Agents, set.Shared, set.Live
	b.List.Revision = "0123456789ab"
	for i := range projects {
		b.List.Projects = append(b.List.Projects, varied(g.Project(i), i))
	}
	b.Now = g.Instant(0)
	answers(b, g, 0)
	h, st := b.SiteAndStore()
	b.Report(st, "before", "area-1")
	b.Now = pagetest.Today
	answers(b, g, 1)
	b.Run(st)
	b.Report(st, "of-area", "area-1")
	return h
}

// bundled is the bundled list with its figures.
func bundled(t *testing.T, set *curated.Set) synth.Real {
	t.Helper()
	l := set.Lists[0]
	raw, _ := set.Bundle(l.Slug)
	bundle, err := exchange.ReadBundle(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	out := synth.Real{List: l, Snapshots: map[string][]health.Snapshot{}}
	for _, p := range bundle.Projects {
		if p.Outcome == health.OutcomeObserved {
			out.Snapshots[p.Slug] = p.Health()
		}
	}
	return out
}

// varied gives a project a long name of its own, and values that few others have.
func varied(p health.Project, i int) health.Project {
	r := rand.New(rand.NewPCG(1, uint64(i)))
	name := fmt.Sprintf("Project %d", i)
	for len(name) < named {
		name += " " + strings.Repeat("bcdfghjklmnprstvwz"[r.IntN(18):][:1]+"aeiou"[r.IntN(5):][:1], 1+r.IntN(4))
	}
	p.Name = name[:named]
	p.Tags = []string{"synthetic", fmt.Sprintf("area-%d", r.IntN(20)), fmt.Sprintf("topic-%d", r.IntN(5000))}
	if i%2 == 0 {
		p.Language = fmt.Sprintf("Language %d", r.IntN(400))
	}
	if i%3 == 0 {
		host := fmt.Sprintf("https://git-%d.example/", r.IntN(400))
		for k := range p.Repositories {
			p.Repositories[k].URL = strings.Replace(p.Repositories[k].URL, "https://"+synth.Host+"/", host, 1)
		}
	}
	return p
}

// answers are what the sources say in a week.
func answers(b *pagetest.Builder, g *synth.Generator, week int) {
	b.Answers = b.Answers[:0]
	for i, p := range b.List.Projects {
		a := health.Answer{Attempt: health.Attempt{Project: p.Slug, Outcome: health.OutcomeObserved, At: b.Now, Took: time.Duration(i) * time.Millisecond}}
		snaps, err := g.Snapshots(i, week)
		if err != nil {
			a.Attempt.Outcome, a.Attempt.Reason = health.OutcomeFailed, fmt.Sprintf("the host answered with error %d", i%500)
		}
		for _, sn := range snaps {
			for k, in := range sn.Inputs {
				if in.Field == field.Licence && in.Known() && i%4 == 0 {
					sn.Inputs[k].Text = fmt.Sprintf("LicenseRef-%d", i%1200)
				}
			}
		}
		a.Snapshots = snaps
		b.Answers = append(b.Answers, a)
	}
}
