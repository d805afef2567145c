package page

import (
	"net/url"
	"testing"
)

func TestEncode_isCanonical(t *testing.T) {
	t.Parallel()
	a := Encode(url.Values{"per": {"25"}, "tag": {"b", "a"}, "q": {"x y&z"}, "nobody": {"1"}, "sort": {""}})
	if want := "?q=x+y%26z&tag=b&tag=a&per=25"; a != want {
		t.Errorf("got %s, want %s", a, want)
	}
	if got := Encode(nil); got != "" {
		t.Errorf("nothing: got %q", got)
	}
}
