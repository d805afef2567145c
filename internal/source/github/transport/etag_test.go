package transport

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"
)

// tagged answers with an ETag and confirms it, whatever the body is by now.
func tagged(body *string, tag string) func(w http.ResponseWriter, r *http.Request) {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", tag)
		w.Header().Set("Link", `<https://example.org/?page=2>; rel="next"`)
		if r.Header.Get("If-None-Match") == tag {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		fmt.Fprint(w, *body)
	}
}

func TestETag_confirmsAndRefreshesAfterSevenDaysWhateverItSays(t *testing.T) {
	t.Parallel()
	c := newClock()
	body := `{"v":1}`
	h := newHost(t, tagged(&body, `W/"a"`))
	tr := newTransport(t, h, Config{Now: c.now, Cache: newMemory()})
	if _, got, err := h.get(t, tr, "/a"); got != `{"v":1}` || err != nil {
		t.Fatalf("got %q, error %v", got, err)
	}
	body = `{"v":2}` // under the same ETag
	c.add(7*24*time.Hour - time.Second)
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, h.URL+"/a", nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := tr.RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	if resp.StatusCode != 200 || resp.Header.Get("Content-Type") != "application/json" || resp.Header.Get("Link") == "" || resp.ContentLength != 7 {
		t.Errorf("got %d %v, want the first answer again", resp.StatusCode, resp.Header)
	}
	if _, got, err := h.get(t, tr, "/a"); got != `{"v":1}` || err != nil {
		t.Errorf("within seven days: got %q, error %v, want what was confirmed", got, err)
	}
	c.add(time.Second)
	if _, got, err := h.get(t, tr, "/a"); got != `{"v":2}` || err != nil {
		t.Errorf("after seven days: got %q, error %v, want the new body", got, err)
	}
	var asked []string
	for _, r := range h.requests() {
		asked = append(asked, r.match)
	}
	if fmt.Sprintf("%q", asked) != `["" "W/\"a\"" "W/\"a\"" ""]` {
		t.Errorf("the host was asked %q", asked)
	}
	c.add(-30 * 24 * time.Hour) // stored in what is now the future
	if _, _, err := h.get(t, tr, "/a"); err != nil || h.requests()[4].match != "" {
		t.Errorf("after the clock jumped back: error %v, asked %q, want a full answer", err, h.requests()[4].match)
	}
}

func TestETag_damagedEntriesAreIgnored(t *testing.T) {
	t.Parallel()
	body := `{"v":1}`
	h := newHost(t, tagged(&body, `"a"`))
	cache := newMemory()
	tr := newTransport(t, h, Config{Cache: cache})
	if _, _, err := h.get(t, tr, "/a"); err != nil {
		t.Fatal(err)
	}
	var key string
	for key = range cache.m {
	}
	good := append([]byte(nil), cache.m[key]...)
	if len(key) > 500 || strings.Contains(key, "/a") {
		t.Errorf("the key is %q", key)
	}
	for i := 0; i < len(good); i++ {
		bad := append([]byte(nil), good...)
		bad[i] ^= 0x15
		if i%3 == 0 {
			bad = good[:i]
		}
		cache.Save(key, bad)
		if status, got, err := h.get(t, tr, "/a"); status != 200 || got != body || err != nil {
			t.Fatalf("byte %d: got %d %q, error %v, want the answer", i, status, got, err)
		}
	}
}

func TestNotModified_thatNobodyAskedForIsFetchedOnceMore(t *testing.T) {
	t.Parallel()
	for _, row := range []struct{ lies, requests, status int }{{1, 2, 200}, {99, 2, 0}} {
		lies := row.lies
		h := newHost(t, func(w http.ResponseWriter, _ *http.Request) {
			if lies--; lies >= 0 {
				w.WriteHeader(http.StatusNotModified)
			}
		})
		for _, cache := range []*memory{newMemory(), nil} {
			c := Config{}
			if cache != nil {
				c.Cache = cache
			}
			lies = row.lies
			before := len(h.requests())
			status, _, err := h.get(t, newTransport(t, h, c), "/a")
			if status != row.status || (err == nil) != (row.status == 200) || len(h.requests())-before != row.requests {
				t.Errorf("%d lies: got %d, error %v after %d requests, want %d after %d", row.lies, status, err, len(h.requests())-before, row.status, row.requests)
			}
		}
	}
}

func TestETag_isKeptForWhoMaySeeIt(t *testing.T) {
	t.Parallel()
	body := `{"v":1}`
	h := newHost(t, tagged(&body, `"a"`))
	cache := newMemory()
	for i, name := range []string{"example-a", "example-b"} {
		tr := newTransport(t, h, Config{Cache: cache, Credentials: []Credential{owner(name, canary)}})
		if _, _, err := h.get(t, tr, "/a"); err != nil || h.requests()[i].match != "" {
			t.Errorf("%s was shown what another may see: asked %q, error %v", name, h.requests()[i].match, err)
		}
	}
	for key, value := range cache.m {
		if strings.Contains(key+string(value), canary) {
			t.Error("the store holds a token")
		}
	}
	if len(cache.m) != 2 {
		t.Errorf("got %d entries, want 2", len(cache.m))
	}
}

func TestETag_theSameRequestGoesToTheSameBudget(t *testing.T) {
	t.Parallel()
	body := `{"v":1}`
	h := newHost(t, tagged(&body, `"a"`))
	tr := newTransport(t, h, Config{Cache: newMemory(), Credentials: []Credential{owner("example-a", "one"), owner("example-b", "two"), owner("example-c", "three")}})
	const n = 30
	for range 2 {
		for i := range n {
			if _, _, err := h.get(t, tr, fmt.Sprintf("/repos/example-org/r%d", i)); err != nil {
				t.Fatal(err)
			}
		}
	}
	confirmed := 0
	for _, r := range h.requests()[n:] {
		if r.match != "" {
			confirmed++
		}
	}
	if confirmed != n || h.by("one") == 0 || h.by("two") == 0 || h.by("three") == 0 {
		t.Errorf("%d of %d confirmed, by budget %d %d %d, want all, from all", confirmed, n, h.by("one"), h.by("two"), h.by("three"))
	}
}

func TestETag_whatIsNotStored(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		method, path string
		answer       http.HandlerFunc
		header       string
	}{
		"a query":         {method: "POST", path: "/graphql"},
		"too large":       {path: "/a", answer: func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, strings.Repeat("x", 2<<20)) }},
		"not found":       {path: "/a", answer: func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(404) }},
		"limits":          {path: "/rate_limit"},
		"conditional":     {path: "/a", header: "If-None-Match"},
		"part":            {path: "/a", header: "Range"},
		"without an ETag": {path: "/a", answer: func(w http.ResponseWriter, _ *http.Request) { w.Header().Del("ETag") }},
	} {
		h := newHost(t, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("ETag", `"a"`)
			if row.answer != nil {
				row.answer(w, r)
			}
		})
		cache := newMemory()
		tr := newTransport(t, h, Config{Cache: cache})
		req, err := http.NewRequestWithContext(t.Context(), row.method, h.URL+row.path, nil)
		if err != nil {
			t.Fatal(err)
		}
		if row.header != "" {
			req.Header.Set(row.header, `"b"`)
		}
		resp, err := tr.RoundTrip(req)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		_ = resp.Body.Close()
		if len(cache.m) != 0 {
			t.Errorf("%s is stored", name)
		}
	}
}
