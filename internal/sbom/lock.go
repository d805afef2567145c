package sbom

import (
	"fmt"
	"slices"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/foreign"
)

// folder is where npm puts packages.
const folder = "node_modules/"

// lockPackages reads "packages" of a lock file of npm, version 2 and 3.
// Source: https://docs.npmjs.com/cli/configuring-npm/package-lock-json
func (b *builder) lockPackages(s *scanner) error {
	return s.object(func(path string) error {
		at := strings.LastIndex(path, folder)
		name := ""
		if at >= 0 {
			name = path[at+len(folder):]
		}
		e, link, err := b.lockEntry(s, name)
		switch {
		case err != nil:
			return err
		case path == "":
			b.subject = &e
			return nil
		case link, at < 0: // a folder of the project itself
			return nil
		}
		return b.add(e)
	})
}

// lockEntry reads one package, and whether it is a link to a folder. name is used if it names none.
func (b *builder) lockEntry(s *scanner, name string) (entry, bool, error) {
	g := given{name: name}
	link := false
	err := s.object(func(key string) (err error) {
		switch key {
		case "name":
			g.name, err = s.text()
		case "version":
			g.version, err = s.text()
		case "integrity":
			err = s.or(&g.has.hash)
		case "license":
			err = s.or(&g.has.license)
		case "link":
			link = true
			err = s.skip()
		default:
			err = s.skip()
		}
		return err
	})
	return b.npm(g), link, err
}

// npm gives a package of npm its purl.
func (b *builder) npm(g given) entry {
	if g.name != "" {
		g.purls = []string{"pkg:npm/" + strings.ReplaceAll(g.name, "@", "%40")}
	}
	g.has.related = true // a lock file names the place of each package in the tree
	return b.entry(g)
}

// lockNested reads "dependencies" of version 1, which version 2 repeats.
func (b *builder) lockNested(s *scanner, r *root) error {
	return s.object(func(name string) error {
		g := given{name: name}
		err := s.object(func(key string) (err error) {
			switch key {
			case "version":
				g.version, err = s.text()
			case "integrity":
				err = s.or(&g.has.hash)
			case "dependencies":
				err = b.lockNested(s, r)
			default:
				err = s.skip()
			}
			return err
		})
		if err != nil {
			return err
		}
		if alias, ok := strings.CutPrefix(g.version, "npm:"); ok { // "npm:name@1.0.0"
			if at := strings.LastIndexByte(alias, '@'); at > 0 {
				g.name, g.version = alias[:at], alias[at+1:]
			}
		}
		if len(r.nested) >= b.limits.Components {
			return fmt.Errorf("more than %d components", b.limits.Components)
		}
		r.nested = append(r.nested, b.npm(g))
		return nil
	})
}

func (b *builder) lockFinish(r *root) error {
	b.doc.Format, b.doc.Name = PackageLock, r.name
	if !slices.Contains([]string{"1", "2", "3"}, r.lock) {
		return fmt.Errorf("version %q of package-lock.json is not supported; supported are 1, 2, 3", foreign.Line(r.lock))
	}
	if len(b.entries) == 0 && r.lock == "1" {
		b.entries = r.nested
	}
	return b.version(r.lock)
}
