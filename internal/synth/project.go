package synth

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// others is the probability that a figure that is a word, a boolean, or a small set comes from
// another real project. It is large enough for combinations that no real project has, and small
// enough to preserve the frequency of each.
const others = .1

// SlugOf returns the slug of a project. Slugs sort by number.
func SlugOf(i int) string { return fmt.Sprintf("%s-%06d", Slug, i) }

// numberOf returns the number in a slug, and false for a slug of another form.
func numberOf(slug string) (int, bool) {
	digits, ok := strings.CutPrefix(slug, Slug+"-")
	i, err := strconv.Atoi(digits)
	return i, ok && err == nil && i >= 0 && SlugOf(i) == slug
}

// Project returns an entry of the list, 0 to Config.Projects−1, in order of slugs.
func (g *Generator) Project(i int) health.Project {
	d, r := g.donor(i), g.random(i, forProject)
	slug, added := SlugOf(i), g.Instant(0).Format(time.DateOnly)
	real := d.project
	p := health.Project{
		Slug: slug, Name: fmt.Sprintf("Synthetic %06d", i),
		Why:      "Synthetic: other invented projects are said to depend on it.",
		Category: real.Category, Language: real.Language, Peers: real.Peers,
		Tags:  g.other(r, d).project.Tags,
		Added: added, AddedBy: "synthetic data", Review: real.Review, Rolling: real.Rolling,
	}
	if real.Homepage != "" {
		p.Homepage = "https://" + Host + "/home/" + slug
	}
	if real.NoRepository != "" {
		p.NoRepository = "Synthetic: it is said to be developed inside another repository."
	}
	p.Repositories = g.repositories(r, real, slug)
	for k, purl := range real.Packages {
		p.Packages = append(p.Packages, packageOf(purl, slug, k))
	}
	for _, id := range real.ExpertLists {
		p.ExpertLists = append(p.ExpertLists, g.expertLists[id])
	}
	if real.Tracker != "" {
		p.Tracker = "https://" + Host + "/tracker/" + slug
	}
	if real.Repology != "" {
		p.Repology = slug
	}
	judged(&p, g.other(r, d).project, added)
	return p
}

// asJudged is the reason of every judgement.
const asJudged = "Synthetic: as judged of a real project of this kind, which is not named here."

// judged copies the judgements of the editors about a real project.
func judged(p *health.Project, real health.Project, day string) {
	if e := real.Exposure; e != nil {
		p.Exposure = &health.Exposure{
			UntrustedInput: e.UntrustedInput, Privileged: e.Privileged,
			Crypto: e.Crypto, Toolchain: e.Toolchain, Reason: asJudged, Reviewed: day,
		}
	}
	if s := real.Substitution; s != nil {
		p.Substitution = &health.Substitution{Value: s.Value, Reason: asJudged, Reviewed: day}
	}
	if real.BaseImage != nil {
		p.BaseImage = &health.BaseImage{
			In: "a synthetic distribution", URL: "https://" + Host + "/base-image", Reviewed: day,
		}
	}
	if e := real.EndOfLife; e != nil {
		p.EndOfLife = &health.EndOfLife{
			Archived: e.Archived, Since: day, URL: "https://" + Host + "/end-of-life/" + p.Slug,
		}
	}
}

// other returns the donor or, with probability others, another real project that could or could not
// be read, like the donor.
func (g *Generator) other(r *rand.Rand, d *donor) *donor {
	among := g.read
	if !d.measured {
		among = g.unread
	}
	k := r.IntN(len(among)) // always drawn, so that the sequence does not depend on the outcome
	if r.Float64() < others {
		return &among[k]
	}
	return d
}

// repositories returns as many as the real project has, with the same roles and one owner. A few
// owners have many projects; most have one.
func (g *Generator) repositories(r *rand.Rand, real health.Project, slug string) []health.Repository {
	owner := rand.NewZipf(r, 1.4, 8, uint64(g.config.Projects)).Uint64()
	var out []health.Repository
	for k, x := range real.Repositories {
		name := slug
		if k > 0 {
			name += fmt.Sprintf("-%d", k+1)
		}
		repo := health.Repository{
			URL:  fmt.Sprintf("https://%s/owner-%06d/%s", Host, owner, name),
			Role: x.Role, Mirror: x.Mirror, Canonical: x.Canonical,
		}
		if x.Upstream != "" {
			repo.Upstream = "https://" + Host + "/upstream/" + name
		}
		if x.Note != "" {
			repo.Note = "Synthetic repository."
		}
		out = append(out, repo)
	}
	return out
}

// packageOf returns a package of the same registry with a name that does not exist.
func packageOf(purl, slug string, k int) string {
	kind, _, _ := strings.Cut(strings.TrimPrefix(purl, "pkg:"), "/")
	if k > 0 {
		slug += fmt.Sprintf("-%d", k+1)
	}
	switch kind {
	case "npm":
		return "pkg:npm/%40" + Host + "/" + slug
	case "pypi", "cargo", "gem", "nuget", "hackage", "cran", "pub", "cocoapods": // their names have no slash
		return "pkg:" + kind + "/" + strings.ReplaceAll(Host, ".", "-") + "-" + slug
	}
	return "pkg:" + kind + "/" + Host + "/" + slug
}
