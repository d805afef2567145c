package pagetest

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/alert"
	"github.com/plumbline-scorecard/plumbline/internal/bots"
	"github.com/plumbline-scorecard/plumbline/internal/check"
	"github.com/plumbline-scorecard/plumbline/internal/declared"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/funding"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/portfolio"
)

// The texts that data may hold. No page may have another shape for one of them than for Usual.
const (
	Usual = "plain words here"
	// tagName breaks out of an attribute, and is a part of a path: it has no slash.
	tagName = `'"><img src=x onerror=alert(1)><b oNcliCk=alert(1)>`
	// Hebrew is between marks that turn the text after it, up to the end of the paragraph.
	Hebrew = "\u05d0\u05d1\u05d2\u05d3 \u05d4\u05d5 \u05d6\u05d7\u05d8\u05d9"
	turned = "\u202e\u2067" + Hebrew + "\u2066\u200f"
)

// HostileTexts are looked at on every page, and Formulas in every file for a spreadsheet.
var (
	HostileTexts = map[string]string{"markup": Polyglot, "tag": tagName, "long": strings.Repeat("W", 200-len(Mark(0))), "turned": turned}
	Formulas     = []string{`=cmd|' /C calc'!A0`, "+1", "-1+1", "@SUM(1)", "\t=1", "\r=1"}
)

// Victim writes one text into every field that holds text of others. Each place has a number behind
// it, so that a test can see which are shown.
type Victim struct {
	Text   string
	Places []string // in the order of their marks
}

func (v *Victim) say(place string) string {
	for i, p := range v.Places {
		if p == place {
			return v.Text + Mark(i)
		}
	}
	v.Places = append(v.Places, place)
	return v.Text + Mark(len(v.Places)-1)
}

// Mark is what is behind the text in the place with this number.
func Mark(i int) string { return fmt.Sprintf("q%02dq", i) }

// Site is a list of three projects over two runs. xz has the text in all fields of an entry and of
// figures, zlib in the reasons of unknown values and in the end of its life, lost in why it failed.
func (v *Victim) Site(t *testing.T) http.Handler {
	t.Helper()
	b := Pair(t)
	b.Project("lost", func(p *health.Project) { p.Repositories, p.NoRepository = nil, v.say("why no repository") })
	v.list(b)
	v.entry(&b.List.Projects[0])
	v.end(&b.List.Projects[1])
	v.scenario(b)
	v.ground(b)
	b.Alerts = []alert.Rule{{ID: "A5", Label: "Help wanted", About: "Said."}}
	b.Now = Today.AddDate(0, 0, -10)
	v.figures(b, 3, "before ")
	h, st := b.SiteAndStore()
	b.Now, b.Answers = Today, nil
	v.figures(b, 1, "")
	b.Run(st)
	return h
}

func (v *Victim) list(b *Builder) {
	l := &b.List
	l.Title, l.Purpose, l.Notice = v.say("list title"), v.say("list purpose"), v.say("list notice")
	l.Revision, l.Licence, l.Owner = v.say("list revision"), v.say("list licence"), v.say("list owner")
	l.Sources["a"] = health.ExpertList{ID: "a", Title: v.say("expert list"), URL: v.Text, Date: v.Text, Group: "a"}
	l.Excluded = []health.Exclusion{{Name: v.say("excluded"), URL: v.Text, Reason: v.say("why excluded"), Date: v.Text}}
	l.Fuzzed = map[string]health.Fuzzed{"xz": {Project: v.say("OSS-Fuzz"), Since: "2020-01-01", Date: "2026-01-01", URL: v.Text}}
	l.Support = map[string]health.Support{"xz": {Product: v.say("product"), Date: "2026-01-01", URL: v.Text, Lines: []string{v.Text}}}
	l.Ports = map[string]map[string]health.Port{"xz": {"vcpkg": {Name: v.say("port"), Dependents: 2, Of: 9, Date: v.Text, URL: v.Text}}}
	b.Bots.Rules = append(b.Bots.Rules, bots.Rule{ID: v.say("rule about bots"), Pattern: v.Text, In: v.Text, Why: v.Text})
	file := []byte(v.Text)
	b.ListFile = func(string) ([]byte, bool) { return file, true }
}

