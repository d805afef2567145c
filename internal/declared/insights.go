package declared

import (
	"errors"
	"regexp"
	"slices"
	"strings"
)

// Insights is what a Security Insights file says, of version 1 or 2 of its schema. It has no end of
// support, because no version of the schema has one: only the address of a policy.
// https://github.com/ossf/security-insights
type Insights struct {
	// Version is that of the schema as the file writes it. Major is the version whose fields the file
	// has, "1" or "2"; it is read by them.
	Version Mark
	Major   string
	// Updated, Reviewed and Expires are days, YYYY-MM-DD. Only version 1 has the last.
	Updated, Reviewed, Expires Mark
	// Parent is the address of another file that has the part about the project.
	Parent Mark
	// Status is one of Statuses.
	Status Mark
	// The answers are Yes or No.
	BugFixesOnly, Changes, AutomatedChanges, Reports, Bounty Mark
	Channels                                                 []Channel
	// Policy, Funding, SupportPolicy and ReleaseCycle are addresses.
	Policy, Funding, SupportPolicy, ReleaseCycle Mark
	// Steward is the address of the organization that is the steward under the EU Cyber Resilience
	// Act; of an account at a host of repositories it is only the host.
	Steward Mark
	// Administrators, CoreTeam and Champions are numbers of people.
	Administrators, CoreTeam, Champions Count
	// Missing are the fields that the schema requires and the file lacks. Wrong are fields in another
	// form than the schema's, which are not read. Both are paths such as "project.name".
	Missing, Wrong []string
}

// Statuses are the words of https://www.repostatus.org/, which Security Insights uses, too.
var Statuses = []string{
	"concept", "wip", "suspended", "abandoned", "active", "inactive", "unsupported", "moved",
}

// errInsights is the error of a file that is something else.
var errInsights = errors.New("the file has none of the parts of Security Insights")

// ReadInsights reads a Security Insights file. The error is a sentence without the text of the file.
func ReadInsights(text []byte) (Insights, error) {
	root, err := parse(text)
	if err != nil {
		return Insights{}, err
	}
	p := &problems{}
	f := fields{at: root, problems: p}
	header := f.in("header")
	in := Insights{
		Version:  header.read("schema-version", version),
		Updated:  header.day("last-updated"),
		Reviewed: header.day("last-reviewed"),
	}
	in.Major = major(root, in.Version.Value)
	switch in.Major {
	case "1":
		in.first(f)
	case "2":
		in.second(f)
	default:
		return Insights{}, errInsights
	}
	if v := in.Version.Value; v != "" && !strings.HasPrefix(v, in.Major+".") {
		p.bad("header.schema-version")
	}
	in.Missing, in.Wrong = p.missing, p.wrong
	return in, nil
}

var versionNumber = regexp.MustCompile(`^v?\d{1,4}(?:\.\d{1,4}){0,3}$`)

// version reads the version of a schema.
func version(text string) (string, bool) { return text, versionNumber.MatchString(text) }

// major returns the version whose parts a file has. Some files have the version of the software in
// the place of the schema's, so that counts only if the parts do not tell.
func major(root *node, version string) string {
	has := func(keys ...string) bool {
		return slices.ContainsFunc(keys, func(k string) bool { return root.key(k).is() != null })
	}
	switch {
	case has("project", "repository"):
		return "2"
	case has("project-lifecycle", "contribution-policy", "security-contacts"):
		return "1"
	case root.key("header").is() != mapping:
		return ""
	case strings.HasPrefix(version, "1."):
		return "1"
	case strings.HasPrefix(version, "2."):
		return "2"
	}
	return ""
}

// anyone counts every entry with content.
func anyone(n *node) bool { return n.is() != null }

// document matches what names a page in the place of a person.
var document = pattern(
	`(?i)^https?://.*(?:/blob/|/tree/|#|\.(?:md|rst|adoc|txt|csv|html?)$)`,
)

// noPage counts entries that name a person and not a page with their names.
func noPage(n *node) bool { return n.is() != null && !document.MatchString(n.word()) }

