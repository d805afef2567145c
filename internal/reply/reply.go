package reply

import (
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/declared"
	"github.com/plumbline-scorecard/plumbline/internal/figures"
	"github.com/plumbline-scorecard/plumbline/internal/funding"
	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// Subject is a project with what is known of it.
type Subject struct {
	Figures figures.Project // judged
	Score   health.Score
	Facts   funding.Facts // what the editors of the data on funding read
	Now     time.Time
}

// Reply is what a project says of itself, beside what is observed.
type Reply struct {
	// Unread is why the files of the project are not known; empty if they are. The rest then comes
	// from other sources alone.
	Unread    string
	Statement declared.Statement
	Rows      []Row
	Channel   Channel
	Steward   Steward
	// Contradictions are between files of the project.
	Contradictions []declared.Contradiction
	Remarks        []Remark
}

// Agreement is how a claim stands to what is observed.
type Agreement string

// The agreements.
const (
	Agree  Agreement = "agree"
	Differ Agreement = "differ"
	// Apart means that the two cannot be compared, or that one of them is not known.
	Apart Agreement = "not_comparable"
)

// Row is one question with the claims of the project and what is observed.
type Row struct {
	ID, Label string
	Claims    []declared.Claim
	// Observed is what is observed, in words, and Note what it means beside the claim. Observed is
	// empty if nothing of it can be seen from outside.
	Observed, Note string
	Agreement      Agreement
}

// Remark is a remark of the maintainers on one check, beside its result.
type Remark struct {
	declared.Exemption
	// Check is the check of Scorecard; empty if it is none that is shown here.
	Check health.Input
	Known bool
}

// Of is pure.
func Of(s Subject) Reply {
	var r Reply
	r.Statement, r.Unread = declared.Of(s.Figures.Inputs)
	r.Statement = r.Statement.With(marks(s)...)
	r.Channel = channelOf(s, r.Statement, r.Unread)
	r.Steward = stewardOf(s, r.Statement, r.Unread)
	r.Rows = rows(s, r.Statement)
	r.Contradictions = r.Statement.Contradictions()
	r.Remarks = remarks(s, r.Statement)
	return r
}
