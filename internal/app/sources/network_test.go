package sources

import (
	"context"
	"net"
	"slices"
	"syscall"
	"testing"
	"testing/synctest"
	"time"
)

var noName = &net.DNSError{Err: "no such host", IsNotFound: true}

func TestNetwork_oneHostThatAnswersOrRefusesIsANetwork(t *testing.T) {
	t.Parallel()
	answer := map[string]error{"gone:443": noName, "refuses:443": &net.OpError{Op: "dial", Err: syscall.ECONNREFUSED}, "far:443": syscall.ENETUNREACH}
	dial := func(_ context.Context, _, address string) (net.Conn, error) {
		if err := answer[address]; err != nil {
			return nil, err
		}
		c, _ := net.Pipe()
		return c, nil
	}
	for _, tc := range []struct {
		hosts []string
		up    bool
	}{
		{nil, true},
		{[]string{"there:443"}, true},
		{[]string{"gone:443"}, false},
		{[]string{"gone:443", "far:443"}, false},
		{[]string{"gone:443", "refuses:443"}, true},
		{[]string{"gone:443", "there:443"}, true},
	} {
		if up := (Network{Hosts: tc.hosts, Dial: dial}).Up(t.Context()); up != tc.up {
			t.Errorf("%v: %v, want %v", tc.hosts, up, tc.up)
		}
	}
}

func TestNetwork_silenceEndsAfterThreeSeconds(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		silent := func(ctx context.Context, _, _ string) (net.Conn, error) {
			<-ctx.Done()
			return nil, ctx.Err()
		}
		if (Network{Hosts: []string{"a:1", "b:1"}, Dial: silent}).Up(t.Context()) || time.Since(began) != 3*time.Second {
			t.Errorf("it took %s", time.Since(began))
		}
	})
}

func TestNetwork_onThisMachine(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	n := Network{Hosts: []string{l.Addr().String()}}
	if !n.Up(t.Context()) {
		t.Error("a port that listens is not reached")
	}
	l.Close()
	if !n.Up(t.Context()) {
		t.Error("a port that refuses is taken for a missing network")
	}
}

func TestOptions_networkOfWhatIsAskedFirst(t *testing.T) {
	t.Parallel()
	all := Options{Sources: []string{"github", "published", "registry", "git", "scorecard", "advisory"}}
	all.GitHub.URL = "https://api.github.com/"
	all.Results.URL = "https://api.scorecard.dev/"
	fake := all
	fake.Sources = []string{"github"}
	fake.GitHub.URL = "http://127.0.0.1:8090/"
	offline := all
	mirrored := all
	offline.Offline = true
	mirrored.Mirror = []string{"/m/{name}"}
	for name, tc := range map[string]struct {
		o       Options
		present bool
		want    []string
	}{
		"all":       {all, true, []string{"api.github.com:443", "api.scorecard.dev:443", "api.deps.dev:443", "api.osv.dev:443", "github.com:443"}},
		"past":      {all, false, []string{"github.com:443"}},
		"fake host": {fake, true, []string{"127.0.0.1:8090"}},
		"offline":   {offline, true, nil},
		"mirrored":  {mirrored, true, nil},
		"no source": {Options{}, true, nil},
	} {
		if got := tc.o.Network(tc.present).Hosts; !slices.Equal(got, tc.want) {
			t.Errorf("%s: %q, want %q", name, got, tc.want)
		}
	}
}
