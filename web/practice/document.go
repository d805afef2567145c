package practice

import (
	"strconv"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
	"github.com/plumbline-scorecard/plumbline/web/page"
)

// allDocument is /checks.json.
type allDocument struct {
	page.RunJSON
	Checks []countJSON `json:"checks"`
}

// countJSON is the projects of a list by their result of a check. PassShare is the share of the known
// that pass, null if none is known, or if files show hits only.
type countJSON struct {
	Check    field.ID `json:"check"`
	Label    string   `json:"label"`
	Question string   `json:"question"`
	Risk     string   `json:"risk_level"`
	// Weight is its share of the weight of posture.
	Weight        float64  `json:"posture_weight"`
	Projects      int      `json:"projects"`
	Known         int      `json:"known"`
	Pass          int      `json:"pass"`
	Fail          int      `json:"fail"`
	NotApplicable int      `json:"not_applicable"`
	Unknown       int      `json:"unknown"`
	PassShare     *float64 `json:"pass_share_of_known"`
	// Scores counts the known scores from 0 to 10.
	Scores [11]int `json:"scores"`
	Doc    string  `json:"documentation"`
}

func allDocumentOf(run page.RunJSON, counts []count) allDocument {
	d := allDocument{RunJSON: run, Checks: []countJSON{}}
	for _, c := range counts {
		d.Checks = append(d.Checks, c.document())
	}
	return d
}

func (c count) document() countJSON {
	words, _ := explain.CheckOf(c.ID)
	out := countJSON{
		Check: c.ID, Label: c.Label, Question: words.Question, Risk: words.Risk, Weight: c.Weight, Projects: c.all(), Known: c.known(),
		Pass: c.Pass, Fail: c.Fail, NotApplicable: c.None, Unknown: c.Unknown, Scores: c.Scores, Doc: words.Doc,
	}
	if c.share() != "" {
		share := float64(c.Pass) / float64(c.known())
		out.PassShare = &share
	}
	return out
}

// countRows are the counts as rows of a file, the heads first. A share is empty if nothing is known.
func countRows(counts []count) [][]string {
	rows := [][]string{{"check", "label", "risk_level", "posture_weight", "projects", "known", "pass", "fail", "not_applicable", "unknown", "pass_share_of_known"}}
	for _, c := range counts {
		d := c.document()
		share := ""
		if d.PassShare != nil {
			share = strconv.FormatFloat(*d.PassShare, 'f', 4, 64)
		}
		rows = append(rows, []string{
			string(d.Check), d.Label, d.Risk, strconv.FormatFloat(d.Weight, 'f', 4, 64), strconv.Itoa(d.Projects), strconv.Itoa(d.Known),
			strconv.Itoa(d.Pass), strconv.Itoa(d.Fail), strconv.Itoa(d.NotApplicable), strconv.Itoa(d.Unknown), share,
		})
	}
	return rows
}

// oneDocument is /checks/{check}.json.
type oneDocument struct {
	page.RunJSON
	countJSON
	Measured string        `json:"measured"`
	Limits   string        `json:"limits"`
	Unseen   string        `json:"without_a_result"`
	Remedy   string        `json:"remedy"`
	Results  []projectJSON `json:"results"`
	Past     adoptionJSON  `json:"past"`
}

// projectJSON is the result of one project; the score is null unless it is known.
type projectJSON struct {
	Slug        string   `json:"slug"`
	Name        string   `json:"name"`
	State       string   `json:"state"`
	Score       *int     `json:"score"`
	Criticality *float64 `json:"criticality"`
}

func (s maker) oneDocument(run page.RunJSON, c count, ps query.Points, past query.Adoption) oneDocument {
	words, _ := explain.CheckOf(c.ID)
	f, _ := field.ByID(c.ID)
	d := oneDocument{
		RunJSON: run, countJSON: c.document(), Measured: words.Measured, Limits: words.Limits, Unseen: explain.Unseen(s.Model, c.ID),
		Remedy: f.Remedy, Results: []projectJSON{}, Past: adoptionDocument(past, c.ID),
	}
	for _, p := range ps.All {
		points, state := p.Checks.Of(ranking.Place(c.ID))
		x := projectJSON{Slug: p.Slug, Name: p.Name, State: stateWord(state), Criticality: p.Criticality}
		if state == ranking.CheckPass || state == ranking.CheckFail {
			x.Score = &points
		}
		d.Results = append(d.Results, x)
	}
	return d
}
