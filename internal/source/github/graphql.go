package github

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/cost"
	"github.com/plumbline-scorecard/plumbline/internal/fetch"
	"github.com/plumbline-scorecard/plumbline/internal/source"
)

const (
	// maxAnswer bounds the body of one answer; a batch of 100 is under 1 MiB.
	maxAnswer = 16 << 20
	// longestLimit is how far ahead a reset can lie: limits are by the hour.
	longestLimit = 65 * time.Minute
)

// errWhole is an answer that is of no use as a whole, where a smaller question
// may be answered: too complex, too slow, too large, mangled.
var errWhole = fmt.Errorf("%w: the answer cannot be used", source.ErrUnavailable)

// errFault is errWhole by the host's own account: it answered, with errors.
var errFault = fmt.Errorf("%w, says the host", errWhole)

// errCursor is errWhole because the host does not understand a cursor of its own.
var errCursor = fmt.Errorf("%w: a cursor is refused", errWhole)

// errBusy is errWhole by a server error or a time-out: the query is too much, or
// the host is in trouble. See bearable.
var errBusy = fmt.Errorf("%w: the host failed or took too long", errWhole)

// fault is one entry of "errors". Its message is for people, may name some, and
// stays here.
type fault struct {
	Type string `json:"type"`
	Path []any  `json:"path"`
}

// word is the kind of the fault in a form that can be printed.
func (f fault) word() string {
	if f.Type == "" || len(f.Type) > 40 || strings.Trim(f.Type, "ABCDEFGHIJKLMNOPQRSTUVWXYZ_") != "" {
		return "an error without a kind"
	}
	return f.Type
}

// answer is what a query returned: data by alias, and the faults.
type answer struct {
	data   map[string]json.RawMessage
	faults []fault
}

// faultOf returns the first fault below the alias, or of no place at all.
func (a answer) faultOf(alias string) (fault, bool) {
	for _, f := range a.faults {
		if len(f.Path) == 0 || f.Path[0] == alias {
			return f, true
		}
	}
	return fault{}, false
}

// post asks one query and returns the answer, which may be partial. Errors: a
// LaterError for a limit, ctx's, or ErrUnavailable; errWhole among the last when
// a smaller question may help.
func (s *Source) post(ctx context.Context, query string, vars map[string]any) (answer, error) {
	body, err := json.Marshal(map[string]any{"query": query, "variables": vars})
	if err != nil { // only texts and numbers are passed
		return answer{}, fmt.Errorf("write a query: %w", err)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, s.graphql, bytes.NewReader(body))
	if err != nil {
		return answer{}, fmt.Errorf("write a query: %w", err)
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Accept", "application/json")
	resp, err := s.http.Do(req)
	if err != nil {
		return answer{}, asked(ctx, err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return answer{}, refused(resp.StatusCode)
	}
	raw, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer+1))
	switch {
	case err != nil && ctx.Err() != nil:
		return answer{}, ended(ctx)
	case err != nil:
		return answer{}, fmt.Errorf("%w: its body breaks off: %w", errWhole, err)
	case len(raw) > maxAnswer:
		return answer{}, fmt.Errorf("%w: larger than %d bytes", errWhole, maxAnswer)
	}
	a, spent, err := decodeAnswer(raw)
	cost.MeterOf(ctx).Add(cost.Cost{Points: spent})
	if err != nil {
		return answer{}, err
	}
	if a.limited() {
		return answer{}, s.later(resp.Header)
	}
	return a, nil
}

// bearable returns the error of a query when asking for less may help. A host
// that failed is first asked for next to nothing: when it cannot answer even
// that, it is left alone, and when it can, the transport learns that it is well
// before smaller parts of the question fail one after another.
func (s *Source) bearable(ctx context.Context, err error) error {
	if !errors.Is(err, errBusy) {
		return err
	}
	if _, aliveErr := s.post(ctx, "query { rateLimit { cost } }", nil); aliveErr != nil {
		if passing(aliveErr) {
			return aliveErr
		}
		return fmt.Errorf("%w: the host fails whatever it is asked", source.ErrUnavailable)
	}
	return err
}

