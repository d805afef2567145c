package facts

import (
	"cmp"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/reply"
	"github.com/plumbline-scorecard/plumbline/web/ui"
)

// OwnWords are what a project says of itself, in three lines.
func OwnWords(said reply.Reply) []ui.Fact {
	var out []ui.Fact
	for _, r := range said.Rows {
		if r.ID != "status" && r.ID != "kept" {
			continue
		}
		c := r.Claims[0]
		f := ui.Fact{ID: "said-" + r.ID, Name: r.Label + ", as the project says", State: health.Observed, Text: reply.Words(c), Note: reply.Place(c), Says: string(r.Agreement)}
		if r.Agreement == reply.Differ {
			f.Note += "; observed: " + r.Observed
		}
		out = append(out, f)
	}
	out = append(out, Channel(said.Channel)[0])
	return append(out, Steward(said.Steward)...)
}

// Channel is the private way to report a vulnerability, how sure it is and where it is named.
func Channel(c reply.Channel) []ui.Fact {
	f := ui.Fact{ID: "channel", Name: "Private way to report", State: health.Observed, Text: c.Text(), Note: c.Why, Says: string(c.State)}
	if c.State == reply.Unknown {
		f.State, f.Text, f.Note = health.Unknown, explain.Sentence(c.Why)+".", ""
	}
	out := []ui.Fact{f}
	if c.Sure != "" {
		out = append(out, ui.Fact{ID: "channel-sure", Name: "How sure", State: health.Observed, Text: string(c.Sure), Note: "nobody has tried whether it works"})
	}
	if len(c.From) > 0 {
		out = append(out, ui.Fact{ID: "channel-from", Name: "Named in", State: health.Observed, Text: strings.Join(c.From, ", ")})
	}
	return out
}

// Steward is who is responsible: each entity, or one line that says that nobody is named.
func Steward(s reply.Steward) []ui.Fact {
	var out []ui.Fact
	for _, e := range s.Entities {
		url, _ := explain.SafeURL(e.URL)
		out = append(out, ui.Fact{
			ID: "steward", Name: explain.Sentence(e.Role), State: health.Observed, Text: cmp.Or(e.Name, "stated, without a name that is read"),
			URL: url, Note: e.Source, Says: string(s.State),
		})
	}
	if len(out) > 0 {
		return out
	}
	f := ui.Fact{ID: "steward", Name: "Steward or legal host", State: health.Observed, Text: "nobody is named", Note: s.Why, Says: string(s.State)}
	switch s.State {
	case reply.Refused:
		f.Text = "none, as the project says"
	case reply.Unknown:
		f.State, f.Text, f.Note = health.Unknown, explain.Sentence(s.Why)+".", ""
	}
	return []ui.Fact{f}
}
