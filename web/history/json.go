package history

import (
	"time"

	"github.com/plumbline-scorecard/plumbline/web/page"
)

// step is a run as JSON: what is not known is null, and its causes say why.
type step struct {
	Run       int64               `json:"run"`
	Published time.Time           `json:"published"`
	Model     string              `json:"model_sha256"`
	Figures   map[string]*float64 `json:"figures"`
	Causes    []line              `json:"causes"`
}

func document(r *page.Request) error {
	h, ok, err := read(r)
	if err != nil || !ok {
		return err
	}
	steps := []step{}
	for i, s := range h.Steps {
		out := step{s.Run.ID, s.Run.Finished.UTC(), s.Run.ModelSHA, map[string]*float64{}, causes(s, i == len(h.Steps)-1)}
		for _, f := range figures {
			out.Figures[f.id] = nil
			if x := at(f.of, h.Steps, i); x != nil {
				out.Figures[f.id] = &x.Value
			}
		}
		steps = append(steps, out)
	}
	return r.Document(map[string]any{"project": h.Project.Slug, "runs": steps})
}
