package declared_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/declared"
)

// said returns what a SECURITY file says, as one text.
func said(t *testing.T, text string) string {
	t.Helper()
	p, err := declared.ReadPolicy([]byte(text))
	if err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	var out []string
	for _, c := range p.Channels {
		out = append(out, fmt.Sprintf("%s×%d@%d", c.Kind, c.Count, c.Line))
	}
	for _, m := range []struct {
		name string
		mark declared.Mark
	}{{"elsewhere", p.Elsewhere}, {"public", p.Public}, {"bounty", p.Bounty}, {"machine", p.Machine}, {"steward", p.Steward}} {
		if m.mark.Stated() {
			out = append(out, fmt.Sprintf("%s=%s@%d", m.name, m.mark.Value, m.mark.Line))
		}
	}
	if p.Promise.Stated() {
		out = append(out, fmt.Sprintf("%s@%d", p.Promise, p.Promise.Line))
	}
	if p.Template {
		out = append(out, "template")
	}
	return strings.Join(out, " ")
}

func TestReadPolicy_channels(t *testing.T) {
	t.Parallel()
	for _, row := range []struct{ text, want string }{
		{"Please report holes to security@plain.test.", "mail×1@1"},
		{"# Security\n\nReport to\nsecurity@plain.test or Second@plain.test,\nor to security@plain.test.\n", "mail×2@4"},
		{"Send your report to <security@plain.test>.", "mail×1@1"},
		{"Email security (at) plain.test to report a problem.", "mail×1@1"},
		{"Mail `security at plain dot test` to report a problem.", "mail×1@1"},
		{"Report it [by mail](mailto:security@plain.test).", "mail×1@1"},
		{"To report, [e-mail the team](https://plain.test/contact).", "mail×1@1"},
		{"# Reporting\n\n- Alpha, a@plain.test\n- Beta, b@plain.test\n", "mail×2@3"},
		{"Do NOT open a public issue, instead send your report to security@plain.test.", "mail×1@1"},
		{"Report to security@plain.test instead of opening an issue.", "mail×1@1"},
		{"We cannot handle reports of vulnerabilities sent to security@plain.test.", ""},
		{"Please do not email security@plain.test with reports.", ""},
		{"Report to security@example.com.", ""},
		{"Report to your-security-address@yourdomain.com.", ""},
		{"To hear of releases, subscribe to announce+subscribe@plain.test.", ""},
		{"# Reporting\n\nBefore a release, we will notify distros@plain.test of vulnerabilities.", ""},
		{"# Reporting\n\nRun `npm install @scope/name@latest` first.", ""},
		{"# Reporting\n\n```\nuid Ada <ada@plain.test>\n```\n", ""},
		{"<!-- Report to security@plain.test -->\nNothing here.", ""},
		{"Report it through https://github.com/a/b/security/advisories/new please.", "host_form×1@1"},
		{"Use the \"Report a vulnerability\" button of the Security tab.", "host_form×1@1"},
		{"Please use GitHub's private vulnerability reporting.", "host_form×1@1"},
		{"Report any hole as a **confidential** issue in our tracker.", "host_form×1@1"},
		{"Disclose it privately via GitHub.", "host_form×1@1"},
		{"We accept reports at <https://github.com/a/b/security>.", "host_form×1@1"},
		{"Please report it by creating a [security advisory](https://github.com/a/b/security/advisories).", "host_form×1@1"},
		{"If the report holds, we will open a security advisory on GitHub.", ""},
		{"Then a [draft security advisory](https://github.com/a/b/security/advisories) will be created.", ""},
		{"We had to terminate the use of GitHub's private vulnerability reporting.", ""},
		{"We have a fix before we add a bug report to the repository and issue a Github security advisory.", ""},
		{"Reporters are named in our security advisories.", ""},
		{"See the published advisories at https://github.com/a/b/security/advisories.", ""},
		{"Report it via [HackerOne](https://hackerone.com/example).", "platform×1@1"},
		{"To report, use the\n[Tidelift contact](https://tidelift.com/security).\nTidelift will coordinate it.", "platform×1@2"},
		{"Report it to https://hackerone.com/a or https://hackerone.com/b.", "platform×1@1"},
		{"Do not open issues. Report it via our bounty program:\n\nhttps://plain.test/hats\n", "platform×1@3 bounty=offered@1"},
		{"Report it at:\n\n<https://plain.test/security/form>\n", "web_form×1@3"},
		{"Report it to the [response center](https://plain.test/create-report).", "web_form×1@1"},
		{"To report, use [https://plain.test/vuln](https://plain.test/vuln).", "web_form×1@1"},
		{"Report bugs in third-party modules to their team at x@plain.test.", ""},
	} {
		if got := said(t, row.text); got != row.want {
			t.Errorf("%q:\n got %q\nwant %q", row.text, got, row.want)
		}
	}
}

