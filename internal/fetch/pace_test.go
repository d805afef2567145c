package fetch_test

import (
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/fetch"
)

// still answers within the bubble, without a network.
type still struct{}

func (still) RoundTrip(r *http.Request) (*http.Response, error) {
	return &http.Response{StatusCode: http.StatusOK, Status: "200 OK", Header: http.Header{}, Body: io.NopCloser(strings.NewReader("x")), Request: r}, nil
}

func TestAsk_asksAHostAtMostSoOften(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c, err := fetch.New(fetch.Config{
			Hosts: map[string]fetch.Host{place: {PerSecond: 1}, "other.example": {PerSecond: 100}}, Transport: still{}, Now: time.Now,
		})
		if err != nil {
			t.Fatal(err)
		}
		began := time.Now()
		for range 4 {
			if _, err := c.Ask(t.Context(), question("/a")); err != nil {
				t.Fatal(err)
			}
		}
		if got := time.Since(began); got != 3*time.Second {
			t.Errorf("four requests took %s, want 3s", got)
		}
		for range 4 {
			if _, err := c.Ask(t.Context(), fetch.Question{Host: "other.example", Path: "/"}); err != nil {
				t.Fatal(err)
			}
		}
		if got := time.Since(began); got != 3030*time.Millisecond {
			t.Errorf("four more of another host took until %s, want 3.03s", got)
		}
	})
}

func TestAsk_doesNotWaitForeverForItsTurn(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c, err := fetch.New(fetch.Config{Hosts: map[string]fetch.Host{place: {PerSecond: 1}}, Transport: still{}, Now: time.Now})
		if err != nil {
			t.Fatal(err)
		}
		refused := make(chan error, 200)
		for i := range 200 {
			go func() {
				_, err := c.Ask(t.Context(), question("/"+strings.Repeat("a", i+1)))
				refused <- err
			}()
		}
		n := 0
		for range 200 {
			if err := <-refused; err != nil {
				n++
			}
		}
		if n != 79 {
			t.Errorf("%d of 200 were refused, want 79: those more than two minutes behind", n)
		}
		if _, err := c.Ask(t.Context(), question("/later")); err != nil {
			t.Errorf("a queue that was too long is no fault of the host: %v", err)
		}
	})
}
