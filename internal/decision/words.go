package decision

import (
	"fmt"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
)

// Sentence says in one or two sentences how far the decision depends on what is unknown or chosen:
// "Rank 14 of 99: among the first 20. It stays there in 4 of 5 variants. …"
func (d Decision) Sentence() string {
	switch {
	case !d.Risky:
		return "Its risk is unknown, so it has no rank; no single fact settles that."
	case d.Rank == 0:
		return "It is not ranked, so no decision can be made by rank: " + d.openText()
	}
	among := fmt.Sprintf("not among the first %d", d.First)
	stays := fmt.Sprintf("It would be among them in %d of %s.", d.Stays, explain.Of(d.Judged, "variant", "variants"))
	if d.In() {
		among = fmt.Sprintf("among the first %d", d.First)
		stays = fmt.Sprintf("It stays among them in %d of %s.", d.Stays, explain.Of(d.Judged, "variant", "variants"))
	}
	rank := fmt.Sprintf("Rank %s of %s", explain.Thousands(d.Rank), explain.Thousands(d.Of))
	if d.Partial {
		rank = fmt.Sprintf("No position, because much is unknown; by its risk it would be at rank %s of %s", explain.Thousands(d.Rank), explain.Thousands(d.Of))
	}
	return fmt.Sprintf("%s: %s. %s %s", rank, among, stays, explain.Sentence(d.openText()))
}

// openText names the two unknown facts that could move the rank most.
func (d Decision) openText() string {
	switch {
	case len(d.Open) == 0:
		return "no unknown fact could change its risk."
	case d.Open[0].Good == d.Open[0].Bad:
		return "no single unknown fact could change its rank."
	}
	out := "the unknown that could move it most is " + d.Open[0].text()
	if len(d.Open) > 1 && d.Open[1].Good > d.Open[1].Bad {
		out += ", then " + d.Open[1].text()
	}
	return out + "."
}

func (o Open) text() string {
	return fmt.Sprintf("%s (rank %s)", explain.LowerFirst(o.Label), explain.Places(o.Bad, o.Good))
}
