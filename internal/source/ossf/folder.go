package ossf

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// folder is the working folder of one scan below Config.TempDir, removed after it. It contains an
// empty folder to work in and one for temporary files. During the scan a file in it is locked, so
// that a later sweep knows that its owner is running, in any process or container.
type folder struct {
	dir  string
	lock *os.File
}

const (
	folderPrefix = "scorecard-"
	lockName     = "lock"
	// sweepAfter protects folders that are being created from a sweep.
	sweepAfter = 10 * time.Minute
)

// Scratch returns the folder for the scans of this user below a folder that all users share, and
// creates it. It returns an error if something of another owner or kind has its name: only the
// owner of a folder decides what is in it.
func Scratch(shared string) (string, error) { return scratch(shared, os.Getuid()) }

func scratch(shared string, user int) (string, error) {
	dir := filepath.Join(shared, "plumbline-scorecard-"+strconv.Itoa(user))
	if err := os.Mkdir(dir, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return "", fmt.Errorf("make the folder for scans: %w", err)
	}
	info, err := os.Lstat(dir) // a link is not followed
	switch {
	case err != nil:
		return "", fmt.Errorf("make the folder for scans: %w", err)
	case !info.IsDir():
		return "", fmt.Errorf("the folder for scans: %s is no folder: remove it or set TMPDIR", dir)
	case !own(info, user):
		return "", fmt.Errorf("the folder for scans: %s belongs to another user: remove it or set TMPDIR", dir)
	case info.Mode().Perm() != 0o700:
		// It is ours, so this cannot fail for want of rights.
		if err := os.Chmod(dir, 0o700); err != nil {
			return "", fmt.Errorf("the folder for scans: %w", err)
		}
	}
	return dir, nil
}

// own reports whether a file belongs to the user.
func own(info fs.FileInfo, user int) bool {
	st, ok := info.Sys().(*syscall.Stat_t)
	return ok && int(st.Uid) == user
}

func newFolder(parent string) (_ *folder, err error) {
	dir, err := os.MkdirTemp(parent, folderPrefix)
	if err != nil {
		return nil, fmt.Errorf("make a folder for the scan: %w", err)
	}
	f := &folder{dir: dir}
	defer func() {
		if err != nil {
			err = errors.Join(fmt.Errorf("make a folder for the scan: %w", err), f.close())
		}
	}()
	if f.lock, err = os.OpenFile(filepath.Join(dir, lockName), os.O_CREATE|os.O_RDWR, 0o600); err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(f.lock.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		return nil, err
	}
	for _, sub := range []string{f.work(), f.temp()} {
		if err := os.Mkdir(sub, 0o700); err != nil {
			return nil, err
		}
	}
	return f, nil
}

func (f *folder) work() string { return filepath.Join(f.dir, "work") }
func (f *folder) temp() string { return filepath.Join(f.dir, "tmp") }

func (f *folder) close() error {
	// The lock goes last: what a killed process leaves behind still holds it.
	err := errors.Join(remove(f.work()), remove(f.temp()), remove(f.dir))
	if f.lock != nil {
		err = errors.Join(err, f.lock.Close())
	}
	return err
}

// remove removes a folder even if a check removed permissions in it.
func remove(dir string) error {
	if err := os.RemoveAll(dir); err == nil {
		return nil
	}
	// The walk is best effort: the second removal reports what is left.
	_ = filepath.WalkDir(dir, func(p string, d fs.DirEntry, _ error) error {
		if d != nil && d.IsDir() {
			_ = os.Chmod(p, 0o700)
		}
		return nil
	})
	return os.RemoveAll(dir)
}

// sweep removes the folders of scans whose process died: those of this user that hold our lock and
// that nobody has locked. Everything else stays.
func sweep(parent string, now time.Time) error {
	entries, err := os.ReadDir(parent)
	if err != nil {
		return fmt.Errorf("sweep %s: %w", parent, err)
	}
	var errs []error
	for _, e := range entries {
		info, err := e.Info()
		if err != nil || !e.IsDir() || !own(info, os.Getuid()) || !strings.HasPrefix(e.Name(), folderPrefix) || now.Sub(info.ModTime()) < sweepAfter {
			continue
		}
		if dir := filepath.Join(parent, e.Name()); abandoned(dir) {
			errs = append(errs, remove(dir))
		}
	}
	return errors.Join(errs...)
}

// abandoned reports whether a folder holds our lock and nobody has it.
func abandoned(dir string) bool {
	name := filepath.Join(dir, lockName)
	if info, err := os.Lstat(name); err != nil || !info.Mode().IsRegular() || !own(info, os.Getuid()) {
		return false
	}
	lock, err := os.OpenFile(name, os.O_RDONLY|syscall.O_NOFOLLOW, 0)
	if err != nil {
		return false
	}
	defer lock.Close()
	return syscall.Flock(int(lock.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) == nil
}
