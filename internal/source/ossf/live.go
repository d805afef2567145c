package ossf

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/check"
	"github.com/plumbline-scorecard/plumbline/internal/cost"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/forge"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/repository"
	"github.com/plumbline-scorecard/plumbline/internal/source"
)

// Hosts reports whether the host can be queried about a project, so that ScanHosted works.
func (s *Source) Hosts(p health.Project) bool {
	r, ok := p.PrimaryRepository()
	return ok && s.hosts(r)
}

// hosts reports whether the host can be queried about a repository.
func (s *Source) hosts(r health.Repository) bool {
	id, err := repository.Parse(r.URL)
	return err == nil && s.cfg.Host != nil && strings.EqualFold(id.Host, s.cfg.Site) && strings.Count(id.Path, "/") == 1
}

// The maximum cost of a scan of one project at its host: releases, contributors and the archive
// alone, records and the accounts that they name shared with concurrent scans. An unchanged project
// needs only its records; a changed one the archive and the rest.
const (
	ownRequests    = 3
	sharedRequests = 2
	// mostShared is how many scans can share a request, and whatFills how many scans must run for
	// each of them; sharing is not certain below that.
	mostShared = 4
	whatFills  = 4
)

// Plan estimates the maximum cost of scans at the host: without any cached data, and with
// Config.Workers concurrent scans. It sends no requests. Without a host the plan is empty.
func (s *Source) Plan(_ context.Context, projects []health.Project) (cost.Plan, error) {
	var p cost.Plan
	for _, x := range projects {
		if r, ok := x.PrimaryRepository(); ok && s.hosts(r) {
			p.Projects++
		}
	}
	p.First = p.Projects
	shared := 1
	if s.cfg.Together != nil {
		shared = min(max(s.cfg.Workers/whatFills, 1), mostShared)
	}
	p.Cost.Requests = ownRequests*p.Projects + sharedRequests*((p.Projects+shared-1)/shared)
	return p, nil
}

var _ source.Planner = (*Source)(nil)

// observeHosted is Observe with all data of the host. There is a snapshot only for a complete scan.
// Maintained and Contributors are shown, but no model scores them.
func (s *Source) observeHosted(ctx context.Context, p health.Project, repo health.Repository) (health.Snapshot, error) {
	r, err := s.ScanHosted(ctx, p)
	if err != nil {
		return health.Snapshot{}, fmt.Errorf("scorecard of %s: %w", p.Slug, err)
	}
	snap := s.Snapshot(r)
	snap.Project, snap.SourceURL = p.Slug, repo.URL
	return snap, nil
}

// hostedRule reads −1 as the model defines. The rules for scores over a tree alone do not apply if
// the host was queried.
func hostedRule(r model.ScorecardRule) model.ScorecardRule {
	return model.ScorecardRule{Inconclusive: r.Inconclusive}
}

func catalogued(check string) bool {
	for _, f := range field.Catalogue {
		if f.ID == field.ID(check) && f.Source == field.SourceScorecard {
			return true
		}
	}
	return false
}

// ScanHosted runs all 18 checks on the project's primary repository with the host's data. Errors
// are those of the host, those of Scan, and one wrapping source.ErrPartialTree if the host's
// records and archive are of different commits. It never returns a result over partial data. A
// check that fails, or that needs data the host does not return, has no score in a result without
// an error.
func (s *Source) ScanHosted(ctx context.Context, p health.Project) (Result, error) {
	repo, ok := p.PrimaryRepository()
	if !ok || !s.hosts(repo) {
		return Result{}, fmt.Errorf("%w: no host to ask", source.ErrUnavailable)
	}
	defer s.cfg.Together.Enter()()
	name := strings.TrimPrefix(repo.URL, "https://")
	began := s.cfg.Now()
	records, err := s.cfg.Host.Records(ctx, p)
	if err != nil {
		return Result{}, fmt.Errorf("records of %s: %w", name, err)
	}
	if records.ObservedAt.IsZero() {
		records.ObservedAt = began
	}
	if records.Commit == "" {
		return Result{}, fmt.Errorf("records of %s: %w", name, source.ErrEmpty)
	}
	former := ""
	if now := s.cfg.Site + "/" + records.Name; records.Name != "" && !strings.EqualFold(now, name) {
		former, name = name, now // what is asked elsewhere is asked by the name that the host gives
	}
	r, err := s.runHosted(ctx, p, name, former, records)
	if err != nil {
		return Result{}, fmt.Errorf("scan %s at %s: %w", name, records.Commit, err)
	}
	r.Checks = s.documented(settleHosted(records, r.Checks))
	return r, nil
}

