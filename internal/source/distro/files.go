package distro

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/source"
	"github.com/plumbline-scorecard/plumbline/internal/source/distro/archive"
)

// index are the two files of an archive that are read. Names are those within dists/SUITE.
type index struct{ packages, sources string }

// mainIndex returns the names of the files, without the ending of how they are packed.
func mainIndex(arch string) index {
	return index{"main/binary-" + arch + "/Packages", "main/source/Sources"}
}

// set is an archive as it is on this machine.
type set struct {
	packages, sources string // files
	release           string // empty: there is none, so nothing is verified
}

// aptLists returns the files that apt keeps of a suite. It reads only those of Debian's own
// archive: other archives of the same name have other contents.
func aptLists(dir, suite, arch string) (set, error) {
	if _, err := os.ReadDir(dir); err != nil { // a pattern finds nothing in a folder that is none
		return set{}, fmt.Errorf("%w: %w", source.ErrUnavailable, err)
	}
	name := "_debian_dists_" + suite + "_"
	releases, err := filepath.Glob(filepath.Join(dir, "*"+name+"InRelease"))
	if err != nil {
		return set{}, err
	}
	for _, release := range releases {
		stem := strings.TrimSuffix(release, "InRelease")
		s := set{release: release, packages: packed(stem + "main_binary-" + arch + "_Packages"), sources: packed(stem + "main_source_Sources")}
		if s.packages != "" && s.sources != "" {
			return s, nil
		}
	}
	return set{}, fmt.Errorf("%w: %s does not have Packages and Sources of %s (apt keeps Sources for a deb-src line)", source.ErrUnavailable, dir, suite)
}

// packed returns the file with one of the endings, or "" if there is none.
func packed(stem string) string {
	for _, end := range []string{".xz", ".lz4", ".gz", ""} {
		if _, err := os.Stat(stem + end); err == nil {
			return stem + end
		}
	}
	return ""
}

// state is an archive that was read.
type state struct {
	Edition
	*archive.Archive
	// packages and sources name the files with their sums.
	packages, sources     string
	ofAll                 int
	runQuants, buildQuant []archive.Quantile
}

// read reads and verifies the files of an archive. Cost: some seconds of processor time, and 100 MB
// of memory while it reads.
func (s set) read(ctx context.Context, c Config) (*state, error) {
	st := &state{Edition: Edition{Suite: c.Suite, Signed: noRelease}}
	if s.release != "" {
		b, err := readLimited(s.release, maxRelease+1)
		if err != nil {
			return nil, err
		}
		if st.Edition, err = readRelease(b, c.Keyring); err != nil {
			return nil, err
		}
		if st.Suite != c.Suite {
			return nil, fmt.Errorf("%s is of %s, not of %s (see --debian-suite)", s.release, st.Suite, c.Suite)
		}
	}
	if err := st.readIndex(ctx, s, c.Arch); err != nil {
		return nil, err
	}
	counts := st.Counts()
	if err := plausible(st.Archive, counts); err != nil {
		return nil, fmt.Errorf("%s, %s: %w", s.packages, s.sources, err)
	}
	st.ofAll = len(counts)
	st.runQuants = archive.Quantiles(counts, func(c archive.Count) int { return c.Run })
	st.buildQuant = archive.Quantiles(counts, func(c archive.Count) int { return c.Build })
	return st, nil
}

// plausible returns an error if the files of an archive do not belong together, or if none of its
// sources needs another.
func plausible(a *archive.Archive, counts []archive.Count) error {
	if err := a.Plausible(); err != nil {
		return err
	}
	if !slices.ContainsFunc(counts, func(c archive.Count) bool { return c.Run > 0 }) {
		return fmt.Errorf("%w: none of its %d source packages needs another", archive.ErrFormat, len(counts))
	}
	return nil
}

func (st *state) readIndex(ctx context.Context, s set, arch string) error {
	p, err := openFile(ctx, s.packages)
	if err != nil {
		return err
	}
	defer p.Close()
	q, err := openFile(ctx, s.sources)
	if err != nil {
		return err
	}
	defer q.Close()
	if st.Archive, err = archive.Read(p, q, arch); err != nil {
		return fmt.Errorf("%s, %s: %w", s.packages, s.sources, err)
	}
	names := mainIndex(arch)
	if st.packages, err = st.verify(p, names.packages); err != nil {
		return err
	}
	if st.sources, err = st.verify(q, names.sources); err != nil {
		return err
	}
	if st.Date.IsZero() { // without InRelease the newer of the files has to say it
		st.Date = p.changed.UTC()
		if q.changed.After(p.changed) {
			st.Date = q.changed.UTC()
		}
	}
	return nil
}

// verify compares the sums of a file that was read with those of InRelease, and returns its name
// with its sum.
func (st *state) verify(f *file, stem string) (string, error) {
	packed, plain, err := f.sums()
	if err != nil {
		return "", fmt.Errorf("%s: %w", f.Name(), err)
	}
	if st.sums == nil {
		return filepath.Base(f.Name()) + " sha256:" + packed, nil
	}
	name, ok := st.holds(stem, packed, plain)
	if !ok {
		return "", fmt.Errorf("%s: its SHA-256 is not that of InRelease (%s)", f.Name(), st.Date.Format("2006-01-02"))
	}
	return name + " sha256:" + st.sums[name], nil
}

// readLimited reads at most limit bytes of a file.
func readLimited(name string, limit int64) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", source.ErrUnavailable, err)
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, limit))
}
