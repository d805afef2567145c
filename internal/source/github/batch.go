package github

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math/bits"
	"slices"
	"strconv"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/fetch"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/repository"
	"github.com/plumbline-scorecard/plumbline/internal/source"
)

// ahead is the maximum number of batches in one Prefetch.
const ahead = 4

// Prefetch queries the first project and those after it, in at most four batches of one request
// each. If the first is in the cache, it returns at once. It may therefore be called before each
// Observe with all remaining projects, and memory does not grow with their number. The error is a
// LaterError or that of ctx. Without a credential it does nothing.
func (s *Source) Prefetch(ctx context.Context, projects []health.Project) error {
	if !s.cfg.Authenticated {
		return nil
	}
	var ids []repository.ID
	for _, p := range projects {
		if len(ids) >= 2*ahead*s.cfg.Batch { // some of them may be cached
			break
		}
		id, ok := s.primary(p)
		if !ok {
			continue
		}
		if ids = append(ids, id); len(ids) > 1 {
			continue
		}
		if e := s.table.peek(id); e != nil { // the rest need not be checked
			return e.learnt(ctx)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	first, claimed := s.table.claimAll(ids, ahead*s.cfg.Batch)
	if len(claimed) == 0 {
		return first.learnt(ctx)
	}
	return s.learn(ctx, claimed)
}

// learnt waits until another caller has queried the repository. Its Observe reports errors, except
// a rate limit.
func (e *entry) learnt(ctx context.Context) error {
	if err := e.wait(ctx); err != nil {
		return err
	}
	var later *source.LaterError
	if errors.As(e.err, &later) {
		return later
	}
	return nil
}

// primary returns the repository if a batch can query it.
func (s *Source) primary(p health.Project) (repository.ID, bool) {
	r, ok := p.PrimaryRepository()
	if !ok {
		return repository.ID{}, false
	}
	id, err := repository.Parse(r.URL)
	return id, err == nil && s.answersFor(id)
}

// look returns the data of one repository, and queries it if none is cached.
func (s *Source) look(ctx context.Context, id repository.ID) (sighting, error) {
	for {
		e, mine := s.table.claim(id)
		if mine {
			if err := s.learn(ctx, []*entry{e}); err != nil {
				return sighting{}, err
			}
		} else if err := e.wait(ctx); err != nil {
			return sighting{}, err
		}
		if !mine && abandoned(e.err) && ctx.Err() == nil {
			continue // the caller that queried gave up; we did not
		}
		s.table.take(e)
		return e.seen, e.err
	}
}

// learn queries the claimed entries in batches and settles them all. The error is a LaterError or
// that of ctx.
func (s *Source) learn(ctx context.Context, claimed []*entry) (err error) {
	left := claimed
	defer func() { // also after a panic, because others wait for these
		why := err
		if why == nil {
			why = errAbandoned
		}
		for _, e := range left {
			s.table.settle(e, sighting{}, why)
		}
	}()
	for len(left) > 0 {
		n := min(len(left), s.cfg.Batch)
		asks, err := s.asks(ctx, left[:n])
		if err != nil {
			return err
		}
		// Halving down to one bad repository takes two requests per level. If more fail, the host
		// has a fault and is left alone.
		budget := 2*bits.Len(uint(n)) + 8
		if err := s.batch(ctx, asks, &budget); err != nil {
			return err
		}
		for _, a := range asks {
			s.table.settle(a.entry, a.seen, a.err)
		}
		left = left[n:]
	}
	return nil
}

// question is one repository of a batch, with its result.
type question struct {
	entry *entry
	node  string   // its id if known
	owner string   // whose funding applies; after a move, the new one
	leave []string // parts to leave out
	again bool     // a part was refused with everything else, and is left out from now on
	// funding is that of the owner; nil if it is to be queried.
	funding *ownerFunding
	seen    sighting
	err     error
}

func (s *Source) asks(ctx context.Context, entries []*entry) ([]*question, error) {
	out := make([]*question, len(entries))
	for i, e := range entries {
		known, err := s.known(ctx, e.id)
		if ctx.Err() != nil {
			return nil, ended(ctx)
		}
		out[i] = &question{entry: e, node: known.NodeID, owner: e.id.Owner(), err: err, leave: s.closed.of(ofRepository, e.id.Owner(), s.cfg.Now())}
		if owner, _, ok := strings.Cut(known.Name, "/"); ok {
			out[i].owner = owner
		}
		out[i].funding = s.fundings.get(out[i].owner, s.cfg.Now())
	}
	return out, nil
}

// batch queries all of them in one request. If the answer is not usable, it queries each half
// separately. The error is a LaterError or that of ctx; other errors are stored in the questions
// that they concern.
func (s *Source) batch(ctx context.Context, asks []*question, budget *int) error {
	asks = slices.DeleteFunc(slices.Clone(asks), func(q *question) bool { return q.err != nil })
	if len(asks) == 0 {
		return nil
	}
	if *budget--; *budget < 0 {
		return fail(asks, fmt.Errorf("%w: too many of its answers were unusable", source.ErrUnavailable))
	}
	query, vars := batchOf(asks)
	a, err := s.post(ctx, query, vars)
	if f, ok := a.faultOf(""); err == nil && ok {
		err = fmt.Errorf("%w: %s", errWhole, f.word())
	}
	if errors.Is(err, fetch.ErrTimeout) {
		*budget -= 4 // each takes long
	}
	if errors.Is(err, errWhole) && s.opened(a, asks, true) {
		return s.batch(ctx, asks, budget)
	}
	if len(asks) > 1 {
		err = s.bearable(ctx, err)
	}
	switch {
	case passing(err):
		return err
	case errors.Is(err, errWhole) && len(asks) > 1:
		s.cfg.Log.WarnContext(ctx, "github: batch failed and is split", "repositories", len(asks), "error", err)
		half := len(asks) / 2
		if err := s.batch(ctx, asks[:half], budget); err != nil {
			return err
		}
		return s.batch(ctx, asks[half:], budget)
	case err != nil:
		return fail(asks, err)
	}
	s.learnFunding(a, asks)
	for i, q := range asks {
		q.seen, q.err = s.sighting(a, strconv.Itoa(i), q)
	}
	if !s.opened(a, asks, false) {
		return nil
	}
	asks = slices.DeleteFunc(slices.Clone(asks), func(q *question) bool { return !q.again })
	s.cfg.Log.WarnContext(ctx, "github: parts of repositories are refused, and are left out", "repositories", len(asks))
	for _, q := range asks {
		q.err = nil
	}
	return s.batch(ctx, asks, budget)
}

// batchOf returns the query for all of them, with its variables.
func batchOf(asks []*question) (query string, vars map[string]any) {
	known, leave := make([]bool, len(asks)), make([][]string, len(asks))
	vars = map[string]any{}
	for i, q := range asks {
		n := strconv.Itoa(i)
		vars["o"+n], vars["n"+n] = q.entry.id.Owner(), q.entry.id.Name()
		leave[i] = q.leave
		if known[i] = q.node != ""; known[i] {
			vars["i"+n] = q.node
		}
	}
	owners := unknownOwners(asks)
	for i, owner := range owners {
		vars["d"+strconv.Itoa(i)] = owner
	}
	return batchQuery(known, leave, len(owners)), vars
}

// opened notes which parts of repositories an answer refuses with everything else of them, and
// reports whether there are any that were not left out. nothing is whether the answer has no data.
func (s *Source) opened(a answer, asks []*question, nothing bool) bool {
	any := false
	for i, q := range asks {
		alias := "r" + strconv.Itoa(i)
		q.again = false
		if raw, ok := a.data[alias]; !nothing && ok && string(raw) != "null" {
			continue
		}
		why, refused, ok := a.missing(alias, repositoryPart)
		if !ok || !refused {
			continue
		}
		all := s.closed.add(ofRepository, q.entry.id.Owner(), s.cfg.Now(), slices.Collect(maps.Keys(why)))
		if q.again = len(all) > len(q.leave); q.again {
			q.leave, any = all, true
		}
	}
	return any
}

func fail(asks []*question, err error) error {
	for _, q := range asks {
		q.err = err
	}
	return nil
}

// sighting decodes the answer for one repository. Parts that failed alone are missing in it.
func (s *Source) sighting(a answer, n string, q *question) (sighting, error) {
	raw := a.data["r"+n]
	why, _, ok := a.missing("r"+n, repositoryPart)
	if !ok || len(raw) == 0 || string(raw) == "null" {
		var err error
		if raw, err = a.alias("r" + n); err != nil {
			return sighting{}, err
		}
		why = map[string]string{}
	}
	for _, name := range q.leave {
		why[name] = hidden
	}
	full, err := decodeRepository(raw, s.people, why)
	if full != nil {
		full.defaults = q.funding
	}
	if err != nil || q.node == "" {
		return sighting{full: full}, err
	}
	if raw, err = a.alias("n" + n); err != nil {
		return sighting{}, err
	}
	name, err := decodeName(raw)
	return sighting{asked: q.node, full: full, name: name}, err
}

// alias returns the data below an alias. It returns null for what the host reports as missing or
// hidden; REST tells which. Any other error below the alias makes all of it unusable.
func (a answer) alias(name string) (json.RawMessage, error) {
	raw, ok := a.data[name]
	null := !ok || string(raw) == "null"
	f, faulty := a.faultOf(name)
	switch {
	case faulty && (f.Type == "NOT_FOUND" || f.Type == "FORBIDDEN") && null && len(f.Path) == 1:
		return json.RawMessage("null"), nil
	case faulty:
		return nil, fmt.Errorf("%w: its part of the answer: %s", source.ErrUnavailable, f.word())
	case null:
		return nil, fmt.Errorf("%w: its part of the answer is empty", source.ErrUnavailable)
	}
	return raw, nil
}

func decodeName(raw json.RawMessage) (*nameData, error) {
	var d *nameData
	if err := json.Unmarshal(raw, &d); err != nil {
		return nil, fmt.Errorf("%w: a repository's name: %w", source.ErrUnavailable, decodeError(err))
	}
	if d != nil && d.ID == "" {
		return nil, fmt.Errorf("%w: a repository's name lacks its id", source.ErrUnavailable)
	}
	return d, nil
}
