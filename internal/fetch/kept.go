package fetch

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"time"
)

// kept is an answer as stored in the cache.
type kept struct {
	Asked  time.Time `json:"asked"`
	Status int       `json:"status"` // 200 or 404
	ETag   string    `json:"etag,omitempty"`
	Body   []byte    `json:"-"`
	Packed []byte    `json:"packed,omitempty"` // Body, compressed
}

func (k kept) answer() (Answer, error) {
	if k.Status == http.StatusNotFound {
		return Answer{Asked: k.Asked}, ErrNone
	}
	return Answer{Body: k.Body, Asked: k.Asked}, nil
}

// Kept returns the cached answer, with ErrNone as in Ask. known is whether there is one, rests
// whether Ask would use it without a request. It sends nothing.
func (c *Client) Kept(q Question) (a Answer, known, rests bool) {
	k, known := c.load(q)
	if !known {
		return a, false, false
	}
	a, _ = k.answer() // the absence is known, too
	return a, true, c.rests(q, k)
}

// rests reports whether an answer is recent enough. A tenth less is enough, so that a question
// asked every seventh turn is not delayed to the eighth because a turn came a minute early. Answers
// from the future are ignored.
func (c *Client) rests(q Question, k kept) bool {
	age := c.cfg.Now().Sub(k.Asked)
	return age >= 0 && age < q.Keep-q.Keep/10
}

// key returns a key of everything that the answer depends on.
func (q Question) key() string {
	h := sha256.New()
	for _, p := range []string{q.Host, q.Path, q.Accept, q.Form, string(q.Body)} {
		fmt.Fprintf(h, "%d %s\n", len(p), p)
	}
	// Stores contain answers under this name from before this package existed.
	return "polite 1 " + q.Host + " " + hex.EncodeToString(h.Sum(nil))
}

// mostUnpacked limits what is read back, because a cache may be damaged.
const mostUnpacked = 64 << 20

func (c *Client) load(q Question) (kept, bool) {
	var k kept
	if c.cfg.Cache == nil {
		return k, false
	}
	raw, ok := c.cfg.Cache.Load(q.key())
	if !ok || json.Unmarshal(raw, &k) != nil {
		return kept{}, false
	}
	switch k.Status {
	case http.StatusNotFound:
		return k, true
	case http.StatusOK:
	default:
		return kept{}, false
	}
	z, err := gzip.NewReader(bytes.NewReader(k.Packed))
	if err == nil {
		k.Body, err = io.ReadAll(io.LimitReader(z, mostUnpacked))
	}
	k.Packed = nil
	if err != nil {
		return kept{}, false
	}
	return k, true
}

func (c *Client) save(q Question, k kept) {
	if c.cfg.Cache == nil || q.Keep <= 0 && k.ETag == "" && q.Stale <= 0 {
		return
	}
	if k.Status == http.StatusOK {
		var b bytes.Buffer
		z := gzip.NewWriter(&b)
		z.Write(k.Body) // into memory: never fails
		z.Close()
		k.Packed = b.Bytes()
	}
	if raw, err := json.Marshal(k); err == nil { // plain values: never fails
		c.cfg.Cache.Save(q.key(), raw)
	}
}
