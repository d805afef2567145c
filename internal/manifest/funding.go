package manifest

import (
	"bytes"
	"encoding/json"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/declared"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/funding"
)

// fundingFile is a funding.json by the schema 1.1. JSON has no comments, so a blank is a text in the
// place of its value. https://fundingjson.org/schema/v1.1.0.json
type fundingFile struct {
	Version  string        `json:"version"`
	Entity   entity        `json:"entity"`
	Projects []fundProject `json:"projects"`
	Funding  struct {
		Channels []channel `json:"channels"`
		Plans    []plan    `json:"plans"`
	} `json:"funding"`
}

type page struct {
	URL string `json:"url"`
}

type entity struct {
	Type        string `json:"type"`
	Role        string `json:"role"`
	Name        string `json:"name"`
	Email       string `json:"email"`
	Description string `json:"description"`
	Webpage     page   `json:"webpageUrl"`
}

type fundProject struct {
	GUID        string   `json:"guid"`
	Name        string   `json:"name"`
	Description string   `json:"description"`
	Webpage     page     `json:"webpageUrl"`
	Repository  page     `json:"repositoryUrl"`
	Licenses    []string `json:"licenses"`
	Tags        []string `json:"tags"`
}

type channel struct {
	GUID    string `json:"guid"`
	Type    string `json:"type"`
	Address string `json:"address"`
}

type plan struct {
	GUID        string   `json:"guid"`
	Status      string   `json:"status"`
	Name        string   `json:"name"`
	Description string   `json:"description"`
	Amount      string   `json:"amount"` // a number, once it is filled in
	Currency    string   `json:"currency"`
	Frequency   string   `json:"frequency"`
	Channels    []string `json:"channels"`
}

// jsonFile is a JSON file in the making.
type jsonFile struct{ File }

// value returns the value of a field, or its blank.
func (j *jsonFile) value(path string, f fact, write string) string {
	if f.known() {
		j.fill(path, f.value, f.Origin)
		return f.value
	}
	j.blank(path, write, f.hint)
	return FillIn + ": " + write
}

func (j *jsonFile) ask(path, write string) string { return j.value(path, fact{}, write) }

func (j *jsonFile) several(path string, all []fact, hint, write string) []string {
	if len(all) == 0 {
		return []string{j.value(path, fact{hint: hint}, write)}
	}
	var out []string
	for _, f := range all {
		out = append(out, j.value(path, f, write))
	}
	return out
}

func (k known) funding() File {
	j := &jsonFile{File{Name: FundingName}}
	plans, at := k.input(field.FundingPlans), k.reading(declared.FundingManifest)
	switch {
	case at.known():
		j.Exists = k.existing(at)
		j.Exists.Lacks, j.Exists.Looked = k.schemaLacks(at.value), "Plumbline"
		return j.File
	case plans.Known() && (len(plans.Strings()) > 0 || plans.Reason == funding.NoPlan):
		j.Exists = &Existing{Origin: origin(plans)}
		return j.File
	case !plans.Known():
		j.Unsure = plans.Reason
	}
	var m fundingFile
	m.Version = j.value("version", fact{value: "v1.1.0", Origin: format}, "")
	m.Entity = entity{
		Type: j.ask("entity.type", "one of: individual, group, organisation, other"), Role: j.ask("entity.role", "one of: owner, steward, maintainer, contributor, other"),
		Name: j.ask("entity.name", "who receives the money"), Email: j.ask("entity.email", "a mail address"),
		Description: j.ask("entity.description", "who that is, in some sentences"), Webpage: page{j.ask("entity.webpageUrl.url", "a web page about them")},
	}
	m.Projects = []fundProject{k.fundProject(j)}
	m.Funding.Channels = k.channels(j)
	const at0 = "funding.plans[0]."
	m.Funding.Plans = []plan{{
		GUID: j.ask(at0+"guid", "a short id of the plan, 3 to 32 of a-z, 0-9 and -"), Status: j.ask(at0+"status", "one of: active, inactive"),
		Name: j.ask(at0+"name", "what the money is for, in some words"), Description: j.ask(at0+"description", "the work, and what it leads to"),
		Amount:    j.ask(at0+"amount", "a number without quotes; 0 for any amount"),
		Currency:  j.ask(at0+"currency", "three letters, such as EUR"),
		Frequency: j.ask(at0+"frequency", "one of: one-time, weekly, fortnightly, monthly, yearly, other"), Channels: []string{j.ask(at0+"channels", "the guid of a channel above")},
	}}
	j.Text = encoded(m)
	return j.File
}

