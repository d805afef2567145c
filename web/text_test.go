package web_test

import (
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/web/pagetest"
)

// Every page that takes a text counts its letters, not its bytes.
func TestPages_textsHaveOneLimitInLetters(t *testing.T) {
	t.Parallel()
	h := pagetest.New(t).Project("xz", nil).Measured("xz", 1, 8, 184).Site()
	for _, at := range []string{"/search?q=", "/projects?q=", "/projects?owner=", "/map?q=", "/lists/critical?q=", "/lists/critical?tag=", "/compare?p="} {
		status := 200
		if at == "/compare?p=" {
			status = 404 // the one project asked for is on no list
		}
		pagetest.Page(t, h, at+strings.Repeat("%C3%BC", 200), status)
		bad := pagetest.Page(t, h, at+strings.Repeat("%C3%BC", 201), 400)
		if !strings.Contains(bad.Find("main").Text(), "200 letters") {
			t.Errorf("%s: the limit is not named: %s", at, bad.Find("main").Text())
		}
	}
}
