package cli

import (
	"math"

	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
	"github.com/plumbline-scorecard/plumbline/internal/score"
)

// diffJSON says what moves when one model takes the place of another: what
// `model diff --json` prints.
type diffJSON struct {
	List   string    `json:"list"`
	Before modelJSON `json:"before"`
	After  modelJSON `json:"after"`
	// Projects counts all, RankedInBoth those with a rank under both models.
	Projects      int `json:"projects"`
	RankedInBoth  int `json:"ranked_in_both"`
	RankMoved     int `json:"rank_moved"`
	TierMoved     int `json:"tier_moved"`
	RankableMoved int `json:"rankable_moved"`
	// TopTen counts the first ten of After that are not of Before's.
	TopTen int `json:"top_ten_replaced"`
	// Spearman is null where fewer than two are ranked in both.
	Spearman *float64   `json:"spearman"`
	MeanMove float64    `json:"mean_rank_move"`
	Moves    []moveJSON `json:"moves"`
	// Moved counts the moves there are; Moves may hold fewer.
	Moved int `json:"moved"`
}

// modelJSON names a model. Overlay is null for the shipped one.
type modelJSON struct {
	Name    string       `json:"name"`
	SHA256  string       `json:"sha256"`
	Overlay *overlayJSON `json:"overlay"`
}

// overlayJSON is an overlay with what it changes.
type overlayJSON struct {
	ID      string       `json:"id"`
	Why     string       `json:"why"`
	Changes []changeJSON `json:"changes"`
	Notes   []string     `json:"notes,omitempty"`
}

// changeJSON is one number of the model, in the text of its file.
type changeJSON struct {
	Path string `json:"path"`
	From string `json:"from"`
	To   string `json:"to"`
}

// moveJSON is one project of which the models judge differently.
type moveJSON struct {
	Slug   string    `json:"slug"`
	Name   string    `json:"name"`
	Before placeJSON `json:"before"`
	After  placeJSON `json:"after"`
	// Places is how far up the list it moves; not ranked counts as behind the last.
	Places int `json:"places"`
	// Parts sum to the change of the risk; empty when it is not known under both.
	Parts []partJSON `json:"parts"`
}

// placeJSON is where a project stands under one model.
type placeJSON struct {
	Rank     *int     `json:"rank"`
	Tier     *int     `json:"tier"`
	Risk     *float64 `json:"risk"`
	Rankable bool     `json:"rankable"`
}

// partJSON is the points of a change that one input, or the gate, accounts for.
type partJSON struct {
	Axis   model.Axis `json:"axis"` // empty for the gate
	Input  string     `json:"input"`
	Label  string     `json:"label"`
	Points float64    `json:"points"`
}

// diffDocument returns the document of a comparison with at most limit
// moves, all when it is 0.
func diffDocument(list string, before, after model.Model, c score.Comparison, limit int) diffJSON {
	d := diffJSON{
		List: list, Before: modelRef(before), After: modelRef(after), Projects: c.Projects, RankedInBoth: c.Both,
		RankMoved: c.RankMoved, TierMoved: c.TierMoved, RankableMoved: c.RankableMoved, TopTen: c.Top, MeanMove: c.MeanMove,
		Moved: len(c.Moves), Moves: []moveJSON{},
	}
	if v := c.Spearman; !math.IsNaN(v) {
		d.Spearman = &v
	}
	for i, m := range c.Moves {
		if limit > 0 && i == limit {
			break
		}
		move := moveJSON{Slug: m.Slug, Name: m.Name, Before: placeOf(m.Before), After: placeOf(m.After), Places: m.Places, Parts: []partJSON{}}
		for _, p := range m.Parts {
			move.Parts = append(move.Parts, partJSON(p))
		}
		d.Moves = append(d.Moves, move)
	}
	return d
}

func modelRef(m model.Model) modelJSON {
	r := modelJSON{Name: m.Name(), SHA256: m.SHA256}
	if o := m.Overlay; o != nil {
		r.Overlay = &overlayJSON{ID: o.ID, Why: o.Why, Notes: o.Notes, Changes: []changeJSON{}}
		for _, c := range o.Changes {
			r.Overlay.Changes = append(r.Overlay.Changes, changeJSON(c))
		}
	}
	return r
}

func placeOf(r ranking.Row) placeJSON {
	p := placeJSON{Rankable: r.Rankable}
	if r.Rank > 0 {
		rank, tier := r.Rank, r.Tier
		p.Rank, p.Tier = &rank, &tier
	}
	if r.Risk != nil {
		v := r.Risk.Value
		p.Risk = &v
	}
	return p
}
