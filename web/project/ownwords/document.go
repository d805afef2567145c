package ownwords

import (
	"github.com/plumbline-scorecard/plumbline/internal/declared"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/reply"
	"github.com/plumbline-scorecard/plumbline/web/page"
)

// document is /p/{slug}/own-words.json.
type document struct {
	page.RunJSON
	Project string `json:"project"`
	// Unread is why the files are not known; null: they are.
	Unread         *string              `json:"unknown_because"`
	Channel        channelJSON          `json:"private_channel"`
	Steward        stewardJSON          `json:"steward"`
	Rows           []rowJSON            `json:"questions"`
	Contradictions []string             `json:"contradictions"`
	Remarks        []declared.Exemption `json:"remarks"`
	Annotated      *annotatedJSON       `json:"with_annotations"`
	Files          []declared.Reading   `json:"files"`
}

type channelJSON struct {
	State reply.State            `json:"state"`
	Sure  *reply.Sure            `json:"sure"`
	Kinds []declared.ChannelKind `json:"kinds"`
	From  []string               `json:"named_in"`
	Why   string                 `json:"why"`
}

type stewardJSON struct {
	State    reply.State  `json:"state"`
	Entities []entityJSON `json:"entities"`
	Why      string       `json:"why,omitempty"`
}

type entityJSON struct {
	Role   string `json:"role"`
	Name   string `json:"name,omitempty"`
	URL    string `json:"url,omitempty"`
	Source string `json:"source"`
}

type rowJSON struct {
	ID        string           `json:"id"`
	Claims    []declared.Claim `json:"claimed"`
	Observed  *string          `json:"observed"`
	Agreement reply.Agreement  `json:"together"`
}

// annotatedJSON are both numbers. The checks are those that annotations are about; null: unknown.
type annotatedJSON struct {
	Checks           []field.ID `json:"checks"`
	Posture          *float64   `json:"posture_as_scanned"`
	PostureWithout   *float64   `json:"posture_with_annotations"`
	Aggregate        *float64   `json:"scorecard_as_scanned"`
	AggregateWithout *float64   `json:"scorecard_with_annotations"`
}

func documentOf(slug string, said reply.Reply, b both) document {
	d := document{
		Project: slug, Rows: []rowJSON{}, Contradictions: []string{},
		Channel: channelJSON{State: said.Channel.State, Kinds: append([]declared.ChannelKind{}, said.Channel.Kinds...), From: append([]string{}, said.Channel.From...), Why: said.Channel.Why},
		Steward: stewardJSON{State: said.Steward.State, Entities: []entityJSON{}, Why: said.Steward.Why},
		Remarks: append([]declared.Exemption{}, said.Statement.Exemptions...), Files: append([]declared.Reading{}, said.Statement.Readings...),
	}
	if said.Unread != "" {
		d.Unread = &said.Unread
	}
	if said.Channel.Sure != "" {
		d.Channel.Sure = &said.Channel.Sure
	}
	for _, e := range said.Steward.Entities {
		d.Steward.Entities = append(d.Steward.Entities, entityJSON{e.Role, e.Name, e.URL, e.Source})
	}
	for _, r := range said.Rows {
		row := rowJSON{ID: r.ID, Claims: r.Claims, Agreement: r.Agreement}
		if r.Observed != "" {
			row.Observed = &r.Observed
		}
		d.Rows = append(d.Rows, row)
	}
	for _, c := range said.Contradictions {
		d.Contradictions = append(d.Contradictions, c.String())
	}
	if len(b.Checks) > 0 {
		d.Annotated = annotated(b)
	}
	return d
}

func annotated(b both) *annotatedJSON {
	posture := func(s health.Score) *float64 {
		if !s.S.Known {
			return nil
		}
		return &s.S.Value
	}
	a := &annotatedJSON{Checks: b.Checks, Posture: posture(b.As.Score), PostureWithout: posture(b.Without.Score)}
	if b.As.Aggregate.Known {
		a.Aggregate = &b.As.Aggregate.Value
	}
	if b.Without.Aggregate.Known {
		a.AggregateWithout = &b.Without.Aggregate.Value
	}
	return a
}
