package report

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/exchange"
	"github.com/plumbline-scorecard/plumbline/internal/permanent"
	"github.com/plumbline-scorecard/plumbline/internal/survey"
)

// The limits of a pack that is read: of the zip, of its files as they are unpacked, and their number.
const (
	MostPacked   = 256 << 20
	mostUnpacked = 1 << 30
	mostFile     = 256 << 20
	mostFiles    = 2*MostProjects + 100
)

// mostProblems is how many problems are named.
const mostProblems = 20

// Verified is what a pack says of itself after it was found whole.
type Verified struct {
	Report Report
	// SHA256 is the hash of the pack, to compare with the site.
	SHA256 string
	// Files counts those of the manifest, Bytes their size as they are unpacked.
	Files int
	Bytes int64
}

// BadPack is what is wrong with a pack.
type BadPack struct{ Problems []string }

// Error names all problems, one on each line.
func (e *BadPack) Error() string {
	if len(e.Problems) == 1 {
		return e.Problems[0]
	}
	return fmt.Sprintf("%d problems:\n  %s", len(e.Problems), strings.Join(e.Problems, "\n  "))
}

// Verify reads a pack and checks it against itself: each file against the manifest, the ranking against
// its hash, the model and the cohort against theirs, the evidence against its names and against the
// figures of the report, and the counts anew. It returns a *BadPack with what is wrong. It asks no
// site: whether the pack is the one that was published, its SHA-256 tells. Cost: the unpacked files, one
// at a time but for the ranking, at most 1 GB.
func Verify(r io.ReaderAt, size int64) (Verified, error) {
	v := verifier{files: map[string]*zip.File{}}
	if size > MostPacked {
		return v.out, &BadPack{[]string{fmt.Sprintf("the pack has %d bytes; allowed are %d", size, MostPacked)}}
	}
	sum, err := hashOf(r, size)
	if err != nil {
		return v.out, fmt.Errorf("read the pack: %w", err)
	}
	v.out.SHA256 = sum
	z, err := zip.NewReader(r, size)
	if err != nil {
		return v.out, &BadPack{[]string{"the file is no zip, or it is cut off: " + err.Error()}}
	}
	if v.names(z) && v.manifest() {
		v.all()
	}
	if len(v.problems) > 0 {
		return v.out, &BadPack{v.problems}
	}
	return v.out, nil
}

func hashOf(r io.ReaderAt, size int64) (string, error) {
	b, err := io.ReadAll(io.NewSectionReader(r, 0, size))
	return permanent.Hash(b), err
}

// verifier holds what was read.
type verifier struct {
	out      Verified
	files    map[string]*zip.File
	problems []string
	left     int // problems that are not named
	report   Report
	listed   manifest
	whole    table
	set      table
}

// bad notes a problem.
func (v *verifier) bad(format string, args ...any) {
	if len(v.problems) < mostProblems {
		v.problems = append(v.problems, fmt.Sprintf(format, args...))
		return
	}
	v.left++
	text := fmt.Sprintf("and %d more", v.left)
	if v.left > 1 {
		v.problems[mostProblems] = text
		return
	}
	v.problems = append(v.problems, text)
}

// names checks the directory of the zip: that nothing is there twice, outside or too large.
func (v *verifier) names(z *zip.Reader) bool {
	if len(z.File) > mostFiles {
		v.bad("the pack has %d files; allowed are %d", len(z.File), mostFiles)
		return false
	}
	var total uint64
	for _, f := range z.File {
		total += min(f.UncompressedSize64, math.MaxInt64/mostFiles)
		switch {
		case !safe(f.Name):
			v.bad("the file name %q is not allowed", f.Name)
		case v.files[f.Name] != nil:
			v.bad("%s is there twice", f.Name)
		case f.UncompressedSize64 > mostFile:
			v.bad("%s has %d bytes; allowed are %d", f.Name, f.UncompressedSize64, mostFile)
		}
		v.files[f.Name] = f
	}
	if total > mostUnpacked {
		v.bad("the files have %d bytes unpacked; allowed are %d", total, mostUnpacked)
	}
	return len(v.problems) == 0
}