// first reads version 1.
func (in *Insights) first(f fields) {
	f.need(
		"header", "project-lifecycle", "contribution-policy", "distribution-points",
		"security-contacts", "vulnerability-reporting",
	)
	header := f.in("header")
	header.need("expiration-date", "project-url", "schema-version")
	in.Expires = header.day("expiration-date")
	life := f.in("project-lifecycle")
	in.Status = life.oneOf("status", Statuses)
	if !in.Status.Stated() { // its name in drafts
		in.Status = life.oneOf("stage", Statuses)
	}
	life.need("status", "bug-fixes-only")
	in.BugFixesOnly = life.yes("bug-fixes-only")
	in.ReleaseCycle = life.address("release-cycle")
	in.CoreTeam = life.people("core-maintainers", noPage)
	if in.CoreTeam.Stated() && in.CoreTeam.N == 0 { // only pages: the number is elsewhere
		in.CoreTeam = Count{}
	}
	if in.Status.Value == "active" || in.BugFixesOnly.Value == Yes {
		life.need("core-maintainers")
	}
	policy := f.in("contribution-policy")
	policy.need("accepts-pull-requests", "accepts-automated-pull-requests")
	in.Changes = policy.yes("accepts-pull-requests")
	in.AutomatedChanges = policy.yes("accepts-automated-pull-requests")
	in.firstReporting(f)
}

func (in *Insights) firstReporting(f fields) {
	r := f.in("vulnerability-reporting")
	r.need("accepts-vulnerability-reports")
	in.Reports = r.yes("accepts-vulnerability-reports")
	if in.Reports.Value == Yes {
		r.need("email-contact", "security-policy")
	}
	in.Policy = r.address("security-policy")
	in.Bounty = r.yes("bug-bounty-available")
	var found channels
	if mail := r.at.key("email-contact"); mail.word() != "" {
		found.add(kindOf(mail.word()), mail.word(), max(mail.line, 1))
	}
	contacts := f.at.key("security-contacts")
	if contacts.is() != null && contacts.is() != list {
		f.problems.bad("security-contacts")
	}
	for _, c := range contacts.list() {
		value := c.key("value")
		if kind := kindOf(value.word()); kind != "" {
			found.add(kind, value.word(), max(value.line, 1))
		}
	}
	in.Channels = found.sorted()
}

// second reads version 2.
func (in *Insights) second(f fields) {
	f.need("header")
	header := f.in("header")
	header.need("last-reviewed", "last-updated", "schema-version", "url")
	in.Parent = header.address("project-si-source")
	project, repository := f.in("project"), f.in("repository")
	switch {
	case project.given():
		in.project(project)
	case !in.Parent.Stated():
		f.need("project")
	}
	switch {
	case repository.given():
		in.repository(repository)
	case in.Parent.Stated():
		f.need("repository")
	}
}

func (in *Insights) project(f fields) {
	f.need("name", "administrators", "repositories", "vulnerability-reporting")
	in.Funding = f.address("funding")
	if f.at.key("steward").is() != null {
		steward := f.in("steward")
		steward.need("uri", "comment")
		in.Steward = steward.address("uri")
	}
	in.Administrators = f.people("administrators", anyone)
	f.contacts("administrators")
	in.SupportPolicy = f.in("documentation").address("support-policy")
	r := f.in("vulnerability-reporting")
	r.need("reports-accepted", "bug-bounty-available")
	in.Reports = r.yes("reports-accepted")
	in.Bounty = r.yes("bug-bounty-available")
	in.Policy = r.address("policy")
	if !in.Policy.Stated() { // its name before version 2.2
		in.Policy = r.address("security-policy")
	}
	in.contact(r)
}

// contact reads the contact for reports. Its name is not a channel.
func (in *Insights) contact(r fields) {
	var found channels
	for _, key := range []string{"email", "social"} {
		value := r.in("contact").at.key(key)
		kind := kindOf(value.word())
		if kind == WebForm && key == "social" {
			kind = Chat
		}
		if kind != "" {
			found.add(kind, value.word(), max(value.line, 1))
		}
	}
	in.Channels = found.sorted()
}

func (in *Insights) repository(f fields) {
	f.need(
		"status", "url", "accepts-change-request", "accepts-automated-change-request",
		"core-team", "license", "security",
	)
	in.Status = f.oneOf("status", Statuses)
	in.BugFixesOnly = f.yes("bug-fixes-only")
	in.Changes = f.yes("accepts-change-request")
	in.AutomatedChanges = f.yes("accepts-automated-change-request")
	in.CoreTeam = f.people("core-team", anyone)
	f.contacts("core-team")
	if license := f.in("license"); license.given() {
		license.need("url", "expression")
	}
	if security := f.in("security"); security.given() {
		security.need("assessments")
		if assessments := security.in("assessments"); assessments.given() {
			assessments.need("self")
		}
		in.Champions = security.people("champions", anyone)
	}
	if !in.Policy.Stated() {
		in.Policy = f.in("documentation").address("security-policy")
	}
}

// contacts notes what the people of a list lack, once for all of them.
func (f fields) contacts(key string) {
	for _, item := range f.at.key(key).list() {
		if item.is() == mapping {
			fields{at: item, path: f.name(key) + "[]", problems: f.problems}.need("name", "primary")
		} else {
			f.problems.bad(f.name(key) + "[]")
		}
	}
}
