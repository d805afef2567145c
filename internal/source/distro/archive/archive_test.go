package archive_test

import (
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/source/distro/archive"
)

// read returns the graph of an invented archive.
func read(t *testing.T, packages, sources string) *archive.Archive {
	t.Helper()
	a, err := archive.Read(strings.NewReader(packages), strings.NewReader(sources), "amd64")
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// binary returns a stanza of a Packages file.
func binary(name, source string, fields ...string) string {
	s := "Package: " + name + "\nVersion: 1-1\nArchitecture: amd64\nFilename: pool/x.deb\n"
	if source != "" {
		s += "Source: " + source + "\n"
	}
	for _, f := range fields {
		s += f + "\n"
	}
	return s + "Description: words, that: are | not read\n more of them\n\n"
}

// source returns a stanza of a Sources file.
func source(name string, fields ...string) string {
	s := "Package: " + name + "\nVersion: 1-1\nBinary: x\nDirectory: pool/x\n"
	for _, f := range fields {
		s += f + "\n"
	}
	return s + "\n"
}

// said returns the counts as "name run build base", of those that are not all zero.
func said(a *archive.Archive) []string {
	var out []string
	for _, c := range a.Counts() {
		if c.Run+c.Build > 0 || c.Base != archive.NoBase {
			out = append(out, fmt.Sprintf("%s %d %d %s", c.Name, c.Run, c.Build, c.Base))
		}
	}
	slices.Sort(out)
	return out
}

// kinds are invented archives with one kind of dependency each, and the counts that are not zero.
var kinds = map[string]struct {
	packages, sources string
	want              []string
}{
	"through others, and the first that exists": {
		binary("lib1", "lib") + binary("tool", "", "Depends: gone | lib1 (>= 2) | other, lib1") + binary("other", "") +
			binary("app", "", "Pre-Depends: tool:any") + binary("lib-doc", "lib (1.2)", "Depends: app", "Recommends: other"),
		source("lib") + source("tool") + source("other") + source("app"),
		[]string{"app 1 0 none", "lib 2 0 none", "tool 2 0 none"},
	},
	"a virtual name of one source": {
		binary("mta-a", "mail", "Provides: mta (= 1), sendmail") + binary("mta-b", "mail", "Provides: mta") + binary("app", "", "Depends: mta"),
		source("mail") + source("app"),
		[]string{"mail 1 0 none"},
	},
	"a virtual name of several sources needs none": {
		binary("mta-a", "mail", "Provides: mta") + binary("mta-b", "post", "Provides: mta") + binary("app", "", "Depends: mta") +
			binary("sure", "", "Depends: mta | mta-b"),
		source("mail") + source("post") + source("app") + source("sure"),
		[]string{"post 1 0 none"},
	},
	"a real package goes before those that provide its name": {
		binary("awk", "") + binary("mawk", "", "Provides: awk") + binary("app", "", "Depends: awk"),
		source("awk") + source("mawk") + source("app"),
		[]string{"awk 1 0 none"},
	},
	"cycles": {
		binary("a", "", "Depends: b") + binary("b", "", "Depends: c") + binary("c", "", "Depends: a, d, c") + binary("d", "") + binary("e", "", "Depends: b"),
		source("a") + source("b") + source("c") + source("d") + source("e"),
		[]string{"a 3 0 none", "b 3 0 none", "c 3 0 none", "d 4 0 none"},
	},
	"what building needs": {
		binary("gcc", "gcc-14", "Depends: libc") + binary("libc", "glibc") + binary("build-essential", "", "Depends: gcc") +
			binary("tar", "", "Essential: yes", "Priority: required") + binary("bison", "", "Depends: m4") + binary("m4", ""),
		source("app", "Build-Depends: bison (>= 1:3.0~), gone") + source("doc", "Build-Depends-Indep: m4") + source("m4", "Build-Depends-Arch: gone") +
			source("none") + source("gcc-14", "Build-Depends: m4") + source("glibc") + source("tar") + source("build-essential") + source("bison"),
		// gcc-14 needs its own compiler, too, which is no dependent.
		[]string{"bison 0 1 none", "build-essential 0 4 none", "gcc-14 1 3 none", "glibc 2 4 none", "m4 1 3 none", "tar 0 4 required"},
	},
	"restrictions": {
		binary("x", ""),
		source("a", "Build-Depends: x (<< 9) [amd64 arm64]") + source("b", "Build-Depends: x [!amd64]") + source("c", "Build-Depends: x [linux-any] <!nocheck>") +
			source("d", "Build-Depends: x <pkg.d.full>") + source("e", "Build-Depends: x (<< 2) <cross>, gone") + source("f", "Build-Depends: x (<< 2) <!nodoc> <cross>") +
			source("g", "Build-Depends: x [any-amd64 hurd-i386]") + source("h", "Build-Depends: x [hurd-any]") + source("i", "Build-Depends: x [!hurd-any],\n gone,\n\tx") + source("j", "Build-Depends: x (<< 2)") + source("x"),
		[]string{"x 0 6 none"},
	},
	"bases": {
		binary("sh", "", "Essential: yes", "Depends: libc") + binary("libc", "glibc", "Priority: optional") + binary("init", "", "Priority: required") +
			binary("apt", "", "Priority: important", "Depends: libz") + binary("libz", "zlib") + binary("less", "", "Priority: standard", "Depends: term, libc") +
			binary("cron", "", "Priority: important") + binary("term", "ncurses") + binary("game", "", "Priority: optional"),
		source("sh") + source("glibc") + source("init") + source("apt") + source("zlib") + source("less") + source("cron") + source("ncurses") + source("game"),
		[]string{"apt 0 0 required", "cron 0 0 standard", "glibc 2 0 required", "init 0 0 required", "less 0 0 standard", "ncurses 1 0 standard", "sh 0 0 required", "zlib 1 0 required"},
	},
	"the first of several versions, no extra sources, and sources that only binaries name": {
		binary("lib", "") + binary("lib", "other", "Depends: gone") + binary("app", "lost", "Depends: lib") + binary("app", "", "Depends: gone"),
		source("lib") + source("lib", "Build-Depends: app") + source("old", "Extra-Source-Only: yes", "Build-Depends: lib"),
		[]string{"lib 1 0 none"},
	},
}

func TestCounts_byTheKindOfDependency(t *testing.T) {
	t.Parallel()
	for name, tc := range kinds {
		if got := said(read(t, tc.packages, tc.sources)); !slices.Equal(got, tc.want) {
			t.Errorf("%s:\n got %q\nwant %q", name, got, tc.want)
		}
	}
}

func TestUnion_ofSeveralSourcesCountsEachDependentOnce(t *testing.T) {
	t.Parallel()
	a := read(t,
		binary("gcc-9", "", "Depends: gcc-10")+binary("gcc-10", "")+binary("gcc-x", "")+binary("app", "", "Depends: gcc-9")+binary("both", "", "Depends: gcc-9, gcc-10")+
			binary("cc", "gcc-defaults", "Depends: gcc-9", "Priority: standard"),
		source("gcc-9", "Build-Depends: gcc-10")+source("gcc-10")+source("gcc-x")+source("app", "Build-Depends: cc")+source("both", "Build-Depends: gcc-x")+source("gcc-defaults"))
	u := a.Union("gcc-N", "gcc-defaults", "gone")
	if got := fmt.Sprint(u); got != "{[gcc-10 gcc-9 gcc-defaults] 2 1 3 standard}" {
		t.Errorf("all of the project: %s", got)
	}
	if u := a.Union("gcc-N"); u.Run != 3 || u.Of != 4 || u.Base != archive.Standard {
		t.Errorf("without the defaults: %+v", u)
	}
	if u := a.Union("gone", "goneN"); u.Sources != nil || u.Run+u.Build != 0 || u.Base != archive.NoBase {
		t.Errorf("a project that is not there: %+v", u)
	}
	for pattern, names := range map[string]string{"libpngN.N": "libpng1.6", "gcc-N": "gcc-14", "golang-N.N": "golang-1.24"} {
		if form := archive.Pattern(pattern); !form.MatchString(names) || form.MatchString(names+"-cross") || form.MatchString("x"+names) {
			t.Errorf("%s does not stand for %s alone", pattern, names)
		}
	}
}

// What is counted at once for all sources is what is counted for each alone.
func TestCounts_areThoseOfEachSourceAlone(t *testing.T) {
	t.Parallel()
	for seed := range uint64(4) {
		packages, sources := random(rand.New(rand.NewPCG(seed, 1)))
		a := read(t, packages, sources)
		for i, c := range a.Counts() {
			if i%23 != 0 {
				continue
			}
			u := a.Union(c.Name)
			if u.Run != c.Run || u.Build != c.Build || u.Base != c.Base || u.Of != a.Sources()-1 {
				t.Errorf("seed %d: %s: together %+v, alone %+v", seed, c.Name, c, u)
			}
		}
	}
}

// random invents an archive that is larger than one block of sources, and has cycles.
func random(r *rand.Rand) (packages, sources string) {
	var p, s strings.Builder
	n := 2100 + r.IntN(200)
	some := func(most int) string {
		var all []string
		for range r.IntN(most) {
			all = append(all, fmt.Sprintf("b%d", r.IntN(n)))
		}
		return strings.Join(append(all, "gone"), ", ")
	}
	for i := range n {
		fields := []string{"Depends: " + some(3)}
		if r.IntN(500) == 0 {
			fields = append(fields, "Essential: yes")
		}
		if r.IntN(100) == 0 {
			fields = append(fields, "Priority: standard")
		}
		p.WriteString(binary(fmt.Sprintf("b%d", i), fmt.Sprintf("s%d", i*9/10), fields...))
		s.WriteString(source(fmt.Sprintf("s%d", i), "Build-Depends: "+some(4)))
	}
	return p.String(), s.String()
}

func TestCounts_aLongChainNeedsNoDeepStack(t *testing.T) {
	t.Parallel()
	const n = 50_000
	var p, s strings.Builder
	for i := range n {
		p.WriteString(binary(fmt.Sprintf("b%d", i), "", fmt.Sprintf("Depends: b%d", i+1)))
		if i < 10 {
			s.WriteString(source(fmt.Sprintf("b%d", i)))
		}
	}
	if u := read(t, p.String(), s.String()).Union(fmt.Sprintf("b%d", n-1)); u.Run != n-1 {
		t.Errorf("%d of a chain of %d", u.Run, n)
	}
}

func TestQuantiles_nearestRank(t *testing.T) {
	t.Parallel()
	var counts []archive.Count
	for i := range 1000 {
		counts = append(counts, archive.Count{Run: 999 - i})
	}
	got := archive.Quantiles(counts, func(c archive.Count) int { return c.Run })
	if fmt.Sprint(got) != "[{50 499} {75 749} {90 899} {95 949} {99 989} {99.5 994} {99.9 998}]" {
		t.Errorf("%v", got)
	}
	if archive.Quantiles(nil, nil) != nil {
		t.Error("quantiles of nothing")
	}
}

func TestRead_refusesWhatIsNoIndex(t *testing.T) {
	t.Parallel()
	good := source("x")
	for name, tc := range map[string]struct{ packages, want string }{
		"a page":           {"<html><body>not found</body></html>\n", "line 1: a line that is no field"},
		"nothing":          {"", "0 binary packages and 1 sources"},
		"no name":          {"Version: 1\n\n", "without a name"},
		"a lone line":      {" x\n", "line 1"},
		"a line too long":  {"Package: x\nDepends: " + strings.Repeat("x", 1<<20) + "\n", "line 2: a line of more than 1 MiB"},
		"a field too long": {"Package: x\nDepends: y\n" + strings.Repeat(" "+strings.Repeat("x", 1<<19)+"\n", 9), "4 MiB"},
	} {
		_, err := archive.Read(strings.NewReader(tc.packages), strings.NewReader(good), "amd64")
		if !errors.Is(err, archive.ErrFormat) || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%s: %v, want %q", name, err, tc.want)
		}
	}
	broken := io.MultiReader(strings.NewReader(binary("x", "")), failing{})
	if _, err := archive.Read(broken, strings.NewReader(good), "amd64"); !errors.Is(err, errBroken) {
		t.Errorf("a file that ends early: %v", err)
	}
}

