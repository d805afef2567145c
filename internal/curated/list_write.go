package curated

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// WriteHead writes the part of a list file that describes the list itself, as YAML. WriteProject
// writes its projects into projects.jsonl beside it. The same list gives the same bytes.
func WriteHead(w io.Writer, list health.List) error {
	f := yamlWriter{w: w}
	f.line("list:")
	for _, x := range []struct{ name, text string }{
		{"slug", list.Slug},
		{"title", list.Title},
		{"purpose", list.Purpose},
		{"owner", list.Owner},
		{"licence", list.Licence},
		{"notice", list.Notice},
		{"tracker", list.Tracker},
	} {
		if x.text != "" {
			f.line("  %s: %s", x.name, quoted(x.text))
		}
	}
	if len(list.CopiedFrom) > 0 {
		f.line("  copied_from: [%s]", strings.Join(list.CopiedFrom, ", "))
	}
	if list.OnRequest {
		f.line("  on_request: true")
	}
	if list.Private {
		f.line("  visibility: private")
	}
	if len(list.Sources) > 0 {
		f.line("expert_lists:")
	}
	for _, id := range slices.Sorted(maps.Keys(list.Sources)) {
		x := list.Sources[id]
		group := ""
		if x.Group != "" {
			group = ", group: " + quoted(x.Group)
		}
		f.line("  - {id: %s, title: %s, url: %s, date: %s%s}",
			x.ID, quoted(x.Title), quoted(x.URL), quoted(x.Date), group)
	}
	if len(list.Excluded) > 0 {
		f.line("excluded:")
	}
	for _, x := range list.Excluded {
		url := ""
		if x.URL != "" {
			url = ", url: " + quoted(x.URL)
		}
		f.line("  - {name: %s%s, reason: %s, date: %s}",
			quoted(x.Name), url, quoted(x.Reason), quoted(x.Date))
	}
	return f.err
}

// yamlWriter writes lines until a write fails.
type yamlWriter struct {
	w   io.Writer
	err error
}

func (f *yamlWriter) line(format string, args ...any) {
	if f.err == nil {
		_, f.err = fmt.Fprintf(f.w, format+"\n", args...)
	}
}