// encoded returns a value as JSON for people.
func encoded(v any) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(v); err != nil { // plain values never fail
		return ""
	}
	return b.String()
}

var (
	guid = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{2,31}$`)
	tag  = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{1,31}$`)
)

// mostTags is how many tags the format takes.
const mostTags = 10

func (k known) fundProject(j *jsonFile) fundProject {
	const at = "projects[0]."
	id := fact{hint: k.Project.Slug}
	if guid.MatchString(k.Project.Slug) {
		id = fact{value: k.Project.Slug, Origin: k.list()}
	}
	topics := k.input(field.Topics)
	var tags []fact
	for _, t := range topics.Strings() {
		if tag.MatchString(t) && len(tags) < mostTags {
			tags = append(tags, fact{value: t, Origin: origin(topics)})
		}
	}
	licences, hint := k.spdx()
	home := k.homepage()
	if !home.known() && k.hosted.known() {
		home.hint = "the page of the repository, if there is no other"
	}
	return fundProject{
		GUID: j.value(at+"guid", id, "a short id of the project, 3 to 32 of a-z, 0-9 and -"), Name: j.value(at+"name", name(k.Project.Name, k.list()), "the name of the project"),
		Description: j.ask(at+"description", "what the project is and who uses it"),
		Webpage:     page{j.value(at+"webpageUrl.url", home, "the website of the project")},
		Repository:  page{j.value(at+"repositoryUrl.url", k.hosted, "the address of the repository")},
		Licenses:    j.several(at+"licenses", licences, hint, "an id of SPDX, such as spdx:MIT"),
		Tags:        j.several(at+"tags", tags, "", "one to ten words that describe the project, of a-z, 0-9 and -"),
	}
}

// spdx are the licences as the format writes them. It has no expressions, so of one with an exception
// nothing is known.
func (k known) spdx() (all []fact, hint string) {
	l := k.licence()
	if !l.known() || strings.Contains(l.value, " WITH ") {
		return nil, l.hint
	}
	for _, id := range strings.FieldsFunc(l.value, func(r rune) bool { return r == ' ' }) {
		if id != "OR" && id != "AND" {
			all = append(all, fact{value: "spdx:" + id, Origin: l.Origin})
		}
	}
	return all, ""
}

// channels are those of FUNDING.yml.
func (k known) channels(j *jsonFile) []channel {
	named := k.input(field.FundingChannels)
	var out []channel
	for _, platform := range named.Strings() {
		at := "funding.channels[" + strconv.Itoa(len(out)) + "]."
		id := strings.ReplaceAll(platform, "_", "-")
		if !guid.MatchString(id) {
			continue
		}
		kind := fact{value: "payment-provider", Origin: origin(named)}
		if platform == "custom" {
			kind = fact{}
		}
		out = append(out, channel{
			GUID:    j.value(at+"guid", fact{value: id, Origin: origin(named)}, ""),
			Type:    j.value(at+"type", kind, "one of: bank, payment-provider, cheque, cash, other"),
			Address: j.value(at+"address", k.organization(platform), "the address at which the money is sent"),
		})
	}
	if len(out) > 0 {
		return out
	}
	const at = "funding.channels[0]."
	return []channel{{
		GUID: j.ask(at+"guid", "a short id of the channel, 3 to 32 of a-z, 0-9 and -"),
		Type: j.ask(at+"type", "one of: bank, payment-provider, cheque, cash, other"), Address: j.ask(at+"address", "the address at which the money is sent"),
	}}
}

// collectives are the platforms on which an account belongs to a project and not to a person, with
// their hosts.
var collectives = map[string][]string{
	"open_collective": {"opencollective.com"}, "tidelift": {"tidelift.com"}, "community_bridge": {"funding.communitybridge.org", "crowdfunding.lfx.linuxfoundation.org"},
	"lfx_crowdfunding": {"crowdfunding.lfx.linuxfoundation.org"},
}

// organization is the address of an account of the project on a platform, from the links of its
// host. Accounts of people are never returned.
func (k known) organization(platform string) fact {
	links := k.input(field.FundingLinks)
	for _, text := range links.Strings() {
		f := address(text, origin(links))
		u, err := url.Parse(f.value)
		if f.known() && err == nil && slices.Contains(collectives[platform], strings.TrimPrefix(u.Hostname(), "www.")) {
			return f
		}
	}
	return fact{}
}

// fundingPage is an account of the project for money.
func (k known) fundingPage() fact {
	named := k.input(field.FundingChannels)
	for _, platform := range named.Strings() {
		if f := k.organization(platform); f.known() {
			return f
		}
	}
	return fact{}
}
