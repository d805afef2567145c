package network_test

import (
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/network"
)

func TestInternalHost(t *testing.T) {
	t.Parallel()
	for host, want := range map[string]bool{
		"localhost": true, "LocalHost.": true, "a.localhost": true, "127.0.0.1": true, "127.0.0.1.": true, "[::1]": true, "::1": true,
		"127.1": true, "2130706433": true, "0x7f000001": true, "0x7f.1": true, "0177.0.0.1": true, "10.0.0.256": true, "169.254.169.254": true,
		"git.example.org": false, "localhost.example.org": false, "140.82.121.3": false, "1and1.example": false, "example.0xyz": false,
		"example.org.": false, "2606:50c0:8000::153": false, "": false, "x0.example": false,
	} {
		if got := network.InternalHost(host); (got != "") != want {
			t.Errorf("%q: got %q, want it internal: %t", host, got, want)
		}
	}
}
