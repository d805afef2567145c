package githubtest

import (
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

func TestPrimaryLimit_isEnforcedAndEnds(t *testing.T) {
	t.Parallel()
	c := newClock()
	s := Start(t, Config{Enforce: true, Now: c.now, Tokens: map[string]Budget{"a": {Owner: "one", Core: 3}, "b": {Owner: "one", Core: 3}, "c": {Owner: "two", Core: 3}}})
	status := func(token string) reply {
		t.Helper()
		r, err := try(s, "GET", "/repos/example-busy/engine", token, "")
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	for i, token := range []string{"a", "b", "a"} { // two tokens of one owner share its budget
		r := status(token)
		if got := r.header.Get("X-RateLimit-Remaining"); r.status != 200 || got != strconv.Itoa(2-i) {
			t.Fatalf("request %d: status %d, remaining %s", i, r.status, got)
		}
	}
	r := status("b")
	if r.status != http.StatusForbidden || !strings.Contains(string(r.body), "API rate limit exceeded") || r.header.Get("Retry-After") != "" {
		t.Errorf("the fourth: status %d: %s", r.status, r.body)
	}
	if reset := r.header.Get("X-RateLimit-Reset"); reset != strconv.FormatInt(c.now().Add(time.Hour).Unix(), 10) {
		t.Errorf("reset %s", reset)
	}
	if r := status("c"); r.status != 200 {
		t.Errorf("another owner: %d", r.status)
	}
	if r, _ := try(s, "GET", "/rate_limit", "a", ""); r.status != 200 {
		t.Errorf("asking for limits costs: %d", r.status)
	}
	c.move(time.Hour)
	if r := status("a"); r.status != 200 || r.header.Get("X-RateLimit-Remaining") != "2" {
		t.Errorf("after the reset: %d, remaining %s", r.status, r.header.Get("X-RateLimit-Remaining"))
	}
	if got := s.Requests(); got.Refused != 1 || got.Owner["one"] != 6 || got.Owner["two"] != 1 {
		t.Errorf("refused %d, by owner %v", got.Refused, got.Owner)
	}
}

func TestAnonymous_sixtyAnHourAndNoGraphQL(t *testing.T) {
	t.Parallel()
	s := Start(t, Config{Enforce: true, Now: newClock().now})
	for i := range 61 {
		r, err := try(s, "GET", "/repos/example-busy/engine", "", "")
		if err != nil {
			t.Fatal(err)
		}
		if want := map[bool]int{true: 200, false: 403}[i < 60]; r.status != want {
			t.Fatalf("request %d: status %d, want %d", i+1, r.status, want)
		}
	}
	r, err := try(s, "POST", "/graphql", "", question(t, "{ viewer { login } }", nil))
	if err != nil || r.status != http.StatusUnauthorized || r.header.Get("X-RateLimit-Limit") != "0" {
		t.Errorf("GraphQL: %v, status %d, limit %s", err, r.status, r.header.Get("X-RateLimit-Limit"))
	}
}

func TestSearchLimit_isAMinute(t *testing.T) {
	t.Parallel()
	c := newClock()
	s := Start(t, Config{Enforce: true, Now: c.now})
	const path = "/search/commits?q=repo:example-bots/updated+author:dependabot"
	for i := range 31 {
		r := get(t, s, path)
		if want := map[bool]int{true: 200, false: 403}[i < 30]; r.status != want {
			t.Fatalf("search %d: status %d, want %d", i+1, r.status, want)
		}
		if i == 0 && !strings.Contains(string(r.body), `"total_count":45`) {
			t.Errorf("found %.200s", r.body)
		}
	}
	c.move(time.Minute)
	if r := get(t, s, path); r.status != 200 {
		t.Errorf("a minute later: %d", r.status)
	}
}

func TestGraphQLLimit_isTwoHundredWithAnError(t *testing.T) {
	t.Parallel()
	c := newClock()
	s := Start(t, Config{Enforce: true, Now: c.now, Tokens: map[string]Budget{DemoToken: {Owner: "one", GraphQL: 2}}})
	const q = "{ rateLimit { cost remaining limit used resetAt } }"
	for want := 1.0; want >= 0; want-- {
		if got := at(right(t, s, q, nil), "rateLimit", "remaining"); got != want {
			t.Fatalf("remaining %v, want %v", got, want)
		}
	}
	out := ask(t, s, q, nil)
	if out.Data != nil || len(out.Errors) != 1 || out.Errors[0].Type != "RATE_LIMITED" {
		t.Errorf("over the limit: %+v", out)
	}
	if got := s.Requests(); got.Points != 2 || got.OwnerPoints["one"] != 2 || got.Total != 3 || got.Refused != 1 {
		t.Errorf("points %d, %v, requests %d, refused %d", got.Points, got.OwnerPoints, got.Total, got.Refused)
	}
	c.move(time.Hour)
	right(t, s, q, nil)
}

func TestSecondaryLimit_requestsAtATime(t *testing.T) {
	t.Parallel()
	s := Start(t, Config{Enforce: true, Latency: 300 * time.Millisecond})
	var wg sync.WaitGroup
	var mu sync.Mutex
	statuses := map[int]int{}
	for range 130 {
		wg.Go(func() {
			r, err := try(s, "GET", "/rate_limit", DemoToken, "")
			mu.Lock()
			defer mu.Unlock()
			if err != nil {
				t.Error(err)
			}
			if statuses[r.status]++; r.status == 403 && (r.header.Get("Retry-After") != "60" || !strings.Contains(string(r.body), "secondary rate limit")) {
				t.Errorf("refused with %v: %s", r.header, r.body)
			}
		})
	}
	wg.Wait()
	if statuses[200] < 100 || statuses[403] == 0 || statuses[200]+statuses[403] != 130 {
		t.Errorf("statuses %v, want 100 of 130 let in, those that came late apart", statuses)
	}
}

func TestSecondaryLimit_pointsAMinute(t *testing.T) {
	t.Parallel()
	c := newClock()
	s := Start(t, Config{Enforce: true, Now: c.now})
	refused := 0
	for range restPerMinute + 5 {
		if r := get(t, s, "/rate_limit"); r.status == http.StatusForbidden {
			refused++
		}
	}
	if refused != 5 {
		t.Errorf("%d refused, want 5", refused)
	}
	right(t, s, "{ viewer { login } }", nil) // GraphQL has points of its own
	c.move(time.Minute)
	if r := get(t, s, "/rate_limit"); r.status != http.StatusOK {
		t.Errorf("a minute later: %d", r.status)
	}
}

func TestLimits_notEnforcedAreCountedOnly(t *testing.T) {
	t.Parallel()
	s := Start(t, Config{Tokens: map[string]Budget{DemoToken: {Owner: "one", Core: 2, GraphQL: 2}}})
	for range 7 {
		if r := get(t, s, "/repos/example-busy/engine"); r.status != 200 || r.header.Get("X-RateLimit-Limit") != "2" {
			t.Fatalf("status %d, limit %s", r.status, r.header.Get("X-RateLimit-Limit"))
		}
		right(t, s, "{ viewer { login } }", nil)
	}
}

func TestTokens_revokedAndExpired(t *testing.T) {
	t.Parallel()
	c := newClock()
	s := Start(t, Config{Now: c.now, Tokens: map[string]Budget{"gone": {Owner: "a", Revoked: true}, "old": {Owner: "b", Expires: c.now().Add(time.Minute)}}})
	for _, tt := range []struct {
		token string
		want  int
	}{{"gone", 401}, {"old", 200}, {"never", 401}} {
		if r, err := try(s, "GET", "/user", tt.token, ""); err != nil || r.status != tt.want {
			t.Errorf("%s: %v, status %d, want %d", tt.token, err, r.status, tt.want)
		}
	}
	c.move(time.Minute)
	if r, err := try(s, "GET", "/user", "old", ""); err != nil || r.status != 401 {
		t.Errorf("expired: %v, status %d", err, r.status)
	}
	req, _ := http.NewRequest("GET", s.URL()+"/user", nil)
	req.Header.Set("User-Agent", "")
	res, err := client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	if res.StatusCode != http.StatusForbidden {
		t.Errorf("without a User-Agent: %d", res.StatusCode)
	}
}
