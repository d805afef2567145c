package store

import (
	"bytes"
	"compress/flate"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
)

// chunkIDs is the number of project ids that one chunk of a ranking covers. Larger chunks compress
// no better, and a page of a past run reads the chunks of its rows.
const chunkIDs = 512

const (
	addChunks   = `INSERT INTO ranking_chunk (list_id, seq, chunk, body)`
	clearChunks = `DELETE FROM ranking_chunk WHERE list_id = $1 AND seq = $2`
	chunkOf     = `SELECT body FROM ranking_chunk WHERE list_id = $1 AND seq = $2 AND chunk = $3`
)

// place is the part of a row that moves with every other row, as stored in a chunk. Ranks under
// scenarios are stored only for the newest run.
type place struct {
	rank, lo, hi, tier int
	// bad and good are RankIfBad and RankIfGood.
	bad, good int
	top       float64
	at        time.Time
	standings []ranking.Standing
}

func placeOf(r ranking.Row) place {
	return place{r.Rank, r.RankLo, r.RankHi, r.Tier, r.RankIfBad, r.RankIfGood, r.PTop10, r.ObservedAt, r.Standings}
}

func (p place) into(r *ranking.Row) {
	r.Rank, r.RankLo, r.RankHi, r.Tier = p.rank, p.lo, p.hi, p.tier
	r.RankIfBad, r.RankIfGood = p.bad, p.good
	r.PTop10 = p.top
	r.ObservedAt = p.at
	r.Standings = p.standings
}

// chunkForm is the written form of a chunk: one column for each figure, because columns compress
// better than rows. All have the length of IDs, with one item for each project.
type chunkForm struct {
	// IDs are the ids of the projects, each as the difference from the previous one.
	IDs []int64
	// Lo and Hi are the differences from the rank.
	Rank, Lo, Hi, Tier []int
	// Bad and Good are absent if no row is partial.
	Bad, Good []int `json:",omitempty"`
	Top       []float64
	// At are the instants in units of Unit nanoseconds after From, from 1. 0 is the zero time, and
	// -1 an instant that is written in full in Odd.
	From, Unit int64
	At         []int64
	Odd        map[int]time.Time `json:",omitempty"`
	// Groups are the distinct standings, without Below and Equal. In are those of each project:
	// group, below, equal, and so on.
	Groups []ranking.Standing `json:",omitempty"`
	In     [][]int            `json:",omitempty"`
}