// safe reports whether a name stays in the folder in which a pack is unpacked.
func safe(name string) bool {
	if name == "" || len(name) > 255 || strings.ContainsAny(name, "\\:\x00") {
		return false
	}
	for _, part := range strings.Split(name, "/") {
		if part == "" || part == "." || part == ".." {
			return false
		}
	}
	return true
}

// read returns the bytes of a file; false if it cannot be read, which was noted.
func (v *verifier) read(path string) ([]byte, bool) {
	f := v.files[path]
	if f == nil {
		v.bad("%s is missing", path)
		return nil, false
	}
	r, err := f.Open()
	if err != nil {
		v.bad("%s cannot be read: %v", path, err)
		return nil, false
	}
	defer r.Close() //nolint:errcheck // it was read only
	b, err := io.ReadAll(io.LimitReader(r, mostFile+1))
	if err != nil || len(b) > mostFile {
		v.bad("%s cannot be read: %v", path, err)
		return nil, false
	}
	return b, true
}

// readJSON reads a document.
func (v *verifier) readJSON(path string, into any) bool {
	b, ok := v.read(path)
	if !ok {
		return false
	}
	if err := json.Unmarshal(b, into); err != nil {
		v.bad("%s: %v", path, err)
		return false
	}
	return true
}

// manifest checks every file against the manifest.
func (v *verifier) manifest() bool {
	if !v.readJSON(FileManifest, &v.listed) {
		return false
	}
	if v.listed.Format != manifestFormat {
		v.bad("%s has the format %q; this version reads %q", FileManifest, v.listed.Format, manifestFormat)
		return false
	}
	named := map[string]bool{FileManifest: true}
	for _, f := range v.listed.Files {
		if named[f.Path] {
			v.bad("%s names %s twice", FileManifest, f.Path)
			continue
		}
		named[f.Path] = true
		b, ok := v.read(f.Path)
		if ok && (len(b) != f.Size || permanent.Hash(b) != f.SHA256) {
			v.bad("%s is not the file that the manifest names: it has %d bytes and the SHA-256 %s, not %d and %s", f.Path, len(b), permanent.Hash(b), f.Size, f.SHA256)
		}
		v.out.Files++
		v.out.Bytes += int64(len(b))
	}
	for path := range v.files {
		if !named[path] {
			v.bad("%s is not in the manifest", path)
		}
	}
	return len(v.problems) == 0
}

// all checks what files say against each other.
func (v *verifier) all() {
	if !v.readJSON(FileReport, &v.report) {
		return
	}
	r := v.report
	v.out.Report = r
	if r.Format != Format {
		v.bad("%s has the format %q; this version reads %q", FileReport, r.Format, Format)
		return
	}
	if r.ID != v.listed.Report {
		v.bad("the manifest is of report %q, and %s is %q", v.listed.Report, FileReport, r.ID)
	}
	v.model()
	v.cohort()
	whole, ok := v.read(FileRanking)
	set, ok2 := v.read(FileProjects)
	if !ok || !ok2 {
		return
	}
	var err error
	if v.whole, err = readTable(whole); err != nil {
		v.bad("%s: %v", FileRanking, err)
		return
	}
	if v.set, err = readTable(set); err != nil {
		v.bad("%s: %v", FileProjects, err)
		return
	}
	v.data()
	v.rows()
	v.counts()
	for _, p := range r.Projects {
		v.evidence(p)
	}
}

func (v *verifier) model() {
	b, ok := v.read(FileModel)
	if !ok {
		return
	}
	if permanent.Hash(b) != v.report.Run.Model {
		v.bad("%s has the SHA-256 %s, and the run was judged by %s", FileModel, permanent.Hash(b), v.report.Run.Model)
	}
}

