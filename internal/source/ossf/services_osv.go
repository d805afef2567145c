package ossf

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/batch"
	"github.com/plumbline-scorecard/plumbline/internal/fetch"
)

const (
	targetBatch = "/v1/querybatch"
	// mostQueries is OSV's maximum number of queries in a request, mostQueryBytes the maximum size
	// that scans share; a larger one is sent alone.
	mostQueries    = 1000
	mostQueryBytes = 256 << 10
	// mostParts limits the cached answers to single queries.
	mostParts = 16384
)

// told is OSV's answers to some queries, in their order, with their time.
type told struct {
	results []json.RawMessage
	at      time.Time
}

// together is how concurrent scans share queries to OSV. The answer to a query does not depend on
// the others in a request, with one exception: see share.
func (s *services) together(crowd *batch.Crowd) *batch.Collector[[]json.RawMessage, told] {
	return &batch.Collector[[]json.RawMessage, told]{
		Crowd: crowd, Most: 16, Slow: s.cfg.Timeout / 2, Deadline: s.cfg.Timeout,
		Fits: func(held [][]json.RawMessage, next []json.RawMessage) bool {
			queries, size := 0, 0
			for _, qs := range append(held, next) {
				queries += len(qs)
				for _, q := range qs {
					size += len(q)
				}
			}
			return queries <= mostQueries && size <= mostQueryBytes
		},
		Send: s.share,
	}
}

// batched answers the queries of one scan. Queries that any scan sent recently are answered from
// memory, the others in one request, shared with other scans if there are some. It costs at most
// the requests of get, and one.
func (s *services) batched(ctx context.Context, q fetch.Question) ([]byte, error) {
	key := keyOf("batch", string(q.Body))
	if body, ok := s.remembered(key); ok {
		return body, nil
	}
	queries := queriesOf(q.Body)
	if queries == nil {
		a, err := s.get(ctx, q)
		return a.Body, err
	}
	known, missing := s.parts(queries)
	if len(missing) < len(queries) {
		q = s.batch(joined("queries", missing))
	}
	if len(missing) > 0 {
		t, err := s.queries.Ask(ctx, missing)
		switch {
		case errors.Is(err, batch.ErrAlone):
			t, err = s.alone(ctx, q, missing)
		case err != nil:
			err = fmt.Errorf("%w: %w", errService, err)
		}
		if err != nil {
			return nil, err
		}
		for i, q := range missing {
			known[string(q)] = remembrance{At: t.at, Body: t.results[i]}
		}
	}
	results, at := make([]json.RawMessage, len(queries)), s.now().UTC()
	for i, q := range queries {
		r := known[string(q)]
		results[i] = r.Body
		if r.At.Before(at) {
			at = r.At // cached no longer than the oldest of them
		}
	}
	body := joined("results", results)
	s.remember(key, remembrance{At: at, Body: body})
	return body, nil
}

// alone sends the queries of one scan, as if there were no other, and caches each answer.
func (s *services) alone(ctx context.Context, q fetch.Question, queries []json.RawMessage) (told, error) {
	a, err := s.get(ctx, q)
	if err != nil {
		return told{}, err
	}
	t := told{at: a.Asked}
	if t.results, err = resultsOf(a.Body); err != nil {
		return told{}, err
	}
	s.note(queries, t)
	return t, nil
}

// share sends the queries of several scans in one request, each query once, without a retry. After
// any failure each scan sends its own, so that one of them cannot harm the others. OSV splits a
// large answer into pages by the size of all answers together, and Scorecard's client reads only
// the first. A scan that got a reference to another page therefore also sends its own.
func (s *services) share(ctx context.Context, scans [][]json.RawMessage) []batch.Answer[told] {
	var all []json.RawMessage
	place := map[string]int{}
	for _, q := range slices.Concat(scans...) {
		if _, seen := place[string(q)]; !seen {
			place[string(q)] = len(all)
			all = append(all, q)
		}
	}
	q := s.batch(joined("queries", all))
	q.Keep, q.Once = 0, true // each answer is cached, and each scan can send its own
	a, err := s.get(ctx, q)
	t := told{at: a.Asked}
	if err == nil {
		t.results, err = resultsOf(a.Body)
	}
	if err != nil {
		s.log.WarnContext(ctx, "scorecard: shared OSV query failed, scans query one by one", "scans", len(scans), "queries", len(all), "error", err)
		return nil
	}
	s.note(all, t)
	out := make([]batch.Answer[told], len(scans))
	for i, queries := range scans {
		out[i].Value.at = t.at
		for _, q := range queries {
			r := t.results[place[string(q)]]
			if paged(r) {
				out[i].Err = batch.ErrAlone
			}
			out[i].Value.results = append(out[i].Value.results, r)
		}
	}
	return out
}

