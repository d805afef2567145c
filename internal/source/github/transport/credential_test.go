package transport

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/source"
)

// canary is a token no output may hold.
const canary = "ghp_CANARY0123456789abcdefABCDEF012345"

func bouncer(good ...string) func(w http.ResponseWriter, r *http.Request) {
	return func(w http.ResponseWriter, r *http.Request) {
		for _, token := range good {
			if r.Header.Get("Authorization") == "Bearer "+token {
				fmt.Fprint(w, "good")
				return
			}
		}
		w.WriteHeader(http.StatusUnauthorized)
		fmt.Fprint(w, `{"message":"Bad credentials"}`)
	}
}

func TestDeadToken_atMostTwoRequestsAndTheOthersGoOn(t *testing.T) {
	t.Parallel()
	c := newClock()
	h := newHost(t, bouncer("two"))
	tr := newTransport(t, h, Config{Now: c.now, Credentials: []Credential{owner("example-a", canary), owner("example-b", "two")}})
	var wg sync.WaitGroup
	for range 50 { // at once: one finds out for all
		wg.Go(func() {
			if status, _, err := h.get(t, tr, "/a"); status != 200 || err != nil {
				t.Errorf("got %d, error %v, want the other token's answer", status, err)
			}
		})
	}
	wg.Wait()
	if n := h.by(canary); n != 1 {
		t.Errorf("got %d requests of the dead token, want 1", n)
	}
	for range 200 { // a week, in which it is looked at a second time
		c.add(time.Hour)
		if _, _, err := h.get(t, tr, "/a"); err != nil {
			t.Fatal(err)
		}
	}
	if n := h.by(canary); n != 2 {
		t.Errorf("got %d requests of the dead token in a week, want 2", n)
	}
	if got := tr.Hourly(); got != 5000 {
		t.Errorf("got %d points an hour, want 5000: the dead token has none", got)
	}
}

func TestDeadTokens_theErrorNamesTheOwnersAndNoToken(t *testing.T) {
	t.Parallel()
	c := newClock()
	h := newHost(t, bouncer())
	tr := newTransport(t, h, Config{Now: c.now, Credentials: []Credential{owner("example-b", canary), owner("example-a", canary+"2")}})
	for range 30 {
		_, _, err := h.query(t, tr, "{}")
		var refused *RefusedError
		if !errors.As(err, &refused) || !errors.Is(err, source.ErrUnavailable) {
			t.Fatalf("got %v, want a RefusedError that is ErrUnavailable", err)
		}
		if fmt.Sprint(refused.Owners) != "[example-a example-b]" || !strings.Contains(err.Error(), "example-a, example-b") || strings.Contains(err.Error(), canary) {
			t.Errorf("got %q, want the owners and no token", err)
		}
		c.add(5 * time.Minute)
	}
	if n := len(h.requests()); n != 4 {
		t.Errorf("got %d requests of two dead tokens, want 4", n)
	}
	for _, b := range tr.Budgets() {
		if !b.Refused {
			t.Errorf("budget %+v: want it refused", b)
		}
	}
}

func TestToken_refusedOnceByMistakeIsUsedAgain(t *testing.T) {
	t.Parallel()
	c := newClock()
	n := 0
	h := newHost(t, func(w http.ResponseWriter, _ *http.Request) {
		if n++; n == 1 {
			w.WriteHeader(http.StatusUnauthorized)
		}
	})
	tr := newTransport(t, h, Config{Now: c.now, Credentials: []Credential{owner("example-a", "one")}})
	var refused *RefusedError
	if _, _, err := h.get(t, tr, "/a"); !errors.As(err, &refused) {
		t.Fatalf("got %v, want a RefusedError", err)
	}
	c.add(10 * time.Minute)
	if status, _, err := h.get(t, tr, "/a"); status != 200 || err != nil {
		t.Errorf("ten minutes later: got %d, error %v, want an answer", status, err)
	}
}

func TestTokensOfOneOwner_shareABudget(t *testing.T) {
	t.Parallel()
	c := newClock()
	h := newHost(t, func(w http.ResponseWriter, _ *http.Request) { quota(w, "core", 5000, 0, c.now().Add(time.Hour)) })
	tr := newTransport(t, h, Config{Now: c.now, Credentials: []Credential{owner("Example-A", "one"), owner("example-a", "two")}})
	if _, _, err := h.get(t, tr, "/a"); err != nil {
		t.Fatal(err)
	}
	_, _, err := h.get(t, tr, "/a")
	later(t, err)
	if got := tr.Hourly(); got != 5000 || len(h.requests()) != 1 {
		t.Errorf("got %d an hour and %d requests, want 5000 and 1", got, len(h.requests()))
	}
}

func TestTokensOfOneOwner_theGoodOneGoesOn(t *testing.T) {
	t.Parallel()
	h := newHost(t, bouncer("two"))
	tr := newTransport(t, h, Config{Credentials: []Credential{owner("example-a", "one"), owner("example-a", "two")}})
	for range 5 {
		if status, _, err := h.get(t, tr, "/a"); status != 200 || err != nil {
			t.Fatalf("got %d, error %v, want an answer", status, err)
		}
	}
	if n := h.by("one"); n != 1 {
		t.Errorf("got %d requests of the dead token, want 1", n)
	}
}