func (v *Victim) entry(p *health.Project) {
	p.Name, p.Why, p.Category, p.Language = v.say("name"), v.say("why"), v.say("category"), v.say("language")
	p.Added, p.AddedBy, p.Homepage, p.Peers = v.say("added"), v.Text, v.say("homepage"), v.say("peers")
	p.Tags = []string{"compression", v.Text, v.say("tag")}
	p.Packages, p.Aliases = []string{v.say("package")}, []string{v.Text}
	p.Tracker, p.Review = v.Text, v.Text
	p.ExpertLists = []string{"a", v.say("expert list id")}
	p.Copies = []health.Copy{{URL: v.Text, Branch: v.Text, Reason: v.say("why a copy")}}
	p.Debian = &health.Debian{Sources: []string{v.Text}, NotApplicable: v.Text}
	p.BaseImage = &health.BaseImage{In: v.say("base image"), URL: v.Text, Reviewed: v.Text}
	p.Exposure.Reason, p.Exposure.ConfirmedBy = v.say("exposure"), v.say("exposure confirmed by")
	p.Substitution.Reason, p.Substitution.ConfirmedBy = v.say("substitution"), v.say("substitution confirmed by")
	p.Corrections = []health.Correction{{Kind: health.Kept, What: v.say("correction"), Why: v.say("why a correction"), By: "reader", Date: "2026-08-01", URL: v.Text}}
	p.Statements = []health.Statement{{Kind: health.HelpWanted, Text: v.say("statement"), URL: v.Text, Date: "2026-08-01"}}
	p.Repositories[0].Note, p.Repositories[0].Branch = v.say("note"), v.Text
	p.Repositories[0].Mirror, p.Repositories[0].Upstream = true, v.say("upstream")
	p.Repositories = append(p.Repositories, health.Repository{URL: v.say("repository"), Role: health.Component, Note: v.Text})
}

func (v *Victim) end(p *health.Project) {
	p.Peers = v.say("peers")
	p.EndOfLife = &health.EndOfLife{Archived: true, Successor: v.say("successor"), URL: v.say("end"), Since: v.say("since")}
}

func (v *Victim) scenario(b *Builder) {
	w := Resilient(b.Model)
	w.Label = v.say("scenario")
	b.Views = append(b.Views, w)
	b.Scenarios = []model.Overlay{{ID: "scenario:" + w.ID, Label: w.Label, Why: v.say("why a scenario")}}
}

// ground is what funders decide by.
func (v *Victim) ground(b *Builder) {
	src := funding.Source{URL: v.Text, Date: v.Text}
	b.Ground.Facts = map[string]funding.Facts{"xz": {
		Project: "xz", Paid: &funding.Paid{State: funding.Granted, By: v.say("who pays"), Until: v.say("last day of a grant"), Source: src},
		Host: &funding.Party{Name: v.say("legal host"), Source: src}, Steward: &funding.Party{Name: v.say("steward"), Source: src},
		Company: &funding.Party{Name: v.say("company"), Source: src}, Contact: &funding.Contact{Kind: v.say("kind of contact"), Source: src},
	}, "zlib": {Project: "zlib", Asked: []funding.Asked{{About: "paid", Date: v.say("day of asking")}}}}
	b.Ground.Grants = map[string][]funding.Grant{"xz": {{
		Project: "xz", Funder: v.say("funder"), Programme: v.say("programme"), Amount: 5, Currency: v.say("currency"), Start: v.say("start of a grant"),
		End: v.say("end of a grant"), Purpose: v.say("purpose"), URL: v.Text, Seen: v.say("day of reading a grant"),
	}}}
	b.Ground.Programmes = append(b.Ground.Programmes, portfolio.Programme{
		ID: "hostile", Name: v.say("programme"), Funder: v.say("funder of a programme"), About: v.say("about a programme"), Currency: v.Text, Most: 1,
		Stages: []string{v.say("stage")}, Asks: []string{v.say("asks")}, Source: src,
	})
	b.Ground.Catalogue.Measures = slices.Clone(b.Ground.Catalogue.Measures)
	m := &b.Ground.Catalogue.Measures[0]
	m.Label, m.About, m.Why = v.say("measure"), v.say("about a measure"), v.say("why a measure")
	b.Ground.Catalogue.Version, b.Ground.Catalogue.Date = v.say("catalogue"), v.Text
	b.Ground.NotFree = []string{v.say("licence that is not free")}
}

