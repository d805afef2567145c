package published

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/exchange"
	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// answer is what the publisher said of a repository, as it is kept.
type answer struct {
	Asked  time.Time `json:"asked"`
	Status int       `json:"status"` // 200 or 404
	ETag   string    `json:"etag,omitempty"`
	Body   []byte    `json:"-"`
	Packed []byte    `json:"packed,omitempty"` // Body, compressed: evidence repeats itself
}

// answer returns the publisher's answer, from memory when it was asked for
// lately.
func (s *Source) answer(ctx context.Context, id health.RepositoryID) (answer, error) {
	old, known := s.load(id)
	if known && s.rests(old) {
		return old, nil
	}
	if until := s.pause(); until.After(s.cfg.Now()) {
		return answer{}, fmt.Errorf("%w: not to be asked before %s", health.ErrPublisher, until.UTC().Format(time.RFC3339))
	}
	a, err := s.ask(ctx, id, old)
	if err != nil {
		if ctx.Err() == nil {
			s.failed()
		}
		return answer{}, err
	}
	s.answered()
	s.save(id, a)
	return a, nil
}

func (s *Source) rests(a answer) bool {
	age := s.cfg.Now().Sub(a.Asked)
	return age >= 0 && age < s.cfg.Rest-s.cfg.Rest/10 // as collect.Collector.Every
}

// ask sends one request, in which the old answer may be confirmed.
func (s *Source) ask(ctx context.Context, id health.RepositoryID, old answer) (answer, error) {
	ctx, cancel := context.WithTimeout(ctx, s.cfg.Deadline)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, s.address(id).String(), nil)
	if err != nil {
		return answer{}, fmt.Errorf("%w: %w", health.ErrPublisher, err)
	}
	req.Header.Set("Accept", "application/json")
	if s.cfg.UserAgent != "" {
		req.Header.Set("User-Agent", s.cfg.UserAgent)
	}
	if old.ETag != "" && len(old.Body) > 0 {
		req.Header.Set("If-None-Match", old.ETag)
	}
	health.MeterOf(ctx).Add(health.Cost{Requests: 1})
	res, err := s.client.Do(req)
	if err != nil {
		return answer{}, fmt.Errorf("%w: %w", health.ErrPublisher, err)
	}
	defer res.Body.Close()
	now := s.cfg.Now().UTC()
	switch res.StatusCode {
	case http.StatusNotModified:
		if len(old.Body) == 0 {
			return answer{}, fmt.Errorf("%w: it confirms an answer that was not asked about", health.ErrPublisher)
		}
		health.MeterOf(ctx).Add(health.Cost{Unchanged: 1})
		old.Asked = now
		return old, nil
	case http.StatusNotFound:
		return answer{Asked: now, Status: http.StatusNotFound}, nil
	case http.StatusTooManyRequests, http.StatusServiceUnavailable:
		s.rest(now, res.Header.Get("Retry-After"))
		return answer{}, fmt.Errorf("%w: it answers %s", health.ErrPublisher, res.Status)
	case http.StatusOK:
	default:
		return answer{}, fmt.Errorf("%w: it answers %s", health.ErrPublisher, res.Status)
	}
	body, err := io.ReadAll(io.LimitReader(res.Body, exchange.MaxResult+1))
	if err != nil {
		return answer{}, fmt.Errorf("%w: %w", health.ErrPublisher, err)
	}
	if len(body) > exchange.MaxResult {
		return answer{}, fmt.Errorf("%w: %w: its answer is larger than %d MiB", health.ErrPublisher, health.ErrLimit, exchange.MaxResult>>20)
	}
	a := answer{Asked: now, Status: http.StatusOK, ETag: res.Header.Get("ETag"), Body: body}
	if len(a.ETag) > 200 {
		a.ETag = ""
	}
	_, err = s.read(id, a) // what cannot be read is not kept
	return a, err
}

// The bounds of how long the publisher may have us wait, and how many faults in
// a row are taken for one that lasts: no network, or a publisher that is down.
const (
	leastPause = time.Minute
	pause      = 5 * time.Minute
	mostPause  = time.Hour
	mostFaults = 3
)

// failed counts a fault. One that lasts is not found out anew for each project.
func (s *Source) failed() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.faults++; s.faults >= mostFaults {
		s.faults, s.paused = 0, later(s.paused, s.cfg.Now().Add(leastPause))
	}
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

func (s *Source) answered() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = 0
}

// rest keeps the publisher from being asked for a while. Nobody waits: projects
// are answered without it, and it is asked in their next turn.
func (s *Source) rest(now time.Time, retryAfter string) {
	d := pause
	if n, err := strconv.Atoi(retryAfter); err == nil {
		d = time.Duration(n) * time.Second
	} else if t, err := http.ParseTime(retryAfter); err == nil {
		d = t.Sub(now)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.paused = now.Add(min(max(d, leastPause), mostPause))
}

func (s *Source) pause() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.paused
}

func key(id health.RepositoryID) string {
	k := "published 1 " + id.String()
	return k[:min(len(k), 500)]
}

func (s *Source) load(id health.RepositoryID) (answer, bool) {
	var a answer
	if s.cfg.Cache == nil {
		return a, false
	}
	raw, ok := s.cfg.Cache.Load(key(id))
	if !ok || json.Unmarshal(raw, &a) != nil {
		return answer{}, false
	}
	if a.Status == http.StatusNotFound {
		return a, true
	}
	z, err := gzip.NewReader(bytes.NewReader(a.Packed))
	if err == nil {
		a.Body, err = io.ReadAll(io.LimitReader(z, exchange.MaxResult))
	}
	a.Packed = nil
	return a, err == nil
}

func (s *Source) save(id health.RepositoryID, a answer) {
	if s.cfg.Cache == nil {
		return
	}
	if a.Status == http.StatusOK {
		var b bytes.Buffer
		z := gzip.NewWriter(&b)
		z.Write(a.Body) // into memory: never fails
		z.Close()
		a.Packed = b.Bytes()
	}
	if raw, err := json.Marshal(a); err == nil { // plain values: never fails
		s.cfg.Cache.Save(key(id), raw)
	}
}
