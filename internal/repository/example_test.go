package repository_test

import (
	"errors"
	"fmt"

	"github.com/plumbline-scorecard/plumbline/internal/repository"
)

func ExampleParse() {
	for _, text := range []string{"curl/curl", "https://GitLab.com/gnutls/gnutls.git", "git.openembedded.org/openembedded-core"} {
		id, err := repository.Parse(text)
		fmt.Println(id, id.Owner(), id.Slug(), err)
	}
	// User names, ports and options are refused, so an address is safe to hand to git.
	_, err := repository.Parse("https://user@example.org/a/b")
	fmt.Println(errors.Is(err, repository.ErrBad))
	// Output:
	// github.com/curl/curl curl curl-curl <nil>
	// gitlab.com/gnutls/gnutls gnutls gnutls-gnutls <nil>
	// git.openembedded.org/openembedded-core  openembedded-core <nil>
	// true
}
