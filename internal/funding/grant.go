package funding

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/foreign"
)

// Grant is money that a project got, as a public source says.
type Grant struct {
	Project string // slug
	// Funder is who paid, Programme what it called the grant; Programme may be empty.
	Funder, Programme string
	// Amount is in Currency; 0: the source does not say.
	Amount   float64
	Currency string // ISO 4217, such as EUR; empty without an amount
	// Start and End are YYYY-MM-DD, YYYY-MM or YYYY; empty: the source does not say.
	Start, End string
	Purpose    string
	// URL is the source, Seen the day on which it was read, YYYY-MM-DD.
	URL, Seen string
	// Line is where it is in its file.
	Line int
	// Primary means that the funder or the project itself says so.
	Primary bool
}

// OverlapMonths is how long after a grant another funder should ask whether both pay for the same
// work. Public funders exclude work that other public money paid for; none of them names a time.
const OverlapMonths = 24

// Latest returns the last day that the source states: of the end, or else of the start. Of a year or a
// month it is the last day. It is zero if the source states neither.
func (g Grant) Latest() time.Time {
	for _, s := range []string{g.End, g.Start} {
		if t, ok := lastDay(s); ok {
			return t
		}
	}
	return time.Time{}
}

// Recent reports whether the grant ran within OverlapMonths before a day, or after it. Without an end
// it may still run, so only a late start is known to be recent; all else is Unknown.
func (g Grant) Recent(at time.Time) Answer {
	if start, ok := firstDay(g.Start); ok && start.After(at) {
		return No // it had not begun
	}
	switch late := !g.Latest().AddDate(0, OverlapMonths, 0).Before(at); {
	case late:
		return Yes
	case g.End == "":
		return Unknown
	}
	return No
}

// lastDay returns the last day of a date that may be a month or a year.
func lastDay(s string) (time.Time, bool) {
	for form, add := range map[string][3]int{time.DateOnly: {}, "2006-01": {0, 1, -1}, "2006": {1, 0, -1}} {
		if t, err := time.Parse(form, s); err == nil {
			return t.AddDate(add[0], add[1], add[2]), true
		}
	}
	return time.Time{}, false
}

// GrantColumns is the head of a file of grants.
var GrantColumns = []string{
	"project", "funder", "programme", "amount", "currency", "start", "end", "purpose", "url", "seen", "source",
}

// BadRow is a row of a file of grants that was left out.
type BadRow struct {
	Line int
	Why  string
}

// String returns "line 3: …".
func (b BadRow) String() string { return fmt.Sprintf("line %d: %s", b.Line, b.Why) }

// Bounds of a file of grants.
const (
	mostGrantBytes = 8 << 20
	mostGrantText  = 300 // letters in a cell
)

// ReadGrants reads a CSV file of grants with the head GrantColumns, in any order; project, funder,
// url, seen and source are needed. Bad rows are returned with their lines, and the good ones are
// read all the same. The error means that nothing could be read: a head that is not right, or a file
// that is too large. Rows of other projects than the caller knows are for the caller to judge.
func ReadGrants(r io.Reader) ([]Grant, []BadRow, error) {
	text, err := io.ReadAll(io.LimitReader(r, mostGrantBytes+1))
	if err != nil {
		return nil, nil, err
	}
	if len(text) > mostGrantBytes {
		return nil, nil, fmt.Errorf("the file has more than %d bytes", mostGrantBytes)
	}
	in := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(text, []byte("\ufeff"))))
	in.FieldsPerRecord, in.ReuseRecord = -1, true
	head, err := in.Read()
	if err != nil {
		return nil, nil, fmt.Errorf("no head: write %s", strings.Join(GrantColumns, ","))
	}
	at, err := grantHead(head)
	if err != nil {
		return nil, nil, err
	}
	return grantRows(in, at, len(head))
}

// grantHead returns the places of the columns.
func grantHead(head []string) (map[string]int, error) {
	at := map[string]int{}
	for i, name := range head {
		name = strings.ToLower(strings.TrimSpace(name))
		if !slices.Contains(GrantColumns, name) {
			return nil, fmt.Errorf("line 1: unknown column %q; the columns are %s", foreign.Clip(name), strings.Join(GrantColumns, ", "))
		}
		if _, twice := at[name]; twice {
			return nil, fmt.Errorf("line 1: the column %s appears twice", name)
		}
		at[name] = i
	}
	for _, name := range []string{"project", "funder", "url", "seen", "source"} {
		if _, ok := at[name]; !ok {
			return nil, fmt.Errorf("line 1: no column %s", name)
		}
	}
	return at, nil
}

