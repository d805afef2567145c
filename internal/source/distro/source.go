package distro

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/cost"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/source"
)

// instrument is the version of the definitions of the counts.
const instrument = "distro/1"

// DefaultSuite is the suite that figures are counted in. A fixed release keeps them comparable:
// from one release to the next they move without the projects.
const DefaultSuite = "trixie"

// DefaultKeyring is where Debian's own systems keep the keys of its archive.
const DefaultKeyring = "/usr/share/keyrings/debian-archive-keyring.gpg"

// Config configures a Source. Now is required, and Transport and Cache with a mirror.
type Config struct {
	// Mirror is the address of a Debian mirror; empty: none is asked, and only the kept copy read.
	Mirror string
	// Packages and Sources are two local files that are read instead; InRelease may be empty.
	Packages, Sources, InRelease string
	// Lists is the folder of apt's lists, which are read instead.
	Lists string
	// Suite is the code name of the release; empty means DefaultSuite. Arch is the architecture;
	// empty means amd64.
	Suite, Arch string
	// Keyring holds the keys of the archive. Signatures are not checked if it is empty, or if it is
	// DefaultKeyring and does not exist.
	Keyring string
	// Cache is the folder where the files of a mirror are kept.
	Cache string
	// Keep is how long the mirror is not asked again; 0 means a week.
	Keep time.Duration
	// Deadline limits one request; 0 means five minutes.
	Deadline  time.Duration
	Transport http.RoundTripper
	Now       func() time.Time
	// Agent identifies the operator.
	Agent string
}

// retryAfter is how long a failure is answered without another try.
const retryAfter = 10 * time.Minute

// Source counts dependents in Debian's archive. It implements source.Planner and is safe for
// concurrent use: all projects share one reading of the archive.
type Source struct {
	cfg    Config
	mirror *mirror

	mu     sync.Mutex
	state  *state
	failed error
	read   time.Time // or tried
}

var _ source.Planner = (*Source)(nil)

// New returns a source. It reads nothing and sends nothing.
func New(c Config) (*Source, error) {
	c.Suite, c.Arch, c.Keep = cmp.Or(c.Suite, DefaultSuite), cmp.Or(c.Arch, "amd64"), cmp.Or(c.Keep, 7*24*time.Hour)
	s := &Source{cfg: c}
	if !IsSuite(c.Suite) {
		return nil, fmt.Errorf("archive of Debian: %q is not the code name of a suite, such as %s", c.Suite, DefaultSuite)
	}
	if c.Mirror == "" || c.local() {
		return s, nil
	}
	var err error
	if s.mirror, err = newMirror(c); err != nil {
		return nil, fmt.Errorf("archive of Debian: %w", err)
	}
	return s, nil
}

// local reports whether files are named that need no mirror.
func (c Config) local() bool { return c.Packages != "" || c.Lists != "" }

// Kept reports whether figures can be had without a mirror.
func (s *Source) Kept() bool {
	_, ok := s.cfg.kept()
	return ok || s.cfg.local()
}

// Name returns field.SourceDistro.
func (s *Source) Name() string { return field.SourceDistro }

// Observe returns the counts of a project's source packages, with the suite and its date. The
// archive is read for the first project that needs it, and again after Config.Keep. An error wraps
// source.ErrUnavailable. Any asOf returns one, because only the present archive is read. Cost: a
// pass over the archive, about a millisecond; see set.read and mirror.bring for the first.
func (s *Source) Observe(ctx context.Context, p health.Project, asOf time.Time) (health.Snapshot, error) {
	if !asOf.IsZero() {
		return health.Snapshot{}, fmt.Errorf("dependents in Debian of %s: %w: only the present archive is read", p.Slug, source.ErrUnavailable)
	}
	if p.Debian == nil || len(p.Debian.Sources) == 0 {
		return s.snapshot(p, s.cfg.Now().UTC(), unmapped(p)), nil
	}
	st, err := s.open(ctx)
	if err != nil {
		return health.Snapshot{}, fmt.Errorf("dependents in Debian of %s: %w", p.Slug, err)
	}
	return s.snapshot(p, st.Date, st.inputs(p)), nil
}

// open returns the archive.
func (s *Source) open(ctx context.Context) (*state, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	age := s.cfg.Now().Sub(s.read)
	if s.state != nil && age < s.cfg.Keep || s.failed != nil && age < retryAfter {
		return s.state, s.failed
	}
	st, err := s.load(ctx)
	if ctx.Err() != nil { // that of this project says nothing of the archive
		return nil, context.Cause(ctx)
	}
	if err != nil && !errors.Is(err, source.ErrUnavailable) {
		err = fmt.Errorf("%w: %w", source.ErrUnavailable, err)
	}
	if _, _, said := source.RefusalOf(err); err != nil && !said {
		err = &source.RefusalError{Why: "Debian's archive could not be read: " + s.cfg.words(err), Err: err}
	}
	s.state, s.failed, s.read = st, err, s.cfg.Now()
	return st, err
}

// words returns which file could not be read and why, for people. A file of the cache is named
// without its folder, which is nobody's business on a public page; others as the operator did.
func (c Config) words(err error) string {
	text := err.Error()
	if file := (*fs.PathError)(nil); errors.As(err, &file) {
		text = file.Path + ": " + file.Err.Error()
	}
	text = strings.ReplaceAll(text, source.ErrUnavailable.Error()+": ", "")
	if c.Cache != "" {
		text = strings.ReplaceAll(text, filepath.Clean(c.Cache)+string(filepath.Separator), "")
	}
	return strings.ReplaceAll(text, "\n", "; ") // both indexes may be wrong
}

// load reads the archive from where the configuration says.
func (s *Source) load(ctx context.Context) (*state, error) {
	files, err := s.locate(ctx)
	if err != nil {
		return nil, err
	}
	return files.read(ctx, s.cfg)
}

// locate returns the files of the archive, brought up to date from the mirror when one is
// configured. If the mirror cannot be reached, these are the kept ones, with their date.
func (s *Source) locate(ctx context.Context) (set, error) {
	c := s.cfg
	switch kept, ok := c.kept(); {
	case c.Packages != "":
		return set{c.Packages, c.Sources, c.InRelease}, nil
	case c.Lists != "":
		return aptLists(c.Lists, c.Suite, c.Arch)
	case ok && (s.mirror == nil || c.fresh()):
		return kept, nil
	case s.mirror == nil:
		return set{}, fmt.Errorf("%w: no copy of Debian's archive is kept, and the network is not used", source.ErrUnavailable)
	default:
		now, err := s.mirror.bring(ctx)
		if err == nil || !ok {
			return now, err
		}
		return kept, nil
	}
}

// Plan counts the requests for the archive, if a project needs it. It reads no archive.
func (s *Source) Plan(ctx context.Context, projects []health.Project) (cost.Plan, error) {
	plan := cost.Plan{}
	for _, p := range projects {
		if p.Debian != nil && len(p.Debian.Sources) > 0 {
			plan.Projects++
		}
	}
	if plan.Projects > 0 && s.cfg.Packages != "" && s.cfg.InRelease == "" {
		plan.Without = fmt.Sprintf("Debian %s is not verified: its InRelease is not given", s.cfg.Suite)
	}
	if _, kept := s.cfg.kept(); plan.Projects > 0 && s.mirror != nil && !s.cfg.fresh() {
		plan.Cost.Requests = 3
		if !kept {
			plan.First = plan.Projects
		}
	}
	return plan, ctx.Err()
}
