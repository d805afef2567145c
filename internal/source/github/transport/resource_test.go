package transport

import (
	"fmt"
	"net/http"
	"testing"
	"time"
)

// A resource that we do not know has a budget of its own, and neither its limit nor its rest is
// that of another one.
func TestLearn_aResourceWithAnotherName(t *testing.T) {
	t.Parallel()
	c := newClock()
	for _, name := range []string{"graphql_extended", "audit_log", "SCIM", "x"} {
		h := newHost(t, func(w http.ResponseWriter, _ *http.Request) {
			quota(w, name, 15, 0, c.now().Add(40*time.Minute))
			fmt.Fprint(w, "good")
		})
		tr := newTransport(t, h, Config{Now: c.now, Credentials: []Credential{owner("example-a", "one")}})
		for range 3 {
			if status, _, err := h.get(t, tr, "/repos/example-org/a"); err != nil || status != 200 {
				t.Fatalf("%s: got %d, error %v, want the answer: another budget is used up", name, status, err)
			}
			if status, _, err := h.query(t, tr, `{"query":"{a}"}`); err != nil || status != 200 {
				t.Fatalf("%s: GraphQL: got %d, error %v, want the answer", name, status, err)
			}
		}
		for _, b := range tr.Budgets() {
			if (b.Resource == "core" || b.Resource == "graphql") && (b.Limit != 0 || !b.Held.IsZero()) {
				t.Errorf("%s: %+v", name, b)
			}
		}
	}
}

// A refusal that names it holds what was asked for, or the same would be asked at once.
func TestLearn_aRefusalThatNamesAnotherResource(t *testing.T) {
	t.Parallel()
	c := newClock()
	h := newHost(t, func(w http.ResponseWriter, _ *http.Request) {
		quota(w, "audit_log", 15, 0, c.now().Add(40*time.Minute))
		w.WriteHeader(http.StatusForbidden)
	})
	tr := newTransport(t, h, Config{Now: c.now})
	for range 3 {
		_, _, err := h.get(t, tr, "/repos/example-org/a")
		if at := later(t, err); !at.Equal(c.now().Add(40 * time.Minute)) {
			t.Errorf("got later %v, want in 40 minutes", at)
		}
	}
	if n := len(h.requests()); n != 1 {
		t.Errorf("got %d requests, want 1", n)
	}
}
