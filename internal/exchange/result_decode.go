package exchange

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/check"
	"github.com/plumbline-scorecard/plumbline/internal/repository"
)

// Limits of one result. With more checks, or longer names, it is no Scorecard result. Evidence
// beyond the limit is left out and counted.
const (
	maxChecks      = 100
	maxEvidence    = 50 // lines per check
	maxAnnotations = 20 // per check
	maxWords       = 1000
)

// MaxResult is the maximum size of one result in bytes: ten times the largest seen.
const MaxResult = 4 << 20

// firstResult is earlier than the first release of Scorecard (November 2020).
var firstResult = time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)

var (
	checkName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$`)
	hexCommit = regexp.MustCompile(`^([0-9a-f]{40}|[0-9a-f]{64})$`)
)

type resultJSON struct {
	Date *string `json:"date"`
	Repo struct {
		Name   string `json:"name"`
		Commit string `json:"commit"`
	} `json:"repo"`
	Scorecard struct {
		Version string `json:"version"`
		Commit  string `json:"commit"`
	} `json:"scorecard"`
	Score  *float64    `json:"score"`
	Checks []checkJSON `json:"checks"`
}

type checkJSON struct {
	Name    string   `json:"name"`
	Score   *float64 `json:"score"`
	Reason  string   `json:"reason"`
	Details []string `json:"details"`
	Doc     struct {
		URL string `json:"url"`
	} `json:"documentation"`
	Annotations []string `json:"annotations"`
}

// ReadResult parses one result of at most MaxResult bytes, with nothing after it. file names its
// origin in errors. The error is a *ResultError, wrapping source.ErrLimit for a result that is too
// large or too deep.
func ReadResult(raw []byte, file string) (Result, error) {
	var out []Result
	var bad *ResultError
	err := ReadResults(bytes.NewReader(raw), file, func(r Result) error {
		out = append(out, r)
		return nil
	}, func(e *ResultError) {
		bad = cmp.Or(bad, e)
	})
	switch {
	case err != nil:
		return Result{}, err
	case bad != nil:
		return Result{}, bad
	case len(out) != 1:
		return Result{}, &ResultError{File: file, Line: 1, Err: fmt.Errorf("there are %d results, want one", len(out))}
	}
	return out[0], nil
}

// makeField is a problem in one field of a result.
type makeField struct {
	name string
	err  error
}

func (f *makeField) Error() string { return f.name + ": " + f.err.Error() }

func wrong(name, format string, args ...any) error {
	return &makeField{name, fmt.Errorf(format, args...)}
}

// decode decodes one JSON object. offset is the position of an error in it, or −1 if it has none;
// the error may be a *makeField.
func decode(raw []byte) (r Result, offset int64, err error) {
	var j resultJSON
	if err := json.Unmarshal(raw, &j); err != nil {
		var kind *json.UnmarshalTypeError
		var syntax *json.SyntaxError
		switch {
		case errors.As(err, &kind):
			return r, kind.Offset, wrong(kind.Field, "is a %s", kind.Value)
		case errors.As(err, &syntax):
			return r, syntax.Offset, err
		}
		return r, -1, err
	}
	r, err = j.result()
	return r, -1, err
}

func (j resultJSON) result() (Result, error) {
	r := Result{Version: words(j.Scorecard.Version, 100), VersionCommit: commit(j.Scorecard.Commit), Commit: commit(j.Repo.Commit), Score: -1}
	if j.Date == nil && j.Repo.Name == "" && j.Checks == nil {
		return r, wrong("date", "is missing, as are repo and checks; this is not a Scorecard result (JSON v2)")
	}
	var err error
	if r.Repository, err = repository.Parse(j.Repo.Name); err != nil {
		return r, &makeField{"repo.name", err}
	}
	if r.Repository.Owner() == "" { // "a.example/b" is read as owner and name elsewhere
		return r, wrong("repo.name", "is %q, want host/owner/name", words(j.Repo.Name, 100))
	}
	if j.Date == nil {
		return r, wrong("date", "is missing")
	}
	if r.Date, r.DayOnly, err = date(*j.Date); err != nil {
		return r, &makeField{"date", err}
	}
	if j.Score != nil {
		if r.Score = *j.Score; r.Score < -1 || r.Score > 10 || r.Score < 0 && r.Score != -1 {
			return r, wrong("score", "is %v, allowed: 0 to 10, or -1", r.Score)
		}
	}
	if n := len(j.Checks); n == 0 || n > maxChecks {
		return r, wrong("checks", "has %d members, allowed: 1 to %d", n, maxChecks)
	}
	for i, c := range j.Checks {
		check, err := c.check(fmt.Sprintf("checks[%d]", i))
		if err != nil {
			return r, err
		}
		r.Checks = append(r.Checks, check)
	}
	slices.SortFunc(r.Checks, func(a, b check.Check) int { return cmp.Compare(a.Name, b.Name) })
	for i := 1; i < len(r.Checks); i++ {
		if r.Checks[i].Name == r.Checks[i-1].Name {
			return r, wrong("checks", "%s appears twice", r.Checks[i].Name)
		}
	}
	return r, nil
}

// date parses the format of a project's own runs (RFC 3339) and of the weekly scan (a day).
func date(s string) (t time.Time, dayOnly bool, err error) {
	if t, err = time.Parse(time.RFC3339, s); err != nil {
		if t, err = time.Parse(time.DateOnly, s); err != nil {
			return t, false, fmt.Errorf("is %q, allowed: 2026-11-16 or 2026-11-16T02:00:00Z", words(s, 40))
		}
		dayOnly = true
	}
	// The sub-second part is dropped, because instants are stored in milliseconds.
	if t = t.UTC().Truncate(time.Millisecond); t.Before(firstResult) || t.Year() > 9999 {
		return t, dayOnly, fmt.Errorf("is %q, before Scorecard existed", words(s, 40))
	}
	return t, dayOnly, nil
}

func (c checkJSON) check(at string) (check.Check, error) {
	out := check.Check{Name: c.Name, Score: -1, Reason: words(c.Reason, maxWords), Doc: secure(c.Doc.URL)}
	if !checkName.MatchString(c.Name) {
		return out, wrong(at+".name", "is %q, which is not a check", words(c.Name, 40))
	}
	switch {
	case c.Score == nil:
		// Some tools leave out zeros, and some leave out unknown values.
		out.State, out.Reason = check.Inconclusive, "the result has no score"
	case *c.Score != math.Trunc(*c.Score) || *c.Score < -1 || *c.Score > 10:
		return out, wrong(at+".score", "is %v, allowed: 0 to 10, or -1", *c.Score)
	case *c.Score >= 0:
		out.State, out.Score = check.Scored, int(*c.Score)
	case strings.HasPrefix(c.Reason, "internal error"):
		// Only the reason shows that a Scorecard check failed.
		out.State, out.Error, out.Reason = check.Errored, out.Reason, "the check did not finish"
	default:
		out.State = check.Inconclusive
	}
	for i, d := range c.Details {
		if i == maxEvidence {
			out.Omitted = len(c.Details) - i
			break
		}
		out.Details = append(out.Details, evidence(d))
	}
	for _, a := range c.Annotations[:min(len(c.Annotations), maxAnnotations)] {
		out.Annotations = append(out.Annotations, words(a, 200))
	}
	return out, nil
}

// evidence parses a line such as "Warn: unpinned: .github/x.yml:12: pin it". The text after the
// word is kept as one string, because the start of a path cannot be recognized.
func evidence(s string) check.Detail {
	for _, kind := range []string{"Warn", "Info", "Debug"} {
		if text, ok := strings.CutPrefix(s, kind+": "); ok {
			return check.Detail{Type: strings.ToLower(kind), Text: words(text, maxWords)}
		}
	}
	return check.Detail{Type: "info", Text: words(s, maxWords)}
}

// words returns at most n bytes of text that is safe to store.
func words(s string, n int) string {
	s = strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", "\uFFFD")
	if len(s) > n {
		s = strings.ToValidUTF8(s[:n], "") + "…"
	}
	return s
}

// commit returns a full commit id, and "" for "HEAD", "unknown" and others.
func commit(s string) string {
	if s = strings.ToLower(s); hexCommit.MatchString(s) {
		return s
	}
	return ""
}

// secure returns an address that begins with https, or "".
func secure(s string) string {
	if len(s) <= 500 && strings.HasPrefix(s, "https://") && !strings.ContainsAny(s, " \t\r\n\x00") {
		return strings.ToValidUTF8(s, "\uFFFD")
	}
	return ""
}
