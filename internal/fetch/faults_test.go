package fetch_test

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/fetch"
	"github.com/plumbline-scorecard/plumbline/internal/source"
	"github.com/plumbline-scorecard/plumbline/internal/testkit"
)

func TestNew_refusesAddressesThatAreNotAllowed(t *testing.T) {
	t.Parallel()
	for _, base := range []string{"http://mirror.example", "ftp://mirror.example", "https://user:secret@mirror.example", "https://", "https://mirror.example?x=1", "://"} {
		_, err := fetch.New(fetch.Config{
			Hosts: map[string]fetch.Host{place: {}}, Base: base, Transport: http.NewFileTransport(nil), Now: time.Now,
		})
		if err == nil || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: error %v", base, err)
		}
	}
	if _, err := fetch.New(fetch.Config{}); err == nil {
		t.Error("a client without hosts was made")
	}
}

func TestAsk_aHostOfItsOwnAddressGoesBeforeTheBase(t *testing.T) {
	t.Parallel()
	s, mirror := serve(t, says("base")), serve(t, says("mirror"))
	c, _ := client(t, s, func(cfg *fetch.Config) { cfg.Hosts[place] = fetch.Host{URL: mirror.URL + "/osv/"} })
	if a, err := c.Ask(t.Context(), question("/v1")); err != nil || string(a.Body) != "mirror" {
		t.Errorf("answer %q, error %v", a.Body, err)
	}
	if got := mirror.requests()[0].RequestURI; got != "/osv/v1" {
		t.Errorf("asked for %s", got)
	}
}

func TestAsk_leavesItsHostsForNobody(t *testing.T) {
	t.Parallel()
	elsewhere := serve(t, says("elsewhere"))
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/moved") {
			http.Redirect(w, r, "/registry.example/here", http.StatusMovedPermanently)
			return
		}
		if strings.HasSuffix(r.URL.Path, "/here") {
			io.WriteString(w, "here")
			return
		}
		http.Redirect(w, r, elsewhere.URL, http.StatusFound)
	})
	c, _ := client(t, s, nil)
	if a, err := c.Ask(t.Context(), question("/moved")); err != nil || string(a.Body) != "here" {
		t.Errorf("within its host: %q, error %v", a.Body, err)
	}
	unavailable(t, c, question("/away"), elsewhere.URL)
	unavailable(t, c, fetch.Question{Host: "stranger.example", Path: "/"}, "stranger.example")
	for _, path := range []string{"", "a", "@evil.example/", "/../other", "/%2e%2e/other", "/x#y"} {
		unavailable(t, c, question(path), "")
	}
	asked(t, elsewhere, 0)
}

func TestAsk_aFaultThatPassesCostsASecondRequest(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]http.HandlerFunc{
		"500": status(http.StatusInternalServerError),
		"cut": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "100")
			io.WriteString(w, "part")
		},
		"broken": func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			n := 0
			s := serve(t, func(w http.ResponseWriter, r *http.Request) {
				if n++; n == 1 {
					fault(w, r)
					return
				}
				io.WriteString(w, "well")
			})
			c, _ := client(t, s, nil)
			if a, err := c.Ask(t.Context(), question("/a")); err != nil || string(a.Body) != "well" {
				t.Errorf("answer %q, error %v", a.Body, err)
			}
			asked(t, s, 2)
		})
	}
}

func TestAsk_faultsThatStayAreUnavailable(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		serve    http.HandlerFunc
		text     string
		requests int
	}{
		"500":  {status(500), "500", 2},
		"403":  {status(403), "403", 1},
		"400":  {status(400), "400", 1},
		"hang": {func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }, "200ms", 1},
		"huge": {says(strings.Repeat("x", 100)), " 50 ", 1},
		"HTML": {says("<html>"), "not JSON", 1},
		"no length": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "9")
			io.WriteString(w, "{")
		}, "EOF", 2},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := serve(t, tt.serve)
			c, _ := client(t, s, func(cfg *fetch.Config) { cfg.Deadline = 200 * time.Millisecond })
			q := question("/a")
			q.Size, q.Reduce = 50, func(b []byte) ([]byte, error) {
				if b[0] != '{' {
					return nil, errors.New("not JSON")
				}
				return b, nil
			}
			unavailable(t, c, q, tt.text)
			asked(t, s, tt.requests)
			if _, known, _ := c.Kept(q); known {
				t.Error("a failure was kept")
			}
		})
	}
}

func TestAsk_isALimitWhenTheAnswerIsTooLarge(t *testing.T) {
	t.Parallel()
	s := serve(t, says("too much"))
	c, _ := client(t, s, nil)
	q := question("/a")
	q.Size = 2
	if _, err := c.Ask(t.Context(), q); !errors.Is(err, source.ErrLimit) || !errors.Is(err, source.ErrUnavailable) {
		t.Errorf("error %v", err)
	}
}

