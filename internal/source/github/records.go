package github

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/batch"
	"github.com/plumbline-scorecard/plumbline/internal/forge"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/repository"
	"github.com/plumbline-scorecard/plumbline/internal/source"
)

var _ forge.Host = (*Source)(nil)

// subject is the repository of a query, with its present name at the host.
type subject struct {
	id   repository.ID // as listed
	node string
	name string // owner/name
	now  time.Time
}

// Records returns GitHub's records of the project's primary repository beside its files. It returns
// ErrUnavailable if GitHub cannot be reached or shows no such repository, ErrGone, ErrBlocked and
// ErrReused as Observe does, ErrEmpty for a repository without a commit, or a LaterError. Single
// parts that are not visible are in Unseen. Everything else is complete, or an error is returned.
//
// Cost: 1 request if nothing was committed or released since the last time and the contributors are
// cached, branches included; otherwise up to 3 more: releases, contributors, and one for users and
// branches together. The first and the last are shared with other repositories scanned at the same
// time, at most 4 and 8 (Config.Together); the cost counts for the caller that sends the shared
// request. If the host cannot answer the first in one piece, it is sent in two. If no file has a
// usual name of a licence, one more request is needed.
func (s *Source) Records(ctx context.Context, p health.Project) (forge.Records, error) {
	id, err := s.askable(p)
	if err != nil {
		return forge.Records{}, err
	}
	ctx, cancel := context.WithTimeoutCause(ctx, perAsk, errSlow)
	defer cancel()
	r, err := s.records(ctx, id, s.cfg.Now().UTC())
	if err != nil {
		return forge.Records{}, fmt.Errorf("records of %s: %w", id, err)
	}
	return r, nil
}

// askable returns the repository of a project if its host supports all queries.
func (s *Source) askable(p health.Project) (repository.ID, error) {
	primary, ok := p.PrimaryRepository()
	if !ok {
		return repository.ID{}, fmt.Errorf("%s: no primary repository: %w", p.Slug, source.ErrUnavailable)
	}
	id, err := repository.Parse(primary.URL)
	if err != nil {
		return id, fmt.Errorf("%s: %w", p.Slug, err)
	}
	switch {
	case !s.answersFor(id):
		return id, fmt.Errorf("%s: it is not on %s: %w", id, s.cfg.Site, source.ErrUnavailable)
	case !s.cfg.Authenticated:
		return id, fmt.Errorf("%s: %w: %s", id, source.ErrUnavailable, needsToken)
	}
	return id, nil
}

func (s *Source) records(ctx context.Context, id repository.ID, now time.Time) (forge.Records, error) {
	known, err := s.known(ctx, id)
	if err != nil {
		return forge.Records{}, err
	}
	q := inquiry{owner: id.Owner(), name: id.Name(), node: known.NodeID, ahead: s.lastTargets(known.NodeID)}
	a, whole, left, err := s.openRecords(ctx, q, now)
	if err != nil {
		return forge.Records{}, err
	}
	seen, d, unseen, err := recordsSighting(a, known.NodeID)
	if err != nil {
		return forge.Records{}, err
	}
	unseenParts(left, unseen)
	m, node, err := s.identify(ctx, id, seen, now)
	if err != nil {
		return forge.Records{}, err
	}
	// Only OwnerFiles needs the part about the owner's files, and it queries itself if there is
	// none.
	_, _ = s.owners.learn(a, id.Owner(), now)
	if err := d.headless(); err != nil {
		return forge.Records{}, err
	}
	g := &gathering{Source: s, of: subject{id: id, node: node, name: m.name, now: now}, data: d}
	if g.out, err = d.records(s.cfg.API, unseen); err != nil {
		return forge.Records{}, fmt.Errorf("%w: its records: %w", source.ErrUnavailable, err)
	}
	g.out.ObservedAt, g.out.Name = now, m.name
	if !slices.ContainsFunc(a.faults, aheadFault) { // otherwise they are queried separately
		g.ahead, g.first = q.ahead, answer{data: a.data}
	}
	if !whole && g.sees(forge.PartCheckRuns) {
		if err := g.checks(ctx); err != nil {
			return forge.Records{}, err
		}
	}
	if err := g.complete(ctx); err != nil {
		return forge.Records{}, err
	}
	s.heads.Store(node, g.out.Commit)
	return g.out, nil
}

