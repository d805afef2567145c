package transport

import (
	"bytes"
	"context"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/fetch"
)

// show writes a value in every way a program has to write one.
func show(t *testing.T, v any) string {
	t.Helper()
	var out bytes.Buffer
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d", "%T", "%p"} {
		fmt.Fprintf(&out, verb+"\n", v)
		fmt.Fprintf(&out, verb+"\n", []any{v, struct{ V any }{v}, &struct{ v any }{v}})
	}
	for _, h := range []slog.Handler{
		slog.NewTextHandler(&out, &slog.HandlerOptions{Level: slog.LevelDebug}), slog.NewJSONHandler(&out, &slog.HandlerOptions{Level: slog.LevelDebug}),
	} {
		slog.New(h).With("with", v).Info("it", "v", v, "in", []any{v})
	}
	// What cannot be encoded says so, and that is looked at, too.
	b, err := json.Marshal(v)
	fmt.Fprintln(&out, string(b), err)
	b, err = json.Marshal(map[string]any{"v": v})
	fmt.Fprintln(&out, string(b), err)
	b, err = xml.Marshal(v)
	fmt.Fprintln(&out, string(b), err)
	return out.String()
}

// leaks reports whether a text holds the secret, or a fair part of it, also as
// numbers or in hex.
func leaks(text, secret string) bool {
	part := secret[4:16]
	numbers := strings.Trim(fmt.Sprint([]byte(part)), "[]")
	return strings.Contains(text, part) || strings.Contains(text, numbers) || strings.Contains(strings.ToLower(text), fmt.Sprintf("%x", part))
}

func TestCanary_appearsNowhere(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	text := slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	answers := []func(w http.ResponseWriter){
		func(http.ResponseWriter) {},
		func(w http.ResponseWriter) { w.WriteHeader(404) },
		func(w http.ResponseWriter) { w.WriteHeader(500) },
		func(w http.ResponseWriter) { w.Header().Set("Retry-After", "60"); w.WriteHeader(429) },
		func(w http.ResponseWriter) { w.WriteHeader(401) },
	}
	for i, answer := range answers {
		h := newHost(t, func(w http.ResponseWriter, _ *http.Request) { answer(w) })
		cred := owner("example-a", canary)
		c := Config{Credentials: []Credential{cred}, Log: text, Cache: newMemory()}
		c.API = h.url(t)
		tr := newTransport(t, h, c)
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, h.URL+"/a", nil)
		if err != nil {
			t.Fatal(err)
		}
		resp, err := tr.RoundTrip(req)
		values := []any{tr, *tr, cred, &cred, c, &c, cred.Tokens, err, tr.Budgets(), Client(tr), tr.gate, tr.gate.budgets[0], tr.gate.budgets[0].tokens[0]}
		if resp != nil {
			_ = resp.Body.Close()
			values = append(values, resp, *resp, resp.Request, resp.Header)
		}
		for _, v := range values {
			if got := show(t, v); leaks(got, canary) {
				t.Errorf("answer %d: a %T shows the token: %s", i, v, got)
			}
		}
	}
	// Errors of the network, of the proxy and of the host's name.
	for _, base := range []http.RoundTripper{
		testBase(t, fetch.BaseConfig{}),
		testBase(t, fetch.BaseConfig{Proxy: http.ProxyURL(&url.URL{Scheme: "http", Host: "127.0.0.1:1", User: url.UserPassword("u", canary)})}),
	} {
		tr := newTransport(t, nil, Config{API: &url.URL{Scheme: "https", Host: "127.0.0.1:1"}, Base: base, Log: text, Credentials: []Credential{owner("example-a", canary)}})
		_, _, err := ask(t, tr, http.MethodGet, "https://127.0.0.1:1/a", "")
		if err == nil || leaks(show(t, err), canary) {
			t.Errorf("got %v, want an error without the token", err)
		}
	}
	if leaks(log.String(), canary) || log.Len() == 0 {
		t.Errorf("the log shows the token, or nothing: %s", log.String())
	}
}

func TestSecret_isHiddenAndKept(t *testing.T) {
	t.Parallel()
	for _, v := range []any{NewSecret(canary), &Credential{Tokens: StaticToken(canary)}, StaticToken(canary), AppConfig{Key: NewSecret(canary)}} {
		if got := show(t, v); leaks(got, canary) {
			t.Errorf("%T: %s", v, got)
		}
	}
	if got := fmt.Sprint(NewSecret(canary)); got != "[secret]" {
		t.Errorf("got %q", got)
	}
	if got := (Secret{}).text(); got != "" {
		t.Errorf("the zero Secret holds %q", got)
	}
	got, err := StaticToken(" " + canary + "\n").Token(context.Background())
	if got != canary || err != nil {
		t.Errorf("got %v, want the token without blanks", errors.Join(err))
	}
}
