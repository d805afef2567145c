package app

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/app/usage"
	"github.com/plumbline-scorecard/plumbline/internal/livecheck"
)

// Writable returns a usage error that names the flag and the file if the file cannot be replaced:
// what takes long is not begun for a result that has no place. It leaves nothing behind. An empty
// name is none.
func Writable(flag, name string) error {
	if name == "" {
		return nil
	}
	if info, err := os.Stat(name); err == nil && info.IsDir() {
		return usage.Errorf("%s: %s is a folder; name a file in it", flag, name)
	}
	tmp, err := os.CreateTemp(filepath.Dir(name), ".write-*")
	if err != nil {
		why := err
		if cause := (*fs.PathError)(nil); errors.As(err, &cause) {
			why = cause.Err
		}
		return usage.Errorf("%s: cannot write %s: folder %s: %v", flag, name, filepath.Dir(name), why)
	}
	return errors.Join(tmp.Close(), os.Remove(tmp.Name()))
}

// replaceFile replaces the file whole or not at all.
func replaceFile(name string, content []byte) error {
	return replaceBy(name, func(w io.Writer) error {
		_, err := w.Write(content)
		return err
	})
}

// replaceBy replaces a file as a whole by what write writes, without holding it.
func replaceBy(name string, write func(io.Writer) error) error {
	tmp, err := os.CreateTemp(filepath.Dir(name), ".write-*")
	if err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	defer os.Remove(tmp.Name()) // gone already when the rename succeeded
	buf := bufio.NewWriterSize(tmp, 1<<20)
	err = write(buf)
	if err == nil {
		err = buf.Flush()
	}
	if err == nil {
		err = tmp.Chmod(0o644)
	}
	if err = errors.Join(err, tmp.Close()); err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	return os.Rename(tmp.Name(), name)
}

// WriteJSON replaces the file with an indented document.
func WriteJSON(path string, doc any) error {
	b, err := json.MarshalIndent(doc, "", "  ")
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return replaceFile(path, append(b, '\n'))
}

// WriteVerified puts the day into the lines of the assumptions that hold, in a copy
// of scorecards/live.yaml.
func WriteVerified(path string, held []string, day time.Time) error {
	b, err := os.ReadFile(path)
	if err != nil {
		return fmt.Errorf("write what holds: %w", err)
	}
	if b, err = livecheck.Verified(path, b, held, day); err != nil {
		return err
	}
	return replaceFile(path, b)
}
