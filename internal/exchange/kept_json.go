package exchange

import (
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/permanent"
)

// KeptJSON names a document that never changes.
type KeptJSON struct {
	ID     string    `json:"id"`
	Title  string    `json:"title"`
	List   string    `json:"list"`
	Run    int64     `json:"run,omitempty"` // absent for a cohort
	Made   time.Time `json:"made"`
	Size   int       `json:"size"` // in bytes
	SHA256 string    `json:"sha256"`
}

// KeptDocuments names documents, in their order.
func KeptDocuments(heads []permanent.Head) []KeptJSON {
	out := []KeptJSON{}
	for _, h := range heads {
		out = append(out, KeptJSON{h.ID, h.Title, h.List, h.Run, h.Made, h.Size, h.SHA256})
	}
	return out
}
