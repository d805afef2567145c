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
	"github.com/plumbline-scorecard/plumbline/internal/source/github/transport"
)

const (
	// maxAnswer limits the body of one answer; a batch of 100 is below 1 MiB.
	maxAnswer = 16 << 20
	// longestLimit is the maximum time to a reset: limits are hourly.
	longestLimit = 65 * time.Minute
)

// errWhole means that the complete answer is unusable, but a smaller query may work: too complex,
// too slow, too large, damaged.
var errWhole = fmt.Errorf("%w: the answer cannot be used", source.ErrUnavailable)

// errFault is errWhole as reported by the host: it answered, with errors.
var errFault = fmt.Errorf("%w, says the host", errWhole)

// errCursor is errWhole because the host does not accept its own cursor.
var errCursor = fmt.Errorf("%w: a cursor is refused", errWhole)

// errBusy is errWhole after a server error or a timeout: the query is too large, or the host has a
// fault. See bearable.
var errBusy = fmt.Errorf("%w: the host failed or took too long", errWhole)

// fault is one entry of "errors". Its message is for people, may contain names, and is not passed
// on.
type fault struct {
	Type string `json:"type"`
	Path []any  `json:"path"`
}

// word returns the kind of the fault in a printable form.
func (f fault) word() string {
	if f.Type == "" || len(f.Type) > 40 || strings.Trim(f.Type, "ABCDEFGHIJKLMNOPQRSTUVWXYZ_") != "" {
		return "an error without a kind"
	}
	return f.Type
}

// answer is the result of a query: data by alias, and the faults.
type answer struct {
	data   map[string]json.RawMessage
	faults []fault
}

// faultOf returns the first fault below the alias, or without a path.
func (a answer) faultOf(alias string) (fault, bool) {
	for _, f := range a.faults {
		if len(f.Path) == 0 || f.Path[0] == alias {
			return f, true
		}
	}
	return fault{}, false
}

// post sends one query and returns the answer, which may be partial. Errors: a LaterError for a
// rate limit, the error of ctx, or ErrUnavailable, which includes errWhole if a smaller query may
// work; the answer then has the faults that GitHub named.
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
		return answer{faults: a.faults}, err
	}
	if a.limited() {
		return answer{}, s.later(resp.Header)
	}
	return a, nil
}

// bearable returns the error of a query if a smaller one may work. After a failure of the host it
// first sends a minimal query. If that fails too, the host is left alone. If it succeeds, the
// transport learns that the host works before smaller parts of the query fail in sequence.
func (s *Source) bearable(ctx context.Context, err error) error {
	if !errors.Is(err, errBusy) {
		return err
	}
	if _, aliveErr := s.post(ctx, "query { rateLimit { cost } }", nil); aliveErr != nil {
		if passing(aliveErr) {
			return aliveErr
		}
		// Not the error itself: it would say that a smaller query may work.
		_, why, ok := source.RefusalOf(aliveErr)
		if !ok {
			why = "it fails whatever it is asked"
		}
		return &source.RefusalError{
			Whom: theHost, Why: why, Err: fmt.Errorf("%w: the host fails whatever it is asked: %v", source.ErrUnavailable, aliveErr),
		}
	}
	return err
}

// asked returns why there was no answer: rate limits and the end of the context unchanged,
// everything else as unavailable.
func asked(ctx context.Context, err error) error {
	var later *source.LaterError
	var refused *transport.RefusedError
	if of := (*url.Error)(nil); errors.As(err, &of) {
		err = of.Err // drop the address
	}
	switch {
	case errors.As(err, &later):
		return later
	case ctx.Err() != nil:
		return ended(ctx)
	case errors.As(err, &refused):
		return &source.RefusalError{Whom: theHost, Why: "it accepts none of our tokens (" + refused.Error() + ")", Err: err}
	case errors.Is(err, fetch.ErrTimeout):
		return &source.RefusalError{Whom: theHost, Why: "it gave no answer in time", Err: fmt.Errorf("%w: %w", errBusy, err)}
	case errors.Is(err, source.ErrUnavailable), errors.Is(err, source.ErrLimit):
		return err
	}
	return fmt.Errorf("%w: %w", source.ErrUnavailable, err)
}

// ended returns the error of the context, with its cause.
func ended(ctx context.Context) error {
	err, cause := ctx.Err(), context.Cause(ctx)
	if errors.Is(cause, err) {
		return cause
	}
	return fmt.Errorf("%w: %w", err, cause)
}

// refused returns the error for a status other than 200.
func refused(status int) error {
	said := &source.RefusalError{Whom: theHost, Why: fmt.Sprintf("it answers %d %s", status, http.StatusText(status))}
	switch status {
	case http.StatusInternalServerError, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		said.Err = fmt.Errorf("%w: status %d", errBusy, status)
	default:
		said.Err = fmt.Errorf("%w: status %d", source.ErrUnavailable, status)
	}
	return said
}

// decodeAnswer decodes a body and returns the cost of the query.
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
		rate.Cost = 0 // affects only the cost accounting
	}
	a := answer{doc.Data, doc.Errors}
	if len(a.data) == 0 && !a.limited() {
		if f, ok := a.faultOf(""); ok {
			if f.Type == "INVALID_CURSOR_ARGUMENTS" {
				return a, rate.Cost, errCursor
			}
			return a, rate.Cost, fmt.Errorf("%w: %s", errFault, f.word())
		}
		return a, rate.Cost, fmt.Errorf("%w: it holds no data", errWhole)
	}
	return a, rate.Cost, nil
}

// decodeError keeps what encoding/json reports about position and types, but not the values, which
// may be personal data.
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

// limited reports whether the primary rate limit is exceeded, which GraphQL reports with status
// 200.
func (a answer) limited() bool {
	for _, f := range a.faults {
		if f.Type == "RATE_LIMITED" || f.Type == "RATE_LIMIT" {
			return true
		}
	}
	return false
}

// later returns when a rate limit ends: after a minute if the header is unusable.
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
