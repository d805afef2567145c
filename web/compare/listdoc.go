package compare

import (
	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
)

// listJSON is /compare.json of one list at two dates. Causes are of the first moves of each kind, those
// that the page shows; of the others they are null.
type listJSON struct {
	Kind  string     `json:"kind"`
	List  string     `json:"list"`
	From  runJSON    `json:"from"`
	To    runJSON    `json:"to"`
	Of    int        `json:"projects"`
	Moves []moveJSON `json:"moves"`
}

type runJSON struct {
	Run       int64  `json:"run"`
	Published string `json:"published"`
	Model     string `json:"model_sha256"`
}

type moveJSON struct {
	// Change is "far", "state", "came" or "went".
	Change string `json:"change"`
	Slug   string `json:"slug"`
	Name   string `json:"name"`
	// Places is how many places nearer to the first; null without a place in both.
	Places *int        `json:"places"`
	From   *placeJSON  `json:"from"`
	To     *placeJSON  `json:"to"`
	Causes []causeJSON `json:"causes"`
}

// placeJSON is a project in a ranking; null if it was not in it. Low and high are the ends of 90%
// intervals; a project without a position has those of the ranks it could have.
type placeJSON struct {
	Rank     *int              `json:"rank"`
	RankLow  *int              `json:"rank_low"`
	RankHigh *int              `json:"rank_high"`
	State    health.RankState  `json:"rank_state"`
	Status   health.StatusWord `json:"status"`
	Risk     *float64          `json:"risk"`
	RiskLow  *float64          `json:"risk_low"`
	RiskHigh *float64          `json:"risk_high"`
}

func (m maker) listDocument(b between, all query.Moves) error {
	d := listJSON{Kind: "list_at_two_dates", List: m.List.Slug, From: runOf(b.From), To: runOf(b.To), Of: all.All, Moves: []moveJSON{}}
	shown := map[string]int{}
	for _, x := range each(all) {
		one := moveJSON{Change: x.how, Slug: x.move.Slug(), Name: x.move.Name(), From: placeJSONOf(x.move.From), To: placeJSONOf(x.move.To)}
		if x.move.From.Rank > 0 && x.move.To.Rank > 0 {
			n := x.move.Places()
			one.Places = &n
		}
		if shown[x.how]++; shown[x.how] <= movesShown {
			causes, err := m.moveCauses(b, x.move)
			if err != nil {
				return err
			}
			one.Causes = causesJSON(causes)
		}
		d.Moves = append(d.Moves, one)
	}
	return m.Document(d)
}

func runOf(v *query.View) runJSON {
	return runJSON{Run: v.Run.ID, Published: explain.ISO(v.Run.Finished), Model: v.Run.ModelSHA}
}

func placeJSONOf(r ranking.Row) *placeJSON {
	if r.Slug == "" {
		return nil
	}
	p := &placeJSON{State: r.State(), Status: r.Status.Word}
	if r.Rank > 0 {
		p.Rank = &r.Rank
	}
	if r.RankLo > 0 {
		p.RankLow, p.RankHigh = &r.RankLo, &r.RankHi
	}
	if r.Risk != nil {
		p.Risk, p.RiskLow, p.RiskHigh = rounded(&r.Risk.Value), rounded(&r.Risk.Lo), rounded(&r.Risk.Hi)
	}
	return p
}
