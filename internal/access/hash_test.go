package access_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/access"
)

func TestHash_readsBackAndMatchesOnlyItsPassword(t *testing.T) {
	t.Parallel()
	h, err := access.NewHash(password)
	if err != nil {
		t.Fatal(err)
	}
	again, err := access.ParseHash(h.String())
	if err != nil || again.String() != h.String() {
		t.Fatalf("%s reads back as %s, %v", h, again, err)
	}
	if !strings.HasPrefix(h.String(), "$argon2id$v=19$m=65536,t=3,p=1$") {
		t.Errorf("the parameters are %s", h)
	}
	for text, want := range map[string]bool{password: true, password + " ": false, "": false, password + strings.Repeat("\x00", 2000): false} {
		if got := again.Matches(text); got != want {
			t.Errorf("%.40q: %v, want %v", text, got, want)
		}
	}
	for _, text := range []string{"", "elevenchars", strings.Repeat("x", 1025)} {
		if _, err := access.NewHash(text); err == nil {
			t.Errorf("a password of %d letters is taken", len(text))
		}
	}
}

func TestReadHash_refusesWhatIsNoHashAndNeverShowsIt(t *testing.T) {
	t.Parallel()
	const tail = "$c2FsdHNhbHRzYWx0c2FsdA$" + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
	dir := t.TempDir()
	for i, c := range []struct {
		text string
		mode os.FileMode
		says string
	}{
		{"hunter2 is my password", 0o600, "not an argon2id hash"},
		{"", 0o600, "not an argon2id hash"},
		{"$2b$12$abcdefghijklmnopqrstuv$hunter2$x", 0o600, "not an argon2id hash"},
		{"$argon2id$v=16$m=65536,t=3,p=1" + tail, 0o600, "version"},
		{"$argon2id$v=19$m=8192,t=3,p=1" + tail, 0o600, "m (memory in KiB) is too weak: at least 19456"},
		{"$argon2id$v=19$m=4194304,t=3,p=1" + tail, 0o600, "m (memory in KiB) is too high: at most 262144"},
		{"$argon2id$v=19$m=65536,t=1,p=1" + tail, 0o600, "t (passes) is too weak"},
		{"$argon2id$v=19$m=65536,t=99,p=1" + tail, 0o600, "t (passes) is too high"},
		{"$argon2id$v=19$m=65536,t=3,p=0" + tail, 0o600, "p (lanes) is too weak"},
		{"$argon2id$v=19$m=65536,t=hunter2,p=1" + tail, 0o600, "t (passes) is not a number"},
		{"$argon2id$v=19$m=65536,t=3" + tail, 0o600, "parameters"},
		{"$argon2id$v=19$m=65536,t=3,p=1$c2FsdA$" + strings.Repeat("A", 43), 0o600, "salt"},
		{"$argon2id$v=19$m=65536,t=3,p=1$c2FsdHNhbHRzYWx0c2FsdA$hunter2=", 0o600, "hash is not base64"},
		{fast(t) + "\nhunter2", 0o600, "hash is not base64"},
		{strings.Repeat("hunter2", 200), 0o600, "too large"},
		{fast(t), 0o640, "0640"},
		{fast(t), 0o604, "0604"},
		{fast(t), 0o620, "0620"},
	} {
		path := filepath.Join(dir, fmt.Sprint("file-", i))
		write(t, path, c.text, c.mode)
		_, err := access.ReadHash(path)
		if err == nil || !strings.Contains(err.Error(), c.says) || !strings.Contains(err.Error(), path) {
			t.Errorf("%.60q with mode %o: %v, want %q and the name of the file", c.text, c.mode, err, c.says)
		}
		if err != nil && (strings.Contains(err.Error(), "hunter2") || strings.Contains(err.Error(), "c2FsdHN")) {
			t.Errorf("the error shows what the file holds: %v", err)
		}
	}
	if _, err := access.ReadHash(dir); err == nil || !strings.Contains(err.Error(), "regular") {
		t.Errorf("a folder: %v", err)
	}
	if _, err := access.ReadHash(filepath.Join(dir, "none")); !errors.Is(err, os.ErrNotExist) && err == nil {
		t.Errorf("no file: %v", err)
	}
}

func TestWriteHash_isForItsOwnerAndReplacesNothing(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "password")
	h, err := access.ParseHash(fast(t))
	if err != nil {
		t.Fatal(err)
	}
	if err := access.WriteHash(path, h); err != nil {
		t.Fatal(err)
	}
	if got, err := access.ReadHash(path); err != nil || !got.Matches(password) {
		t.Errorf("it reads back as %v, %v", got, err)
	}
	if err := access.WriteHash(path, h); err == nil {
		t.Error("a file is replaced")
	}
}
