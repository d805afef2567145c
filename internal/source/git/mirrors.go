package git

import (
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/repository"
)

// Mirrors returns the repositories on this disk that match the patterns, by name, each once. A
// pattern without {host} means github.com. An owner is one folder name; nested groups of other
// hosts are found only by name, with Open. It returns an error for a pattern without {owner},
// because the owner of a repository is then unknown.
func (s *Source) Mirrors() ([]repository.ID, error) {
	var all []repository.ID
	for _, pattern := range s.cfg.Mirrors {
		if !strings.Contains(pattern, "{owner}") {
			return nil, fmt.Errorf("mirror pattern %q: it must contain {owner} and {name} to find repositories by", pattern)
		}
		found, err := repositoriesAt(filepath.Clean(pattern))
		if err != nil {
			return nil, fmt.Errorf("mirror pattern %q: %w", pattern, err)
		}
		all = append(all, found...)
	}
	slices.SortFunc(all, func(a, b repository.ID) int { return strings.Compare(a.Key(), b.Key()) })
	return slices.CompactFunc(all, func(a, b repository.ID) bool { return a.Key() == b.Key() }), nil
}

func repositoriesAt(pattern string) ([]repository.ID, error) {
	wild := strings.NewReplacer("{host}", "*", "{owner}", "*", "{name}", "*")
	paths, err := filepath.Glob(wild.Replace(escapeGlob(pattern)))
	if err != nil {
		return nil, err
	}
	form := regexp.QuoteMeta(pattern)
	for _, part := range []string{"host", "owner", "name"} {
		form = strings.ReplaceAll(form, `\{`+part+`\}`, `(?P<`+part+`>[^/]+)`)
	}
	re, err := regexp.Compile("^" + form + "$")
	if err != nil {
		return nil, fmt.Errorf("each of {host}, {owner} and {name} may stand once: %w", err)
	}
	var all []repository.ID
	for _, path := range paths {
		m := re.FindStringSubmatch(path)
		if m == nil || !holdsGit(path) {
			continue
		}
		host := "github.com"
		if i := re.SubexpIndex("host"); i >= 0 {
			host = m[i]
		}
		id, err := repository.Parse("https://" + host + "/" + m[re.SubexpIndex("owner")] + "/" + m[re.SubexpIndex("name")])
		if err == nil { // other folders may exist beside the mirrors
			all = append(all, id)
		}
	}
	return all, nil
}

// escapeGlob escapes the special characters of a glob.
func escapeGlob(pattern string) string {
	return strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`).Replace(pattern)
}
