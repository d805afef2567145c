package manifest_test

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/check"
	"github.com/plumbline-scorecard/plumbline/internal/declared"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/funding"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/manifest"
)

// filled is a funding.json after a maintainer filled in the plan and its channel.
func filled(t *testing.T, text string) string {
	t.Helper()
	for field, value := range map[string]string{"status": `"active"`, "amount": "1000", "currency": `"EUR"`, "frequency": `"yearly"`, "type": `"bank"`} {
		text = regexp.MustCompile(`"`+field+`": "FILL IN[^"]*"`).ReplaceAllString(text, `"`+field+`": `+value)
	}
	text = regexp.MustCompile(`"FILL IN: the guid of a channel above"`).ReplaceAllString(text, `"open-collective"`)
	return regexp.MustCompile(`"FILL IN: a short id of the channel[^"]*"`).ReplaceAllString(text, `"open-collective"`)
}

// A filled in funding.json passes our reader, and one that is not has no plan.
func TestFunding_isReadOnceItIsFilledIn(t *testing.T) {
	t.Parallel()
	for name, s := range map[string]manifest.Subject{"rich": rich(), "bare": subject([]health.Input{health.ObsList(field.FundingPlans, []string{})})} {
		f := named(t, s, manifest.FundingName)
		plans, wrong, err := funding.Manifest([]byte(filled(t, f.Text)))
		if err != nil || len(wrong) > 0 || len(plans) != 1 || plans[0].Amount != 1000 {
			t.Errorf("%s: %v, wrong %q, %v\n%s", name, plans, wrong, err, f.Text)
		}
		if plans, _, err := funding.Manifest([]byte(f.Text)); err != nil || len(plans) > 0 {
			t.Errorf("%s: the blanks are read as plans %v, %v", name, plans, err)
		}
		if got := strings.Count(f.Text, manifest.FillIn+": "); got != len(f.Blanks) || got == 0 {
			t.Errorf("%s: %d marks for %d blanks", name, got, len(f.Blanks))
		}
	}
}

func TestFunding_values(t *testing.T) {
	t.Parallel()
	f := named(t, rich(), manifest.FundingName)
	for k, want := range map[string]string{
		"projects[0].guid": "kit", "projects[0].repositoryUrl.url": "https://github.com/acme/kit", "projects[0].licenses": "spdx:MIT",
		"projects[0].tags": "http", "funding.channels[0].address": "https://opencollective.com/kit", "funding.channels[1].guid": "github",
		"funding.channels[1].address": "", "funding.channels[2].type": "", "entity.name": "", "entity.email": "",
	} {
		if got := values(f)[k]; got != want {
			t.Errorf("%s is %q, want %q", k, got, want)
		}
	}
	if strings.Contains(f.Text, "ada") {
		t.Error("the account of a person is in the file")
	}
	unread := named(t, subject(nil), manifest.FundingName)
	if unread.Unsure == "" || unread.Text == "" {
		t.Error("the tree was not read, and the file is said to be missing")
	}
	there := subject([]health.Input{health.ObsList(field.FundingPlans, []string{"active 1 EUR yearly Work"})})
	if f := named(t, there, manifest.FundingName); f.Exists == nil || f.Text != "" {
		t.Errorf("a second funding.json is offered: %q", f.Text)
	}
}

// A filled in SECURITY.md says to our reader what it should.
func TestPolicy_isReadOnceItIsFilledIn(t *testing.T) {
	t.Parallel()
	f := named(t, rich(), manifest.PolicyName)
	blanks := regexp.MustCompile(`\*\*FILL IN: [^*]*\*\*`)
	if got := len(blanks.FindAllString(f.Text, -1)); got != len(f.Blanks) || got == 0 {
		t.Errorf("%d marks for %d blanks", got, len(f.Blanks))
	}
	text := strings.Replace(f.Text, "**FILL IN: a number of days**", "5 days", 1)
	text = strings.Replace(text, "**FILL IN: a mail address that more than one person reads; or delete this line**", "security@plain.test", 1)
	text = strings.Replace(text, "**FILL IN: whether you pay for reports**", "We do not offer a bug bounty.", 1)
	p, err := declared.ReadPolicy([]byte(blanks.ReplaceAllString(text, "")))
	if err != nil || p.Promise.Days != 5 || len(p.Channels) != 2 || p.Channels[0].Kind != declared.HostForm || p.Bounty.Value != declared.BountyNone || p.Public.Stated() {
		t.Errorf("read as %+v, %v\n%s", p, err, text)
	}
	if help, _ := hint(f, "Versions"); !strings.Contains(help, "v2.1") {
		t.Errorf("the hint on versions is %q", help)
	}
}

