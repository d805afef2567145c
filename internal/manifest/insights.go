package manifest

import (
	"github.com/plumbline-scorecard/plumbline/internal/declared"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/purl"
	"github.com/plumbline-scorecard/plumbline/internal/repository"
)

// insights makes a Security Insights file by the schema 2.2.0. What the schema requires is in it as a
// value or as a blank; what it only allows is there if it is known.
// https://github.com/ossf/security-insights/blob/v2.2.0/spec/schema.cue
func (k known) insights() File {
	y := &yamlFile{File: File{Name: InsightsName}}
	if at := k.reading(declared.SecurityInsights); at.known() {
		y.Exists = k.existing(at)
		y.Exists.Lacks, y.Exists.Looked = k.schemaLacks(at.value), "Plumbline"
		return y.File
	}
	if k.Said == nil {
		y.Unsure = "the file was not looked for in the repository"
	}
	y.line("# Security Insights 2.2.0, https://security-insights.openssf.org")
	y.line("# Made from public figures. Check every value, write what is marked " + FillIn + ",")
	y.line("# and delete these comments. The file belongs in the root folder of the repository.")
	y.in("header", func() {
		y.text("schema-version", fact{value: "2.2.0", Origin: format})
		const day = "a day, YYYY-MM-DD"
		y.ask("last-updated", day+", of the last change of the file", "", `last-updated: "YYYY-MM-DD"`)
		y.ask("last-reviewed", day+", on which you last checked it", "", `last-reviewed: "YYYY-MM-DD"`)
		y.must("url", fact{value: k.page(InsightsName, true), Origin: k.hosted.Origin}, "the address of this file, once it is in your repository")
	})
	y.in("project", func() { k.insightsProject(y) })
	y.in("repository", func() { k.insightsRepository(y) })
	y.Text = y.out.String()
	return y.File
}

// must writes a text, or a blank with a key.
func (y *yamlFile) must(key string, f fact, write string) {
	if !y.text(key, f) {
		y.ask(key, write, f.hint, key+`: "…"`)
	}
}

// decide writes true or false, or a blank with a key.
func (y *yamlFile) decide(key string, f fact, write string) {
	if !y.truth(key, f) {
		y.ask(key, write, f.hint, key+": true or false")
	}
}

func (y *yamlFile) people(key, write string) {
	y.ask(key, write, "", key+":", `  - name: "…"`, "    primary: true")
}

func (k known) insightsProject(y *yamlFile) {
	y.must("name", name(k.Project.Name, k.list()), "the name of the project")
	y.text("homepage", k.homepage())
	y.text("funding", k.fundingPage())
	y.people("administrators", "who has administrative access; one of them is primary")
	k.repositories(y)
	y.in("vulnerability-reporting", func() {
		reports := k.claim(declared.PrivateWay, func(declared.Claim) string { return "true" })
		y.decide("reports-accepted", reports, "whether people can report vulnerabilities to you")
		y.decide("bug-bounty-available", k.claim(declared.Bounty, bounty), "whether you pay for reports of vulnerabilities")
		policy := k.policyFile()
		y.text("policy", fact{value: k.pageOf(policy), Origin: policy.Origin})
		y.ask("contact", "whom to write to; delete it if the policy says it", "", "contact:", `  name: "…"`, "  primary: true", `  email: "…"`)
	})
}

// pageOf is the page of a file of the repository; empty if there is none.
func (k known) pageOf(file fact) string {
	if !file.known() {
		return ""
	}
	return k.page(file.value, false)
}

// bounty is whether money is paid for reports.
func bounty(c declared.Claim) string {
	switch c.Value {
	case declared.BountyOffered:
		return "true"
	case declared.BountyNone, declared.BountyEnded:
		return "false"
	}
	return ""
}

// repositories lists those of the entry, the primary one as its host has it.
func (k known) repositories(y *yamlFile) {
	var found []fact
	for _, r := range k.Project.Repositories {
		id, err := repository.Parse(r.URL)
		switch {
		case r.Role == "primary" && k.hosted.known():
			found = append(found, k.hosted)
		case err == nil && r.Role != "primary" && r.Role != "mirror":
			found = append(found, fact{value: id.URL(), Origin: k.list()})
		}
	}
	if len(found) == 0 {
		y.ask("repositories", "the repositories of the project, including this one", "", "repositories:", `  - name: "…"`, `    url: "…"`, `    comment: "…"`)
		return
	}
	y.items("repositories", len(found), func(i int) {
		id, _ := repository.Parse(found[i].value) // parsed above
		y.text("name", fact{value: id.Name(), Origin: found[i].Origin})
		y.text("url", found[i])
		y.ask("comment", "what is in this repository", "", `comment: "…"`)
	})
}

func (k known) insightsRepository(y *yamlFile) {
	y.must("url", k.hosted, "the address of the repository in which the work happens")
	status := k.claim(declared.Status, func(c declared.Claim) string {
		if c.Value == "wip" {
			return "WIP" // as the schema writes it
		}
		return c.Value
	})
	write, closed := "one of: active, WIP, concept, inactive, suspended, moved, unsupported, abandoned (repostatus.org)", fact{}
	if read := k.archived(); read.known() {
		status.hint = "the repository is archived: unsupported, abandoned or moved"
		closed = fact{value: "false", Origin: read.Origin}
		closed.Note = "the repository is archived"
	}
	y.must("status", status, write)
	y.decide("accepts-change-request", closed, "whether you accept pull requests")
	machine := k.claim(declared.MachineChange, func(c declared.Claim) string {
		return map[string]string{declared.Yes: "true", declared.No: "false"}[c.Value]
	})
	if tools := k.updateTools(); len(tools) > 0 {
		machine.hint = tools[0].value + " is configured in the repository"
	}
	y.decide("accepts-automated-change-request", closed.or(machine), "whether you accept pull requests of programs")
	y.people("core-team", "who maintains the repository; one of them is primary")
	y.in("license", func() {
		file := k.licenceFile()
		y.must("url", fact{value: k.pageOf(file), Origin: file.Origin, hint: file.hint}, "the address of the licence text")
		y.must("expression", k.licence(), "an expression of SPDX, such as Apache-2.0")
	})
	y.in("security", func() {
		y.ask("assessments", "what you found when you last looked at the security of the code yourselves", "",
			"assessments:", "  self:", `    comment: "…"`)
		k.tools(y)
	})
	k.release(y)
}

// release is how releases reach users. It is left out if nothing is known of it.
func (k known) release(y *yamlFile) {
	type point struct{ uri, comment fact }
	var points []point
	if at := k.input(field.HostRelease); at.Known() && k.hosted.known() && k.repo.Host == github {
		points = append(points, point{fact{value: k.repo.URL() + "/releases", Origin: origin(at)}, fact{value: "Releases on GitHub", Origin: origin(at)}})
	}
	for _, text := range k.Project.Packages {
		p, err := purl.Parse(text)
		if err != nil || !p.Published() {
			continue
		}
		points = append(points, point{fact{value: p.String(), Origin: k.list()}, fact{value: "Package in " + p.RegistryName(), Origin: k.list()}})
	}
	if len(points) == 0 {
		return
	}
	y.in("release", func() {
		c, from := k.result(field.Packaging)
		pipeline := fact{}
		if c.Score == 10 {
			pipeline = fact{value: "true", Origin: from}
			pipeline.Note = "a workflow publishes packages"
		}
		y.decide("automated-pipeline", pipeline, "whether a program makes your releases")
		y.items("distribution-points", len(points), func(i int) {
			y.text("uri", points[i].uri)
			y.text("comment", points[i].comment)
		})
	})
}
