package textfile_test

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"

	"github.com/plumbline-scorecard/plumbline/internal/textfile"
)

func TestReader_givesTheTextOfEachEncoding(t *testing.T) {
	t.Parallel()
	for name, e := range map[string]encoding.Encoding{
		"UTF-16 LE": unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), "UTF-16 BE": unicode.UTF16(unicode.BigEndian, unicode.UseBOM),
		"UTF-16 LE, no mark": unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), "UTF-16 BE, no mark": unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM),
		"UTF-32 LE": utf32.UTF32(utf32.LittleEndian, utf32.UseBOM), "UTF-32 BE": utf32.UTF32(utf32.BigEndian, utf32.UseBOM),
		"UTF-32 LE, no mark": utf32.UTF32(utf32.LittleEndian, utf32.IgnoreBOM), "UTF-32 BE, no mark": utf32.UTF32(utf32.BigEndian, utf32.IgnoreBOM),
		"UTF-8": encoding.Nop,
	} {
		for _, text := range []string{`{"name": "Gänse 🪿"}` + "\r\n", "[]" + strings.Repeat(" ", 100_000)} {
			b, err := e.NewEncoder().Bytes([]byte(text))
			if err != nil {
				t.Fatal(err)
			}
			r, err := textfile.Reader(iotest.OneByteReader(bytes.NewReader(b)))
			if err != nil {
				t.Fatal(err)
			}
			got, err := io.ReadAll(r)
			if err != nil || string(got) != text || string(textfile.Bytes(b)) != text {
				t.Errorf("%s: read %.60q and %.60q, want %.60q, error %v", name, got, textfile.Bytes(b), text, err)
			}
		}
	}
}

func TestReader_leavesOtherTextAsItIs(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", "{", "a\x00", "\x00\x00\x00\x00", "\xef\xbb\xbf{}", "gr\xfc\xdfe", "\xff"} {
		r, err := textfile.Reader(strings.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		if got, err := io.ReadAll(r); err != nil || string(got) != text {
			t.Errorf("%q is read as %q, error %v", text, got, err)
		}
	}
	if got := textfile.Bytes([]byte("\xef\xbb\xbf{}")); string(got) != "{}" {
		t.Errorf("the mark stays: %q", got)
	}
	broken := errors.New("broken")
	if _, err := textfile.Reader(iotest.ErrReader(broken)); !errors.Is(err, broken) {
		t.Errorf("error %v", err)
	}
}