// openRecords queries everything that GitHub does not refuse to the owner's repositories. It returns
// the parts that were left out.
func (s *Source) openRecords(ctx context.Context, q inquiry, now time.Time) (a answer, whole bool, left []string, err error) {
	left = s.closed.of(ofRecords, q.owner, now)
	a, whole, err = s.askRecords(ctx, q, left)
	names := closedRecords(a, err)
	if len(names) == 0 {
		return a, whole, left, err
	}
	all := s.closed.add(ofRecords, q.owner, now, names)
	if len(all) <= len(left) {
		return a, whole, left, err
	}
	s.cfg.Log.WarnContext(ctx, "github: a part of a repository is refused, and is left out", "owner", q.owner, "parts", all)
	a, whole, err = s.askRecords(ctx, q, all)
	return a, whole, all, err
}

// askRecords queries everything at once, together with other repositories if other scans are
// running. whole is false if the host could not answer that even for this one alone; checks are
// then queried separately.
func (s *Source) askRecords(ctx context.Context, q inquiry, leave []string) (a answer, whole bool, err error) {
	path := strings.ToLower(q.owner + "/" + q.name)
	if _, large := s.large.Load(path); !large && len(leave) == 0 {
		if a, err = s.together.records.Ask(ctx, q); !errors.Is(err, batch.ErrAlone) {
			return a, true, atEnd(ctx, err)
		}
	}
	vars := q.variables()
	checks := !slices.Contains(leave, checksPart)
	a, err = s.post(ctx, recordsQuery(q.node != "", checks, len(q.ahead), leave...), vars)
	if !errors.Is(err, errWhole) || !checks || len(closedRecords(a, err)) > 0 {
		return a, checks, err
	}
	s.large.Store(path, true) // from now on not joined with others
	if err = s.bearable(ctx, err); !errors.Is(err, errWhole) {
		return a, true, err
	}
	a, err = s.post(ctx, recordsQuery(q.node != "", false, len(q.ahead), leave...), vars)
	return a, false, err
}

// atEnd returns the error of the context if that is the cause.
func atEnd(ctx context.Context, err error) error {
	if err != nil && ctx.Err() != nil {
		return ended(ctx)
	}
	return err
}

// variables returns the variables of recordsQuery.
func (q inquiry) variables() map[string]any {
	vars := map[string]any{"owner": q.owner, "name": q.name, "defaults": defaultsName}
	if q.node != "" {
		vars["id"] = q.node
	}
	for i, name := range q.ahead {
		vars[fmt.Sprintf("b%d", i)] = "refs/heads/" + name
	}
	return vars
}

// recordsSighting returns the repository of the answer, its data, and which parts were refused.
func recordsSighting(a answer, node string) (sighting, *recordsData, map[forge.Part]string, error) {
	raw, ok := a.data["r"]
	null := !ok || string(raw) == "null"
	unseen := map[forge.Part]string{}
	for _, f := range a.faults {
		switch {
		case len(f.Path) > 0 && (f.Path[0] == "d" || f.Path[0] == "n" || null && f.Path[0] == "r"):
			// Handled where those are read; below null there is no part.
		case aheadFault(f):
		case len(f.Path) < 2 || f.Path[0] != "r":
			return sighting{}, nil, nil, fmt.Errorf("%w: %s", errFault, f.word())
		default:
			part, ok := partOf(f.Path[1:])
			if !ok {
				return sighting{}, nil, nil, fmt.Errorf("%w: its part of the answer: %s", source.ErrUnavailable, f.word())
			}
			unseen[part] = f.why(unseen[part])
		}
	}
	if null {
		var err error
		if raw, err = a.alias("r"); err != nil {
			return sighting{}, nil, nil, err
		}
	}
	var d *recordsData
	if err := json.Unmarshal(raw, &d); err != nil {
		return sighting{}, nil, nil, fmt.Errorf("%w: its records: %w", source.ErrUnavailable, decodeError(err))
	}
	g := sighting{asked: node}
	if d != nil {
		m, err := d.meta()
		if err != nil {
			return sighting{}, nil, nil, fmt.Errorf("%w: its records: %w", source.ErrUnavailable, err)
		}
		g.full = m
	}
	if node == "" {
		return g, d, unseen, nil
	}
	raw, err := a.alias("n")
	if err == nil {
		g.name, err = decodeName(raw)
	}
	return g, d, unseen, err
}

