package distro

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"os"
	"regexp"
	"strings"
	"time"

	"github.com/ProtonMail/go-crypto/openpgp"
	"github.com/ProtonMail/go-crypto/openpgp/clearsign"
	"github.com/plumbline-scorecard/plumbline/internal/foreign"
	"github.com/plumbline-scorecard/plumbline/internal/source"
)

// Edition identifies an archive at one instant, as its InRelease file does.
type Edition struct {
	// Suite is the code name: trixie. A release keeps its name, "stable" does not.
	Suite string
	// Date is the instant that the archive was published in this state.
	Date time.Time
	// Signed says whether the signature was checked.
	Signed string
	// sums are the SHA-256 by file; byHash reports whether files can be had by them.
	sums   map[string]string
	byHash bool
}

// The results of checking the signature.
const (
	signed    = "signature checked"
	noKeyring = "signature not checked: no keyring"
	noRelease = "not verified: not compared with a signed InRelease"
)

// suiteForm matches the names of suites.
var suiteForm = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)

// IsSuite reports whether a name may be that of a suite. It is part of addresses and file names.
func IsSuite(name string) bool { return len(name) <= 40 && suiteForm.MatchString(name) }

// name returns the name of the suite, and that nothing says so when nothing does.
func (e *Edition) name() string {
	if e.sums == nil {
		return e.Suite + " (not verified)"
	}
	return e.Suite
}

// maxRelease is the largest InRelease file in bytes. Debian's have 200 kB.
const maxRelease = 4 << 20

// readRelease reads an InRelease file, and checks its signature if there is a keyring. One that does
// not fit is an error.
func readRelease(b []byte, keyring string) (Edition, error) {
	e := Edition{Signed: noKeyring}
	if len(b) > maxRelease {
		return e, fmt.Errorf("InRelease: %w: more than %d MiB", source.ErrLimit, maxRelease>>20)
	}
	block, _ := clearsign.Decode(b)
	if block == nil {
		return e, errors.New("InRelease: it is not a signed text")
	}
	keys, err := readKeyring(keyring)
	if err != nil {
		return e, err
	}
	if keys != nil {
		if _, err := block.VerifySignature(keys, nil); err != nil {
			return e, fmt.Errorf("InRelease: its signature is not one of %s: %w", keyring, err)
		}
		e.Signed = signed
	}
	// Only what was signed is read.
	return e, e.parse(block.Plaintext)
}

// readKeyring returns the keys of a keyring, or nil if none is named or the default one does not
// exist. One that somebody named must exist: signatures would otherwise silently not be checked.
func readKeyring(name string) (openpgp.EntityList, error) {
	if name == "" {
		return nil, nil
	}
	f, err := os.Open(name)
	if name == DefaultKeyring && errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("keyring of Debian: %w", err)
	}
	defer f.Close()
	keys, err := openpgp.ReadKeyRing(bufio.NewReader(f))
	if err != nil {
		return nil, fmt.Errorf("keyring of Debian: %s has no usable key: %w", name, err)
	}
	if len(keys) == 0 {
		return nil, fmt.Errorf("keyring of Debian: %s has no key", name)
	}
	return keys, nil
}

// parse reads the fields of a Release file.
func (e *Edition) parse(text []byte) error {
	e.sums = map[string]string{}
	in := ""
	for line := range bytes.Lines(text) {
		key, value, field := strings.Cut(strings.TrimRight(string(line), "\r\n"), ":")
		if line[0] == ' ' {
			if words := strings.Fields(string(line)); in == "SHA256" && len(words) == 3 && len(words[0]) == 64 {
				e.sums[words[2]] = strings.ToLower(words[0])
			}
			continue
		}
		if !field {
			continue
		}
		value = strings.TrimSpace(value)
		switch in = key; key {
		case "Codename":
			e.Suite = foreign.Clip(value)
		case "Acquire-By-Hash":
			e.byHash = value == "yes"
		case "Date":
			at, err := time.Parse("Mon, 02 Jan 2006 15:04:05 MST", value)
			if err != nil {
				return fmt.Errorf("InRelease: its date is %q", foreign.Clip(value))
			}
			e.Date = at.UTC()
		}
	}
	if e.Suite == "" || e.Date.IsZero() || len(e.sums) == 0 {
		return errors.New("InRelease: no name, date or list of files")
	}
	return nil
}

// holds returns the name of the file with one of the sums: as it is packed, or unpacked.
func (e *Edition) holds(stem string, sums ...string) (string, bool) {
	for _, sum := range sums {
		for _, end := range []string{".xz", ".gz", ""} {
			if e.sums[stem+end] == sum {
				return stem + end, true
			}
		}
	}
	return "", false
}
