package baseline

import (
	"slices"

	"github.com/plumbline-scorecard/plumbline/internal/baseline"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/web/page"
)

// document is /p/{slug}/baseline.json.
type document struct {
	page.RunJSON
	Project      string            `json:"project"`
	Version      string            `json:"version"`
	Text         string            `json:"text"`
	Note         string            `json:"note"`
	Total        int               `json:"requirements_total"`
	Observable   int               `json:"requirements_observable"`
	Levels       []levelJSON       `json:"levels"`
	Requirements []requirementJSON `json:"requirements"`
	Claimed      claimJSON         `json:"claimed"`
	// Proposals are addresses that fill in a form of the Best Practices programme.
	Proposals []proposalJSON `json:"proposals"`
	// Changes are those of the standard, from the older to the newer version.
	Changes changesJSON `json:"changes_of_the_standard"`
}

// levelJSON is a level. Stopped are the requirements of it that are neither met nor not applicable.
type levelJSON struct {
	Level   int                    `json:"level"`
	State   baseline.State         `json:"state"`
	Total   int                    `json:"total"`
	By      map[baseline.State]int `json:"states"`
	Stopped []string               `json:"stopped_by"`
}

type requirementJSON struct {
	ID       string         `json:"id"`
	Levels   []int          `json:"levels"`
	Says     string         `json:"says"`
	URL      string         `json:"url"`
	Seen     baseline.Seen  `json:"observable"`
	State    baseline.State `json:"state"`
	Why      string         `json:"why"`
	Settled  settledJSON    `json:"settled_by"`
	Evidence []evidenceJSON `json:"evidence"`
}

// settledJSON are the figures that can show that a requirement is met, agree with it, or contradict it.
type settledJSON struct {
	Fully   []field.ID `json:"fully"`
	Partly  []field.ID `json:"partly"`
	Against []field.ID `json:"against"`
}

// evidenceJSON is a figure. Value is null unless it was observed; then Reason is empty.
type evidenceJSON struct {
	Field  field.ID     `json:"field"`
	State  health.State `json:"state"`
	Value  any          `json:"value"`
	Reason string       `json:"reason,omitempty"`
	Source string       `json:"source_url,omitempty"`
	Path   string       `json:"path,omitempty"`
	Line   int          `json:"line,omitempty"`
}

// claimJSON is the metal badge of the Best Practices programme. The Baseline badge is not read.
type claimJSON struct {
	Field  field.ID     `json:"field"`
	State  health.State `json:"state"`
	Value  any          `json:"value"`
	Reason string       `json:"reason,omitempty"`
	Read   bool         `json:"baseline_badge_read"`
}

type proposalJSON struct {
	Level   int    `json:"level"`
	Answers int    `json:"answers"`
	URL     string `json:"url"`
}

type changesJSON struct {
	From string       `json:"from"`
	To   string       `json:"to"`
	All  []changeJSON `json:"all"`
}

// changeJSON is one difference. Before and After are the states of the project by the two versions,
// empty where the version does not have the requirement.
type changeJSON struct {
	ID     string         `json:"id"`
	Was    string         `json:"was,omitempty"`
	Kind   baseline.Kind  `json:"kind"`
	How    string         `json:"how,omitempty"`
	Before baseline.State `json:"before,omitempty"`
	After  baseline.State `json:"after,omitempty"`
}

func documentOf(j judged) document {
	d := document{
		Project: j.Slug, Version: j.Picked.Name, Text: j.Picked.URL, Note: page.NoCompliance,
		Total: j.Report.All.Total, Observable: j.Report.All.Observable, Proposals: []proposalJSON{},
	}
	for _, l := range j.Report.Levels {
		x := levelJSON{Level: l.Level, State: l.State, Total: l.Total, By: map[baseline.State]int{}, Stopped: []string{}}
		for _, s := range baseline.States {
			x.By[s] = l.By[s]
		}
		for _, res := range j.Report.Stops(l.Level) {
			x.Stopped = append(x.Stopped, res.Requirement.ID)
		}
		d.Levels = append(d.Levels, x)
	}
	for _, res := range j.Report.Results {
		d.Requirements = append(d.Requirements, requirement(j.Picked, res))
	}
	in := j.claim()
	d.Claimed = claimJSON{Field: field.CIIBestPractices, State: in.State, Reason: in.Reason, Value: value(in)}
	for _, p := range j.Proposals {
		d.Proposals = append(d.Proposals, proposalJSON(p))
	}
	d.Changes = changesJSON{From: j.From.Name, To: j.To.Name, All: []changeJSON{}}
	for _, c := range changesOf(j) {
		d.Changes.All = append(d.Changes.All, changeJSON{c.ID, c.Was, c.Kind, c.How, c.before, c.after})
	}
	return d
}

func requirement(v baseline.Version, res baseline.Result) requirementJSON {
	q := res.Requirement
	ids := func(clauses []baseline.Clause) []field.ID { return append([]field.ID{}, baseline.Fields(clauses)...) }
	out := requirementJSON{
		ID: q.ID, Levels: slices.Clone(q.Levels), Says: q.Says, URL: v.TextOf(q.ID), Seen: q.Seen, State: res.State, Why: res.Why,
		Settled: settledJSON{ids(q.Met), ids(q.Fits), ids(q.Against)}, Evidence: []evidenceJSON{},
	}
	for _, e := range res.Evidence {
		x := evidenceJSON{Field: e.Input.Field, State: e.Input.State, Value: value(e.Input), Reason: e.Input.Reason, Source: e.Input.SourceURL}
		if e.Line != nil {
			x.Path, x.Line = e.Line.Path, e.Line.Line
		}
		out.Evidence = append(out.Evidence, x)
	}
	return out
}

// value is an observed input, null otherwise.
func value(in health.Input) any {
	row, ok := field.ByID(in.Field)
	if !ok || !in.Known() {
		return nil
	}
	return in.JSON(row.Kind)
}
