package ossf

import (
	"fmt"
	"maps"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/forge"
)

// situations are what may be true of a project, by name. Each can be added to
// any other.
func situations() map[string]func(*world) {
	out := map[string]func(*world){"nothing special": func(*world) {}}
	for _, some := range []map[string]func(*world){
		changeSituations(), testSituations(), issueSituations(), branchSituations(), releaseSituations(), fileSituations(),
		peopleSituations(), serviceSituations(), packagingSituations(), dependencySituations(),
	} {
		maps.Copy(out, some)
	}
	return out
}

func changeSituations() map[string]func(*world) {
	return map[string]func(*world){
		"reviewed by another":         func(w *world) { w.merged("ada", "bob", "bob APPROVED") },
		"merged by its author":        func(w *world) { w.merged("ada", "ada") },
		"approved by its author":      func(w *world) { w.merged("ada", "ada", "ada APPROVED") },
		"review asked for changes":    func(w *world) { w.merged("ada", "ada", "bob CHANGES_REQUESTED", "cy COMMENTED") },
		"merged by a ghost":           func(w *world) { w.merged("ada", "") },
		"written by a ghost":          func(w *world) { w.merged("", "bob") },
		"a bot's change reviewed":     func(w *world) { w.merged("dependabot[bot]", "bob", "bob APPROVED") },
		"a bot's change self-merged":  func(w *world) { w.merged("dependabot[bot]", "dependabot[bot]") },
		"only bots":                   func(w *world) { w.records.Commits = nil; w.merged("x[bot]", "bob", "bob APPROVED") },
		"a change that is not merged": func(w *world) { w.merged("ada", "").MergedAt = forge.Change{}.MergedAt },
		"prow labels":                 func(w *world) { w.merged("ada", "ada").Labels = []string{"size/S", "lgtm"} },
		"gerrit": func(w *world) {
			w.records.Commits[0].Message = "x\n\nReviewed-on: https://g/1\nReviewed-by: Bob <b@x>\n"
		},
		"phabricator": func(w *world) { w.records.Commits[0].Message = "x\n\nDifferential Revision: D123\n" },
		"piper":       func(w *world) { w.records.Commits[0].Message = "x\n\nPiperOrigin-RevId: 1234567\n" },
		"two commits of one change": func(w *world) {
			c := w.merged("ada", "bob", "bob APPROVED")
			again := w.records.Commits[len(w.records.Commits)-1]
			again.OID, again.Change = strings.Repeat("d", 40), c
			w.records.Commits = append(w.records.Commits, again)
		},
		"thirty changes": func(w *world) {
			for i := range 29 {
				w.merged("ada", []string{"ada", "bob"}[i%2])
			}
		},
		"committed on the host without a change": func(w *world) { w.records.Commits[0].Committer = "github" },
		"no account behind the commit":           func(w *world) { w.records.Commits[0].Committer = "" },
	}
}

func testSituations() map[string]func(*world) {
	run := func(app, status, conclusion string) func(*world) {
		return func(w *world) {
			w.merged("ada", "bob").Runs = []forge.CheckSuite{{App: app, Status: status, Conclusion: conclusion}}
		}
	}
	status := func(state, context, target string) func(*world) {
		return func(w *world) {
			w.merged("ada", "bob").Statuses = []forge.Status{{State: state, Context: context, URL: "https://api/s/1", TargetURL: target}}
		}
	}
	return map[string]func(*world){
		"tested by actions":             run("github-actions", "completed", "success"),
		"test failed":                   run("github-actions", "completed", "failure"),
		"test still runs":               run("github-actions", "in_progress", ""),
		"code scanning ran":             run("github-advanced-security", "completed", "success"),
		"code scanning was neutral":     run("github-code-scanning", "completed", "neutral"),
		"code scanning failed":          run("sonarcloud", "completed", "failure"),
		"an app that tests nothing":     run("cla-bot", "completed", "success"),
		"status of travis":              status("success", "continuous-integration/travis-ci/pr", ""),
		"status by its target":          status("success", "ci", "https://jenkins.example/1"),
		"status failed":                 status("failure", "buildkite/x", ""),
		"status of something else":      status("success", "license/cla", "https://cla.example"),
		"some changes tested, some not": func(w *world) { run("appveyor", "completed", "success")(w); w.merged("ada", "bob") },
		"code scanning and CodeQL": func(w *world) {
			run("github-code-scanning", "completed", "success")(w)
			w.merged("ada", "bob")
			w.files[".github/workflows/codeql.yml"] = codeqlWorkflow
		},
		"sonar in a pom": func(w *world) {
			w.files["pom.xml"] = "<project>\n <sonar.host.url>\n https://sonar.example\n </sonar.host.url>\n</project>\n"
		},
	}
}

