package distro

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"

	"github.com/pierrec/lz4/v4"
	"github.com/plumbline-scorecard/plumbline/internal/source"
	"github.com/ulikunitz/xz"
)

// maxPlain is the largest index file that is read, unpacked. Debian's are below 70 MB.
const maxPlain = 512 << 20

// maxDictionary is the largest dictionary of an xz file, which is held in memory. Debian uses 8 MiB.
const maxDictionary = 64 << 20

// unpacker reads an index file as plain text, whatever packed it: xz, gzip, LZ4 or nothing. It
// computes the SHA-256 of the file and of its text on the way.
type unpacker struct {
	file, text hash.Hash
	packed     io.Reader // with the file's hash
	plain      io.Reader
	left       int64
}

// unpack returns a reader of the plain text of a file. It recognises the format by the first bytes.
func unpack(r io.Reader) (*unpacker, error) {
	u := &unpacker{file: sha256.New(), text: sha256.New(), left: maxPlain}
	packed := bufio.NewReaderSize(io.TeeReader(r, u.file), 1<<16)
	u.packed = packed
	head, err := packed.Peek(64)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	switch {
	case bytes.HasPrefix(head, []byte("\xfd7zXZ\x00")):
		if err := checkDictionary(head); err != nil {
			return nil, err
		}
		u.plain, err = xz.NewReader(packed)
	case bytes.HasPrefix(head, []byte("\x1f\x8b")):
		u.plain, err = gzip.NewReader(packed)
	case bytes.HasPrefix(head, []byte("\x04\x22\x4d\x18")):
		u.plain, err = lz4.NewReader(packed), nil
	default:
		u.plain, err = packed, nil
	}
	return u, err
}

// checkDictionary returns an error if the first block of an xz file needs more memory than allowed.
func checkDictionary(head []byte) error {
	const lzma2 = 0x21
	// The header of the stream has 12 bytes. The header of a block is its size, flags, up to two
	// sizes of variable length, then the filter: id, size of its properties, dictionary.
	if len(head) < 20 {
		return nil // the reader will say what is wrong
	}
	at := 14
	for _, flag := range []byte{0x40, 0x80} {
		if head[13]&flag == 0 {
			continue
		}
		for at < len(head)-4 && head[at]&0x80 != 0 {
			at++
		}
		at++
	}
	if at+2 >= len(head) || head[at] != lzma2 {
		return nil
	}
	bits := head[at+2] & 0x3f
	if size := uint64(2|bits&1) << (bits/2 + 11); size > maxDictionary {
		return fmt.Errorf("%w: its dictionary has %d MiB", source.ErrLimit, size>>20)
	}
	return nil
}

// Read reads plain text. It returns source.ErrLimit for a text that is too large.
func (u *unpacker) Read(b []byte) (int, error) {
	n, err := u.plain.Read(b)
	u.text.Write(b[:n])
	if u.left -= int64(n); u.left < 0 {
		return 0, fmt.Errorf("%w: more than %d MiB of text", source.ErrLimit, maxPlain>>20)
	}
	return n, err
}

// sums returns the SHA-256 of the file and of its text, in hex, once all text was read.
func (u *unpacker) sums() (file, text string, err error) {
	if _, err := io.Copy(io.Discard, u.packed); err != nil { // what follows the packed text
		return "", "", err
	}
	return hex.EncodeToString(u.file.Sum(nil)), hex.EncodeToString(u.text.Sum(nil)), nil
}
