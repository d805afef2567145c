package draft

import (
	"errors"
	"fmt"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/foreign"
	"github.com/plumbline-scorecard/plumbline/internal/network"
	"github.com/plumbline-scorecard/plumbline/internal/purl"
	"github.com/plumbline-scorecard/plumbline/internal/repository"
)

var (
	errMost    = fmt.Errorf("a list file holds at most %d projects: make several lists", Most)
	errNothing = errors.New("it has no address")
	errPackage = errors.New("a package URL does not say where the repository is: use CSV with the columns url and purl")
	errWords   = errors.New("not an address: a line holds one address, and remarks begin with #")
)

// place is a repository with the packages that are known to come from it.
type place struct {
	id       repository.ID
	packages []purl.Package
}

// address reads the address of a repository as people have it at hand: a page of it, what git clones
// from, owner/name, host/path or a package URL.
func (m *Maker) address(text string) (place, error) {
	s := strings.Trim(strings.TrimSpace(text), `<>"',;`)
	switch {
	case s == "":
		return place{}, errNothing
	case strings.ContainsAny(s, " \t"):
		return place{}, errWords
	case strings.HasPrefix(strings.ToLower(s), "pkg:"):
		return m.ofPackage(s)
	}
	id, err := repository.Parse(https(s))
	if err != nil {
		if rest, ok := strings.CutPrefix(https(s), "https://github.com/"); ok && rest != "" && !strings.Contains(strings.Trim(rest, "/"), "/") {
			return place{}, fmt.Errorf("it names an account, not a repository; for all its repositories: plumbline init --from org %s", foreign.Clip(strings.Trim(rest, "/")))
		}
		return place{}, repository.ErrBad
	}
	if why := network.InternalHost(id.Host); why != "" {
		return place{}, fmt.Errorf("%s is %s, which others cannot read", id.Host, why)
	}
	return place{id: id}, nil
}

// https returns an address that git or a browser uses as one that repository.Parse reads.
func https(s string) string {
	s = strings.TrimPrefix(s, "git+")
	if scheme, rest, ok := strings.Cut(s, "://"); ok {
		switch strings.ToLower(scheme) {
		case "http", "git", "ssh", "https":
			host, path, _ := strings.Cut(rest, "/")
			s = "https://" + strings.TrimPrefix(host, "git@") + "/" + path
		}
	} else if host, path, ok := strings.Cut(s, ":"); ok && strings.HasPrefix(host, "git@") { // git@host:owner/name
		s = "https://" + strings.TrimPrefix(host, "git@") + "/" + strings.TrimPrefix(path, "/")
	}
	if cut := strings.IndexAny(s, "?#"); cut >= 0 { // of a page: ?tab=readme, #install
		s = s[:cut]
	}
	return s
}

// hosted are the types of packages whose name is that of a repository, with its host.
var hosted = map[string]string{"github": "github.com", "bitbucket": "bitbucket.org", "gitlab": "gitlab.com"}

// ofPackage finds the repository of a package: by its name where that says it, or as another list
// has it.
func (m *Maker) ofPackage(text string) (place, error) {
	p, err := purl.Parse(text)
	if err != nil {
		return place{}, purl.ErrBad
	}
	at := place{packages: []purl.Package{p}}
	address := ""
	if host, ok := hosted[p.Type]; ok {
		address, at.packages = "https://"+host+"/"+p.Path(), nil
	} else if known, ok := m.known[p.Key()]; ok {
		if r, ok := known.PrimaryRepository(); ok {
			address = r.URL
		}
	} else if host, path, ok := strings.Cut(p.Path(), "/"); p.Type == "golang" && ok && goHosts[host] {
		owner, rest, _ := strings.Cut(path, "/")
		name, _, _ := strings.Cut(rest, "/")
		address = "https://" + host + "/" + owner + "/" + name
	}
	if address == "" {
		return place{}, errPackage
	}
	if at.id, err = repository.Parse(address); err != nil {
		return place{}, errPackage
	}
	return at, nil
}

// goHosts are the hosts where the path of a Go module begins with that of its repository.
var goHosts = map[string]bool{"github.com": true, "bitbucket.org": true, "codeberg.org": true}

// packages adds the packages of a row's own column, separated by blanks.
func (m *Maker) packages(at *place, text string) error {
	for _, s := range strings.Fields(text) {
		p, err := purl.Parse(s)
		if err != nil {
			return fmt.Errorf("the column purl: %q is %w", foreign.Clip(s), purl.ErrBad)
		}
		at.packages = append(at.packages, p)
	}
	return nil
}