// A policy that exists is never replaced. What it lacks is said by whoever read it.
func TestPolicy_exists(t *testing.T) {
	t.Parallel()
	file := scored(field.SecurityPolicyCheck, 9, info("security policy file detected", "SECURITY.md"), check.Detail{Type: "warn", Text: "One or no\ndescriptive hints"})
	read := func(text string) *declared.Statement {
		s := declared.Read([]declared.File{{Path: "docs/SECURITY.md", Text: []byte(text)}})
		return &s
	}
	unread := declared.Read([]declared.File{{Path: "SECURITY.md", Unread: "it is too large"}})
	for name, tc := range map[string]struct {
		ins    []health.Input
		checks []check.Check
		said   *declared.Statement
		path   string
		lacks  []string
		looked string
	}{
		"in the tree":    {[]health.Input{health.ObsBool(field.SecurityPolicy, true)}, nil, nil, "", nil, ""},
		"at the host":    {[]health.Input{health.ObsBool(field.SecurityPolicy, false), health.ObsBool(field.SecurityPolicyShown, true)}, nil, nil, "", nil, ""},
		"by the check":   {nil, []check.Check{file}, nil, "SECURITY.md", []string{"One or no descriptive hints"}, "Scorecard"},
		"not its own":    {nil, []check.Check{scored(field.SecurityPolicyCheck, 10, info("security policy file detected", "github.com/acme/.github/SECURITY.md"))}, nil, "", nil, ""},
		"read":           {nil, []check.Check{file}, read("Report to security@plain.test.\n"), "docs/SECURITY.md", []string{"no time within which a report is answered", "nothing about a bounty"}, "Plumbline"},
		"not read":       {nil, nil, &unread, "SECURITY.md", []string{"it is too large"}, "Plumbline"},
		"read, no sense": {nil, nil, read("Hello.\n"), "docs/SECURITY.md", []string{"no private way to report a vulnerability", "no time within which a report is answered", "nothing about a bounty"}, "Plumbline"},
	} {
		s := subject(tc.ins, tc.checks...)
		s.Said = tc.said
		f := named(t, s, manifest.PolicyName)
		if f.Text != "" || f.Exists == nil {
			t.Errorf("%s: a second policy is offered: %q", name, f.Text)
			continue
		}
		if e := f.Exists; e.Path != tc.path || !slices.Equal(e.Lacks, tc.lacks) || e.Looked != tc.looked || (e.URL != "") != (tc.path != "") {
			t.Errorf("%s: %+v", name, e)
		}
	}
	if f := named(t, subject(nil), manifest.PolicyName); f.Unsure == "" || f.Text == "" {
		t.Error("the tree was not read, and the policy is said to be missing")
	}
	if f := named(t, rich(), manifest.PolicyName); f.Unsure != "" {
		t.Errorf("the tree was read and is unsure: %q", f.Unsure)
	}
}

// FuzzFiles holds that values of others stay data in every format.
func FuzzFiles(f *testing.F) {
	for _, s := range []string{
		"Kit", "a\nproject: {}", "x: \"y\" # z", "\"\\u0000\u2028-->", "```\n# h", "</script><b>", "*a &b !c |", "- [x](javascript:alert(1))", "'\u202e'", "{{", strings.Repeat("é", 300),
	} {
		f.Add(s, "https://a.example/"+s, s)
	}
	f.Fuzz(func(t *testing.T, name, link, word string) {
		s := subject([]health.Input{
			health.ObsText(field.Licence, word), health.ObsText(field.DefaultBranch, word), health.ObsText(field.HostRelease, word),
			health.ObsText(field.RepositoryName, word), health.ObsText(field.LastReleaseTag, word), health.ObsText(field.LastRelease, word),
			health.ObsText(field.UpdateTool, word), health.ObsList(field.FundingChannels, []string{"open_collective", word}),
			health.ObsList(field.FundingLinks, []string{link}), health.ObsList(field.Topics, []string{word}),
		}, scored(field.SAST, 10, info("SAST tool detected: "+word, word)), scored(field.Fuzzing, 10, info(word+" integration found", word)),
			scored(field.LicenseCheck, 10, info("License file found", word)))
		s.Project.Slug, s.Project.Name, s.Project.Homepage = word, name, link
		s.Project.Packages = append(s.Project.Packages, word)
		holds(t, s)
	})
}

// holds reports values that are not where they were filled in, and lines that are no lines of ours.
func holds(t *testing.T, s manifest.Subject) {
	t.Helper()
	y := named(t, s, manifest.InsightsName)
	read := parsed(t, y.Text)
	if len(read) != 3 {
		t.Fatalf("%d parts:\n%s", len(read), y.Text)
	}
	for path, want := range values(y) {
		if got := at(read, path); got != want {
			t.Errorf("%s is %q, want %q:\n%s", path, got, want, y.Text)
		}
	}
	if in, err := declared.ReadInsights([]byte(y.Text)); err != nil || len(in.Wrong) > 0 {
		t.Errorf("wrong %q, %v:\n%s", in.Wrong, err, y.Text)
	}
	for line := range strings.Lines(y.Text) {
		if _, comment, ok := strings.Cut(line, "# "); ok && strings.HasPrefix(strings.TrimSpace(line), "#") && !asciiOurs(comment) {
			t.Errorf("a comment is %q", line)
		}
	}
	j := named(t, s, manifest.FundingName)
	var m map[string]any
	if err := json.Unmarshal([]byte(j.Text), &m); err != nil || len(m) != 4 {
		t.Errorf("%d keys, %v:\n%s", len(m), err, j.Text)
	}
	for path, want := range values(j) {
		if got := at(m, path); got != want && !strings.HasSuffix(path, "licenses") && !strings.HasSuffix(path, "tags") {
			t.Errorf("%s is %q, want %q:\n%s", path, got, want, j.Text)
		}
	}
	md := named(t, s, manifest.PolicyName).Text
	plain := regexp.MustCompile(`<https://github\.com/[A-Za-z0-9._+~/-]+>`).ReplaceAllString(md, "<>")
	if strings.Count(plain, "\n") != strings.Count(named(t, subject(nil), manifest.PolicyName).Text, "\n") || strings.ContainsAny(strings.ReplaceAll(plain, "<>", ""), "<>`[]|\\") {
		t.Errorf("the policy is\n%s", md)
	}
}

// asciiOurs reports whether a comment has only letters of our own texts.
func asciiOurs(s string) bool {
	return !strings.ContainsFunc(strings.ReplaceAll(s, "…", ""), func(r rune) bool { return r > '~' || r < ' ' && r != '\n' })
}