func TestNew_refusesWhatCannotBeUsed(t *testing.T) {
	t.Parallel()
	personal := func(name, token string) Credential {
		return Credential{Owner: name, Personal: true, Tokens: StaticToken(token)}
	}
	for name, c := range map[string]Config{
		"two persons":   {Credentials: []Credential{personal("example-a", canary), personal("example-b", canary)}},
		"no owner":      {Credentials: []Credential{owner("", canary)}},
		"token as name": {Credentials: []Credential{owner(canary, canary)}},
		"no source":     {Credentials: []Credential{{Owner: "example-a"}}},
		"empty token":   {Credentials: []Credential{owner("example-a", " \n")}},
		"two lines":     {Credentials: []Credential{owner("example-a", canary+"\r\nX: y")}},
		"not ASCII":     {Credentials: []Credential{owner("example-a", canary+"é")}},
		"http":          {API: &url.URL{Scheme: "http", Host: "ghe.example"}, Credentials: []Credential{owner("example-a", canary)}},
		"no API":        {API: &url.URL{}},
		"user in API":   {API: &url.URL{Scheme: "https", Host: "api.github.com", User: url.UserPassword("a", canary)}},
		"other scheme":  {API: &url.URL{Scheme: "ftp", Host: "api.github.com"}},
	} {
		if c.API == nil {
			c.API = &url.URL{Scheme: "https", Host: "api.github.com"}
		}
		_, err := New(c)
		if !errors.Is(err, ErrConfig) || strings.Contains(fmt.Sprint(err), canary) {
			t.Errorf("%s: got %v, want ErrConfig without the token", name, err)
		}
	}
	for name, c := range map[string]Config{
		"one person, two tokens": {Credentials: []Credential{personal("example-a", "one"), personal("Example-A", "two")}},
		"a person and an App":    {Credentials: []Credential{personal("example-a", "one"), owner("example app[bot]", "two")}},
		"trailing newline":       {Credentials: []Credential{owner("example-a", "one\n")}},
		"anonymous":              {},
	} {
		c.API = &url.URL{Scheme: "https", Host: "api.github.com"}
		tr, err := New(c)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if tr.Authenticated() != (len(c.Credentials) > 0) {
			t.Errorf("%s: authenticated %v", name, tr.Authenticated())
		}
	}
}

func TestBudgets_andHourly(t *testing.T) {
	t.Parallel()
	c := newClock()
	h := newHost(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.Header.Get("Authorization") {
		case "":
			quota(w, "core", 60, 59, c.now().Add(time.Hour))
		case "Bearer app":
			quota(w, "graphql", 12500, 12000, c.now().Add(time.Hour))
		}
	})
	nobody := newTransport(t, h, Config{Now: c.now})
	if got := nobody.Hourly(); got != 60 || nobody.Authenticated() {
		t.Errorf("anonymous: got %d an hour, want 60", got)
	}
	if _, _, err := h.get(t, nobody, "/a"); err != nil {
		t.Fatal(err)
	}
	want := Budget{Owner: "anonymous", Resource: "core", Limit: 60, Remaining: 59, Reset: c.now().Add(time.Hour)}
	if got := nobody.Budgets(); len(got) != 1 || got[0] != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	both := newTransport(t, h, Config{Now: c.now, Credentials: []Credential{owner("example app", "app"), owner("example-a", "one")}})
	if got := both.Hourly(); got != 10_000 {
		t.Errorf("before any answer: got %d an hour, want 10000", got)
	}
	if _, _, err := h.query(t, both, "{}"); err != nil {
		t.Fatal(err)
	}
	if got := both.Hourly(); got != 17_500 {
		t.Errorf("got %d an hour, want 17500", got)
	}
	if got := both.Budgets(); len(got) != 4 || got[1].Resource != "graphql" || got[1].Remaining != 12000 {
		t.Errorf("got %+v, want core and graphql of two owners", got)
	}
}

// flaky is a source of tokens that fails.
type flaky struct{ err error }

func (f flaky) Token(context.Context) (string, error) { return "", f.err }

func TestTokenSource_thatFailsIsLeftAloneAndTheOthersGoOn(t *testing.T) {
	t.Parallel()
	c := newClock()
	h := newHost(t, bouncer("two"))
	broken := Credential{Owner: "example app", Tokens: flaky{errors.New("no key")}}
	tr := newTransport(t, h, Config{Now: c.now, Credentials: []Credential{broken, owner("example-b", "two")}})
	if status, _, err := h.get(t, tr, "/a"); status != 200 || err != nil {
		t.Errorf("got %d, error %v, want the other's answer", status, err)
	}
	alone := newTransport(t, h, Config{Now: c.now, Credentials: []Credential{broken}})
	_, _, err := h.get(t, alone, "/a")
	var refused *RefusedError
	if !errors.As(err, &refused) || !strings.Contains(err.Error(), "example app") || !strings.Contains(err.Error(), "no key") {
		t.Errorf("got %v, want the owner and the cause", err)
	}
	at := c.now().Add(time.Hour)
	limited := newTransport(t, h, Config{Now: c.now, Credentials: []Credential{{Owner: "example app", Tokens: flaky{&source.LaterError{At: at, Err: errLimited}}}}})
	if _, _, err := h.get(t, limited, "/a"); !later(t, err).Equal(at) {
		t.Errorf("got %v, want later", err)
	}
}
