package web

import (
	"fmt"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/query"
)

// placesView is where a project stands: among its peers, and under other weights.
type placesView struct {
	Peers  []peerRow
	NoPeer string // why there are none
	Views  []viewRow
	Shift  string // what the views come to
}

type peerRow struct{ Axis, Place, Among, Percentile string }

type viewRow struct{ Label, Rank, Risk string }

// places is pure. Ranks are those of the published ranking.
func places(sub query.Project) placesView {
	r := sub.Figures.Ranked
	if r == nil {
		return placesView{NoPeer: "Nothing is published of it so far."}
	}
	var v placesView
	for _, s := range r.Standings {
		v.Peers = append(v.Peers, peerRow{explain.Sentence(s.Axis.Name()), explain.Sentence(s.Place()) + ".", s.Among(), explain.Whole(s.Percentile())})
	}
	if len(v.Peers) == 0 {
		v.NoPeer = "Too little was seen of it to be set beside others."
	}
	if r.Rank == 0 && !rankedInAny(r.Views) {
		return v
	}
	v.Views = append(v.Views, viewRow{"As published", rankOf(r.Rank, sub.Summary.Ranked), riskWords(published(r.Risk))})
	lo, hi := r.Rank, r.Rank
	for _, x := range r.Views {
		v.Views = append(v.Views, viewRow{x.Label, rankOf(x.Rank, x.Of), riskWords(x.Risk)})
		if x.Rank > 0 {
			lo, hi = min(lo, x.Rank), max(hi, x.Rank)
		}
	}
	if r.Rank > 0 && r.RankHi > 0 {
		v.Shift = fmt.Sprintf("Ranks %d to %d under these weights; %d–%d when weights and what we do not know are varied.", lo, hi, r.RankLo, r.RankHi)
	}
	return v
}

func rankedInAny(views []health.View) bool {
	for _, v := range views {
		if v.Rank > 0 {
			return true
		}
	}
	return false
}

func rankOf(rank, of int) string {
	if rank == 0 {
		return "not ranked"
	}
	return explain.Thousands(rank) + " of " + explain.Thousands(of)
}

// published returns the point of an interval, nil when it is not known.
func published(i *health.Interval) *float64 {
	if i == nil {
		return nil
	}
	return &i.Value
}

func riskWords(risk *float64) string {
	if risk == nil {
		return "?"
	}
	return explain.Whole(*risk)
}
