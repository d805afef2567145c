package lists

import (
	"fmt"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/web/ui"
)

// entryView is one entry of a list.
type entryView struct {
	Slug, Name, Why string
	Kind            string // category, language and tags
	Added           string
	Review          review
	// Evidence are the lists and distributions that name the project.
	Evidence []ui.Link
	// Judged are the two judgements of the editors; Repositories and Copies where its figures are
	// read from.
	Judged       []judgement
	Repositories []repositoryView
	NoRepository string
}

type judgement struct{ Name, Text, Reason, By string }

type repositoryView struct{ Role, Text, Href, Note string }

// review is how far the judgements of an entry were confirmed.
type review string

// The states of a review.
const (
	reviewConfirmed review = "confirmed"
	reviewProposed  review = "proposed"
	reviewNone      review = "not judged"
)

// reviewOf returns the state of the weakest judgement of an entry.
func reviewOf(p health.Project) review {
	if p.Exposure == nil && p.Substitution == nil {
		return reviewNone
	}
	if p.Exposure != nil && p.Exposure.ConfirmedBy == "" || p.Substitution != nil && p.Substitution.ConfirmedBy == "" {
		return reviewProposed
	}
	return reviewConfirmed
}

// entryOf is pure.
func entryOf(l health.List, p health.Project) entryView {
	v := entryView{Slug: p.Slug, Name: p.Name, Why: p.Why, Review: reviewOf(p), NoRepository: p.NoRepository, Evidence: evidenceOf(l, p), Judged: judgedOf(p)}
	var kind []string
	for _, s := range append([]string{p.Category, p.Language}, p.Tags...) {
		if s != "" {
			kind = append(kind, s)
		}
	}
	v.Kind = strings.Join(kind, ", ")
	if p.Added != "" {
		v.Added = "Added on " + explain.DayOf(p.Added)
		if p.AddedBy != "" {
			v.Added += " by " + p.AddedBy
		}
	}
	for _, r := range p.Repositories {
		x := repositoryView{Role: string(r.Role), Text: bare(r.URL), Href: r.URL, Note: r.Note}
		if r.Mirror {
			x.Role += ", mirror"
		}
		if r.Upstream != "" {
			x.Note = strings.TrimSpace("Work happens at " + bare(r.Upstream) + ". " + x.Note)
		}
		v.Repositories = append(v.Repositories, x)
	}
	for _, c := range p.Copies {
		v.Repositories = append(v.Repositories, repositoryView{Role: "copy", Text: bare(c.URL), Href: c.URL, Note: strings.TrimSpace(explain.Sentence(c.Reason) + " Checked on " + explain.DayOf(c.Checked) + ".")})
	}
	return v
}

func bare(address string) string { return strings.TrimPrefix(address, "https://") }

// evidenceOf are the expert lists that name the project, and the image that holds it.
func evidenceOf(l health.List, p health.Project) []ui.Link {
	var out []ui.Link
	for _, id := range p.ExpertLists {
		e, ok := l.Sources[id]
		if !ok {
			e.Title = id
		}
		if e.Date != "" {
			e.Title += ", " + explain.DayOf(e.Date)
		}
		out = append(out, ui.Link{Label: e.Title, Href: e.URL})
	}
	if p.BaseImage != nil {
		out = append(out, ui.Link{Label: p.BaseImage.In + ", " + explain.DayOf(p.BaseImage.Reviewed), Href: p.BaseImage.URL})
	}
	return out
}

// substitutes are the steps of C6 in words.
var substitutes = []string{"drop-in", "weeks", "months", "no realistic substitute"}

// judgedOf are the judgements with their reasons, dates and who confirmed them.
func judgedOf(p health.Project) []judgement {
	by := func(reviewed, confirmed string) string {
		if confirmed != "" {
			return "confirmed by " + confirmed + ", " + explain.DayOf(reviewed)
		}
		return "proposed, " + explain.DayOf(reviewed)
	}
	var out []judgement
	if e := p.Exposure; e != nil {
		out = append(out, judgement{"Exposure", fmt.Sprintf("%d of 4", e.Points()), e.Reason, by(e.Reviewed, e.ConfirmedBy)})
	}
	if x := p.Substitution; x != nil {
		text := fmt.Sprintf("%d of 3", x.Value)
		if x.Value >= 0 && x.Value < len(substitutes) {
			text += ", " + substitutes[x.Value]
		}
		out = append(out, judgement{"Substitution", text, x.Reason, by(x.Reviewed, x.ConfirmedBy)})
	}
	return out
}
