package access

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
)

// mostFile is how many bytes a file with a hash may have.
const mostFile = 1 << 10

// ReadHash reads the file of a password: one line, a hash as NewHash makes it. It refuses a file
// that others than its owner may read or change. Its errors name the file and never show what it
// holds.
func ReadHash(path string) (h Hash, err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("password file %s: %w", path, bare(err))
		}
	}()
	info, err := os.Stat(path)
	if err != nil {
		return Hash{}, err
	}
	if !info.Mode().IsRegular() { // before it is opened: a pipe would wait for a writer
		return Hash{}, errors.New("it is not a regular file")
	}
	f, err := os.Open(path)
	if err != nil {
		return Hash{}, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	info, err = f.Stat()
	switch {
	case err != nil:
		return Hash{}, err
	case !info.Mode().IsRegular():
		return Hash{}, errors.New("it is not a regular file")
	case info.Mode().Perm()&0o077 != 0:
		return Hash{}, fmt.Errorf("its permissions are %04o, so others can use it; run: chmod 600 FILE", info.Mode().Perm())
	case info.Size() > mostFile:
		return Hash{}, errors.New("it is too large; it holds one line, the hash")
	}
	raw, err := io.ReadAll(io.LimitReader(f, mostFile+1))
	if err != nil {
		return Hash{}, err
	}
	return ParseHash(strings.TrimSpace(string(raw)))
}

// WriteHash writes a new file that only its owner can read. It does not replace one.
func WriteHash(path string, h Hash) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fmt.Errorf("password file %s: %w", path, bare(err))
	}
	_, err = fmt.Fprintln(f, h)
	if err = errors.Join(err, f.Close()); err != nil {
		return fmt.Errorf("password file %s: %w", path, bare(err))
	}
	return nil
}

// bare returns an error without the name of the file, which the caller says once.
func bare(err error) error {
	var at *os.PathError
	if errors.As(err, &at) {
		return at.Err
	}
	return err
}
