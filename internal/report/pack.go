package report

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/plumbline-scorecard/plumbline/internal/exchange"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/permanent"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
)

// The files of a pack.
const (
	FileReadme   = "README.txt"
	FileReport   = "report.json"
	FilePrint    = "report.html"
	FileRanking  = "ranking.csv"
	FileProjects = "projects.csv"
	FileChecks   = "checks.csv"
	FileModel    = "model.json"
	FileCohort   = "cohort.yaml"
	FileChanges  = "changes.json"
	FileManifest = "manifest.json"
	// DirEvidence has a file for each project, named by its slug.
	DirEvidence = "projects/"
)

// manifestFormat is the format of the manifest.
const manifestFormat = "plumbline-pack/1"

// manifest names every other file of a pack.
type manifest struct {
	Format string         `json:"format"`
	Report string         `json:"report"`
	Files  []manifestFile `json:"files"`
}

type manifestFile struct {
	Path   string `json:"path"`
	Size   int    `json:"size"`
	SHA256 string `json:"sha256"`
}

// Material is what a report is made from.
type Material struct {
	// Report has everything but Format and Projects. Data is the hash that was published; empty: none is
	// known.
	Report Report
	Run    health.Run
	// ModelFile is the canonical text of the model of the run, CohortFile the file of the cohort; nil:
	// the set has none.
	ModelFile, CohortFile []byte
	// Rows are all of the list, by name. Has reports which are part of the set, in any order.
	Rows []ranking.Row
	Has  func(ranking.Row) bool
	// Evidence returns what is known of a project of the set.
	Evidence func(ranking.Row) (Evidence, error)
	// Changes are what differs since the report before; nil: there is none, or it cannot be told.
	Changes *exchange.ChangesJSON
	// Print writes the page for people and printers.
	Print func(w io.Writer, r Report) error
}

// Pack is a report as it is kept.
type Pack struct {
	Report Report
	// Document is the zip, Evidence the documents that it links to.
	Document permanent.Document
	Evidence []permanent.Document
}

// LimitError is what is not allowed in a report.
type LimitError struct {
	// Part is "id", "title" or "projects".
	Part  string
	Limit string // what is allowed
}

// Error says what is not allowed, and where.
func (e *LimitError) Error() string { return "the " + e.Part + " of the report: " + e.Limit }

// CheckNames returns a *LimitError if a report may not have this id or title.
func CheckNames(id, title string) error {
	n := utf8.RuneCountInString(strings.TrimSpace(title))
	switch {
	case !health.IsSlug(id) || len(id) > MostID:
		return &LimitError{"id", fmt.Sprintf("1 to %d letters of a to z, digits and hyphens", MostID)}
	case n == 0 || n > MostTitle:
		return &LimitError{"title", fmt.Sprintf("1 to %d letters, and it has %d", MostTitle, n)}
	}
	return nil
}

// Build returns the pack of a report. Its bytes depend on the material alone. It returns a *LimitError
// for a set or a list that is too large, and an error if the pack does not pass Verify: then figures of
// the site contradict each other, and nothing may be kept. Cost: all figures of the set in memory, packed.
func Build(m Material) (Pack, error) {
	r := m.Report
	if err := CheckNames(r.ID, r.Title); err != nil {
		return Pack{}, err
	}
	if len(m.Rows) > MostRows {
		return Pack{}, &LimitError{"projects", fmt.Sprintf("a list of at most %d, and this one has %d", MostRows, len(m.Rows))}
	}
	r.Format, r.Made = Format, r.Made.UTC().Truncate(time.Millisecond)
	b := builder{made: r.Made}
	b.zip = zip.NewWriter(&b.body)
	p, err := b.all(m, r)
	if err != nil {
		return Pack{}, err
	}
	if _, err := Verify(bytes.NewReader(p.Document.Body), int64(len(p.Document.Body))); err != nil {
		return Pack{}, fmt.Errorf("the report contradicts itself, so it was not made: %w", err)
	}
	return p, nil
}

