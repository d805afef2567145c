package project

import (
	"slices"

	"github.com/plumbline-scorecard/plumbline/internal/declared"
	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
	"github.com/plumbline-scorecard/plumbline/internal/reply"
	"github.com/plumbline-scorecard/plumbline/web/project/checks"
)

// checkDocument is /p/{slug}/checks/{check}.json. Scores are null unless they are known.
type checkDocument struct {
	Project  string       `json:"project"`
	Check    field.ID     `json:"check"`
	Question string       `json:"question"`
	State    health.State `json:"state"`
	Score    *float64     `json:"score"`
	Reason   string       `json:"reason"`
	AsOf     string       `json:"as_of,omitempty"`
	// PostureLost is what it takes from posture, of 100; null if it does not count.
	PostureLost *float64 `json:"posture_points_lost"`
	// Assumed is what an unknown check counts as, of 10; null if nothing is assumed.
	Assumed *float64 `json:"assumed"`
	Advice  string   `json:"advice,omitempty"`
	// Remarks are those of the maintainers, from files of their repository. They change no score.
	Remarks []declared.Exemption `json:"remarks,omitempty"`
	// Peers are the other listed projects of the category.
	Peers peersJSON `json:"peers"`
	// Runs were published, Reconstructed were not. Never join them.
	Runs          []checkPointJSON `json:"runs"`
	Reconstructed []checkPointJSON `json:"reconstructed"`
}

type peersJSON struct {
	Category      string `json:"category"`
	Pass          int    `json:"pass"`
	Fail          int    `json:"fail"`
	NotApplicable int    `json:"not_applicable"`
	Unknown       int    `json:"unknown"`
}

type checkPointJSON struct {
	Day   string             `json:"day"`
	Run   int64              `json:"run,omitempty"`
	State ranking.CheckState `json:"state"`
	Score *int               `json:"score"`
}

func checkDocumentOf(sub query.Project, id field.ID, one checks.One, peers checks.Peers, runs, past []query.CheckPoint) checkDocument {
	d := checkDocument{
		Project: sub.Slug, Check: id, Question: one.Words.Question, Advice: one.Advice,
		Peers: peersJSON{peers.Category, peers.Pass, peers.Fail, peers.None, peers.Unknown},
		Runs:  checkPoints(runs, id), Reconstructed: checkPoints(past, id),
	}
	d.Remarks = reply.RemarksOn(sub.Figures.Inputs, id)
	i := slices.IndexFunc(sub.Score.S.Inputs, func(in health.ScoredInput) bool { return in.ID == string(id) })
	in := sub.Score.S.Inputs[i]
	d.State, d.Reason = in.Input.State, explain.Reason(in.Input)
	if !in.Input.ObservedAt.IsZero() {
		d.AsOf = explain.ISO(in.Input.ObservedAt)
	}
	if in.Input.Known() {
		d.Score = &in.Input.Value
	}
	if in.Counts() {
		lost := in.Share * (100 - in.S)
		d.PostureLost = &lost
	}
	if in.Expected != nil {
		d.Assumed = &in.Expected.Score
	}
	return d
}

func checkPoints(points []query.CheckPoint, id field.ID) []checkPointJSON {
	out := []checkPointJSON{}
	for _, p := range points {
		score, state := p.Checks.Of(ranking.Place(id))
		x := checkPointJSON{Day: p.Day, Run: p.Run, State: state}
		if state == ranking.CheckPass || state == ranking.CheckFail {
			x.Score = &score
		}
		if state == ranking.CheckNone {
			x.State = "not_applicable"
		}
		out = append(out, x)
	}
	return out
}