func TestReadPolicy_elsewhereAndInPublic(t *testing.T) {
	t.Parallel()
	for _, row := range []struct{ text, want string }{
		{"For reporting, see https://plain.test/security.", "elsewhere=yes@1"},
		{"# Security\n\nPlease read\nthe [security process](https://plain.test/process).", "elsewhere=yes@4"},
		{"Read our [disclosure policy](docs/DISCLOSURE.md).", "elsewhere=yes@1"},
		{"See https://plain.test/security.html[the Security page].", "elsewhere=yes@1"},
		{"Please DON'T DISCLOSE IT, [SEE BELOW](#reporting).", ""},
		{"[![Badge](https://plain.test/badge/security.svg)](https://plain.test/security)", ""},
		{"Security bugs: please open a public issue.", "public=yes@1"},
		{"If you find a vulnerability, please open an issue.", "public=yes@1"},
		{"Vulnerabilities can be reported in the public bug tracker.", "public=yes@1"},
		{"If you find a vulnerability, please do not open an issue.", ""},
		{"Please don't report security issues in public issues.", ""},
	} {
		if got := said(t, row.text); got != row.want {
			t.Errorf("%q:\n got %q\nwant %q", row.text, got, row.want)
		}
	}
}

func TestReadPolicy_answerTime(t *testing.T) {
	t.Parallel()
	for _, row := range []struct{ text, want string }{
		{"We respond within 3 working days.", "3 working days@1"},
		{"We will acknowledge a report within three (3) business days, and fix it within 90 days.", "3 working days@1"},
		{"A first answer:\nwe reply\nwithin 48 hours.", "2 days@3"},
		{"Within a week, we will respond to it.", "7 days@1"},
		{"We acknowledge within 1 to 3 days.", "3 days@1"},
		{"We aim to respond within 2 weeks.", "14 days, as a goal@1"},
		{"You should receive a response in 24 hours.", "1 day, as a goal@1"},
		{"We cannot guarantee it, but respond within 5 days.", "5 days, as a goal@1"},
		{"| Step | Time |\n|---|---|\n| **Initial acknowledgement** | ≤ 14 calendar days | x |", "14 days@3"},
		{"- Initial response: 72 hours", "3 days@1"},
		{"We acknowledge receipt within **72 hours** and send details within **7 days**.", "3 days@1"},
		{"The team will aim to:\n\n- acknowledge receipt within 3 business days\n", "3 working days, as a goal@3"},
		{"The standard response time for a report is less than 14 days.", "14 days@1"},
		{"We will get back to you within a month.", "30 days@1"},
		{"We reply as soon as possible.", ""},
		{"We answer within a few days.", ""},
		{"If you do not receive an acknowledgement within 6 days, write to the foundation.", ""},
		{"If there is no response within 14 days, escalate.", ""},
		{"You must respond to questions within 14 days.", ""},
		{"We respond to it and publish a fix within 90 days.", ""},
		{"This project follows a 90 day disclosure timeline.", ""},
		{"Give us 90 days before you disclose it.", ""},
		{"We acknowledge within 0 days.", ""},
	} {
		if got := said(t, row.text); got != row.want {
			t.Errorf("%q:\n got %q\nwant %q", row.text, got, row.want)
		}
	}
}

