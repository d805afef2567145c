package store

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"sync"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/ranking"
)

// The parts of a ranking row. Together they are the row: own and placed for the present one; entry,
// version and placed for every run.

// placed returns the part of a row that moves with every other project, and its age, which moves
// with every observation.
func placed(r ranking.Row) ranking.Row {
	return ranking.Row{
		Rank: r.Rank, RankLo: r.RankLo, RankHi: r.RankHi, PTop10: r.PTop10, Tier: r.Tier, RankIfBad: r.RankIfBad, RankIfGood: r.RankIfGood,
		Standings: r.Standings, Views: r.Views, ObservedAt: r.ObservedAt,
	}
}

// own returns the row without the part of placed.
func own(r ranking.Row) ranking.Row {
	r.Rank, r.RankLo, r.RankHi, r.Tier = 0, 0, 0, 0
	r.PTop10 = 0
	r.RankIfBad, r.RankIfGood = 0, 0
	r.Standings, r.Views = nil, nil
	r.ObservedAt = time.Time{}
	return r
}

// entry returns the part of a row that rarely changes: without placed and without the content of a
// version. List is that of the ranking.
func entry(r ranking.Row) ranking.Row {
	r = own(r)
	r.List = ""
	r.V, r.R, r.H, r.Risk = nil, nil, nil, nil
	r.RiskUpper = 0
	r.HumanCommits, r.Regulars, r.AbsenceFactor = 0, 0, 0
	r.Months = nil
	r.LastHuman, r.LastRelease = "", ""
	r.MainReason, r.Status.Reason = "", ""
	return r
}

// bare returns an empty row as JSON, by member.
var bare = sync.OnceValues(func() (map[string]json.RawMessage, error) { return members(ranking.Row{}) })

func members(r ranking.Row) (map[string]json.RawMessage, error) {
	text, err := json.Marshal(r)
	if err != nil {
		return nil, fmt.Errorf("row %s: %w", r.Slug, err)
	}
	var out map[string]json.RawMessage
	err = json.Unmarshal(text, &out)
	return out, err
}

// sparse returns the row as JSON without members equal to those of an empty row, ordered by name.
func sparse(r ranking.Row) ([]byte, error) {
	empty, err := bare()
	if err != nil {
		return nil, err
	}
	all, err := members(r)
	if err != nil {
		return nil, err
	}
	maps.DeleteFunc(all, func(name string, value json.RawMessage) bool { return bytes.Equal(value, empty[name]) })
	return json.Marshal(all)
}

// unsparse decodes the parts of a row into it, in order.
func unsparse(slug string, into *ranking.Row, parts ...string) error {
	for _, part := range parts {
		if err := json.Unmarshal([]byte(part), into); err != nil {
			return fmt.Errorf("read ranking row of %s: %w", slug, err)
		}
	}
	return nil
}

const (
	// mostRows limits the rows that are cached decoded: about 5 kB each, with their texts.
	mostRows = 512
	// mostPlaces limits the chunks that are cached decoded: about 300 kB each.
	mostPlaces = 12
	// mostAtOnce is the maximum size of a page whose rows are cached. A scan over a long list would
	// drop rows that are needed again.
	mostAtOnce = 256
)

// rowText is the stored form of a row: its content and its place.
type rowText struct{ own, place string }

// row decodes a row. It caches the row if few is set.
func (s *Store) row(slug string, text rowText, few bool) (ranking.Row, error) {
	decode := func() (ranking.Row, error) {
		var r ranking.Row
		parts := []string{text.own, text.place}
		if text.place == "" {
			parts = parts[:1]
		}
		err := unsparse(slug, &r, parts...)
		return r, err
	}
	if !few {
		return decode()
	}
	return s.rows.get(text, decode)
}
