package repository_test

import (
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/repository"
)

func TestPasted_readsAddressesToCloneFrom(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"git@github.com:curl/curl.git":                           "github.com/curl/curl",
		"github.com:curl/curl":                                   "github.com/curl/curl",
		"ssh://git@github.com/curl/curl.git":                     "github.com/curl/curl",
		"git://git.kernel.org/pub/scm/git/git.git":               "git.kernel.org/pub/scm/git/git",
		"git+https://github.com/lodash/lodash.git":               "github.com/lodash/lodash",
		"git+ssh://git@github.com/lodash/lodash.git":             "github.com/lodash/lodash",
		"http://github.com/curl/curl":                            "github.com/curl/curl",
		" https://github.com/curl/curl ":                         "github.com/curl/curl",
		"https://scorecard.dev/viewer/?uri=github.com/curl/curl": "github.com/curl/curl",
		"curl/curl":                                            "github.com/curl/curl",
		"git@github.com:":                                      "",
		"other@github.com:curl/curl":                           "",
		"ssh://other@github.com/curl/curl":                     "",
		"-oProxyCommand=x:curl":                                "",
		"git@localhost:curl/curl":                              "",
		"https://scorecard.dev/viewer/?uri=file:///etc/passwd": "",
		"file:///etc/passwd":                                   "",
		"pkg:npm/lodash":                                       "",
	} {
		got := ""
		if id, err := repository.Parse(repository.Pasted(text)); err == nil {
			got = id.String()
		}
		if got != want {
			t.Errorf("%q is read as %q, want %q", text, got, want)
		}
	}
}
