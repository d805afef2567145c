package report

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"

	"github.com/plumbline-scorecard/plumbline/internal/permanent"
)

// idLength is how many digits of the hash are the id of evidence: 80 bits.
const idLength = 20

// mostEvidence is the longest document of evidence that is read, in bytes.
const mostEvidence = 8 << 20

// sealed is evidence as bytes, which its names depend on.
type sealed struct {
	body    []byte
	id, sha string
}

// seal writes evidence.
func seal(e Evidence) (sealed, error) {
	body, err := document(e)
	if err != nil {
		return sealed{}, fmt.Errorf("write the evidence of %s: %w", e.Figures.Project.Slug, err)
	}
	sha := permanent.Hash(body)
	return sealed{body, sha[:idLength], sha}, nil
}

// document writes JSON as files of a pack have it.
func document(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetIndent("", " ")
	enc.SetEscapeHTML(false)
	err := enc.Encode(v)
	return b.Bytes(), err
}

// Packed returns the document that keeps evidence.
func (s sealed) packed(h permanent.Head) (permanent.Document, error) {
	var b bytes.Buffer
	w, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err == nil {
		_, err = w.Write(s.body)
	}
	if err == nil {
		err = w.Close()
	}
	h.Kind, h.ID = permanent.Evidence, s.id
	return permanent.New(h, b.Bytes()), err
}

// OpenEvidence returns the bytes of evidence that are kept, and what they say. The error is
// permanent.ErrDamaged if they do not give the id of the document.
func OpenEvidence(d permanent.Document) ([]byte, Evidence, error) {
	var e Evidence
	r, err := gzip.NewReader(bytes.NewReader(d.Body))
	if err != nil {
		return nil, e, fmt.Errorf("evidence %s: %w: %w", d.ID, permanent.ErrDamaged, err)
	}
	body, err := io.ReadAll(io.LimitReader(r, mostEvidence))
	if err != nil || len(permanent.Hash(body)) < idLength || permanent.Hash(body)[:idLength] != d.ID {
		return nil, e, fmt.Errorf("evidence %s: %w", d.ID, permanent.ErrDamaged)
	}
	err = json.Unmarshal(body, &e)
	return body, e, err
}
