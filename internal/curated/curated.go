// Package curated reads the curated data strictly: the lists of projects, the model with every
// weight, and the list of bots. The files are in the folder scorecards. A file with one problem is
// not loaded, and all its problems are reported at once.
//
// It uses no network, store or scores.
package curated

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"

	"github.com/plumbline-scorecard/plumbline/internal/alert"
	"github.com/plumbline-scorecard/plumbline/internal/baseline"
	"github.com/plumbline-scorecard/plumbline/internal/bots"
	"github.com/plumbline-scorecard/plumbline/internal/fixplan"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/measured"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/portfolio"
	"github.com/plumbline-scorecard/plumbline/scorecards"
)

// Set is the curated data built into this program.
type Set struct {
	// Lists are the built-in lists, the default one first and the others sorted by slug, then
	// those from disk in the order of their paths.
	Lists []health.List
	// Model is the one in use: the shipped one until it is replaced.
	Model model.Model
	// Scenarios are in the order of the file.
	Scenarios []Scenario
	Bots      bots.List
	// Agents are the coding agents recognized among co-authors.
	Agents bots.List
	// Shared are the addresses and names of authors that are nobody's own.
	Shared bots.List
	// Alerts are the rules of the alerts, in the order of the file.
	Alerts []alert.Rule
	// Ground is what a funder decides by; its Catalogue is what money or work can change.
	Ground portfolio.Ground
	// Steps are what maintainers can do about each finding. No score depends on them.
	Steps fixplan.Catalogue
	// Live is what we assume about external services, in the order of the file.
	Live []health.Assumption
	// References are the dated tables of counts, in the order of the file.
	References []model.Reference
	// Results are what was measured of the model and the lists.
	Results measured.Results
	// Baselines are the versions of the OSPS Baseline, the oldest first.
	Baselines []baseline.Version

	files   fs.FS
	shipped model.Model
	base    node // the shipped model as parsed, for overlays
}

// Load reads the curated data built into the program. The error is Problems if a file is wrong;
// nothing is then loaded.
func Load() (*Set, error) { return load(scorecards.Files()) }

// LoadWith is Load with the lists at the paths added: list files, folders that contain list.yaml,
// or folders of such folders.
func LoadWith(paths ...string) (*Set, error) { return load(scorecards.Files(), paths...) }

// LoadRules reads only the model, the list of bots and the steps: all that a report on a folder needs,
// at a fraction of the cost.
func LoadRules() (*Set, error) {
	l := loading{set: &Set{files: scorecards.Files()}}
	return l.done(errors.Join(l.rules(), l.steps()))
}

// LoadGround is LoadRules with what a funder and a maintainer decide by.
func LoadGround() (*Set, error) {
	l := loading{set: &Set{files: scorecards.Files()}}
	return l.done(errors.Join(l.rules(), l.ground(), l.steps(), l.baselines()))
}

// List returns the list with the slug, and false if there is none.
func (s *Set) List(slug string) (health.List, bool) {
	for _, l := range s.Lists {
		if l.Slug == slug {
			return l, true
		}
	}
	return health.List{}, false
}

// Bundle returns the built-in snapshot bundle of a list, and false if there is none.
func (s *Set) Bundle(list string) ([]byte, bool) {
	names, err := fs.Glob(s.files, path.Join(list, "snapshot*"))
	if err != nil || len(names) == 0 || !health.IsSlug(list) {
		return nil, false
	}
	b, err := fs.ReadFile(s.files, names[0])
	return b, err == nil
}

// ListFile returns the file of a built-in list as it was when the program was built, and false if
// there is none. Lists from disk are where their editors keep them.
func (s *Set) ListFile(list string) ([]byte, bool) {
	if !health.IsSlug(list) {
		return nil, false
	}
	b, err := fs.ReadFile(s.files, path.Join(list, "list.yaml"))
	return b, err == nil
}

// Past returns the built-in reconstructed past of a list, packed, and false if there is none. Cost: one
// copy of the file, so it is called only when someone asks.
func (s *Set) Past(list string) ([]byte, bool) {
	if !health.IsSlug(list) {
		return nil, false
	}
	b, err := fs.ReadFile(s.files, path.Join(list, "past.jsonl.gz"))
	return b, err == nil
}

func load(fsys fs.FS, paths ...string) (*Set, error) {
	l := loading{set: &Set{files: fsys}}
	return l.done(errors.Join(l.rules(), l.lists(), l.onDisk(paths), l.ground(), l.steps(), l.backtest(), l.releases(), l.candidates(), l.priorCheck(), l.validity(), l.baselines()))
}

// loading reads the files and collects their problems.
type loading struct {
	set      *Set
	problems Problems
}

// keep collects the problems of a file; it returns any other error.
func (l *loading) keep(what string, err error) error {
	var p Problems
	if errors.As(err, &p) {
		l.problems = append(l.problems, p...)
		return nil
	}
	if err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	return nil
}

func (l *loading) done(err error) (*Set, error) {
	if err == nil {
		err = l.problems.err()
	}
	if err != nil {
		return nil, err
	}
	return l.set, nil
}

