package fetch_test

import (
	"net/http"
	"net/netip"
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/fetch"
	"github.com/plumbline-scorecard/plumbline/internal/source"
)

// What was not asked on purpose is not told as a failure of the connection, and without addresses.
func TestError_namesWhatIsNotAsked(t *testing.T) {
	t.Parallel()
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "http://10.0.0.1/inside", http.StatusFound)
	})
	c, _ := client(t, s, nil)
	_, away := c.Ask(t.Context(), question("/a"))
	inside := &fetch.Error{Host: place, Err: fetch.NewGuard(nil).Check(netip.AddrFrom4([4]byte{10, 0, 0, 1}))}
	for want, err := range map[string]error{"redirects to another host": away, "is at an internal address": inside} {
		if _, why, ok := source.RefusalOf(err); !ok || !strings.Contains(why, want) || strings.Contains(why, "10.0.0.1") {
			t.Errorf("%q of %v, want %q", why, err, want)
		}
	}
}