func (v *verifier) cohort() {
	c := v.report.Set.Cohort
	if c == nil {
		return
	}
	if b, ok := v.read(FileCohort); ok && permanent.Hash(b) != c.SHA256 {
		v.bad("%s has the SHA-256 %s, and the report is on the cohort %s with %s", FileCohort, permanent.Hash(b), c.Slug, c.SHA256)
	}
}

// table is a CSV with heads.
type table struct {
	heads []string
	rows  map[string][]string // by slug
	order []string
}

// readTable reads a table with a column of slugs.
func readTable(b []byte) (table, error) {
	t := table{rows: map[string][]string{}}
	all, err := csv.NewReader(bytes.NewReader(b)).ReadAll()
	if err != nil {
		return t, err
	}
	if len(all) == 0 || !slices.Contains(all[0], "slug") {
		return t, errors.New("it has no column slug")
	}
	t.heads = all[0]
	for _, row := range all[1:] {
		slug := row[slices.Index(t.heads, "slug")]
		if t.rows[slug] != nil {
			return t, fmt.Errorf("%s is there twice", slug)
		}
		t.rows[slug] = row
		t.order = append(t.order, slug)
	}
	return t, nil
}

// cell returns the text of a column of a row; empty where it has none.
func (t table) cell(slug, column string) string {
	i := slices.Index(t.heads, column)
	if row := t.rows[slug]; i >= 0 && row != nil {
		return row[i]
	}
	return ""
}

// data hashes the figures of the ranking, as exchange.RankHash does: the columns up to "problem".
func (v *verifier) data() {
	last := slices.Index(v.whole.heads, "problem")
	if last < 0 {
		v.bad("%s has no column problem, up to which its figures are hashed", FileRanking)
		return
	}
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	_ = w.Write(v.whole.heads[:last+1]) // a buffer takes every byte
	for _, slug := range v.whole.order {
		_ = w.Write(v.whole.rows[slug][:last+1])
	}
	w.Flush()
	if got := permanent.Hash(b.Bytes()); got != v.report.Data {
		v.bad("the figures of %s have the SHA-256 %s, and the report says %s", FileRanking, got, v.report.Data)
	}
}

// rows checks the table of the set against the ranking, and the report against both.
func (v *verifier) rows() {
	if len(v.set.order) != len(v.report.Projects) {
		v.bad("%s has %d projects, and the report has %d", FileProjects, len(v.set.order), len(v.report.Projects))
	}
	for _, slug := range v.set.order {
		if row := v.whole.rows[slug]; row == nil || len(row) > len(v.set.rows[slug]) || !slices.Equal(row, v.set.rows[slug][:len(row)]) {
			v.bad("%s: the row of %s is not the one of %s", FileProjects, slug, FileRanking)
		}
	}
	for _, p := range v.report.Projects {
		for _, x := range []struct{ column, want string }{
			{"rank", whole(p.Rank)},
			{"risk", exchange.NumberOr(p.Risk)},
			{"risk_lo", exchange.NumberOr(p.RiskLo)},
			{"risk_hi", exchange.NumberOr(p.RiskHi)},
			{"risk_band", exchange.TextCell(p.RiskBand)},
			{"rank_state", string(p.RankState)},
			{"status", exchange.TextCell(string(p.Status.Word))},
			{"health_band", exchange.TextCell(p.HealthBand)},
			{columnEvidence, exchange.TextCell(p.EvidenceID)},
			{columnEvidenceSHA, exchange.TextCell(p.EvidenceSHA256)},
		} {
			if got := v.set.cell(p.Slug, x.column); got != x.want {
				v.bad("%s: %s of %s is %q, and the report says %q", FileProjects, x.column, p.Slug, got, x.want)
			}
		}
	}
}

func whole(n *int) string {
	if n == nil {
		return ""
	}
	return strconv.Itoa(*n)
}

