package sources

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/plumbline-scorecard/plumbline/internal/app/usage"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/source/distro"
)

// Debian holds the flags of reading Debian's archive.
type Debian struct {
	Mirror  string   `name:"debian-mirror" default:"https://deb.debian.org/debian" placeholder:"URL" help:"Debian mirror, for the packages that need a project: about 20 MB, kept for a week in the cache."`
	Files   []string `name:"debian-files" sep:"," placeholder:"FILE" help:"Packages and Sources file to read instead, and their InRelease if there is one: PACKAGES,SOURCES,INRELEASE."`
	Lists   string   `name:"debian-lists" placeholder:"DIR" help:"Lists of apt to read instead, such as /var/lib/apt/lists. They need a deb-src line."`
	Suite   string   `name:"debian-suite" default:"trixie" placeholder:"NAME" help:"Code name of the Debian release to count in."`
	Keyring string   `name:"debian-keyring" default:"/usr/share/keyrings/debian-archive-keyring.gpg" placeholder:"FILE" help:"Keys of Debian's archive. Without the default file, signatures are not checked; another one must exist."`
}

// Archive holds the flags of commands that read Debian's archive alone.
type Archive struct {
	Cache   string `name:"cache" placeholder:"DIR" help:"Folder for the copy of the archive (default: plumbline in the user's cache folder)."`
	Offline bool   `name:"offline" help:"Use no network; read only files and the cache."`
	Debian  Debian `embed:""`
}

// Open opens the archive. It reads and sends nothing. Its errors are usage errors where a flag is
// wrong, or where there is nothing to read.
func (a Archive) Open(env Env) (*distro.Source, error) {
	o := Options{Cache: a.Cache, Offline: a.Offline, Debian: a.Debian}
	env, err := o.guarded(env)
	if err != nil {
		return nil, err
	}
	s, err := o.debianSource(env)
	if err == nil && s == nil {
		err = usage.Errorf("no copy of Debian's archive is kept, and --offline forbids to load one; name files with --debian-files")
	}
	return s, err
}

// local reports whether files on this machine are named.
func (d Debian) local() bool { return len(d.Files) > 0 || d.Lists != "" }

// asksDebian reports whether the archive is read. When GitHub is replaced by a server on this
// machine, Debian's own mirror is not asked.
func (o Options) asksDebian() bool {
	if !slices.Contains(o.Sources, field.SourceDistro) {
		return false
	}
	return o.Offline || o.Debian.local() || !o.standIn() || o.Debian.Mirror != distro.DefaultMirror
}

// debianSource returns the source of dependents in Debian. It is nil when there is nothing to read:
// offline, without a copy from before. It sends nothing.
func (o Options) debianSource(env Env) (*distro.Source, error) {
	d := o.Debian
	c := distro.Config{
		Mirror: d.Mirror, Lists: d.Lists, Suite: d.Suite, Keyring: d.Keyring,
		Transport: NewBase(env.Guard), Now: env.Now, Agent: o.GitHub.agent(env),
	}
	if err := d.check(); err != nil {
		return nil, err
	}
	if len(d.Files) > 0 {
		all := append(slices.Clone(d.Files), "")
		c.Packages, c.Sources, c.InRelease = all[0], all[1], all[2]
	}
	var err error
	if c.Cache, err = o.debianCache(); err != nil {
		return nil, err
	}
	if o.Offline {
		c.Mirror = ""
	}
	s, err := distro.New(c)
	if err != nil {
		return nil, usage.Errorf("--debian-mirror: %v", err)
	}
	if o.Offline && !s.Kept() {
		return nil, nil
	}
	return s, nil
}

// check returns a usage error if a flag is wrong, or names what does not exist.
func (d Debian) check() error {
	switch n := len(d.Files); {
	case n == 1 || n > 3:
		return usage.Errorf("--debian-files takes PACKAGES,SOURCES and, if there is one, their InRelease; given: %d", n)
	case n > 0 && d.Lists != "":
		return usage.Errorf("use either --debian-files or --debian-lists, not both")
	case d.Suite != "" && !distro.IsSuite(d.Suite):
		return usage.Errorf("--debian-suite is %q; allowed: the code name of a release, such as %s", d.Suite, distro.DefaultSuite)
	}
	for _, name := range d.Files {
		if err := exists("--debian-files", name, false); err != nil {
			return err
		}
	}
	if d.Lists != "" {
		if err := exists("--debian-lists", d.Lists, true); err != nil {
			return err
		}
	}
	if d.Keyring != "" && d.Keyring != distro.DefaultKeyring {
		return exists("--debian-keyring", d.Keyring, false)
	}
	return nil
}

// exists returns a usage error that names the flag and the file, unless there is such a file or
// folder.
func exists(flag, name string, folder bool) error {
	info, err := os.Stat(name)
	var cause *fs.PathError
	switch {
	case errors.As(err, &cause):
		return usage.Errorf("%s: cannot read %s: %v", flag, name, cause.Err)
	case err != nil:
		return usage.Errorf("%s: cannot read %s: %v", flag, name, err)
	case folder && !info.IsDir():
		return usage.Errorf("%s: %s is no folder", flag, name)
	case !folder && info.IsDir():
		return usage.Errorf("%s: %s is a folder, not a file", flag, name)
	}
	return nil
}

// debianCache returns the folder where the files of a mirror are kept.
func (o Options) debianCache() (string, error) {
	if o.Cache != "" {
		return filepath.Join(o.Cache, "debian"), nil
	}
	dir, err := os.UserCacheDir()
	if err != nil {
		return "", fmt.Errorf("find the cache folder: %w (set one with --cache)", err)
	}
	return filepath.Join(dir, "plumbline", "debian"), nil
}