// runHosted runs the checks without a cached result, in child processes.
func (s *Source) runHosted(ctx context.Context, p health.Project, name, former string, records forge.Records) (_ Result, err error) {
	began := s.cfg.Now().UTC()
	r := Result{
		Repo: name, Commit: records.Commit, Tree: records.Tree, Version: s.version, VersionCommit: s.commit,
		Mode: ModeHosted, ScannedAt: records.ObservedAt.UTC(), asked: map[string][]asked{},
	}
	f, err := newFolder(s.cfg.TempDir)
	if err != nil {
		return r, err
	}
	defer func() { err = errors.Join(err, f.close()) }()
	defaults, err := blankSpool(f.dir)
	if err != nil {
		return r, err
	}
	defer defaults.Close()
	to := &respondent{host: s.cfg.Host, project: p, repo: name, former: former, services: s.services, limits: s.cfg.Limits, defaults: defaults}
	kept := s.reuse(ctx, to, name, records)
	if err := to.comeBack(); err != nil {
		return r, err
	}
	j := job{Repo: name, Commit: records.Commit, Records: &records, Evidence: s.cfg.Limits.Evidence}
	files := false
	for _, n := range hostedNames() {
		if _, known := kept[n]; known || unseen(n, records) != "" {
			continue
		}
		j.Checks = append(j.Checks, n)
		files = files || !treeless[n]
	}
	sp, err := s.files(ctx, f.dir, p, records, files)
	if err != nil {
		return r, err
	}
	defer sp.Close()
	j.Files, r.LeftOut = sp.files, sp.leftOut(s.cfg.Limits)
	if len(j.Checks) > 0 {
		process := process{
			command: s.cfg.Command, limits: s.cfg.Limits, folder: f, tree: sp.File, answer: to.answer, owner: defaults.File,
		}
		if err := s.children(ctx, process, j, &r); err != nil {
			return r, err
		}
	}
	s.keep(name, records, r)
	if err := to.comeBack(); err != nil {
		return r, err
	}
	for _, k := range kept {
		r.Checks = append(r.Checks, k.Check)
		if !files {
			r.LeftOut = k.LeftOut
		}
	}
	r.Cached, r.Took = len(j.Checks) == 0, s.cfg.Now().Sub(began)
	return r, nil
}

// files spools the archive of the commit, or nothing if no check needs it.
func (s *Source) files(ctx context.Context, dir string, p health.Project, records forge.Records, wanted bool) (_ *spool, err error) {
	if !wanted {
		return blankSpool(dir)
	}
	tree, err := s.cfg.Host.Archive(ctx, p, records)
	if err != nil {
		return nil, fmt.Errorf("archive: %w", err)
	}
	defer func() { err = errors.Join(err, tree.Close()) }()
	if c := tree.Commit(); c != records.Commit {
		return nil, fmt.Errorf("archive: %w: it contains commit %s", source.ErrPartialTree, c)
	}
	return newSpool(ctx, dir, tree, s.cfg.Limits)
}

// result is the result of a check with the answers that it got. The same check over the same tree
// and records, with the same answers, returns the same result.
type result struct {
	Check   check.Check `json:"check"`
	Asked   []asked     `json:"asked,omitempty"`
	LeftOut []string    `json:"left_out,omitempty"`
	// At is when a check broke on the tree; zero for results.
	At time.Time `json:"at,omitzero"`
}

// triedAgain is how long a tree on which a check breaks is not fetched again for it. A tree, or a
// Scorecard, that changed is tried at once.
const triedAgain = 30 * 24 * time.Hour

// mostResult limits the stored size of one check, in bytes.
const mostResult = 1 << 20

// resultKey returns a key of everything that the result of a check depends on except its answers,
// or "" if nothing can be stored.
func (s *Source) resultKey(name, repo string, r forge.Records) string {
	if s.cfg.Cache == nil || r.Tree == "" || treeless[name] {
		return ""
	}
	needed, err := json.Marshal(needed(name, r))
	if err != nil { // a programming error: records are plain values
		s.cfg.Log.Error("scorecard result not stored", "repo", repo, "check", name, "error", err)
		return ""
	}
	return keyOf("plumbline scorecard hosted 1", cacheKey(r.Tree, repo, s.version, []string{name}, s.cfg.Limits), r.DefaultBranch, string(needed))
}

// reuse returns the cached results that are still valid, by check. It repeats the asks of each
// check. A check whose ask has no answer is errored, as if it had run, and no tree is fetched for
// it.
func (s *Source) reuse(ctx context.Context, to *respondent, repo string, records forge.Records) map[string]result {
	out := map[string]result{}
	for _, name := range hostedNames() {
		key := s.resultKey(name, repo, records)
		if key == "" || unseen(name, records) != "" {
			continue
		}
		var r result
		b, ok := s.cfg.Cache.Load(key)
		if !ok || json.Unmarshal(b, &r) != nil || r.Check.Name != name {
			continue
		}
		if r.Check.State == check.Errored && s.cfg.Now().Sub(r.At) > triedAgain {
			continue
		}
		same, why := s.same(ctx, to, r.Asked)
		if why != "" {
			whom, what, _ := strings.Cut(why, ": ")
			r.Check = check.Check{
				Name: name, State: check.Errored, Score: -1, Reason: clip(why), Error: clip(why),
				Late: check.Late{Whom: clip(whom), Why: clip(what)},
			}
		}
		if same || why != "" {
			out[name] = r
		}
	}
	return out
}

// same reports whether every answer is the same as before, or why there is no answer, in bounded
// time.
func (s *Source) same(ctx context.Context, to *respondent, before []asked) (bool, string) {
	ctx, cancel := context.WithTimeout(ctx, s.cfg.Limits.Check)
	defer cancel()
	for _, a := range before {
		switch again := to.answer(ctx, a.Ask); {
		case again.Error != "":
			return false, again.Error
		case again.digest() != a.Digest:
			return false, ""
		}
	}
	return true, ""
}

// keep stores the results of checks that finished, or that break on this tree.
func (s *Source) keep(repo string, records forge.Records, r Result) {
	for _, c := range r.Checks {
		key := s.resultKey(c.Name, repo, records)
		if key == "" || c.State == check.Errored && !c.Late.Own {
			continue
		}
		now := result{Check: c, Asked: r.asked[c.Name], LeftOut: r.LeftOut}
		if c.State == check.Errored {
			now.At = s.cfg.Now().UTC()
		}
		b, err := json.Marshal(now)
		if err != nil { // a programming error: results are plain values
			s.cfg.Log.Error("scorecard result not stored", "repo", repo, "check", c.Name, "error", err)
			continue
		}
		if len(b) <= mostResult {
			s.cfg.Cache.Save(key, b)
		}
	}
}
