package purl

import (
	"fmt"
	"strings"
)

// check reports what the registry of the type could never hold.
func (p Package) check() error {
	if written, ok := otherNames[p.Type]; ok {
		return p.bad("the type is written %s: pkg:%s/%s", written, written, p.Path())
	}
	path := p.Path()
	switch {
	case p.Name == "":
		return p.bad("the name is missing")
	case len(path) > most:
		return p.bad("the name is longer than %d bytes", most)
	case strings.ContainsFunc(path, func(r rune) bool { return r <= ' ' || r == 0x7f }):
		return p.bad("the name has a space or a control character")
	}
	for segment := range strings.SplitSeq(path, "/") {
		if segment == "." || segment == ".." || segment == "" {
			return p.bad("%q is no part of a name", segment)
		}
	}
	return p.checkType()
}

// checkType applies the rules of one type about namespaces and names.
func (p Package) checkType() error {
	depth := 0
	if p.Namespace != "" {
		depth = strings.Count(p.Namespace, "/") + 1
	}
	switch p.Type {
	case "npm":
		switch scoped := strings.HasPrefix(p.Namespace, "@"); {
		case depth == 1 && !scoped:
			return p.bad("a scope begins with an at sign: pkg:npm/%%40%s/%s", p.Namespace, p.Name)
		case depth > 1:
			return p.bad("a package of npm has one scope at most: pkg:npm/%%40scope/name")
		}
	case "pypi", "cargo", "gem", "nuget", "hackage", "cran", "pub", "cocoapods":
		if depth > 0 {
			return p.bad("a name of this registry has no slash: pkg:%s/%s", p.Type, p.Name)
		}
	case "maven":
		if group, name, joined := strings.Cut(p.Path(), ":"); joined {
			return p.bad("write a slash between group and artifact: pkg:maven/%s/%s", group, name)
		}
		if depth != 1 {
			return p.bad("a package of Maven has a group and an artifact: pkg:maven/org.slf4j/slf4j-api")
		}
	case "composer":
		if depth != 1 {
			return p.bad("a package of Packagist has a vendor and a name: pkg:composer/symfony/console")
		}
	case "github", "bitbucket":
		if depth != 1 {
			return p.bad("a repository has an owner and a name: pkg:%s/owner/name", p.Type)
		}
	case "golang":
		return p.checkGo()
	}
	if strings.HasPrefix(p.Name, "@") || p.Type != "npm" && strings.Contains(p.Path(), "@") {
		return p.bad("a version follows a plain at sign, and no name holds one")
	}
	return nil
}

// checkGo refuses what the module proxy's addresses and import lines are mistaken for.
func (p Package) checkGo() error {
	path := p.Path()
	switch {
	case strings.Contains(path, "!"):
		return p.bad("capitals are written as such: pkg:golang/%s", unescapeGo(path))
	case strings.ContainsAny(path, ":@"):
		return p.bad("a module path has no scheme and no version: pkg:golang/github.com/owner/name")
	}
	return nil
}

// unescapeGo undoes the escape of capitals in the addresses of the module proxy.
func unescapeGo(path string) string {
	var b strings.Builder
	up := false
	for _, r := range path {
		switch {
		case r == '!':
			up = true
		case up:
			b.WriteString(strings.ToUpper(string(r)))
			up = false
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

func (p Package) bad(format string, args ...any) error {
	return fmt.Errorf("%q is %w: %s", p.String(), ErrBad, fmt.Sprintf(format, args...))
}

// otherNames are names of registries that are taken for types, with the type.
var otherNames = map[string]string{
	"crates": "cargo", "crates.io": "cargo", "crate": "cargo", "rust": "cargo", "rubygems": "gem", "rubygem": "gem", "gems": "gem", "ruby": "gem",
	"go": "golang", "python": "pypi", "pip": "pypi", "packagist": "composer", "php": "composer", "node": "npm", "npmjs": "npm",
	"mvn": "maven", "java": "maven", "dotnet": "nuget", "debian": "deb", "dart": "pub", "elixir": "hex", "erlang": "hex", "haskell": "hackage",
	"r": "cran", "conancenter": "conan", "alpine": "apk", "arch": "alpm",
}

// usualHosts are the hosts of the usual registry of a type, in an address that says so needlessly.
var usualHosts = map[string]string{
	"npm": "registry.npmjs.org www.npmjs.com npmjs.com", "pypi": "pypi.org pypi.python.org", "maven": "repo.maven.apache.org repo1.maven.org central.sonatype.com",
	"gem": "rubygems.org", "cargo": "crates.io static.crates.io index.crates.io", "composer": "packagist.org repo.packagist.org",
	"nuget": "www.nuget.org nuget.org api.nuget.org", "golang": "pkg.go.dev proxy.golang.org", "hex": "hex.pm repo.hex.pm", "pub": "pub.dev pub.dartlang.org",
	"cran": "cran.r-project.org cran.rstudio.com", "hackage": "hackage.haskell.org", "conan": "center.conan.io center2.conan.io conan.io",
}

// usual reports whether an address is that of the usual registry of a type.
func usual(kind, address string) bool {
	for host := range strings.FieldsSeq(usualHosts[kind]) {
		if Host(address) == host {
			return true
		}
	}
	return false
}

// Host returns the host of a registry's address, with or without a scheme, in lower case.
func Host(address string) string {
	if _, rest, ok := strings.Cut(address, "://"); ok {
		address = rest
	}
	host, _, _ := strings.Cut(address, "/")
	return strings.ToLower(host)
}

// elsewhere are types whose purls name no registry that a project publishes in: the
// packages that distributions make of it, and addresses of its source.
var elsewhere = map[string]bool{
	"deb": true, "rpm": true, "apk": true, "alpm": true, "ebuild": true, "openwrt": true, "buildroot": true, "yocto": true, "nix": true, "guix": true, "brew": true, "qpkg": true,
	"generic": true, "github": true, "gitlab": true, "bitbucket": true, "gitea": true, "sourceforge": true, "swid": true,
}

// Published reports whether the type names a registry that projects themselves publish in. Packages
// of distributions are made by others, and "generic" and the hosts of source name no registry.
func (p Package) Published() bool { return !elsewhere[p.Type] }

// words are the registries that people know by another name than the type.
var words = map[string]string{
	"npm": "the npm registry", "pypi": "PyPI", "cargo": "crates.io", "gem": "RubyGems", "composer": "Packagist", "nuget": "NuGet", "golang": "the Go module index",
	"maven": "Maven Central", "hex": "hex.pm", "cran": "CRAN", "hackage": "Hackage", "pub": "pub.dev", "conan": "ConanCenter", "cpan": "CPAN",
	"cocoapods": "CocoaPods", "conda": "conda's channels", "swift": "the Swift Package Index", "julia": "Julia's registry", "docker": "Docker Hub",
	"luarocks": "LuaRocks", "opam": "opam", "vcpkg": "vcpkg", "huggingface": "Hugging Face", "bitnami": "Bitnami", "vscode-extension": "the marketplace of VS Code",
}

// RegistryName returns the registry in words: "hex.pm", or the host if it is not the usual one.
func (p Package) RegistryName() string {
	if p.Registry != "" {
		return Host(p.Registry)
	}
	if w, ok := words[p.Type]; ok {
		return w
	}
	return "the registry of " + p.Type + " packages"
}
