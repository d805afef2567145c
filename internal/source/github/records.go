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

// subject is the repository a question is about, as the host calls it now.
type subject struct {
	id   repository.ID // in the list
	node string
	name string // owner/name
	now  time.Time
}

// Records returns what GitHub knows of the project's primary repository beside
// its files. It returns ErrUnavailable when GitHub cannot be asked or shows no
// such repository, ErrGone, ErrBlocked and ErrReused as Observe does, ErrEmpty
// for a repository without a commit, or a LaterError. What alone cannot be seen
// is in Unseen; everything else is whole, or the error.
//
// It costs 1 request when nothing was committed or released since the last time
// and the contributors are remembered, branches included; else up to 3 more: releases,
// contributors, and one for users and branches together. The first and the last
// are shared with other repositories that are scanned at the same time, at most 4
// and 8 (Config.Together); whoever asks for all of them pays. Where the host
// cannot answer the first in one piece it is asked again in two, and where no
// file has a usual name of a licence, for that too.
func (s *Source) Records(ctx context.Context, p health.Project) (forge.Records, error) {
	id, err := s.askable(p)
	if err != nil {
		return forge.Records{}, err
	}
	ctx, cancel := context.WithTimeoutCause(ctx, perAsk, fmt.Errorf("%w: no answer within %s", source.ErrUnavailable, perAsk))
	defer cancel()
	r, err := s.records(ctx, id, s.cfg.Now().UTC())
	if err != nil {
		return forge.Records{}, fmt.Errorf("records of %s: %w", id, err)
	}
	return r, nil
}

// askable returns the repository of a project whose host answers all questions.
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
	a, whole, err := s.askRecords(ctx, q)
	if err != nil {
		return forge.Records{}, err
	}
	seen, d, unseen, err := recordsSighting(a, known.NodeID)
	if err != nil {
		return forge.Records{}, err
	}
	m, node, err := s.identify(ctx, id, seen, now)
	if err != nil {
		return forge.Records{}, err
	}
	// What it says of the owner's files is of use to OwnerFiles alone, which asks
	// when there is none.
	_, _ = s.owners.learn(a, id.Owner(), now)
	if err := d.headless(); err != nil {
		return forge.Records{}, err
	}
	g := &gathering{Source: s, of: subject{id: id, node: node, name: m.name, now: now}, data: d}
	if g.out, err = d.records(s.cfg.API, unseen); err != nil {
		return forge.Records{}, fmt.Errorf("%w: its records: %w", source.ErrUnavailable, err)
	}
	g.out.ObservedAt = now
	if !slices.ContainsFunc(a.faults, aheadFault) { // else they are asked for alone
		g.ahead, g.first = q.ahead, answer{data: a.data}
	}
	if !whole {
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

// askRecords asks for all in one query, with other repositories where scans are
// at work beside this one; whole is false when the host could not answer that for
// this one alone, and checks are left to be asked for alone.
func (s *Source) askRecords(ctx context.Context, q inquiry) (a answer, whole bool, err error) {
	path := strings.ToLower(q.owner + "/" + q.name)
	if _, large := s.large.Load(path); !large {
		if a, err = s.together.records.Ask(ctx, q); !errors.Is(err, batch.ErrAlone) {
			return a, true, atEnd(ctx, err)
		}
	}
	vars := q.variables()
	a, err = s.post(ctx, recordsQuery(q.node != "", true, len(q.ahead)), vars)
	if !errors.Is(err, errWhole) {
		return a, true, err
	}
	s.large.Store(path, true) // no company for others from now on
	if err = s.bearable(ctx, err); !errors.Is(err, errWhole) {
		return a, true, err
	}
	a, err = s.post(ctx, recordsQuery(q.node != "", false, len(q.ahead)), vars)
	return a, false, err
}

// atEnd is the end of the context where that is the error.
func atEnd(ctx context.Context, err error) error {
	if err != nil && ctx.Err() != nil {
		return ended(ctx)
	}
	return err
}

// variables are those of recordsQuery.
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

// recordsSighting reads which repository the answer is about, what it says, and
// which parts of it were refused.
func recordsSighting(a answer, node string) (sighting, *recordsData, map[forge.Part]string, error) {
	raw, ok := a.data["r"]
	null := !ok || string(raw) == "null"
	unseen := map[forge.Part]string{}
	for _, f := range a.faults {
		switch {
		case len(f.Path) > 0 && (f.Path[0] == "d" || f.Path[0] == "n" || null && f.Path[0] == "r"):
			// Looked at where those are read; below null there is no part.
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

// hidden is why a part is not there, in the words pages show.
const hidden = "not visible to our token"

// tooMany is why there are no contributors of the largest repositories.
const tooMany = "too many for its host to list"

// permission reports a fault that says who may see it, not that something failed.
func (f fault) permission() bool {
	return f.Type == "FORBIDDEN" || f.Type == "INSUFFICIENT_SCOPES"
}

// why says in plain words why a part could not be had. A permission counts for
// more than trouble that may pass.
func (f fault) why(so string) string {
	if f.permission() || so == hidden {
		return hidden
	}
	return "its host failed: " + f.word()
}

// partProtected is the rules that only some may see. Rulesets, which everybody
// may, can stand in for them; see branches.
const partProtected forge.Part = "protected"

// partOf tells which part a path into the records belongs to; false for what
// nothing can do without.
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

// gathering puts the records together from what the first answer says and what
// has to be asked beside it.
type gathering struct {
	*Source
	of    subject
	data  *recordsData
	out   forge.Records
	users []string // logins whose facts are not known yet
	// ahead are branches the first answer told of already, beside the rest.
	ahead []string
	first answer
}

// complete asks for what one query does not tell: where releases were made from,
// who contributed, and then the users and branches this names.
func (g *gathering) complete(ctx context.Context) error {
	// Which parts can be seen is settled before the two run side by side.
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
	if other := <-told; err == nil || passing(other) { // when to come back is of more use
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

// refusal is why one part alone cannot be had, in the words pages show.
type refusal string

func (r refusal) Error() string { return string(r) }

// part notes a part that alone could not be had; any other error is returned.
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

// sees reports whether a part could be had so far.
func (g *gathering) sees(p forge.Part) bool {
	_, missing := g.out.Unseen[p]
	return !missing
}