var errBroken = errors.New("broken")

type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, errBroken }

func FuzzRead(f *testing.F) {
	f.Add(binary("a", "b", "Depends: c | d [amd64] <!x>, e"), source("a", "Build-Depends: f (<< 1) [!any]"))
	f.Add("Package: N\nProvides: N\n", "Package: \xff\n\n")
	f.Fuzz(func(t *testing.T, packages, sources string) {
		a, err := archive.Read(strings.NewReader(packages), strings.NewReader(sources), "amd64")
		if err != nil {
			return
		}
		for _, c := range a.Counts() {
			if most := a.Sources() - 1; c.Run > most || c.Build > most || c.Run < 0 || c.Build < 0 {
				t.Errorf("%+v of %d", c, most)
			}
		}
		a.Union("N", "a")
	})
}

// Both files have stanzas that begin with Package, so each must have what makes it one of its kind.
func TestRead_refusesAnIndexOfTheOtherKind(t *testing.T) {
	t.Parallel()
	p, s := binary("x", ""), source("x")
	other := strings.Replace(p, "amd64", "arm64", 1)
	without := func(text, field string) string { return strings.Replace(text, "\n"+field+": ", "\nX-"+field+": ", 1) }
	for _, tc := range []struct{ packages, sources, want string }{
		{s, s, "read Packages: not an index of a Debian archive: line 5: a source package, so this is a Sources file"},
		{p, p, "read Sources: not an index of a Debian archive: line 7: a binary package, so this is a Packages file"},
		{s, p, "so this is a Sources file"},
		{other, s, `a package for "arm64", not for amd64`},
		{without(p, "Version"), s, `package "x" has no Version`},
		{without(p, "Architecture"), s, `package "x" has no Architecture`},
		{without(p, "Filename"), s, `package "x" has no Filename`},
		{p, without(s, "Version"), `package "x" has no Version`},
		{p, without(s, "Binary"), `package "x" has no Binary`},
		{p, without(s, "Directory"), `package "x" has no Directory`},
	} {
		_, err := archive.Read(strings.NewReader(tc.packages), strings.NewReader(tc.sources), "amd64")
		if !errors.Is(err, archive.ErrFormat) || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%v, want %q", err, tc.want)
		}
	}
}

func TestPlausible_refusesFilesOfTwoArchives(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ packages, sources, want string }{
		{binary("a", "") + binary("b", ""), source("a") + source("b") + source("c"), ""},
		{binary("a", ""), source("a") + source("b") + source("c"), "packages of only 1 of the 3 sources"},
		{binary("a", "") + binary("b", "") + binary("c", ""), source("a"), "only 1 of the 3 sources of Packages"},
		{binary("a", ""), source("b"), "packages of only 0 of the 1 sources"},
	} {
		err := read(t, tc.packages, tc.sources).Plausible()
		if said := fmt.Sprint(err); tc.want == "" && err != nil || tc.want != "" && (!errors.Is(err, archive.ErrFormat) || !strings.Contains(said, tc.want)) {
			t.Errorf("%v, want %q", err, tc.want)
		}
	}
}