// counts counts the projects of the report anew.
func (v *verifier) counts() {
	states, risk, bands, status := map[string]int{}, map[string]int{}, map[string]int{}, map[string]int{}
	for _, p := range v.report.Projects {
		states[string(p.RankState)]++
		status[string(p.Status.Word)]++
		risk[orUnknown(p.RiskBand)]++
		bands[orUnknown(p.HealthBand)]++
	}
	c := v.report.Counts
	if c.Counted != len(v.report.Projects) {
		v.bad("the report counts %d projects and names %d", c.Counted, len(v.report.Projects))
	}
	for _, g := range []struct {
		name   string
		counts []survey.Count
		of     map[string]int
	}{{"rank states", c.States, states}, {"risk bands", c.Risk, risk}, {"health bands", c.Health, bands}, {"status", c.Status, status}} {
		for _, x := range g.counts {
			if g.of[x.Key] != x.N {
				v.bad("the report counts %d projects of %s %q, and names %d", x.N, g.name, x.Key, g.of[x.Key])
			}
			delete(g.of, x.Key)
		}
		for key := range g.of {
			v.bad("the report does not count the projects of %s %q", g.name, key)
		}
	}
}

func orUnknown(word string) string {
	if word == "" {
		return survey.Unknown
	}
	return word
}

// evidence checks the evidence of a project against its names and against the report.
func (v *verifier) evidence(p Row) {
	path := EvidenceFile(p.Slug)
	b, ok := v.read(path)
	if !ok {
		return
	}
	sha := permanent.Hash(b)
	if sha != p.EvidenceSHA256 || sha[:idLength] != p.EvidenceID {
		v.bad("%s has the SHA-256 %s, and the report names %s", path, sha, p.EvidenceSHA256)
		return
	}
	var e Evidence
	if err := json.Unmarshal(b, &e); err != nil {
		v.bad("%s: %v", path, err)
		return
	}
	f := e.Figures
	for _, x := range []struct{ what, got, want string }{
		{"format", e.Format, EvidenceFormat},
		{"project", f.Project.Slug, p.Slug},
		{"list", e.List.Slug, v.report.List.Slug},
		{"run", strconv.FormatInt(e.Run.ID, 10), strconv.FormatInt(v.report.Run.ID, 10)},
		{"model", f.Model, v.report.Run.Model},
		{"rank", whole(f.Rank), whole(p.Rank)},
		{"rank state", string(f.RankState), string(p.RankState)},
		{"status", string(f.Status.Word), string(p.Status.Word)},
		{"risk", intervalText(f.Risk), rowRisk(p)},
		{"risk band", f.RiskBand, p.RiskBand},
	} {
		if x.got != x.want {
			v.bad("%s: the %s is %q, and the report says %q", path, x.what, x.got, x.want)
		}
	}
	v.points(path, e)
}

// mostRounding is how far the points that make up a risk may be from it.
const mostRounding = .05

// points checks that the points of the inputs make up the risk.
func (v *verifier) points(path string, e Evidence) {
	if e.Score.Risk == nil || e.Figures.Risk == nil {
		return
	}
	sum := 0.0
	for _, c := range e.Score.Contributions {
		sum += c.Points
	}
	if risk := e.Figures.Risk.Value; math.Abs(*e.Score.Risk-risk) > mostRounding || math.Abs(sum-risk) > mostRounding {
		v.bad("%s: the risk is %s, and the points that make it up are %s", path, exchange.Number(risk), exchange.Number(sum))
	}
}

func intervalText(i *exchange.IntervalJSON) string {
	if i == nil {
		return ""
	}
	return exchange.Number(i.Value) + " (" + exchange.Number(i.Lo) + " to " + exchange.Number(i.Hi) + ")"
}

func rowRisk(p Row) string {
	if p.Risk == nil || p.RiskLo == nil || p.RiskHi == nil {
		return ""
	}
	return intervalText(&exchange.IntervalJSON{Value: *p.Risk, Lo: *p.RiskLo, Hi: *p.RiskHi})
}