// asked tells why no answer came: limits and the end of the context as they
// are, the rest is unavailable.
func asked(ctx context.Context, err error) error {
	var later *source.LaterError
	if of := (*url.Error)(nil); errors.As(err, &of) {
		err = of.Err // where it was sent is no news
	}
	switch {
	case errors.As(err, &later):
		return later
	case ctx.Err() != nil:
		return ended(ctx)
	case errors.Is(err, fetch.ErrTimeout):
		return fmt.Errorf("%w: %w", errBusy, err)
	case errors.Is(err, source.ErrUnavailable), errors.Is(err, source.ErrLimit):
		return err
	}
	return fmt.Errorf("%w: %w", source.ErrUnavailable, err)
}

// ended is the end of the context, with what its maker says of the cause.
func ended(ctx context.Context) error {
	err, cause := ctx.Err(), context.Cause(ctx)
	if errors.Is(cause, err) {
		return cause
	}
	return fmt.Errorf("%w: %w", err, cause)
}

// refused is an answer of another status than 200.
func refused(status int) error {
	switch status {
	case http.StatusInternalServerError, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return fmt.Errorf("%w: status %d", errBusy, status)
	}
	return fmt.Errorf("%w: status %d", source.ErrUnavailable, status)
}

// decodeAnswer reads a body and what the query cost.
func decodeAnswer(raw []byte) (answer, int, error) {
	var doc struct {
		Data   map[string]json.RawMessage `json:"data"`
		Errors []fault                    `json:"errors"`
	}
	if err := json.Unmarshal(raw, &doc); err != nil {
		return answer{}, 0, fmt.Errorf("%w: %w", errWhole, decodeError(err))
	}
	var rate struct {
		Cost int `json:"cost"`
	}
	if err := json.Unmarshal(doc.Data["rateLimit"], &rate); err != nil || rate.Cost < 0 || rate.Cost > 10_000 {
		rate.Cost = 0 // only the account of what was spent suffers
	}
	a := answer{doc.Data, doc.Errors}
	if len(a.data) == 0 && !a.limited() {
		if f, ok := a.faultOf(""); ok {
			if f.Type == "INVALID_CURSOR_ARGUMENTS" {
				return answer{}, rate.Cost, errCursor
			}
			return answer{}, rate.Cost, fmt.Errorf("%w: %s", errFault, f.word())
		}
		return answer{}, rate.Cost, fmt.Errorf("%w: it holds no data", errWhole)
	}
	return a, rate.Cost, nil
}

// decodeError keeps what encoding/json says of the place and the types, never
// of the values, which may be anybody's.
func decodeError(err error) error {
	var typed *json.UnmarshalTypeError
	if errors.As(err, &typed) {
		return fmt.Errorf("field %q is not a %s", clean(typed.Field), typed.Type)
	}
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		return fmt.Errorf("no JSON at byte %d", syntax.Offset)
	}
	return errors.New("not as expected")
}

// limited reports a primary limit, which GraphQL says with status 200.
func (a answer) limited() bool {
	for _, f := range a.faults {
		if f.Type == "RATE_LIMITED" || f.Type == "RATE_LIMIT" {
			return true
		}
	}
	return false
}

// later reads when a limit ends; a minute when the header is of no use.
func (s *Source) later(h http.Header) error {
	now := s.cfg.Now().UTC()
	at := now.Add(time.Minute)
	if unix, err := strconv.ParseInt(h.Get("X-Ratelimit-Reset"), 10, 64); err == nil && unix > 0 && unix < 1<<40 {
		at = time.Unix(unix, 0).UTC()
	}
	if at.Before(now) {
		at = now.Add(time.Minute)
	}
	if last := now.Add(longestLimit); at.After(last) {
		at = last
	}
	return &source.LaterError{At: at, Err: source.ErrLimit}
}