func TestAsk_aHostThatSaysNoIsLeftAloneAndTheOthersAreNot(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		header []string
		after  time.Duration
	}{
		"in two minutes":     {[]string{"Retry-After", "120"}, 2 * time.Minute},
		"at an instant":      {[]string{"Retry-After", "Wed, 25 Nov 2026 12:10:00 GMT"}, 10 * time.Minute},
		"no time":            {nil, 5 * time.Minute},
		"at once":            {[]string{"Retry-After", "0"}, time.Minute},
		"in a year":          {[]string{"Retry-After", "31536000"}, time.Hour},
		"in ages":            {[]string{"Retry-After", "9223372036854775807"}, time.Hour},
		"what cannot be it":  {[]string{"Retry-After", "soon"}, 5 * time.Minute},
		"less than nothing":  {[]string{"Retry-After", "-5"}, time.Minute},
		"an instant of past": {[]string{"Retry-After", "Wed, 25 Nov 2020 12:10:00 GMT"}, time.Minute},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := serve(t, status(http.StatusTooManyRequests, tt.header...))
			c, at := client(t, s, nil)
			unavailable(t, c, question("/a"), "429")
			s.now(says("well"))
			at.On(tt.after - time.Second)
			resting(t, c, question("/b"))
			asked(t, s, 1)
			if _, err := c.Ask(t.Context(), fetch.Question{Host: "other.example", Path: "/b"}); err != nil {
				t.Errorf("another host: %v", err)
			}
			at.On(time.Second)
			if _, err := c.Ask(t.Context(), question("/b")); err != nil {
				t.Errorf("after its rest: %v", err)
			}
			asked(t, s, 3)
		})
	}
}

func TestAsk_aHostThatFailsAgainAndAgainIsLeftAloneForAWhile(t *testing.T) {
	t.Parallel()
	s := serve(t, status(http.StatusBadGateway))
	c, at := client(t, s, nil)
	for range 3 {
		unavailable(t, c, question("/a"), "502")
	}
	asked(t, s, 6)
	resting(t, c, question("/a"))
	asked(t, s, 6)
	// Each more doubles its rest, up to an hour.
	requests := 6
	for _, rest := range []time.Duration{1, 2, 4, 8, 16, 32, 60, 60} {
		at.On(rest*time.Minute - time.Second)
		resting(t, c, question("/a"))
		at.On(time.Second)
		unavailable(t, c, question("/a"), "502")
		requests += 2
		asked(t, s, requests)
	}
	s.now(says("well"))
	at.On(time.Hour)
	if _, err := c.Ask(t.Context(), question("/a")); err != nil {
		t.Errorf("after its rest: %v", err)
	}
	s.now(status(http.StatusBadGateway))
	unavailable(t, c, question("/b"), "502")
	unavailable(t, c, question("/b"), "502") // an answer has made it well
}

// What fails together is one fault that lasts, not sixty in a row.
func TestAsk_questionsThatFailTogetherLeaveAShortRest(t *testing.T) {
	t.Parallel()
	hold, began := make(chan bool), make(chan bool, 60)
	s := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		began <- true
		<-hold
		w.WriteHeader(http.StatusForbidden)
	})
	c, at := client(t, s, nil)
	ended := make(chan error, 30)
	for i := range 30 {
		go func() {
			_, err := c.Ask(t.Context(), question("/"+strings.Repeat("a", i+1)))
			ended <- err
		}()
	}
	for range 30 {
		<-began
	}
	close(hold)
	for range 30 {
		if err := <-ended; err == nil {
			t.Error("a question that is refused has an answer")
		}
	}
	s.now(says("well"))
	at.On(time.Minute)
	if _, err := c.Ask(t.Context(), question("/b")); err != nil {
		t.Errorf("a minute later: %v", err)
	}
}

func TestAsk_aQuestionThatIsRefusedSaysNothingOfTheHost(t *testing.T) {
	t.Parallel()
	s := serve(t, status(http.StatusBadRequest))
	c, _ := client(t, s, nil)
	for range 6 {
		unavailable(t, c, question("/a"), "400")
	}
}

func TestAsk_givesTheAnswerOfBeforeWhenTheHostFails(t *testing.T) {
	t.Parallel()
	s := serve(t, says("old"))
	c, at := client(t, s, nil)
	q := question("/a")
	q.Stale = 90 * day
	if _, err := c.Ask(t.Context(), q); err != nil {
		t.Fatal(err)
	}
	s.now(status(http.StatusInternalServerError))
	at.On(40 * day)
	a, err := c.Ask(t.Context(), q)
	if err != nil || string(a.Body) != "old" || !a.Asked.Equal(noon) || !errors.Is(a.Late, source.ErrUnavailable) {
		t.Errorf("answer %q of %s, late %v, error %v", a.Body, a.Asked, a.Late, err)
	}
	at.On(60 * day)
	unavailable(t, c, q, "500")
	s.now(says("new"))
	at.On(time.Minute)
	if a, err := c.Ask(t.Context(), q); err != nil || string(a.Body) != "new" || a.Late != nil {
		t.Errorf("answer %q, late %v, error %v", a.Body, a.Late, err)
	}
}

func TestAsk_aDamagedCacheCostsARequest(t *testing.T) {
	t.Parallel()
	s := serve(t, says("well"))
	store := new(testkit.Memory)
	c, _ := client(t, s, func(cfg *fetch.Config) { cfg.Cache = store })
	for i, damage := range []string{"", "{", `{"status":200,"packed":"eA=="}`, `{"status":7}`} {
		store.Range(func(k string, _ []byte) { store.Save(k, []byte(damage)) })
		if a, err := c.Ask(t.Context(), question("/a")); err != nil || string(a.Body) != "well" {
			t.Errorf("%q: answer %q, error %v", damage, a.Body, err)
		}
		asked(t, s, i+1)
	}
}