// packChunk returns the stored form of the places.
func packChunk(places map[int64]place) ([]byte, error) {
	f := chunkForm{Unit: int64(time.Millisecond)}
	ids := slices.Sorted(maps.Keys(places))
	f.times(ids, places)
	f.group(ids, places)
	last := int64(0)
	partial := slices.ContainsFunc(ids, func(id int64) bool { return places[id].bad > 0 })
	for _, id := range ids {
		p := places[id]
		if partial {
			f.Bad = append(f.Bad, p.bad)
			f.Good = append(f.Good, p.good)
		}
		f.IDs = append(f.IDs, id-last)
		last = id
		f.Rank = append(f.Rank, p.rank)
		f.Lo = append(f.Lo, p.rank-p.lo)
		f.Hi = append(f.Hi, p.hi-p.rank)
		f.Tier = append(f.Tier, p.tier)
		f.Top = append(f.Top, p.top)
	}
	text, err := json.Marshal(f)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	w, err := flate.NewWriter(&out, flate.BestCompression)
	if err != nil {
		return nil, err
	}
	// A write to a buffer cannot fail, and Close would report it.
	_, _ = w.Write(text)
	if err := w.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// group sets Groups and In.
func (f *chunkForm) group(ids []int64, places map[int64]place) {
	groups := map[ranking.Standing]int{}
	for i, id := range ids {
		var in []int
		for _, s := range places[id].standings {
			bare := s
			bare.Below, bare.Equal = 0, 0
			g, known := groups[bare]
			if !known {
				g = len(groups)
				groups[bare] = g
				f.Groups = append(f.Groups, bare)
			}
			in = append(in, g, s.Below, s.Equal)
		}
		if in != nil && f.In == nil {
			f.In = make([][]int, len(ids))
		}
		if in != nil {
			f.In[i] = in
		}
	}
}

// times sets From, Unit, At and Odd.
func (f *chunkForm) times(ids []int64, places map[int64]place) {
	plain := func(t time.Time) bool { return t.Year() >= 1900 && t.Year() < 2200 && t.Location() == time.UTC }
	first := true
	for _, id := range ids {
		t := places[id].at
		if !plain(t) {
			continue
		}
		if n := t.UnixNano(); first || n < f.From {
			f.From = n
			first = false
		}
	}
	for _, id := range ids {
		if t := places[id].at; plain(t) && (t.UnixNano()-f.From)%f.Unit != 0 {
			f.Unit = 1
		}
	}
	for i, id := range ids {
		t := places[id].at
		switch {
		case t.IsZero():
			f.At = append(f.At, 0)
		case plain(t):
			f.At = append(f.At, 1+(t.UnixNano()-f.From)/f.Unit)
		default:
			if f.Odd == nil {
				f.Odd = map[int]time.Time{}
			}
			f.Odd[i] = t
			f.At = append(f.At, -1)
		}
	}
}

// unpackChunk returns the places by project.
func unpackChunk(body []byte) (map[int64]place, error) {
	text, err := io.ReadAll(flate.NewReader(bytes.NewReader(body)))
	if err != nil {
		return nil, fmt.Errorf("read places: %w", err)
	}
	var f chunkForm
	if err := json.Unmarshal(text, &f); err != nil {
		return nil, fmt.Errorf("read places: %w", err)
	}
	n := len(f.IDs)
	for _, m := range []int{len(f.Rank), len(f.Lo), len(f.Hi), len(f.Tier), len(f.Top), len(f.At)} {
		if m != n {
			return nil, fmt.Errorf("read places: a column has %d of %d", m, n)
		}
	}
	out := make(map[int64]place, n)
	id := int64(0)
	for i := range f.IDs {
		id += f.IDs[i]
		p := place{rank: f.Rank[i], lo: f.Rank[i] - f.Lo[i], hi: f.Rank[i] + f.Hi[i], tier: f.Tier[i], top: f.Top[i]}
		if i < len(f.Bad) && i < len(f.Good) {
			p.bad, p.good = f.Bad[i], f.Good[i]
		}
		switch {
		case f.At[i] > 0:
			p.at = time.Unix(0, f.From+(f.At[i]-1)*f.Unit).UTC()
		case f.At[i] < 0:
			p.at = f.Odd[i]
		}
		if i < len(f.In) {
			for in := f.In[i]; len(in) >= 3; in = in[3:] {
				if in[0] < 0 || in[0] >= len(f.Groups) {
					return nil, fmt.Errorf("read places: there is no group %d", in[0])
				}
				s := f.Groups[in[0]]
				s.Below, s.Equal = in[1], in[2]
				p.standings = append(p.standings, s)
			}
		}
		out[id] = p
	}
	return out, nil
}

// chunks writes the places of a run, replacing any that exist.
func (b *batch) chunks(ctx context.Context, list, seq int64, rows []ranking.Row, ids map[string]int64) error {
	if _, err := b.exec(ctx, clearChunks, list, seq); err != nil {
		return err
	}
	byChunk := map[int64]map[int64]place{}
	for _, r := range rows {
		id := ids[r.Slug]
		if byChunk[id/chunkIDs] == nil {
			byChunk[id/chunkIDs] = map[int64]place{}
		}
		byChunk[id/chunkIDs][id] = placeOf(r)
	}
	var out [][]any
	for _, n := range slices.Sorted(maps.Keys(byChunk)) {
		body, err := packChunk(byChunk[n])
		if err != nil {
			return fmt.Errorf("places: %w", err)
		}
		out = append(out, []any{list, seq, n, body})
	}
	return b.insert(ctx, addChunks, "", out)
}

// places reads the places of selected projects of a past run.
type places struct {
	store     *Store
	list, seq int64
	read      map[int64]map[int64]place // by chunk and project
}

func (p *places) of(ctx context.Context, db querier, project int64) (place, error) {
	n := project / chunkIDs
	chunk, known := p.read[n]
	if !known {
		var body []byte
		err := first(db.QueryRowContext(ctx, chunkOf, p.list, p.seq, n), &body)
		if err == nil {
			chunk, err = p.store.places.get(string(body), func() (map[int64]place, error) { return unpackChunk(body) })
		}
		if err != nil {
			return place{}, err
		}
		if p.read == nil {
			p.read = map[int64]map[int64]place{}
		}
		p.read[n] = chunk
	}
	found, ok := chunk[project]
	if !ok {
		return place{}, fmt.Errorf("read places: %w", health.ErrNotFound)
	}
	return found, nil
}
