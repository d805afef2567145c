package ossf

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/source"
)

// served are services whose answers and clock the test sets.
type served struct {
	*services
	hits  atomic.Int64
	reply atomic.Value // func(http.ResponseWriter, *http.Request)
	at    atomic.Int64
}

func serve(t *testing.T, store source.Cache) *served {
	t.Helper()
	s := &served{}
	s.say(`{"projects":[{"main_repo":"https://github.com/a/b"}]}`)
	srv := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		s.hits.Add(1)
		s.reply.Load().(func(http.ResponseWriter, *http.Request))(rw, r)
	}))
	t.Cleanup(srv.Close)
	s.at.Store(time.Date(2026, 1, 2, 0, 0, 0, 0, time.UTC).UnixNano())
	var err error
	s.services, err = newServices(Services{
		OSV: srv.URL, BestPractices: srv.URL + "/", OSSFuzz: srv.URL, Transport: srv.Client().Transport, Pause: time.Nanosecond,
	}, store, func() time.Time { return time.Unix(0, s.at.Load()) }, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func (s *served) say(text string) {
	s.reply.Store(func(rw http.ResponseWriter, _ *http.Request) { rw.Write([]byte(text)) })
}

func (s *served) later(d time.Duration) { s.at.Add(int64(d)) }

var (
	askFuzz  = ask{Kind: askFetch, Method: http.MethodGet, Arg: "https://" + hostFuzzing + "/status.json"}
	askBadge = ask{Kind: askFetch, Method: http.MethodGet, Arg: "https://" + hostBadges + "/projects.json?url=https://github.com/a/b"}
	askBatch = ask{Kind: askFetch, Method: http.MethodPost, Arg: "https://" + hostOSV + "/v1/querybatch", Body: []byte(`{"queries":[{"commit":"c"}]}`)}
)

func TestServices_rememberAsLongAsTheyMay(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		ask   ask
		reply string
		keep  time.Duration
	}{
		"OSS-Fuzz":       {askFuzz, `{"projects":[{"main_repo":"https://github.com/a/b"}]}`, 24 * time.Hour * 9 / 10},
		"best practices": {askBadge, `[]`, 24 * time.Hour * 9 / 10}, // see fetch.Client
		"OSV":            {askBatch, `{"results":[{}]}`, time.Hour},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			store := &memCache{}
			s := serve(t, store)
			s.say(tt.reply)
			for _, step := range []struct {
				after time.Duration
				hits  int64
			}{{0, 1}, {tt.keep - time.Second, 1}, {time.Second, 2}, {-48 * time.Hour, 3}} {
				s.later(step.after)
				if _, err := s.fetch(t.Context(), tt.ask, "github.com/a/b", ""); err != nil || s.hits.Load() != step.hits {
					t.Errorf("%s later: %d requests, %v; want %d", step.after, s.hits.Load(), err, step.hits)
				}
			}
			next := serve(t, store) // another process, the same day
			next.at.Store(s.at.Load())
			if _, err := next.fetch(t.Context(), tt.ask, "github.com/a/b", ""); err != nil || next.hits.Load() != 0 {
				t.Errorf("%d requests, %v; want what is stored", next.hits.Load(), err)
			}
		})
	}
}

// OSS-Fuzz is asked once for all scans, and each is told of its own project.
func TestServices_askOnceForAllWhoWait(t *testing.T) {
	t.Parallel()
	s := serve(t, nil)
	asked, release := make(chan struct{}, 9), make(chan struct{})
	s.reply.Store(func(rw http.ResponseWriter, _ *http.Request) {
		asked <- struct{}{}
		<-release
		rw.Write([]byte(`{"projects":[{"main_repo":"https://github.com/A/B.git"},{"main_repo":"https://github.com/c/d"},{"main_repo":"://"},{}]}`))
	})
	first, giveUp := context.WithCancel(t.Context())
	var all sync.WaitGroup
	all.Go(func() {
		if _, err := s.fetch(first, askFuzz, "github.com/a/b", ""); !errors.Is(err, context.Canceled) {
			t.Errorf("%v, want that it was called off", err)
		}
	})
	<-asked
	giveUp()
	all.Wait()
	for range 8 {
		all.Go(func() {
			body, err := s.fetch(t.Context(), askFuzz, "github.com/a/b", "")
			if want := `{"projects":[{"main_repo":"https://github.com/A/B.git"}]}`; err != nil || string(body) != want {
				t.Errorf("%s, %v; want %s", body, err, want)
			}
		})
	}
	close(release)
	all.Wait()
	if s.hits.Load() != 1 {
		t.Errorf("%d requests, want 1", s.hits.Load())
	}
}

// A service that fails is tried twice, then left alone for a while, and one that
// says it is asked too much is left alone at once; an answer of which no better is to come is not asked for twice. Neither is kept.
func TestServices_restAfterAFailure(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		status       int
		body         string
		tries, again int64
	}{{500, "x", 2, 2}, {429, "x", 1, 1}, {404, "x", 1, 2}, {302, "x", 1, 2}, {200, "<html>", 1, 2}, {200, "[]", 1, 2}} {
		s := serve(t, nil)
		s.reply.Store(func(rw http.ResponseWriter, _ *http.Request) {
			rw.Header().Set("Location", "http://127.0.0.1:1/")
			rw.WriteHeader(tt.status)
			rw.Write([]byte(tt.body))
		})
		for _, want := range []int64{tt.tries, tt.again} {
			if body, err := s.fetch(t.Context(), askFuzz, "github.com/a/b", ""); !errors.Is(err, errService) || s.hits.Load() != want {
				t.Errorf("%d %s: %s, %v after %d requests, want %d", tt.status, tt.body, body, err, s.hits.Load(), want)
			}
		}
		s.say(`{"projects":[{"main_repo":"https://github.com/a/b"}]}`)
		s.later(5 * time.Minute)
		if _, err := s.fetch(t.Context(), askFuzz, "github.com/a/b", ""); err != nil {
			t.Errorf("%d: %v minutes later", tt.status, err)
		}
	}
}

func TestServices_memoryIsBounded(t *testing.T) {
	t.Parallel()
	s := serve(t, nil)
	for i := range 3 * mostKept {
		s.shelf.Save(strings.Repeat("k", 60)+string(rune(i)), bytes.Repeat([]byte("x"), 64<<10))
		if k := s.shelf.kept; k.bytes > mostKeptBytes || len(k.answers) > mostKept {
			t.Fatalf("%d answers with %d bytes", len(k.answers), k.bytes)
		}
	}
}