// batch returns a question with several queries to OSV, whose answer has a result for each.
func (s *services) batch(body []byte) fetch.Question {
	q := s.question(hostOSV, targetBatch, func(answer []byte) ([]byte, error) {
		var asked struct{ Queries []json.RawMessage }
		if err := json.Unmarshal(body, &asked); err != nil {
			return nil, useless(err)
		}
		results, err := resultsOf(answer)
		if err != nil || len(results) != len(asked.Queries) {
			return nil, useless(errors.New("the answer is not one to the questions"))
		}
		// In the same form as one assembled from parts, because results are stored by their
		// answers.
		return joined("results", results), nil
	})
	q.Body, q.Keep = body, batchAge
	return q
}

// parts returns the cached answers by query, and the queries without one, each once.
func (s *services) parts(queries []json.RawMessage) (known map[string]remembrance, missing []json.RawMessage) {
	known = map[string]remembrance{}
	wanted := map[string]bool{}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, q := range queries {
		if r, ok := s.single.answers[keyOf("query", string(q))]; ok && r.fresh(s.now(), batchAge) {
			known[string(q)] = r
		} else if !wanted[string(q)] {
			wanted[string(q)] = true
			missing = append(missing, q)
		}
	}
	return known, missing
}

// note caches the answer to each query, except partial answers.
func (s *services) note(queries []json.RawMessage, t told) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i, q := range queries {
		if r := t.results[i]; !paged(r) {
			s.single.put(keyOf("query", string(q)), remembrance{At: t.at, Body: r}, mostParts)
		}
	}
}

// queriesOf splits a batch. It returns nil for one without queries, with more of them than OSV's
// maximum, or with anything else.
func queriesOf(body []byte) []json.RawMessage {
	var q struct {
		Queries []json.RawMessage `json:"queries"`
	}
	d := json.NewDecoder(bytes.NewReader(body))
	d.DisallowUnknownFields()
	if d.Decode(&q) != nil || d.More() || len(q.Queries) == 0 || len(q.Queries) > mostQueries {
		return nil
	}
	return compact(q.Queries)
}

// resultsOf splits an answer.
func resultsOf(body []byte) ([]json.RawMessage, error) {
	var a struct {
		Results []json.RawMessage `json:"results"`
	}
	if err := json.Unmarshal(body, &a); err != nil {
		return nil, useless(err)
	}
	return compact(a.Results), nil
}

// compact removes white space, so that equal values have equal bytes.
func compact(all []json.RawMessage) []json.RawMessage {
	for i, raw := range all {
		var b bytes.Buffer
		if err := json.Compact(&b, raw); err == nil { // it was read as JSON before
			all[i] = b.Bytes()
		}
	}
	return all
}

// joined returns an object with one list.
func joined(name string, all []json.RawMessage) []byte {
	return slices.Concat([]byte(`{"`+name+`":[`), bytes.Join(asBytes(all), []byte(",")), []byte("]}"))
}

func asBytes(all []json.RawMessage) [][]byte {
	out := make([][]byte, len(all))
	for i, raw := range all {
		out[i] = raw
	}
	return out
}

// paged reports whether a result continues on another page.
func paged(result json.RawMessage) bool {
	var r struct {
		Next string `json:"next_page_token"`
	}
	return json.Unmarshal(result, &r) != nil || r.Next != ""
}
