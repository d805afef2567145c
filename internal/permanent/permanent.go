// Package permanent is the contract of documents that never change after they were stored: frozen
// cohorts, reports and evidence. A citation of one is an address and a SHA-256.
package permanent

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"time"
)

// Kind is what a document is.
type Kind string

// The kinds.
const (
	Cohort   Kind = "cohort"   // the YAML of package cohort
	Report   Kind = "report"   // the evidence pack of package report, a zip
	Evidence Kind = "evidence" // the JSON of package report of one project, compressed with gzip
)

// ErrTaken is the error for an id that another document of its kind has.
var ErrTaken = errors.New("another document has this name, and documents never change")

// ErrDamaged is the error for a document that is not as it was stored.
var ErrDamaged = errors.New("the document is not as it was stored")

// Head is what lists of documents say of one.
type Head struct {
	Kind Kind
	ID   string // in addresses: a to z, digits, hyphens
	// List is the slug of the list that it is about, and Run the run; 0: none.
	List  string
	Run   int64
	Title string
	// SHA256 is the hash of the body, in hexadecimal, and Size its length in bytes.
	SHA256 string
	Size   int
	Made   time.Time // UTC, to the millisecond
}

// Document is one with its bytes.
type Document struct {
	Head
	Body []byte
}

// New returns a document whose hash and size are those of the body.
func New(h Head, body []byte) Document {
	h.SHA256, h.Size = Hash(body), len(body)
	h.Made = h.Made.UTC().Truncate(time.Millisecond)
	return Document{h, body}
}

// Hash returns the SHA-256 of a body in hexadecimal.
func Hash(body []byte) string {
	sum := sha256.Sum256(body)
	return hex.EncodeToString(sum[:])
}

// Check returns ErrDamaged if the body is not the one of the head.
func (d Document) Check() error {
	if len(d.Body) != d.Size || Hash(d.Body) != d.SHA256 {
		return ErrDamaged
	}
	return nil
}

// Archive keeps documents. A document is stored once and never changes.
type Archive interface {
	// KeepDocuments stores all or none; ErrTaken if another document has the kind and id of one.
	KeepDocuments(ctx context.Context, all ...Document) error
	// Document returns one; health.ErrNotFound if there is none.
	Document(ctx context.Context, kind Kind, id string) (Document, error)
	// Documents returns the heads of a kind, the newest first, at most limit.
	Documents(ctx context.Context, kind Kind, limit int) ([]Head, error)
}