// builder writes the files of a pack.
type builder struct {
	made     time.Time
	body     bytes.Buffer
	zip      *zip.Writer
	manifest manifest
}

// add writes a file.
func (b *builder) add(path string, content []byte) error {
	w, err := b.zip.CreateHeader(&zip.FileHeader{Name: path, Method: zip.Deflate, Modified: b.made})
	if err == nil {
		_, err = w.Write(content)
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	b.manifest.Files = append(b.manifest.Files, manifestFile{path, len(content), permanent.Hash(content)})
	return nil
}

// addJSON writes a document.
func (b *builder) addJSON(path string, v any) error {
	content, err := document(v)
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return b.add(path, content)
}

func (b *builder) all(m Material, r Report) (Pack, error) {
	var p Pack
	set := slices.DeleteFunc(slices.Clone(m.Rows), func(x ranking.Row) bool { return !m.Has(x) })
	if len(set) == 0 || len(set) > MostProjects {
		return p, &LimitError{"projects", fmt.Sprintf("1 to %d with figures, and the set has %d", MostProjects, len(set))}
	}
	head := permanent.Head{List: m.Run.List, Run: m.Run.ID, Title: r.Title, Made: r.Made}
	rows := exchange.RankDocument(m.Run.List, ranking.Page{Run: m.Run, Rows: set}).Projects
	checks := [][]string{checkHead}
	var files []sealed
	for i, x := range set {
		e, err := m.Evidence(x)
		if err != nil {
			return p, err
		}
		s, err := seal(e)
		if err != nil {
			return p, err
		}
		rows[i].Alerts = e.Figures.Alerts
		r.Projects = append(r.Projects, Row{rows[i], s.id, s.sha})
		checks = append(checks, checkRows(e)...)
		d, err := s.packed(head)
		if err != nil {
			return p, err
		}
		s.body = nil
		files, p.Evidence = append(files, s), append(p.Evidence, d)
	}
	whole, data, err := rankingFile(m.Run, m.Rows)
	if err != nil {
		return p, err
	}
	if r.Data != "" && r.Data != data {
		return p, fmt.Errorf("the figures of run %d have the SHA-256 %s, and %s was published", m.Run.ID, data, r.Data)
	}
	r.Data = data
	some, err := projectsFile(m.Run, set, files)
	if err == nil {
		err = b.files(m, r, whole, some, checks, p.Evidence)
	}
	if err != nil {
		return p, err
	}
	p.Report = r
	head.Kind, head.ID = permanent.Report, r.ID
	p.Document = permanent.New(head, b.body.Bytes())
	return p, nil
}

// files writes the files in the order in which people read them, and the manifest last.
func (b *builder) files(m Material, r Report, whole, some []byte, checks [][]string, evidence []permanent.Document) error {
	var page, table bytes.Buffer
	if err := m.Print(&page, r); err != nil {
		return fmt.Errorf("write %s: %w", FilePrint, err)
	}
	if err := csv.NewWriter(&table).WriteAll(checks); err != nil {
		return fmt.Errorf("write %s: %w", FileChecks, err)
	}
	if err := b.add(FileReadme, readme(r)); err != nil {
		return err
	}
	if err := b.add(FilePrint, page.Bytes()); err != nil {
		return err
	}
	if err := b.addJSON(FileReport, r); err != nil {
		return err
	}
	for _, f := range []struct {
		path    string
		content []byte
	}{{FileProjects, some}, {FileRanking, whole}, {FileChecks, table.Bytes()}, {FileModel, m.ModelFile}, {FileCohort, m.CohortFile}} {
		if f.content == nil {
			continue
		}
		if err := b.add(f.path, f.content); err != nil {
			return err
		}
	}
	if m.Changes != nil {
		if err := b.addJSON(FileChanges, m.Changes); err != nil {
			return err
		}
	}
	for i, d := range evidence {
		content, _, err := OpenEvidence(d)
		if err != nil {
			return err
		}
		if err := b.add(EvidenceFile(r.Projects[i].Slug), content); err != nil {
			return err
		}
	}
	b.manifest.Format, b.manifest.Report = manifestFormat, r.ID
	if err := b.addJSON(FileManifest, b.manifest); err != nil {
		return err
	}
	return b.zip.Close()
}

// EvidenceFile is the path of the evidence of a project in a pack.
func EvidenceFile(slug string) string { return DirEvidence + slug + ".json" }

// rankingFile returns the CSV of the whole list by name, and the hash of its figures.
func rankingFile(run health.Run, rows []ranking.Row) (file []byte, data string, err error) {
	var b bytes.Buffer
	w, err := exchange.NewRankCSV(&b, run)
	if err == nil {
		err = w.Write(rows)
	}
	hash := exchange.NewRankHash()
	for _, r := range rows {
		hash.Add(r)
	}
	return b.Bytes(), hash.Sum(), err
}

// The columns that the table of a set has beside those of the ranking.
const (
	columnEvidence    = "evidence_id"
	columnEvidenceSHA = "evidence_sha256"
)

// projectsFile returns the rows of the set as the CSV of the ranking has them, with their evidence.
func projectsFile(run health.Run, set []ranking.Row, evidence []sealed) ([]byte, error) {
	whole, _, err := rankingFile(run, set)
	if err != nil {
		return nil, err
	}
	rows, err := csv.NewReader(bytes.NewReader(whole)).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("write %s: %w", FileProjects, err)
	}
	rows[0] = append(rows[0], columnEvidence, columnEvidenceSHA)
	for i, s := range evidence {
		rows[i+1] = append(rows[i+1], exchange.TextCell(s.id), exchange.TextCell(s.sha))
	}
	var b bytes.Buffer
	err = csv.NewWriter(&b).WriteAll(rows)
	return b.Bytes(), err
}

