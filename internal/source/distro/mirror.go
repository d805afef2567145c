package distro

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/fetch"
	"github.com/plumbline-scorecard/plumbline/internal/source"
)

// DefaultMirror serves Debian's archive.
const DefaultMirror = "https://deb.debian.org/debian"

// host is the name of the mirror, whatever its address.
const host = "deb.debian.org"

// maxIndex is the largest packed index file in bytes. Debian's have 12 MB.
const maxIndex = 128 << 20

// mirror brings the files of an archive into a folder and keeps them there.
type mirror struct {
	cfg    Config
	client *fetch.Client
	dir    string
	// base is the path of the mirror's address.
	base string
}

func newMirror(c Config) (*mirror, error) {
	u, err := url.Parse(c.Mirror)
	if err != nil || u.Host == "" || u.User != nil || u.RawQuery != "" {
		return nil, fmt.Errorf("%q is not the address of a mirror, such as %s", c.Mirror, DefaultMirror)
	}
	client, err := fetch.New(fetch.Config{
		Hosts: map[string]fetch.Host{host: {
			URL: u.Scheme + "://" + u.Host, PerSecond: 2,
			// Files are compared with the signed list of their sums, so http will do.
			Verified: true,
		}},
		Transport: c.Transport, Now: c.Now, Agent: c.Agent, Deadline: cmp.Or(c.Deadline, 5*time.Minute),
	})
	if err != nil {
		return nil, err
	}
	return &mirror{cfg: c, client: client, dir: filepath.Join(c.Cache, c.Suite), base: u.EscapedPath()}, nil
}

// kept returns the archive in the folder, whatever its age. It returns false if there is none.
func (c Config) kept() (set, bool) {
	dir := filepath.Join(c.Cache, c.Suite)
	s := set{filepath.Join(dir, "Packages.xz"), filepath.Join(dir, "Sources.xz"), filepath.Join(dir, "InRelease")}
	for _, name := range []string{s.packages, s.sources, s.release} {
		if _, err := os.Stat(name); err != nil {
			return set{}, false
		}
	}
	return s, c.Cache != ""
}

// fresh reports whether the kept archive was compared with the mirror recently.
func (c Config) fresh() bool {
	s, ok := c.kept()
	if !ok {
		return false
	}
	info, err := os.Stat(s.release)
	age := time.Duration(0)
	if err == nil {
		age = c.Now().Sub(info.ModTime())
	}
	return err == nil && age >= 0 && age < c.Keep
}

// bring returns the archive in the folder after it was compared with the mirror's. Only files that
// changed are loaded. InRelease is written last, so an interrupted run leaves no mixture. Cost: one
// request, three when the archive changed.
func (m *mirror) bring(ctx context.Context) (set, error) {
	if err := os.MkdirAll(m.dir, 0o755); err != nil {
		return set{}, err
	}
	dist := "/dists/" + url.PathEscape(m.cfg.Suite) + "/"
	release, err := m.ask(ctx, dist+"InRelease", maxRelease)
	if err != nil {
		return set{}, err
	}
	e, err := readRelease(release, m.cfg.Keyring)
	if err != nil {
		return set{}, err
	}
	if e.Suite != m.cfg.Suite {
		return set{}, fmt.Errorf("the mirror says %s where %s was asked for", e.Suite, m.cfg.Suite)
	}
	names := mainIndex(m.cfg.Arch)
	for stem, file := range map[string]string{names.packages: "Packages.xz", names.sources: "Sources.xz"} {
		if err := m.load(ctx, e, dist, stem+".xz", filepath.Join(m.dir, file)); err != nil {
			return set{}, err
		}
	}
	if err := replace(filepath.Join(m.dir, "InRelease"), release, m.cfg.Now()); err != nil {
		return set{}, err
	}
	s, _ := m.cfg.kept()
	return s, nil
}

// load brings one file unless the folder has it.
func (m *mirror) load(ctx context.Context, e Edition, dist, name, to string) error {
	sum := e.sums[name]
	if sum == "" {
		return fmt.Errorf("InRelease does not list %s", name)
	}
	if have, err := readLimited(to, maxIndex); err == nil && sumOf(have) == sum {
		return nil
	}
	path := dist + name
	if e.byHash { // the file that this InRelease means, even while the mirror changes
		path = dist + filepath.ToSlash(filepath.Dir(name)) + "/by-hash/SHA256/" + sum
	}
	body, err := m.ask(ctx, path, maxIndex)
	if err != nil {
		return err
	}
	if sumOf(body) != sum {
		return fmt.Errorf("%s: its SHA-256 is not that of InRelease", name)
	}
	return replace(to, body, m.cfg.Now())
}

func sumOf(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

func (m *mirror) ask(ctx context.Context, path string, size int64) ([]byte, error) {
	a, err := m.client.Ask(ctx, fetch.Question{Host: host, Path: m.base + path, Accept: "*/*", Size: size, Always: true})
	if err != nil {
		return nil, fmt.Errorf("archive of Debian: %w", err)
	}
	return a.Body, nil
}

// replace replaces a file as a whole. Its time is that of the comparison with the mirror.
func replace(name string, content []byte, now time.Time) error {
	tmp, err := os.CreateTemp(filepath.Dir(name), ".write-*")
	if err != nil {
		return fmt.Errorf("%w: %w", source.ErrUnavailable, err)
	}
	defer os.Remove(tmp.Name()) // gone already when the rename succeeded
	_, err = tmp.Write(content)
	if err = errors.Join(err, tmp.Chmod(0o644), tmp.Close()); err == nil {
		err = errors.Join(os.Chtimes(tmp.Name(), now, now), os.Rename(tmp.Name(), name))
	}
	if err != nil {
		return fmt.Errorf("%w: %w", source.ErrUnavailable, err)
	}
	return nil
}
