package method

import (
	"fmt"

	"github.com/plumbline-scorecard/plumbline/web/page"
	"github.com/plumbline-scorecard/plumbline/web/ui"
)

// baselineSection says how each answer about the OSPS Baseline arises.
func (s maker) baselineSection() section {
	versions := s.Query.Baselines()
	if len(versions) == 0 {
		return section{ID: "baseline", Head: "The OSPS Baseline", Text: []string{"This site has no version of it."}}
	}
	v := versions[len(versions)-1]
	return section{
		ID: "baseline", Head: "The OSPS Baseline", Note: "It changes no score",
		Text: []string{fmt.Sprintf("The Baseline is a list of security requirements of the OpenSSF. %d of the %d in version %s are observable from outside. %s", v.Observable(), len(v.Requirements), v.Name, page.NoCompliance)},
		Points: []string{
			"Met: a public fact shows all of the requirement.",
			"Not contradicted: what we see agrees with it, and shows only a part.",
			"Not met: a public fact shows the opposite. A low score of a check alone is never enough, because it does not say which part failed.",
			"Unknown: it can be seen, at least partly, but the evidence is missing or not enough. This is no bad answer.",
			"Not applicable: this version does not ask it of an archived project.",
			"Not visible to us: nothing that we read shows it.",
			"A level is met only if each of its requirements, and of those below, is met or not applicable. One that is unknown, not contradicted or not visible to us leaves it unknown.",
			"A copy at another address shows at most that something is not contradicted. What a project says of itself is no evidence.",
			"A new version of the Baseline changes the questions, not the project. A project’s page shows both answers.",
		},
		Links: []ui.Link{{Label: "The list by the OSPS Baseline", Href: page.Baseline}},
	}
}
