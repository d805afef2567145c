package registry

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/fetch"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/purl"
)

// spread is Repology's data on how widely a project is distributed.
type spread struct {
	reply
	name string
	// proof is the entry that proves that the project is ours; empty if the list names it.
	proof string
}

// repologyNames returns the project's name at Repology. If it is our guess and not from the list,
// it also returns the entry of a language registry that proves it. Answers have no address of a
// project, so one of our packages in it is the only proof. If the list has no packages of these
// kinds, nothing is guessed.
func repologyNames(p health.Project) (name, proof string) {
	if p.Repology != "" {
		return p.Repology, ""
	}
	prefixes := map[string]struct{ project, module string }{
		"pypi": {"python:", "pypi:"}, "cargo": {"rust:", "crates_io:"}, "gem": {"ruby:", "rubygems:"},
	}
	for _, pkg := range packagesOf(p) {
		if x, ok := prefixes[pkg.kind]; ok && pkg.unasked == "" {
			name := strings.ToLower(pkg.name)
			return x.project + name, x.module + name
		}
	}
	return "", ""
}

func repologyQuestion(name string) fetch.Question {
	return ask(hostRepology, "/api/v1/project/"+url.PathEscape(name), "repology 1", repologyProject)
}

// distributions queries Repology.
func (s *Source) distributions(ctx context.Context, p health.Project) spread {
	name, proof := repologyNames(p)
	if name == "" {
		return spread{}
	}
	return spread{reply: s.ask(ctx, repologyQuestion(name)), name: name, proof: proof}
}

func (s spread) input() health.Input {
	const id = field.DistributionFamilies
	in := health.Missing(id, "", nil)
	in.ObservedAt = s.asked
	switch {
	case s.name == "":
		in.Reason = "the list gives no name at Repology, and no match there can be confirmed"
	case s.err != nil:
		in = health.Unasked(id, "Repology", fetch.Why(s.err), s.err)
	case s.proof != "" && !slices.Contains(s.Modules, s.proof):
		in.Reason = "no confirmed match at Repology"
	case s.none || len(s.Families)+len(s.Modules) == 0:
		in.Reason = fmt.Sprintf("there is no project %s at Repology", s.name)
	default:
		in = health.Obs(id, float64(len(s.Families)))
		in.Reason, in.ObservedAt = fmt.Sprintf("%s, from Repology; derivatives of one distribution count once", s.name), s.asked
		in.Late = s.lateAt("Repology")
		in.SourceURL = "https://repology.org/project/" + url.PathEscape(s.name) + "/versions"
	}
	return in
}

// repologyProject decodes the packages of a project: the families of the repositories that carry it
// in any version, and its packages in language registries. Each entry names maintainers, which are
// dropped.
func repologyProject(body []byte) (facts, error) {
	var packages []struct {
		Repo    string `json:"repo"`
		Source  string `json:"srcname"`
		Visible string `json:"visiblename"`
	}
	if err := read(body, &packages); err != nil {
		return facts{}, err
	}
	if packages == nil {
		return facts{}, errShape
	}
	var f facts
	for _, p := range packages {
		switch family := family(p.Repo); {
		case p.Repo == "" || len(p.Repo) > 100:
			return facts{}, errShape
		case family != "":
			f.Families = append(f.Families, family)
		case provable[p.Repo]:
			f.Modules = append(f.Modules, module(p.Repo, p.Source, p.Visible))
		}
	}
	slices.Sort(f.Families)
	slices.Sort(f.Modules)
	f.Families, f.Modules = slices.Compact(f.Families), slices.Compact(f.Modules)
	f.Modules = f.Modules[:min(len(f.Modules), 50)]
	return f, nil
}

// provable are the registries whose entries can prove a match.
var provable = map[string]bool{"pypi": true, "crates_io": true, "rubygems": true}

func module(repo, source, visible string) string {
	name := strings.ToLower(source)
	if name == "" {
		name = strings.ToLower(visible)
	}
	if repo == "pypi" {
		name = purl.PyPIName(name)
	}
	return repo + ":" + name[:min(len(name), 100)]
}