func grantRows(in *csv.Reader, at map[string]int, columns int) ([]Grant, []BadRow, error) {
	var out []Grant
	var bad []BadRow
	for {
		row, err := in.Read()
		if errors.Is(err, io.EOF) {
			return out, bad, nil
		}
		if err != nil {
			line := 0
			if wrong, ok := errors.AsType[*csv.ParseError](err); ok {
				line, err = wrong.Line, wrong.Err
			}
			bad = append(bad, BadRow{line, err.Error()})
			continue
		}
		line, _ := in.FieldPos(0)
		if len(row) != columns {
			bad = append(bad, BadRow{line, fmt.Sprintf("%d cells, the head has %d", len(row), columns)})
			continue
		}
		g, why := grantOf(func(name string) string {
			if i, ok := at[name]; ok {
				return strings.TrimSpace(row[i])
			}
			return ""
		})
		if why != "" {
			bad = append(bad, BadRow{line, why})
			continue
		}
		g.Line = line
		out = append(out, g)
	}
}

// grantOf reads a row, or says what is wrong with it.
func grantOf(cell func(string) string) (Grant, string) {
	for _, name := range GrantColumns {
		if len([]rune(cell(name))) > mostGrantText {
			return Grant{}, fmt.Sprintf("%s has more than %d letters", name, mostGrantText)
		}
	}
	g := Grant{
		Project: cell("project"), Funder: cell("funder"), Programme: cell("programme"), Currency: cell("currency"),
		Start: cell("start"), End: cell("end"), Purpose: cell("purpose"), URL: cell("url"), Seen: cell("seen"),
		Primary: cell("source") == "primary",
	}
	for _, name := range []string{"project", "funder"} {
		if cell(name) == "" {
			return Grant{}, "no " + name
		}
	}
	if s := cell("source"); s != "primary" && s != "secondary" {
		return Grant{}, fmt.Sprintf("source is %q: write primary (the funder or the project says it) or secondary", s)
	}
	if u, err := url.Parse(g.URL); err != nil || u.Scheme != "https" || u.Host == "" {
		return Grant{}, fmt.Sprintf("url is %q: write an address that starts with https://", g.URL)
	}
	if why := g.dates(); why != "" {
		return Grant{}, why
	}
	return g, g.money(cell("amount"))
}

// dates says what is wrong with the dates.
func (g *Grant) dates() string {
	if _, err := time.Parse(time.DateOnly, g.Seen); err != nil {
		return fmt.Sprintf("seen is %q: write YYYY-MM-DD", g.Seen)
	}
	for name, s := range map[string]string{"start": g.Start, "end": g.End} {
		if _, ok := lastDay(s); s != "" && !ok {
			return fmt.Sprintf("%s is %q: write YYYY-MM-DD, YYYY-MM or YYYY, or leave it empty", name, s)
		}
	}
	end, ok := lastDay(g.End)
	start, known := firstDay(g.Start)
	if ok && known && end.Before(start) {
		return fmt.Sprintf("it ends on %s, before it starts on %s", g.End, g.Start)
	}
	return ""
}

// firstDay returns the first day of a date that may be a month or a year.
func firstDay(s string) (time.Time, bool) {
	for _, form := range []string{time.DateOnly, "2006-01", "2006"} {
		if t, err := time.Parse(form, s); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}

// money reads the amount and says what is wrong with it.
func (g *Grant) money(amount string) string {
	if amount == "" {
		if g.Currency != "" {
			return "a currency without an amount"
		}
		return ""
	}
	v, err := strconv.ParseFloat(amount, 64)
	if err != nil || math.IsNaN(v) || v <= 0 || v > 1e10 {
		return fmt.Sprintf("amount is %q: write a number above 0 without separators, or leave it empty", amount)
	}
	if len(g.Currency) != 3 || strings.Trim(g.Currency, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" {
		return fmt.Sprintf("currency is %q: write three capital letters, such as EUR", g.Currency)
	}
	g.Amount = v
	return ""
}