func TestReadPolicy_bountyMachinesAndSteward(t *testing.T) {
	t.Parallel()
	for _, row := range []struct{ text, want string }{
		{"We do not offer a bug bounty.", "bounty=none@1"},
		{"There is no bug bounty and no reward.", "bounty=none@1"},
		{"As volunteers, we are not able to offer bug bounties.", "bounty=none@1"},
		{"Bounties are not available.", "bounty=none@1"},
		{"Our bug bounty program pays for holes.", "bounty=offered@1"},
		{"It may be eligible for a bounty under our program.", "bounty=offered@1"},
		{"If it is not in scope for our bug bounty program, mail us.", "bounty=offered@1"},
		{"The bug bounty ended in January.", "bounty=ended@1"},
		{"We no longer have a bug bounty.", "bounty=ended@1"},
		{"Our bug bounty program was great.\n\nThe bounty program is closed.", "bounty=ended@3"},
		{"Our HackerOne program is closed.", "bounty=ended@1"},
		{"Reports that are closed as spam get no bounty.", "bounty=none@1"},
		{"A bounty of new features awaits.", ""},
		{"We do not accept AI-generated reports.", "machine=refused@1"},
		{"Reports from an LLM will be closed.", "machine=refused@1"},
		{"If you used AI for the report, you must disclose it.", "machine=conditions@1"},
		{"We do not accept AI-generated reports.\nReports with the help of AI are fine if they are verified by you.", "machine=conditions@2"},
		{"We do not forbid the use of AI for reports.", "machine=allowed@1"},
		{"Many reports come from AI tools.", "machine=named@1"},
		{"# AI\n\nEvery report must be checked by a person.", "machine=conditions@3"},
		{"The AI model reads images.", ""},
		{"The Foundation is the open source software steward of this project.", "steward=yes@1"},
		{"Under the Cyber Resilience Act, our steward is the Foundation.", "steward=yes@1"},
		{"For the CRA, this project has no steward.", "steward=no@1"},
		{"The Stewards meet every month.", ""},
		{"The CRA is a law.", ""},
	} {
		if got := said(t, row.text); got != row.want {
			t.Errorf("%q:\n got %q\nwant %q", row.text, got, row.want)
		}
	}
}

func TestReadPolicy_templateSaysNothing(t *testing.T) {
	t.Parallel()
	const template = "# Security Policy\n\nUse this section to tell people about which versions are supported.\n\n" +
		"## Reporting a Vulnerability\n\nUse this section to tell people how to report a vulnerability.\n\n" +
		"Tell them where to go, how often they can expect to get an update within 3 days.\n"
	if got := said(t, template); got != "template" {
		t.Errorf("got %q", got)
	}
	if got := said(t, template+"\nReport to security@plain.test.\n"); got != "mail×1@11 template" {
		t.Errorf("got %q", got)
	}
	s := declared.Read([]declared.File{{Path: "SECURITY.md", Text: []byte(template)}})
	if len(s.Claims) > 0 || !s.Readings[0].Template || s.Readings[0].Why == "" {
		t.Errorf("%+v", s)
	}
}

func TestReadPolicy_otherFormats(t *testing.T) {
	t.Parallel()
	utf16 := []byte{0xff, 0xfe}
	for _, c := range []byte("Report to security@plain.test.") {
		utf16 = append(utf16, c, 0)
	}
	for name, text := range map[string][]byte{
		"rst":              []byte("Security\n========\n\nPlease report holes to\nsecurity@plain.test.\n"),
		"adoc":             []byte("= Security\n\nPlease report holes to\n\nsecurity@plain.test\n"),
		"carriage returns": []byte("Please report\r\nholes to\r\n\r\nmail: security@plain.test\r\n"),
		"mark":             []byte("\ufeffReport to security@plain.test."),
		"UTF-16":           utf16,
		"quotation":        []byte("> Report to\n> security@plain.test\n"),
	} {
		p, err := declared.ReadPolicy(text)
		if err != nil || len(p.Channels) != 1 || p.Channels[0].Kind != declared.Mail {
			t.Errorf("%s: %+v, %v", name, p, err)
		}
	}
}

func TestReadPolicy_bounds(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"empty": "", "blank": " \n\t\n", "large": strings.Repeat("word ", 1<<20), "hidden": "<!-- Report to security@plain.test", "zeros": strings.Repeat("\x00", 100),
	} {
		if p, err := declared.ReadPolicy([]byte(text)); !p.Silent() || (err == nil && name != "hidden" && name != "zeros") {
			t.Errorf("%s: %+v, %v", name, p, err)
		}
	}
	for _, text := range []string{"<script>alert('report')</script>", strings.Repeat("<", 1000) + "\x00\xff", strings.Repeat("- report ", 5000)} {
		if _, err := declared.ReadPolicy([]byte(text)); err != nil {
			t.Errorf("%.30q: %v", text, err)
		}
	}
}

func TestChannelKinds_haveLabels(t *testing.T) {
	t.Parallel()
	for _, k := range declared.ChannelKinds {
		if k.Label() == string(k) {
			t.Errorf("%s has no label", k)
		}
	}
	if !slices.Contains(declared.ChannelKinds, declared.Mail) {
		t.Error("no mail")
	}
}
