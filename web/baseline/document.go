package baseline

import (
	"encoding/csv"
	"slices"
	"strconv"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/baseline"
	"github.com/plumbline-scorecard/plumbline/internal/exchange"
	"github.com/plumbline-scorecard/plumbline/web/page"
)

// document is /baseline.json.
type document struct {
	page.RunJSON
	Version      string            `json:"version"`
	Text         string            `json:"text"`
	Note         string            `json:"note"`
	Projects     int               `json:"projects"`
	Total        int               `json:"requirements_total"`
	Observable   int               `json:"requirements_observable"`
	Levels       []levelJSON       `json:"levels"`
	Requirements []requirementJSON `json:"requirements"`
	// Asked are the projects of a requirement or level; null unless the address asks for one.
	Asked *askedJSON `json:"asked"`
}

// levelJSON counts projects by what is known of a level.
type levelJSON struct {
	Level int                    `json:"level"`
	By    map[baseline.State]int `json:"states"`
}

// requirementJSON counts projects by what is known of a requirement.
type requirementJSON struct {
	ID     string                 `json:"id"`
	Levels []int                  `json:"levels"`
	Says   string                 `json:"says"`
	URL    string                 `json:"url"`
	Seen   baseline.Seen          `json:"observable"`
	By     map[baseline.State]int `json:"states"`
}

type askedJSON struct {
	Of       string        `json:"of"`
	Answer   string        `json:"answer,omitempty"`
	Projects []projectJSON `json:"projects"`
}

type projectJSON struct {
	Slug   string         `json:"slug"`
	Name   string         `json:"name"`
	Answer baseline.State `json:"answer"`
}

func (s maker) document(run page.RunJSON) document {
	d := document{
		RunJSON: run, Version: s.Picked.Name, Text: s.Picked.URL, Note: page.NoCompliance, Projects: len(s.all),
		Total: len(s.Picked.Requirements), Observable: s.Picked.Observable(),
	}
	for i, by := range baseline.LevelTallies(s.all) {
		d.Levels = append(d.Levels, levelJSON{i + 1, every(by)})
	}
	for _, t := range baseline.Tallies(s.Picked, s.all) {
		q := t.Requirement
		d.Requirements = append(d.Requirements, requirementJSON{q.ID, slices.Clone(q.Levels), q.Says, s.Picked.TextOf(q.ID), q.Seen, every(t.By)})
	}
	if s.asked.of == "" {
		return d
	}
	d.Asked = &askedJSON{Of: s.asked.of, Answer: string(s.asked.answer), Projects: []projectJSON{}}
	for _, p := range s.asked.keep(s.all) {
		d.Asked.Projects = append(d.Asked.Projects, projectJSON{p.Slug, p.Name, s.asked.state(p)})
	}
	return d
}

// every has a number for each state.
func every(by map[baseline.State]int) map[baseline.State]int {
	out := map[baseline.State]int{}
	for _, s := range baseline.States {
		out[s] = by[s]
	}
	return out
}

// csv answers with a row for each project and requirement, or for each project that was asked for.
func (s maker) csv() error {
	s.W.Header().Set("Content-Type", "text/csv; charset=utf-8")
	s.W.Header().Set("Content-Disposition", `attachment; filename="plumbline-`+s.List.Slug+`-baseline-`+s.Picked.Name+`.csv"`)
	w := csv.NewWriter(s.W)
	put := func(p baseline.Standing, of, levels string, seen baseline.Seen, answer baseline.State) {
		_ = w.Write([]string{exchange.TextCell(p.Slug), exchange.TextCell(p.Name), s.Picked.Name, of, levels, string(seen), string(answer)}) // Flush: the reader has gone
	}
	_ = w.Write([]string{"project", "name", "version", "requirement", "levels", "observable", "answer"}) // as above
	for _, p := range s.asked.keep(s.all) {
		if s.asked.level > 0 {
			put(p, s.asked.of, strconv.Itoa(s.asked.level), "", s.asked.state(p))
			continue
		}
		for i, q := range s.Picked.Requirements {
			if s.asked.of == "" || i == s.asked.at {
				put(p, q.ID, levelsText(q.Levels), q.Seen, p.State(i))
			}
		}
	}
	w.Flush()
	return nil
}

// levelsText are levels, "1 2 3".
func levelsText(levels []int) string {
	out := make([]string, len(levels))
	for i, l := range levels {
		out[i] = strconv.Itoa(l)
	}
	return strings.Join(out, " ")
}