// quoted returns a text as JSON, which YAML reads as the same text.
func quoted(s string) string {
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)              // people read and edit it
	if err := enc.Encode(s); err != nil { // a string always encodes
		return `""`
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// projectLine is a project as written: the fields have the names of a list file, and empty ones are
// left out.
type projectLine struct {
	Slug         string            `json:"slug"`
	Name         string            `json:"name"`
	Why          string            `json:"why,omitempty"`
	Category     string            `json:"category"`
	Language     string            `json:"language,omitempty"`
	Added        string            `json:"added"`
	AddedBy      string            `json:"added_by"`
	Tags         []string          `json:"tags,omitempty"`
	Peers        string            `json:"peers,omitempty"`
	Homepage     string            `json:"homepage,omitempty"`
	Repositories []repositoryLine  `json:"repositories,omitempty"`
	NoRepository string            `json:"no_repository,omitempty"`
	Copies       []copyLine        `json:"copies,omitempty"`
	Packages     []string          `json:"packages,omitempty"`
	Aliases      []string          `json:"aliases,omitempty"`
	ExpertLists  []string          `json:"expert_lists,omitempty"`
	Exposure     *exposureLine     `json:"exposure,omitempty"`
	Substitution *substitutionLine `json:"substitution,omitempty"`
	BaseImage    *baseImageLine    `json:"base_image,omitempty"`
	Tracker      string            `json:"tracker,omitempty"`
	Review       string            `json:"review,omitempty"`
	Rolling      bool              `json:"rolling,omitempty"`
	EndOfLife    *endOfLifeLine    `json:"end_of_life,omitempty"`
	Statements   []statementLine   `json:"statements,omitempty"`
	Corrections  []correctionLine  `json:"corrections,omitempty"`
	Repology     string            `json:"repology,omitempty"`
	Debian       *debianLine       `json:"debian,omitempty"`
	Product      string            `json:"endoflife,omitempty"`
}

type repositoryLine struct {
	URL       string      `json:"url"`
	Role      health.Role `json:"role"`
	Mirror    bool        `json:"mirror,omitempty"`
	Upstream  string      `json:"upstream,omitempty"`
	Canonical bool        `json:"canonical,omitempty"`
	Branch    string      `json:"branch,omitempty"`
	Note      string      `json:"note,omitempty"`
}

type exposureLine struct {
	UntrustedInput bool   `json:"untrusted_input"`
	Privileged     bool   `json:"privileged"`
	Crypto         bool   `json:"crypto"`
	Toolchain      bool   `json:"toolchain"`
	Reason         string `json:"reason"`
	Reviewed       string `json:"reviewed"`
	ConfirmedBy    string `json:"confirmed_by,omitempty"`
}

type substitutionLine struct {
	Value       int    `json:"value"`
	Reason      string `json:"reason"`
	Reviewed    string `json:"reviewed"`
	ConfirmedBy string `json:"confirmed_by,omitempty"`
}

type baseImageLine struct {
	In       string `json:"in"`
	URL      string `json:"url"`
	Reviewed string `json:"reviewed"`
}

type debianLine struct {
	Sources       []string `json:"sources,omitempty"`
	Confirmed     string   `json:"confirmed,omitempty"`
	NotApplicable string   `json:"not_applicable,omitempty"`
	None          string   `json:"none,omitempty"`
}

type endOfLifeLine struct {
	Archived  bool   `json:"archived,omitempty"`
	Since     string `json:"since"`
	URL       string `json:"url"`
	Successor string `json:"successor,omitempty"`
}

type statementLine struct {
	Kind health.StatementKind `json:"kind"`
	Text string               `json:"text"`
	URL  string               `json:"url"`
	Date string               `json:"date"`
}

type correctionLine struct {
	Kind    health.CorrectionKind `json:"kind"`
	What    string                `json:"what"`
	Why     string                `json:"why"`
	By      string                `json:"by"`
	Date    string                `json:"date"`
	Expires string                `json:"expires,omitempty"`
	URL     string                `json:"url,omitempty"`
}

// WriteProject writes a project as a line of projects.jsonl, which OpenList reads back as the same
// project.
func WriteProject(w io.Writer, p health.Project) error {
	line := projectLine{
		Slug: p.Slug, Name: p.Name, Why: p.Why, Category: p.Category, Language: p.Language,
		Added: p.Added, AddedBy: p.AddedBy, Tags: p.Tags, Peers: p.Peers, Homepage: p.Homepage,
		NoRepository: p.NoRepository, Packages: p.Packages, Aliases: p.Aliases, ExpertLists: p.ExpertLists,
		Exposure: (*exposureLine)(p.Exposure), Substitution: (*substitutionLine)(p.Substitution),
		BaseImage: (*baseImageLine)(p.BaseImage), EndOfLife: (*endOfLifeLine)(p.EndOfLife),
		Tracker: p.Tracker, Review: p.Review, Rolling: p.Rolling, Repology: p.Repology,
		Debian: (*debianLine)(p.Debian), Product: p.Product,
	}
	for _, r := range p.Repositories {
		line.Repositories = append(line.Repositories, repositoryLine(r))
	}
	for _, c := range p.Copies {
		line.Copies = append(line.Copies, copyLineOf(c))
	}
	for _, s := range p.Statements {
		line.Statements = append(line.Statements, statementLine(s))
	}
	for _, c := range p.Corrections {
		line.Corrections = append(line.Corrections, correctionLine(c))
	}
	b, err := json.Marshal(line)
	if err != nil {
		return fmt.Errorf("write project %s: %w", p.Slug, err)
	}
	_, err = w.Write(append(b, '\n'))
	return err
}
