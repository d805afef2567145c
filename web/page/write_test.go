package page

import (
	"strings"
	"testing"
)

func TestLogPath_cutsATokenWhereverItIs(t *testing.T) {
	t.Parallel()
	token := strings.Repeat("a", 43)
	for path, want := range map[string]string{
		"/shortlists/" + token:              "/shortlists/…",
		"/shortlists/" + token + ".csv":     "/shortlists/…",
		"//shortlists/" + token:             "//shortlists/…",
		"/Shortlists/" + token + "/":        "/Shortlists/…/",
		"/shortlists//" + token + "/delete": "/shortlists//…/…",
		"/shortlist/" + token + ".csv":      "/shortlist/….csv",
		"/shortlists/" + token[:40]:         "/shortlists/…",
		"/shortlists/new":                   "/shortlists/new",
		"/p/curl.json":                      "/p/curl.json",
	} {
		if got := LogPath(path); got != want {
			t.Errorf("%s is logged as %s, want %s", path, got, want)
		}
	}
}
