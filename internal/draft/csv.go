package draft

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"

	"github.com/plumbline-scorecard/plumbline/internal/foreign"
)

// columns are the names that a column may have, by what it holds.
var columns = map[string][]string{
	"url":      {"url", "repository", "repo", "repository_url", "repo_url", "git", "git_url", "clone_url", "html_url", "address"},
	"name":     {"name", "project", "title"},
	"slug":     {"slug", "id"},
	"why":      {"why_critical", "why", "reason", "rationale"},
	"tags":     {"tags", "tag", "labels"},
	"category": {"category", "kind", "type"},
	"purl":     {"purl", "purls", "package", "packages", "package_url"},
	"language": {"language"},
	"homepage": {"homepage", "website"},
}

// ErrNoURL is a header without a column for the address.
var ErrNoURL = errors.New("CSV whose first line names no column url; it must name the columns: url, and if you have them name, slug, why_critical, tags, category, purl")

// CSV adds a row for each record of a text with a header. The delimiter is a comma, a semicolon or a
// tab, as the header shows. The error means that the header cannot be used.
func (m *Maker) CSV(text string) error {
	lines, comma, skipped := header(text)
	in := csv.NewReader(strings.NewReader(lines))
	in.Comma, in.FieldsPerRecord, in.Comment = comma, -1, '#'
	in.TrimLeadingSpace = comma != '\t' // it would trim tabs
	head, err := in.Read()
	if err != nil {
		return fmt.Errorf("no CSV: its first line cannot be read: %w", err)
	}
	at, ignored := placesOf(head)
	if _, ok := at["url"]; !ok {
		return ErrNoURL
	}
	m.draft.Ignored = ignored
	for {
		record, err := in.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if wrong := (*csv.ParseError)(nil); errors.As(err, &wrong) {
			m.draft.Rows++
			m.refuse(wrong.StartLine+skipped, "", unreadable(wrong))
			continue
		}
		if err != nil {
			return err
		}
		line, _ := in.FieldPos(0)
		m.record(line+skipped, record, at)
	}
}

// unreadable says what is wrong with the quotes of a record.
func unreadable(e *csv.ParseError) string {
	if e.Line > e.StartLine {
		return fmt.Sprintf("a quote opens on line %d and the text up to line %d belongs to it: %v", e.StartLine, e.Line, e.Err)
	}
	return fmt.Sprintf("not CSV: %v (write a quote within a field twice)", e.Err)
}

// record adds one record.
func (m *Maker) record(line int, record []string, at map[string]int) {
	field := func(name string) string {
		if i, ok := at[name]; ok && i < len(record) {
			return strings.Join(strings.FieldsFunc(record[i], blank), " ")
		}
		return ""
	}
	if !slices.ContainsFunc(record, func(s string) bool { return strings.TrimSpace(s) != "" }) {
		return
	}
	r := row{
		line: line, address: field("url"), name: field("name"), why: field("why"), category: field("category"),
		purl: strings.NewReplacer(",", " ", ";", " ", "|", " ").Replace(field("purl")), language: field("language"),
	}
	if r.address == "" && r.purl != "" { // a package may say where it comes from
		first, rest, _ := strings.Cut(r.purl, " ")
		r.address, r.purl = first, rest
	}
	if h := field("homepage"); strings.HasPrefix(h, "https://") && !strings.ContainsAny(h, " \"<>`\\") && strings.Contains(h, ".") {
		r.homepage = h
	}
	r.slug = Slug(field("slug"))
	for _, t := range strings.FieldsFunc(field("tags"), func(c rune) bool { return strings.ContainsRune(",;| ", c) }) {
		if t = Slug(t); t != "" && !slices.Contains(r.tags, t) {
			r.tags = append(r.tags, t)
		}
	}
	m.add(r)
}

// blank reports whether a character separates words: control characters do, too.
func blank(c rune) bool { return unicode.IsSpace(c) || !unicode.IsPrint(c) }

// header returns a text from its header on, its delimiter, and how many lines were before it. Some
// programs write the delimiter into a first line "sep=;".
func header(text string) (lines string, comma rune, skipped int) {
	for {
		line, rest, more := strings.Cut(text, "\n")
		s := strings.TrimSpace(line)
		if !more || s != "" && !strings.HasPrefix(s, "#") && !strings.HasPrefix(strings.ToLower(s), "sep=") {
			return text, delimiter(line), skipped
		}
		text = rest
		skipped++
	}
}

// delimiter returns what separates the columns of a header: the one of comma, semicolon and tab that
// is in it most often.
func delimiter(line string) rune {
	best := ','
	for _, c := range ",;\t" {
		if strings.Count(line, string(c)) > strings.Count(line, string(best)) {
			best = c
		}
	}
	return best
}

// placesOf returns where the columns are, and those that mean nothing.
func placesOf(head []string) (at map[string]int, ignored []string) {
	at = map[string]int{}
	for i, name := range head {
		key := strings.NewReplacer(" ", "_", "-", "_").Replace(strings.ToLower(strings.TrimSpace(name)))
		what := ""
		for column, names := range columns {
			if slices.Contains(names, key) {
				what = column
			}
		}
		if _, twice := at[what]; what == "" || twice {
			if key != "" {
				ignored = append(ignored, foreign.Clip(strings.TrimSpace(name)))
			}
			continue
		}
		at[what] = i
	}
	return at, ignored
}
