package exchange

import (
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
)

// StandingJSON is the position of a figure among those of the project's peers.
type StandingJSON struct {
	// Kind is the criterion by which they are peers: "peers_of_size", "peers", "category" or
	// "list". Group is its name, empty for the list.
	Kind  ranking.PeerKind `json:"kind"`
	Group string           `json:"group,omitempty"`
	// RegularsFrom and RegularsTo are the bounds of peers_of_size; null if there is no bound.
	RegularsFrom *int `json:"regulars_from,omitempty"`
	RegularsTo   *int `json:"regulars_to,omitempty"`
	// N is the number of peers with the figure, including the project. Below have a lower one,
	// Equal the same. Percentile is (below + equal/2) / n, 0 to 100.
	N          int     `json:"n"`
	Below      int     `json:"below"`
	Equal      int     `json:"equal"`
	Percentile float64 `json:"percentile"`
}

// ViewJSON is the rank under another model.
type ViewJSON struct {
	Scenario string   `json:"scenario"`
	Label    string   `json:"label"`
	Rank     *int     `json:"rank"` // null if not ranked under it
	Ranked   int      `json:"ranked"`
	Risk     *float64 `json:"risk"`
}

// standings returns the standings with keys H, V, R, S. Figures without enough evidence are left
// out.
func standings(all []ranking.Standing) map[model.Axis]StandingJSON {
	out := make(map[model.Axis]StandingJSON, len(all))
	for _, s := range all {
		d := StandingJSON{Kind: s.Kind, Group: s.Group, N: s.N, Below: s.Below, Equal: s.Equal, Percentile: s.Percentile()}
		if s.Kind == ranking.PeersOfSize {
			from := s.RegularsLo
			d.RegularsFrom, d.RegularsTo = &from, known(s.RegularsHi)
		}
		out[s.Axis] = d
	}
	return out
}

// views returns the places under scenarios. A row without a position has none: its rank there is one
// that it could have.
func views(r ranking.Row) []ViewJSON {
	out := make([]ViewJSON, 0, len(r.Views))
	for _, v := range r.Views {
		d := ViewJSON{Scenario: v.ID, Label: v.Label, Ranked: v.Of, Risk: v.Risk}
		if v.Rank > 0 && r.State() != health.RankPartial {
			d.Rank = known(v.Rank)
		}
		out = append(out, d)
	}
	return out
}

// under returns the rank and risk under a scenario, 0 and nil if there is none.
func under(r ranking.Row, scenario string) (rank int, risk *float64) {
	for _, v := range r.Views {
		if v.ID == scenario && r.State() == health.RankPartial {
			return 0, v.Risk
		}
		if v.ID == scenario {
			return v.Rank, v.Risk
		}
	}
	return 0, nil
}
