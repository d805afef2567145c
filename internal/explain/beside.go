package explain

import (
	"fmt"

	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
)

// Beside says where a figure is among those of others: "Health: better than 7 of 9 other JavaScript
// projects of this list, equal to 1". It is no grade and no rank.
func Beside(s ranking.Standing) string {
	others := s.N - 1
	of := Thousands(others) + " other projects of this list"
	switch s.Kind {
	case ranking.PeersLanguage:
		of = Thousands(others) + " other " + s.Group + " projects of this list"
	case ranking.PeersDeclared, ranking.PeersOfSize:
		of = Thousands(others) + " other projects of the group " + s.Group
	case ranking.PeersCategory:
		of = Thousands(others) + " other projects of the category " + s.Group
	}
	below := "none"
	if s.Below > 0 {
		below = Thousands(s.Below)
	}
	text := fmt.Sprintf("%s: better than %s of %s", Sentence(s.Axis.Name()), below, of)
	if s.Equal > 1 {
		text += ", equal to " + Thousands(s.Equal-1)
	}
	return text
}

// FewBeside says why a figure is not set beside those of others.
func FewBeside(a model.Axis) string {
	return fmt.Sprintf("%s: fewer than %s others of its group or language have it, so it is not compared", Sentence(a.Name()), Number(ranking.LeastOthers))
}

// UnknownBeside says that too little is known of a figure to set it beside those of others.
func UnknownBeside(a model.Axis) string {
	return Sentence(a.Name()) + ": too little is known of it, so it is not compared"
}
