package report

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"fmt"
	"io"

	"github.com/plumbline-scorecard/plumbline/internal/permanent"
)

// Open reads the report of a pack that is kept. The error is permanent.ErrDamaged if it has none.
func Open(d permanent.Document) (Report, error) {
	var r Report
	b, err := File(d, FileReport)
	if err == nil {
		err = json.Unmarshal(b, &r)
	}
	if err == nil && r.Format != Format {
		err = fmt.Errorf("it has the format %q", r.Format)
	}
	if err != nil {
		return r, fmt.Errorf("report %s: %w: %w", d.ID, permanent.ErrDamaged, err)
	}
	return r, nil
}

// File returns the bytes of a file of a pack that is kept.
func File(d permanent.Document, path string) ([]byte, error) {
	z, err := zip.NewReader(bytes.NewReader(d.Body), int64(len(d.Body)))
	if err != nil {
		return nil, err
	}
	f, err := z.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close() //nolint:errcheck // it was read only
	return io.ReadAll(io.LimitReader(f, mostFile))
}