// hidden is why a part is missing, in the words that pages show.
const hidden = "not visible to our token"

// tooMany is why there are no contributors of the largest repositories.
const tooMany = "too many for its host to list"

// permission reports a fault that says who may see it, not that something failed.
func (f fault) permission() bool {
	return f.Type == "FORBIDDEN" || f.Type == "INSUFFICIENT_SCOPES"
}

// why returns in plain words why a part is missing. A permission has priority over a temporary
// failure.
func (f fault) why(so string) string {
	if f.permission() || so == hidden {
		return hidden
	}
	return "its host failed: " + f.word()
}

// partProtected is the rules that require a permission. Rulesets, which everyone can see, can
// replace them; see branches.
const partProtected forge.Part = "protected"

// partOf returns the part that a path in the records belongs to; false for data that is always
// required.
func partOf(path []any) (forge.Part, bool) {
	id, _ := path[0].(string)
	switch id {
	case "head":
		if slices.Contains(path, any("checkSuites")) || slices.Contains(path, any("status")) {
			return forge.PartCheckRuns, true
		}
		return forge.PartCommits, true
	case "issues":
		return forge.PartIssues, true
	case "releases":
		return forge.PartReleases, true
	case "protected":
		return partProtected, true
	case "rulesets":
		return forge.PartBranches, true
	case "languages":
		return forge.PartLanguages, true
	case "licenseInfo":
		return forge.PartLicences, true
	}
	return "", false
}

// gathering assembles the records from the first answer and the additional queries.
type gathering struct {
	*Source
	of    subject
	data  *recordsData
	out   forge.Records
	users []string // logins without cached facts
	// ahead are branches that the first answer included already.
	ahead []string
	first answer
}

// complete queries what one query does not return: the branches of releases, the contributors, and
// then the users and branches that these name.
func (g *gathering) complete(ctx context.Context) error {
	// Which parts are visible is decided before the two run in parallel.
	var all []forge.Release
	told := make(chan error, 1)
	if g.sees(forge.PartReleases) && len(g.data.Releases.Nodes) > 0 {
		go func() {
			var err error
			all, err = g.releases(ctx)
			told <- err
		}()
	} else {
		told <- nil
	}
	err := g.contributors(ctx)
	if other := <-told; err == nil || passing(other) { // the time to retry is more useful
		err = g.part(forge.PartReleases, other)
	}
	if g.out.Releases = all; err != nil {
		return err
	}
	if err := g.licence(ctx); err != nil {
		return err
	}
	return g.follow(ctx)
}

// refusal is why a single part is missing, in the words that pages show.
type refusal string

func (r refusal) Error() string { return string(r) }

// part records a single part as missing; it returns any other error.
func (g *gathering) part(p forge.Part, err error) error {
	var why refusal
	if !errors.As(err, &why) {
		return err
	}
	g.unseen(p, string(why))
	return nil
}

func (g *gathering) unseen(p forge.Part, why string) {
	if g.out.Unseen == nil {
		g.out.Unseen = map[forge.Part]string{}
	}
	g.out.Unseen[p] = why
}

// sees reports whether a part is available so far.
func (g *gathering) sees(p forge.Part) bool {
	_, missing := g.out.Unseen[p]
	return !missing
}
