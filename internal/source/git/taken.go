package git

import (
	"bufio"
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// dates finds the instant up to which a copy is known to be its repository's state. Git
// records no such instant, so each sign of contact with the repository is a lower bound, and the
// newest counts. Files that git also writes without contact are no sign: packed-refs (git gc), and
// HEAD of a clone with a work tree (git checkout).
type dates struct {
	at      place
	ref     string // the branch that is read; empty if HEAD names a commit
	short   string // its name at the remote
	tip     string // its commit
	tracked string // see settings.tracked
}

func (d dates) taken() time.Time {
	var newest time.Time
	note := func(t time.Time) {
		if t.After(newest) {
			newest = t
		}
	}
	head := modified(filepath.Join(d.at.common, "HEAD"))
	if d.at.own {
		return head
	}
	// A fetch writes FETCH_HEAD even if it brings nothing. It lists what was asked for, and nothing
	// if the remote did not answer; a fetch of other branches tells nothing about this one.
	seen := false
	for _, dir := range []string{d.at.dir, d.at.common} {
		if file := filepath.Join(dir, "FETCH_HEAD"); d.fetched(file) {
			note(modified(file))
			seen = true
		}
	}
	if d.ref != "" {
		note(modified(filepath.Join(d.at.common, d.ref)))
		note(lastLogged(filepath.Join(d.at.common, "logs", d.ref), d.tip))
	}
	if !seen {
		// Otherwise HEAD is older, or was set by hand.
		if d.tracked != "" {
			head = modified(filepath.Join(d.at.common, d.tracked, "HEAD")) // written by the clone
		}
		note(head)
		d.others(note)
	}
	if newest.IsZero() {
		newest = modified(filepath.Join(d.at.dir, "HEAD"))
	}
	return newest
}

// others notes the times of the other branches, if fetches into this copy leave no FETCH_HEAD: they
// come with the one that is read. In a clone with a work tree the branches are its owner's.
func (d dates) others(note func(time.Time)) {
	folder := d.tracked
	if folder == "" {
		folder = "refs/heads"
		if exists(filepath.Join(d.at.dir, "index")) {
			return
		}
	}
	for _, dir := range []string{d.at.dir, d.at.common} {
		if st, err := os.Lstat(filepath.Join(dir, "FETCH_HEAD")); err == nil && st.Size() > 0 {
			return
		}
	}
	n := 0
	_ = filepath.WalkDir(filepath.Join(d.at.common, folder), func(p string, e os.DirEntry, err error) error {
		if err == nil && e.Type().IsRegular() && e.Name() != "HEAD" {
			note(modified(p))
		}
		if n++; n > maxRefs {
			return io.EOF
		}
		return nil // what cannot be read gives no sign
	})
}

// fetched reports whether a FETCH_HEAD says that the remote's branch was at our commit.
func (d dates) fetched(file string) bool {
	if d.tip == "" || !isFile(file) {
		return false
	}
	f, err := os.Open(file)
	if err != nil {
		return false
	}
	defer f.Close()
	lines := bufio.NewScanner(io.LimitReader(f, 256<<20))
	for lines.Scan() {
		oid, rest, _ := bytes.Cut(lines.Bytes(), []byte{'\t'})
		if string(oid) != d.tip {
			continue
		}
		_, what, _ := strings.Cut(string(rest), "\t")
		// The remote's HEAD has only an address.
		if strings.HasPrefix(what, "branch '"+d.short+"' of ") || !strings.Contains(what, "' of ") {
			return true
		}
	}
	return false
}

// lastLogged returns the time of the last entry of a branch's log if it is of the commit.
func lastLogged(file, tip string) time.Time {
	st, err := os.Lstat(file)
	if err != nil || !st.Mode().IsRegular() || tip == "" {
		return time.Time{}
	}
	f, err := os.Open(file)
	if err != nil {
		return time.Time{}
	}
	defer f.Close()
	end := make([]byte, min(st.Size(), 4096))
	if _, err := f.ReadAt(end, st.Size()-int64(len(end))); err != nil && err != io.EOF {
		return time.Time{}
	}
	text := strings.TrimSpace(string(end))
	line := text[strings.LastIndexByte(text, '\n')+1:]
	who, _, _ := strings.Cut(line, "\t")
	if ids := strings.Fields(who); len(ids) < 2 || ids[1] != tip {
		return time.Time{}
	}
	if t := signatureDate(who); t > 0 {
		return time.Unix(t, 0).UTC()
	}
	return time.Time{}
}

// modified returns when a file or link was written, or zero if there is none.
func modified(path string) time.Time {
	st, err := os.Lstat(path)
	if err != nil || st.IsDir() {
		return time.Time{}
	}
	return st.ModTime().UTC().Truncate(time.Second)
}

func exists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}