var checkHead = []string{"slug", "check", "state", "score", "reason", "source", "version", "commit", "observed_at", "source_url"}

// checkRows returns the results of the checks of a project. A score is from 0 to 10; an empty one is not
// known, or does not apply, and the reason says why.
func checkRows(e Evidence) [][]string {
	var out [][]string
	for _, id := range field.Checks() {
		in, ok := e.Figures.Checks[id]
		if !ok {
			continue
		}
		at, score := "", ""
		if in.ObservedAt != nil {
			at = in.ObservedAt.UTC().Format(time.RFC3339)
		}
		if v, ok := in.Value.(float64); ok {
			score = exchange.Number(v)
		}
		text := exchange.TextCell
		out = append(out, []string{
			text(e.Figures.Project.Slug), string(id), string(in.State), score, text(in.Reason), text(in.Source), text(in.Version), text(in.Commit), at, text(in.SourceURL),
		})
	}
	return out
}

// readme explains a pack to who opens it.
func readme(r Report) []byte {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n\nA report of Plumbline on %d projects of the list “%s” (revision %s), made on %s from run %d.\nIt never changes.\n", r.Title, len(r.Projects), r.List.Title, r.List.Revision, r.Made.Format(time.DateOnly), r.Run.ID)
	if r.Address != "" {
		fmt.Fprintf(&b, "Published at %s\n", r.Address)
	}
	fmt.Fprintf(&b, `
Files
  %-15s the page for people, also for print
  %-15s the report as data
  %-15s the projects of the report, one row each, with the hash of their evidence
  %-15s the whole list at that run
  %-15s the results of the OpenSSF Scorecard checks
  %-15s the evidence: each figure with its source, and how the score follows
  %-15s the model that judged
  %-15s which projects are in the cohort, if the report is on one
  %-15s what changed since the report before, if there is one
  %-15s every file with its size and SHA-256

Check it
  plumbline verify PACK.zip
Then compare the SHA-256 that it prints with the one on the page of the report.

What the figures are not
  Risk is an index, not a probability. An empty cell is unknown, not zero. The ranges are part of the
  figures. Nobody is named as a risk.
`, FilePrint, FileReport, FileProjects, FileRanking, FileChecks, DirEvidence, FileModel, FileCohort, FileChanges, FileManifest)
	return []byte(b.String())
}