// model reads the model and, if it is valid, its scenarios.
func (l *loading) model() error {
	s := l.set
	b, err := fs.ReadFile(s.files, "model.yaml")
	if err != nil {
		return fmt.Errorf("model: %w", err)
	}
	d := &document{name: "model.yaml"}
	root, ok := d.parse(b)
	if !ok {
		return l.keep("model", d.problems.err())
	}
	prior, err := l.prior()
	if err != nil {
		return l.keep(priorFile, err)
	}
	if s.Model, err = readModel(root, prior); err != nil {
		return l.keep("model", err)
	}
	s.shipped, s.base = s.Model, root
	if b, err = fs.ReadFile(s.files, "scenarios.yaml"); err == nil {
		s.Scenarios, err = s.readScenarios("scenarios.yaml", b)
	}
	return l.keep("scenarios", optional(err))
}

// rules reads the model, the bots and the assumptions; the last two are optional.
func (l *loading) rules() error {
	s := l.set
	if err := l.model(); err != nil {
		return err
	}
	b, err := fs.ReadFile(s.files, "bots.yaml")
	if err == nil {
		s.Bots, err = ReadBots("bots.yaml", b)
	}
	if err := l.keep("bots", optional(err)); err != nil {
		return err
	}
	if b, err = fs.ReadFile(s.files, "agents.yaml"); err == nil {
		s.Agents, err = ReadAgents("agents.yaml", b)
	}
	if err := l.keep("agents", optional(err)); err != nil {
		return err
	}
	if b, err = fs.ReadFile(s.files, "shared.yaml"); err == nil {
		s.Shared, err = ReadShared("shared.yaml", b)
	}
	if err := l.keep("shared", optional(err)); err != nil {
		return err
	}
	if b, err = fs.ReadFile(s.files, "alerts.yaml"); err == nil {
		s.Alerts, err = ReadAlerts("alerts.yaml", b)
	}
	if err := l.keep("alerts", optional(err)); err != nil {
		return err
	}
	if b, err = fs.ReadFile(s.files, "live.yaml"); err == nil {
		s.Live, err = ReadLive("live.yaml", b)
	}
	if err := l.keep("live", optional(err)); err != nil {
		return err
	}
	if b, err = fs.ReadFile(s.files, "reference.yaml"); err == nil {
		s.References, err = ReadReferences("reference.yaml", b)
	}
	return l.keep("reference", optional(err))
}

// optional ignores the error of a file that does not exist.
func optional(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

func (l *loading) lists() error {
	shared, err := readTables(l.set.files)
	if err := l.keep("tables", err); err != nil {
		return err
	}
	names, err := fs.Glob(l.set.files, "*/list.yaml")
	if err != nil {
		return fmt.Errorf("lists: %w", err)
	}
	slices.SortStableFunc(names, func(a, b string) int { return cmp.Compare(notDefault(a), notDefault(b)) })
	for _, name := range names {
		list, err := readListFile(l.set.files, name)
		if err := l.keep("lists", err); err != nil {
			return err
		}
		l.add(list, shared)
	}
	return nil
}

// notDefault orders the file of the default list before the others.
func notDefault(name string) int {
	if path.Dir(name) == health.DefaultList {
		return 0
	}
	return 1
}

// add adds a list to the set, with the reference tables that belong to it.
func (l *loading) add(list health.List, t tables) {
	list.Downloads = t.downloads
	list.Fuzzed = t.ossFuzz.of(list.Projects)
	list.Support = t.endOfLife.of(list.Projects)
	list.Ports = t.ports.of(list.Projects)
	list.Revision = revision(list.Revision, t.hash)
	l.set.Lists = append(l.set.Lists, list)
}

// tables are what all lists share: dated facts about their packages and repositories, with the
// hashes of their files.
type tables struct {
	downloads map[string]health.Percentile
	ossFuzz   OSSFuzz
	endOfLife EndOfLife
	ports     Ports
	hash      string
}

// readTables reads the tables; a set without their files has none.
func readTables(fsys fs.FS) (tables, error) {
	downloads, hash, err := readDownloadsFile(fsys)
	if err != nil {
		return tables{}, err
	}
	ossFuzz, fuzzHash, err := readOSSFuzzFile(fsys)
	if err != nil {
		return tables{}, err
	}
	endOfLife, lifeHash, err := readEndOfLifeFile(fsys)
	if err != nil {
		return tables{}, err
	}
	ports, portsHash, err := readPortsFile(fsys)
	return tables{downloads, ossFuzz, endOfLife, ports, hash + fuzzHash + lifeHash + portsHash}, err
}

// readDownloadsFile reads the reference tables of downloads, with the hash of their file; a set
// without it has none.
func readDownloadsFile(fsys fs.FS) (map[string]health.Percentile, string, error) {
	b, err := fs.ReadFile(fsys, "downloads.yaml")
	if errors.Is(err, fs.ErrNotExist) {
		return nil, "", nil
	}
	if err != nil {
		return nil, "", err
	}
	byPackage, err := ReadDownloads("downloads.yaml", b)
	return byPackage, digest(b), err
}

// revision identifies what the figures of a list depend on: its file and the reference
// tables.
func revision(list, tables string) string {
	if tables == "" {
		return list
	}
	return digest([]byte(list + tables))
}

// digest returns the first 12 hex digits of the SHA-256.
func digest(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])[:12]
}

// readListFile reads a list, whose folder must have its slug as name.
func readListFile(fsys fs.FS, name string) (health.List, error) {
	b, err := fs.ReadFile(fsys, name)
	if err != nil {
		return health.List{}, err
	}
	list, err := ReadList(name, b)
	if err == nil && list.Slug != path.Dir(name) {
		err = Problems{{File: name, Line: 1, Field: "list.slug", Message: fmt.Sprintf("%q does not stand in a folder of that name", list.Slug)}}
	}
	return list, err
}
