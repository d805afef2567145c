// Command proxy writes the tree it runs in as a module proxy of files, with one
// version of the module: what a proxy would serve, were the tree tagged so.
//
//	proxy VERSION FOLDER
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"golang.org/x/mod/modfile"
	"golang.org/x/mod/module"
	"golang.org/x/mod/zip"
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: proxy VERSION FOLDER")
		os.Exit(2)
	}
	if err := write(".", os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, "proxy:", err)
		os.Exit(1)
	}
}

// write makes the proxy in folder of the files git knows in root, or would add.
func write(root, version, folder string) error {
	mod, err := os.ReadFile(filepath.Join(root, "go.mod"))
	if err != nil {
		return err
	}
	m := module.Version{Path: modfile.ModulePath(mod), Version: version}
	escaped, err := module.EscapePath(m.Path)
	if err != nil {
		return err
	}
	dir := filepath.Join(folder, filepath.FromSlash(escaped), "@v")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	info, err := json.Marshal(struct {
		Version string
		Time    time.Time
	}{version, time.Now().UTC()})
	if err != nil {
		return err
	}
	for name, content := range map[string][]byte{
		"list":            []byte(version + "\n"),
		version + ".info": info,
		version + ".mod":  mod,
	} {
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o644); err != nil {
			return err
		}
	}
	return pack(root, m, filepath.Join(dir, version+".zip"))
}

// pack writes the module's zip by the rules of the go command, which leave out
// nested modules and refuse names that not every system can hold.
func pack(root string, m module.Version, name string) (err error) {
	files, err := tracked(root)
	if err != nil {
		return err
	}
	out, err := os.Create(name)
	if err != nil {
		return err
	}
	defer func() {
		if e := out.Close(); err == nil {
			err = e
		}
	}()
	return zip.Create(out, m, files)
}

// tracked lists the files of root that git knows or would add, less deleted ones.
func tracked(root string) ([]zip.File, error) {
	cmd := exec.Command("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
	cmd.Dir = root
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("list the files of %s: %w", root, err)
	}
	var files []zip.File
	for name := range strings.SplitSeq(strings.TrimRight(string(out), "\x00"), "\x00") {
		f := file{root, name}
		if _, err := f.Lstat(); os.IsNotExist(err) {
			continue
		}
		files = append(files, f)
	}
	return files, nil
}

// file is a file of the tree.
type file struct{ root, name string }

func (f file) place() string                { return filepath.Join(f.root, filepath.FromSlash(f.name)) }
func (f file) Path() string                 { return f.name }
func (f file) Lstat() (os.FileInfo, error)  { return os.Lstat(f.place()) }
func (f file) Open() (io.ReadCloser, error) { return os.Open(f.place()) }
