package store

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math"
	"strconv"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
)

// cursor is the last row of a page, after which the next page begins.
type cursor struct {
	sort    ranking.Sort
	reverse bool
	known   bool    // its key is known
	number  float64 // the key, unless sorted by name
	name    string
	slug    string
}

// String returns the cursor in characters that need no escaping in a URL.
func (c cursor) String() string {
	key := ""
	switch {
	case !c.known:
	case c.sort == ranking.SortName:
		key = c.name
	default:
		key = strconv.FormatFloat(c.number, 'g', -1, 64)
	}
	// Encoding a list of texts cannot fail.
	b, _ := json.Marshal([]string{string(c.sort), mark(c.reverse), mark(c.known), key, c.slug})
	return base64.RawURLEncoding.EncodeToString(b)
}

func mark(b bool) string {
	if b {
		return "1"
	}
	return "0"
}

// parseCursor parses a cursor of the sort and direction. It returns ErrBadQuery for any other text.
// Every cursor has exactly one spelling.
func parseCursor(text string, sort ranking.Sort, reverse bool) (cursor, error) {
	bad := fmt.Errorf("%w: the page mark is not one of this order", health.ErrBadQuery)
	if len(text) > 4096 {
		return cursor{}, bad
	}
	raw, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil {
		return cursor{}, bad
	}
	var f []string
	if err := json.Unmarshal(raw, &f); err != nil || len(f) != 5 {
		return cursor{}, bad
	}
	c := cursor{sort: ranking.Sort(f[0]), reverse: f[1] == "1", known: f[2] == "1", slug: f[4]}
	if c.known && sort == ranking.SortName {
		c.name = f[3]
	} else if c.known {
		c.number, err = strconv.ParseFloat(f[3], 64)
		if err != nil || math.IsNaN(c.number) || math.IsInf(c.number, 0) {
			return cursor{}, bad
		}
	}
	if c.sort != sort || c.reverse != reverse || clean(c.slug) != c.slug || clean(c.name) != c.name || c.String() != text {
		return cursor{}, bad
	}
	return c, nil
}
