package proof

import (
	"cmp"
	"net/url"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/purl"
	"github.com/plumbline-scorecard/plumbline/internal/repository"
)

// today says that a service answers for now.
const today = "It answers for now, not for the day of our figure."

// hostKeys are the keys of GitHub's answer about a repository.
var hostKeys = map[field.ID]string{
	field.RepositoryName: "full_name", field.RepositoryCreated: "created_at", field.RepositoryArchived: "archived",
	field.RepositoryFork: "fork", field.RepositoryMirror: "mirror_url", field.IssuesEnabled: "has_issues",
	field.DefaultBranch: string(field.DefaultBranch), field.LicenceDeclared: "spdx_id", field.Stars: "stargazers_count",
	field.Forks: "forks_count",
}

// host returns the proof of what the host returned.
func (s Subject) host(id field.ID) Proof {
	repo, ok := s.repo()
	if !ok || repo.Host != "github.com" {
		return because("Its host offers no plain address that returns this alone.")
	}
	api := "https://api.github.com/repos/" + repo.Path
	search := "https://api.github.com/search/issues?per_page=1&q=is:open+repo:" + repo.Path
	if key := hostKeys[id]; key != "" {
		return show(lookFor(api, key))
	}
	switch id {
	case field.HeadCommit:
		return show(Command{Run: "git ls-remote " + Quote(repo.URL()) + " HEAD", Shows: "The newest commit of the default branch.", Note: today})
	case field.RepositoryParent:
		c := lookFor(api, "full_name")
		c.Shows = "The names of the repository, then of the one it was forked from."
		return show(c)
	case field.Topics:
		return show(Command{Run: curl(api + "/topics"), Shows: "The topics.", Note: today})
	case field.Languages:
		return show(Command{Run: curl(api + "/languages"), Shows: "The languages with their bytes.", Note: today})
	case field.OpenIssues:
		return show(lookFor(search+"+is:issue", "total_count"))
	case field.OpenChangeRequests:
		return show(lookFor(search+"+is:pr", "total_count"))
	case field.HostRelease:
		return show(lookFor(api+"/releases?per_page=10", "published_at"))
	case field.RepositoryArchivedOn, field.FundingLinks:
		return because("GitHub returns it only to programs that sign in; its page shows it: " + repo.URL())
	case field.OwnerFundingChannels:
		return show(s.ownerFunding(repo))
	case field.SecurityPolicyShown:
		return because("GitHub shows the policy, if there is one, at " + repo.URL() + "/security/policy")
	case field.OrgsOfRegulars:
		return because("It is computed from the profiles of the regular contributors, which we do not publish.")
	}
	return because("It is computed from many issues, change requests and their answers, which are at " + repo.URL())
}

// ownerFunding prints the first FUNDING.yml of the owner's .github repository.
func (s Subject) ownerFunding(repo repository.ID) Command {
	owner, _, ok := strings.Cut(s.Inputs.Field(field.RepositoryName).Text, "/") // also after a move
	if !ok {
		owner = repo.Owner()
	}
	return Command{
		Run: "for f in .github/FUNDING.yml FUNDING.yml docs/FUNDING.yml\ndo " + curl("https://raw.githubusercontent.com/"+owner+"/.github/HEAD/") + `"$f" 2>/dev/null && break` + "\ndone",
		Shows: "The file in the owner's .github repository, if there is one; we read these channels from it: " +
			cmp.Or(strings.Join(s.Inputs.Field(field.OwnerFundingChannels).Strings(), ", "), "none") + ".",
		Note: today,
	}
}

func curl(address string) string { return "curl -fsSL " + Quote(address) }

// lookFor shows the lines of an answer with a key.
func lookFor(address, key string) Command {
	return Command{
		Run:   curl(address) + " |\ntr ',{}' '\\n\\n\\n' |\ngrep " + Quote(`"`+key+`":`), // whether it is pretty or not
		Shows: `The lines with "` + key + `".`, Note: today,
	}
}

