package fix

import (
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/fixplan"
	"github.com/plumbline-scorecard/plumbline/web/page"
)

// document is /p/{slug}/fix.json.
type document struct {
	page.RunJSON
	Project string `json:"project"`
	// Unread is why there is no plan; null: there is one.
	Unread  *string       `json:"no_plan_because"`
	Tasks   []taskJSON    `json:"tasks"`
	Unknown []unknownJSON `json:"unknown"`
	Nothing []nothingJSON `json:"nothing_to_do"`
}

// taskJSON is a task. Gains are points; null: unknown before or after.
type taskJSON struct {
	ID          field.ID `json:"id"`
	Title       string   `json:"title"`
	Where       string   `json:"where"`
	Admin       bool     `json:"needs_admin"`
	MinutesFrom int      `json:"minutes_from"`
	MinutesTo   int      `json:"minutes_to"`
	Now         string   `json:"now"`
	Reach       string   `json:"reach"`
	Posture     float64  `json:"posture_points"`
	Health      float64  `json:"health_points"`
	Risk        *float64 `json:"risk_points"`
	Aggregate   *float64 `json:"scorecard_points"`
	Steps       []string `json:"steps"`
}

type unknownJSON struct {
	ID   field.ID `json:"id"`
	Why  string   `json:"why"`
	Lo   *float64 `json:"posture_if_bad"`
	Hi   *float64 `json:"posture_if_good"`
	Good *float64 `json:"risk_if_good"`
	Bad  *float64 `json:"risk_if_bad"`
}

type nothingJSON struct {
	ID   field.ID `json:"id"`
	Now  string   `json:"now"`
	Why  string   `json:"why"`
	Risk *float64 `json:"risk_points"`
}

func documentOf(p fixplan.Plan) document {
	d := document{Project: p.Slug, Tasks: []taskJSON{}, Unknown: []unknownJSON{}, Nothing: []nothingJSON{}}
	if p.Unread != "" {
		d.Unread = &p.Unread
	}
	for _, t := range p.Tasks {
		j := taskJSON{
			ID: t.ID, Title: t.Title, Where: t.Where, Admin: t.Admin, MinutesFrom: t.Minutes.From, MinutesTo: t.Minutes.To, Now: t.Value, Reach: t.Reach,
			Posture: t.Gain.Posture, Health: t.Gain.Health, Risk: t.Gain.Risk, Aggregate: t.Gain.Aggregate, Steps: []string{},
		}
		for _, s := range t.Steps {
			j.Steps = append(j.Steps, s.Text)
		}
		d.Tasks = append(d.Tasks, j)
	}
	for _, u := range p.Unknown {
		j := unknownJSON{ID: u.ID, Why: u.Why}
		if w, b := u.Worst.Score, u.Best.Score; w.S.Known && b.S.Known {
			j.Lo, j.Hi = &w.S.Value, &b.S.Value
		}
		if w, b := u.Worst.Score, u.Best.Score; w.RiskKnown && b.RiskKnown {
			j.Good, j.Bad = &b.Risk.Value, &w.Risk.Value
		}
		d.Unknown = append(d.Unknown, j)
	}
	for _, c := range p.Nothing {
		d.Nothing = append(d.Nothing, nothingJSON{c.ID, c.Value, c.Why, c.Risk})
	}
	return d
}
