package purl

import (
	"net/url"
	"strings"
)

// site is where a registry shows its packages: the segments of a path after Under are those of a
// name, at most Most of them (0: any number).
type site struct {
	kind, under string
	most        int
}

// sites are by host, without "www.".
var sites = map[string]site{
	"npmjs.com": {"npm", "package", 1}, "pypi.org": {"pypi", "project", 1}, "crates.io": {"cargo", "crates", 1},
	"rubygems.org": {"gem", "gems", 1}, "nuget.org": {"nuget", "packages", 1}, "packagist.org": {"composer", "packages", 2},
	"mvnrepository.com": {"maven", "artifact", 2}, "central.sonatype.com": {"maven", "artifact", 2}, "search.maven.org": {"maven", "artifact", 2},
	"pkg.go.dev": {"golang", "", 0},
}

// OfPage returns the packages that a page of a registry may be about, the likeliest first: of a page
// about Go, the path and all paths above it. None: it is no such page. "https://" may be left out.
func OfPage(text string) []Package {
	if _, rest, ok := strings.Cut(text, "://"); ok {
		text = rest
	}
	if cut := strings.IndexAny(text, "?#"); cut >= 0 {
		text = text[:cut]
	}
	host, path, _ := strings.Cut(text, "/")
	at, ok := sites[strings.TrimPrefix(strings.ToLower(host), "www.")]
	if !ok {
		return nil
	}
	path, err := url.PathUnescape(strings.Trim(path, "/"))
	if err != nil {
		return nil
	}
	if at.under != "" {
		if path, ok = strings.CutPrefix(path, at.under+"/"); !ok {
			return nil
		}
	}
	return at.packages(strings.Split(path, "/"))
}

// packages returns the packages whose names the segments may be.
func (at site) packages(segs []string) (out []Package) {
	most := at.most
	if at.kind == "npm" && strings.HasPrefix(segs[0], "@") { // a scope
		most++
	}
	if most > 0 {
		segs = segs[:min(most, len(segs))]
	}
	for i, s := range segs { // "path@v1.2.3" has a version
		if at.kind == "golang" && strings.Contains(s, "@") {
			segs[i], _, _ = strings.Cut(s, "@")
			segs = segs[:i+1]
			break
		}
	}
	least := len(segs)
	if at.kind == "golang" {
		least = 1
	}
	for n := len(segs); n >= least; n-- {
		name := strings.ReplaceAll(strings.Join(segs[:n], "/"), "@", "%40")
		if p, err := Parse("pkg:" + at.kind + "/" + name); err == nil {
			out = append(out, p)
		}
	}
	return out
}