// scorecard returns the proof of a check that Plumbline ran.
func (s Subject) scorecard(id field.ID, in health.Input) Proof {
	repo, ok := s.repo()
	if !ok || repo.Host != "github.com" {
		return because("OpenSSF Scorecard, which has this check, reads repositories of other hosts only from a folder: scorecard --local.")
	}
	run := "scorecard --repo=" + Quote(repo.String()) + " --checks=" + string(id)
	if isCommit(in.Commit) {
		run += " --commit=" + in.Commit
	}
	return show(Command{
		Run: run + " --show-details", Shows: "The score of the check, with its evidence.",
		Note: "It needs OpenSSF Scorecard and a token of GitHub in GITHUB_AUTH_TOKEN. Versions differ in rules; ours are those of v4.13.1.",
	})
}

// published returns the proof of a result that others published.
func (s Subject) published() Proof {
	repo, ok := s.repo()
	if !ok {
		return because("The project has no repository.")
	}
	return show(Command{
		Run: curl("https://api.scorecard.dev/projects/" + repo.String()), Shows: "The newest published result, with its date.", Note: today,
	})
}

// registry returns the proof of what package registries answered.
func (s Subject) registry(id field.ID, in health.Input) Proof {
	var cs []Command
	for _, text := range s.Project.Packages {
		pack, err := purl.Parse(text)
		if err != nil {
			continue
		}
		kind, name := pack.Type, pack.Path()
		switch {
		case id == field.Downloads30d && kind == "npm":
			cs = append(cs, lookFor("https://api.npmjs.org/downloads/point/last-month/"+name, "downloads"))
		case id == field.Downloads30d && kind == "cargo":
			cs = append(cs, Command{Run: curl("https://crates.io/api/v1/crates/" + name + "/downloads"), Shows: "The downloads by day, to add up.", Note: today})
		case (id == field.RegistryRelease || id == field.Publishers) && kind == "npm":
			cs = append(cs, Command{Run: curl("https://registry.npmjs.org/" + strings.Replace(name, "/", "%2F", 1)), Shows: "\"time\" of the newest version, and \"maintainers\".", Note: today})
		case id == field.RegistryRelease && kind == "pypi":
			cs = append(cs, lookFor("https://pypi.org/pypi/"+name+"/json", "upload_time"))
		case (id == field.RegistryRelease || id == field.Publishers) && kind == "cargo":
			cs = append(cs, Command{Run: curl("https://crates.io/api/v1/crates/" + name), Shows: "The newest versions with their dates.", Note: today})
		case (id == field.RegistryRelease || id == field.Publishers) && kind == "gem":
			cs = append(cs, Command{Run: curl("https://rubygems.org/api/v1/gems/" + name + ".json"), Shows: "The newest version with its date.", Note: today})
		}
	}
	if id == field.DistributionFamilies && s.Project.Repology != "" {
		cs = append(cs, Command{Run: curl("https://repology.org/api/v1/project/" + url.PathEscape(s.Project.Repology)), Shows: "The repositories that carry it; distributions that derive from each other count once.", Note: today})
	}
	if len(cs) > 0 {
		return show(cs...)
	}
	why := "It is computed from the answers of several services"
	if in.SourceURL != "" {
		return because(why + "; see " + in.SourceURL)
	}
	return because(why + ".")
}

// advisory returns the proof of what is known of vulnerabilities.
func (s Subject) advisory() Proof {
	var cs []Command
	for _, text := range s.Project.Packages {
		if pack, err := purl.Parse(text); err == nil && pack.Type != "generic" {
			plain, _, _ := strings.Cut(pack.String(), "?")
			cs = append(cs, Command{
				Run:   curl("https://api.osv.dev/v1/query") + " \\\n  -d " + Quote(`{"package":{"purl":"`+plain+`"}}`),
				Shows: "Every advisory of the package with its ranges; those without a fixed version are unpatched.", Note: today,
			})
		}
	}
	if len(cs) > 0 {
		return show(cs...)
	}
	return because("It is computed from the advisories of several databases, which are at https://osv.dev/list")
}