// figures are those of one run; before is put before what a later run changes.
func (v *Victim) figures(b *Builder, regulars int, before string) {
	b.Measured("xz", regulars, 8, 184, v.git(before)...)
	git := b.Last("xz")
	git.Version, git.Commit, git.SourceURL = v.say("instrument"), v.say("commit"), v.Text
	b.Hosted("xz",
		health.ObsText(field.RepositoryName, v.say("host name")), health.ObsText(field.RepositoryParent, v.say("forked from")),
		health.ObsText(field.DefaultBranch, v.say("default branch")), health.ObsText(field.LicenceDeclared, v.say("declared licence")),
		health.ObsList(field.Topics, []string{v.say("topic")}), health.ObsList(field.FundingLinks, []string{v.say("funding link")}),
	)
	b.Published("xz", AsOf, func(c *check.Check) {
		c.Reason, c.Annotations = v.say("published reason"), []string{v.say("annotation")}
		c.Details = []check.Detail{{Type: "warn", Text: v.Text}}
	})
	published := b.Last("xz")
	published.Version, published.Commit, published.SourceURL = v.say("published version"), v.Text, v.Text
	published.Checks = append(published.Checks, check.Check{Name: v.say("check nobody knows"), State: check.Scored, Score: 1})
	b.Measured("zlib", 3, 9, 90, health.Missing(field.Integrators12m, v.say("why unknown"), nil),
		health.NotApplies("commit_trend_log2", v.say("why n/a")))
	b.Checks("zlib", func(c *check.Check) { v.check(c, before) })
	b.Failed("lost", v.say("why it failed"))
}

func (v *Victim) git(before string) []health.Input {
	linked := health.ObsText(field.UpdateTool, v.say("update tool"))
	linked.SourceURL = v.Text
	return []health.Input{
		linked, health.ObsText(field.Licence, before+v.say("licence")), health.ObsText(field.LastReleaseTag, v.say("release tag")),
		health.ObsText(field.LastRelease, v.say("release date")), health.ObsText(field.FirstCommit, v.say("first commit")),
		health.ObsText(field.LastHumanCommit, v.say("last commit")), health.ObsList(field.ReleaseDates, []string{v.Text, v.Text, v.Text}),
		health.ObsList(field.FundingChannels, []string{v.say("funding channel")}),
		health.ObsList(field.DeclaredFiles, []declared.Reading{{
			Path: v.say("file of the project"), Kind: declared.SecurityInsights, Changed: v.Text, Missing: []string{v.say("missing field")}, Wrong: []string{v.say("wrong field")}, Expires: v.say("expiry of a file"),
		}, {Path: v.Text, Kind: declared.SecurityPolicy, Why: v.say("why a file does not count")}}),
		health.ObsList(field.DeclaredClaims, []declared.Claim{
			{Subject: declared.Status, Value: v.say("declared status"), Kind: declared.Readme, Path: v.say("path of a claim"), Line: 1, Date: v.say("day of a claim")},
			{Subject: declared.Status, Value: "active", Kind: declared.SecurityInsights, Path: v.Text, Line: 2},
			{Subject: declared.Kept, Value: v.Text, Kind: declared.Readme, Path: v.Text, Line: 1, Date: v.Text, Until: v.say("end of a claim")},
			{Subject: declared.PrivateWay, Value: v.say("kind of channel"), Kind: declared.SecurityPolicy, Path: v.Text, Line: 1},
			{Subject: declared.Steward, Value: v.say("declared steward"), Kind: declared.SecurityInsights, Path: v.Text, Line: 1},
			{Subject: declared.PolicyPage, Value: v.say("page of a policy"), Kind: declared.SecurityInsights, Path: v.Text, Line: 1},
			{Subject: declared.AnswerTime, Value: v.say("promised time"), Kind: declared.SecurityPolicy, Path: v.Text, Line: 1},
			{Subject: declared.Funding, Value: v.say("declared funding"), Kind: declared.FundingFile, Path: v.Text, Line: 1},
		}),
		health.ObsList(field.DeclaredExemptions, []declared.Exemption{
			{Tool: declared.CLOMonitor, Check: v.say("check of a remark"), Reason: v.say("reason of a remark"), Path: v.Text, Line: 1},
			{Tool: declared.Scorecard, Check: string(field.SecurityPolicyCheck), Reason: v.say("annotation of a file"), Path: v.Text, Line: 1},
		}),
	}
}

func (v *Victim) check(c *check.Check, before string) {
	c.Reason = before + v.say("check reason")
	if c.State != check.Scored {
		return
	}
	c.Doc, c.Risk, c.Error = v.Text, v.Text, v.Text
	c.Details = []check.Detail{
		{Type: "warn", Text: v.say("evidence")},
		{Type: "info", Text: v.Text},
		{Type: "warn", Text: "found", Path: "dir/" + strings.ReplaceAll(v.say("path"), "/", ""), Line: 3},
	}
	c.Remedy = []string{v.Text} // no page shows it
}
