// Package textfile reads files that people hand over in the encodings that their tools write: UTF-8
// with or without a mark, UTF-16 and UTF-32 in either order. Some shells write UTF-16 when output is
// redirected into a file.
package textfile

import (
	"bytes"
	"errors"
	"io"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
)

// mark is the mark that some editors write at the start of a file in UTF-8.
const mark = "\xef\xbb\xbf"

// Reader returns the text of r in UTF-8. Text that is in UTF-8 is passed on as it is, with its mark,
// so that positions in it are those of the file; the marks of other encodings are dropped. The error
// is that of r. Cost: it reads the first four bytes.
func Reader(r io.Reader) (io.Reader, error) {
	head := make([]byte, 4)
	n, err := io.ReadFull(r, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, err
	}
	whole := io.MultiReader(bytes.NewReader(head[:n]), r)
	if e := encodingOf(head[:n]); e != nil {
		return e.NewDecoder().Reader(whole), nil
	}
	return whole, nil
}

// Bytes returns a text in UTF-8 without a mark. A text in an encoding that it does not know is
// returned as it is.
func Bytes(b []byte) []byte {
	if e := encodingOf(b); e != nil {
		if plain, err := e.NewDecoder().Bytes(b); err == nil {
			return plain
		}
		return b
	}
	return bytes.TrimPrefix(b, []byte(mark))
}

// encodingOf returns the encoding by the mark of a text. Without one it goes by the zeros between
// the first characters, which are those of JSON or YAML. nil means UTF-8, or unknown.
func encodingOf(b []byte) encoding.Encoding {
	little, big := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), unicode.UTF16(unicode.BigEndian, unicode.UseBOM)
	switch {
	case bytes.HasPrefix(b, []byte{0xff, 0xfe, 0, 0}), zeros(b, "x000"):
		return utf32.UTF32(utf32.LittleEndian, utf32.UseBOM)
	case bytes.HasPrefix(b, []byte{0, 0, 0xfe, 0xff}), zeros(b, "000x"):
		return utf32.UTF32(utf32.BigEndian, utf32.UseBOM)
	case bytes.HasPrefix(b, []byte{0xff, 0xfe}), zeros(b, "x0x0"):
		return little
	case bytes.HasPrefix(b, []byte{0xfe, 0xff}), zeros(b, "0x0x"):
		return big
	}
	return nil
}

// zeros reports whether a text begins with ASCII characters and zeros in this pattern.
func zeros(b []byte, pattern string) bool {
	if len(b) < len(pattern) {
		return false
	}
	for i := range len(pattern) {
		if zero := b[i] == 0; zero != (pattern[i] == '0') || b[i] >= 0x80 {
			return false
		}
	}
	return true
}