func issueSituations() map[string]func(*world) {
	issue := func(days int, association string, comments ...forge.Comment) func(*world) {
		return func(w *world) {
			n := len(w.records.Issues) + 1
			w.records.Issues = append(w.records.Issues, forge.Issue{
				URL: fmt.Sprintf("https://github.com/i/%d", n), CreatedAt: ago(days), Author: "eve", Association: association, Comments: comments,
			})
		}
	}
	return map[string]func(*world){
		"issue by an owner":             issue(3, "OWNER"),
		"issue by an outsider":          issue(3, "NONE"),
		"old issue by a member":         issue(200, "MEMBER"),
		"answered by a member":          issue(200, "NONE", forge.Comment{CreatedAt: ago(5), Author: "bob", Association: "MEMBER"}),
		"answered long ago":             issue(400, "NONE", forge.Comment{CreatedAt: ago(300), Author: "bob", Association: "COLLABORATOR"}),
		"answered by an outsider":       issue(4, "FIRST_TIMER", forge.Comment{CreatedAt: ago(2), Author: "", Association: "FIRST_TIME_CONTRIBUTOR"}),
		"issue of a mannequin":          issue(4, "MANNEQUIN", forge.Comment{CreatedAt: ago(2), Association: "CONTRIBUTOR"}),
		"archived":                      func(w *world) { w.records.Archived = true },
		"young":                         func(w *world) { w.records.CreatedAt = ago(20) },
		"last commit years ago":         func(w *world) { w.records.Commits[0].At = ago(900) },
		"many commits of the last days": manyCommits(25),
	}
}

func manyCommits(n int) func(*world) {
	return func(w *world) {
		for i := range n {
			w.records.Commits = append(w.records.Commits, forge.Commit{OID: fmt.Sprintf("%040x", i), At: ago(i), Message: "m", Committer: "ada"})
		}
	}
}

func releaseSituations() map[string]func(*world) {
	release := func(target string, assets ...string) func(*world) {
		return func(w *world) {
			n := len(w.records.Releases) + 1
			r := forge.Release{Tag: fmt.Sprintf("v1.%d", n), URL: fmt.Sprintf("https://api.github.com/r/%d", n), Target: target}
			for _, a := range assets {
				r.Assets = append(r.Assets, forge.Asset{Name: a, URL: r.URL + "/" + a})
			}
			w.records.Releases = append(w.records.Releases, r)
		}
	}
	return map[string]func(*world){
		"release signed":             release("main", "x.tgz", "x.tgz.asc"),
		"release with a sig":         release("main", "x.tgz.sig"),
		"release with minisig":       release("main", "x.minisig", "x"),
		"release with provenance":    release("main", "x.tgz", "multiple.intoto.jsonl"),
		"release not signed":         release("main", "x.tgz"),
		"release without files":      release("main"),
		"release of a commit":        release(strings.Repeat("a1", 20), "x.tgz"),
		"seven releases, one signed": sevenReleases(release),
	}
}

func sevenReleases(release func(string, ...string) func(*world)) func(*world) {
	return func(w *world) {
		for range 6 {
			release("main", "x.zip")(w)
		}
		release("main", "x.zip", "x.zip.sign")(w)
	}
}

func peopleSituations() map[string]func(*world) {
	who := func(login string, n int, company string, orgs ...string) func(*world) {
		return func(w *world) {
			w.records.Contributors = append(w.records.Contributors, forge.User{Login: login, Contributions: n, Company: company, Organisations: orgs})
		}
	}
	return map[string]func(*world){
		"a contributor at a company":   who("p1", 50, "@Acme, Inc."),
		"a contributor in two orgs":    who("p2", 50, "", "cncf", "apache"),
		"a contributor of four":        who("p3", 4, "Tiny LLC", "small"),
		"a contributor without either": who("p4", 400, ""),
		"the same company twice": func(w *world) {
			who("p5", 9, "ACME")(w)
			who("p6", 9, "acme ")(w)
		},
	}
}
