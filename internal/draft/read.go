package draft

import (
	"fmt"

	"github.com/plumbline-scorecard/plumbline/internal/textfile"
)

// KindError is a file of another kind than was asked for.
type KindError struct {
	File string
	Is   Kind
	Do   string // what to do instead
}

// Error says what the file is and what to do.
func (e *KindError) Error() string { return fmt.Sprintf("%s is %s: %s", e.File, e.Is, e.Do) }

// advice says what to do with a file that no draft can be made from.
var advice = map[Kind]string{
	Headless:  "add a first line that names the columns: url, and if you have them name, slug, why_critical, tags, category, purl",
	Empty:     "write one address a line, such as https://github.com/OWNER/NAME",
	ListFile:  "use it as it is, with --lists FILE",
	ListLines: "keep it beside a list.yaml and use the folder with --lists FOLDER",
	Workbook:  "save the sheet as CSV",
	Zip:       "unpack it first",
	Gzip:      "unpack it first",
	CycloneDX: "it names packages; write the addresses of their repositories into a text, one a line",
	SPDX:      "it names packages; write the addresses of their repositories into a text, one a line",
	Manifest:  "it names packages; write the addresses of their repositories into a text, one a line",
	Scorecard: "\"plumbline import FILE\" reads it, for projects of a list",
}

// Read adds the rows of a file by what it is. from is "urls", "csv" or "auto"; a file of the other
// kind is a *KindError, as is one of no kind that we read.
func Read(m *Maker, file, from string, content []byte) error {
	kind := KindOf(content)
	text := string(textfile.Bytes(content))
	switch {
	case kind == AddressFile && from != "csv", kind == Unknown && from == "urls": // each row says what is wrong
		m.URLs(text)
		return nil
	case kind == Table && from != "urls":
		if err := m.CSV(text); err != nil {
			return fmt.Errorf("%s is %w", file, err)
		}
		return nil
	case kind == AddressFile:
		return &KindError{file, kind, "use --from urls"}
	case kind == Table:
		return &KindError{file, kind, "use --from csv"}
	}
	do, ok := advice[kind]
	if !ok {
		do = "expected is one address a line (--from urls) or CSV with a column url (--from csv)"
	}
	return &KindError{file, kind, do}
}
