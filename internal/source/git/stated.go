package git

import (
	"context"
	"fmt"
	"regexp"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/source"
)

// stating are the files in which trees state their version, by the path, with the patterns of its
// numbers. Of several, the first counts.
var stating = []struct {
	path    string
	numbers *regexp.Regexp
}{
	{"VERSION.dat", regexp.MustCompile(`(?m)^MAJOR=(\d+)\nMINOR=(\d+)`)},
	{"include/ruby/version.h", regexp.MustCompile(`(?s)RUBY_API_VERSION_MAJOR (\d+).*?RUBY_API_VERSION_MINOR (\d+)`)},
	{"meson.version", plainVersion},
	{"VERSION", plainVersion},
	{"VERSION.txt", plainVersion},
	{"version.txt", plainVersion},
	{"Makefile", regexp.MustCompile(`(?m)^VERSION = (\d+)\nPATCHLEVEL = (\d+)`)},
	{"configure.ac", regexp.MustCompile(`(?s)AC_INIT\(\s*\[?[^,\]]*\]?\s*,\s*\[?(\d+)(?:\.(\d+))?`)},
	{"meson.build", regexp.MustCompile(`(?s)\bproject\s*\([^)]*?\bversion\s*:\s*'(\d+)(?:\.(\d+))?`)},
	{"CMakeLists.txt", regexp.MustCompile(`(?si)project\s*\([^)]*?\bVERSION\s+(\d+)(?:\.(\d+))?`)},
	{"package.json", regexp.MustCompile(`(?m)^\s*"version"\s*:\s*"(\d+)\.(\d+)`)},
}

// plainVersion matches a file that has a version and nothing before it.
var plainVersion = regexp.MustCompile(`^v?(\d+)(?:\.(\d+))?`)

// maxStated bounds the files that are read for a version.
const maxStated = 1 << 20

// statedVersion returns the first two numbers of the version that a commit's tree states and the
// file that does, or no file. Cost: a few short runs of git.
func (r *Repo) statedVersion(ctx context.Context, rev string) (numbers [2]int, file string, err error) {
	for _, s := range stating {
		name := rev + ":" + s.path
		size, err := r.run.output(ctx, call{dir: r.view.dir, args: []string{"cat-file", "-s", name}})
		if exitCode(err) > 0 {
			continue // there is no such file, or this copy lacks it
		} else if err != nil {
			return numbers, "", r.broken("read "+s.path, err)
		}
		if number(strings.TrimSpace(string(size))) > maxStated {
			continue
		}
		text, err := r.run.output(ctx, call{dir: r.view.dir, args: []string{"cat-file", "blob", name}})
		if err != nil {
			return numbers, "", fmt.Errorf("read %s: %w: %w", s.path, source.ErrPartialTree, err)
		}
		if m := s.numbers.FindSubmatch(text); m != nil {
			numbers[0] = number(string(m[1]))
			if len(m[2]) > 0 {
				numbers[1] = number(string(m[2]))
			}
			return numbers, s.path, nil
		}
	}
	return numbers, "", nil
}

// tagsAreOld says why the tags of a copy are no evidence of releases, or nothing if they are. Copies
// often keep the tags of the day they were made. They are evidence if the highest tag is of the
// version that the tree states, or of the one before.
func (r *Repo) tagsAreOld(ctx context.Context, rev string) (string, error) {
	head, err := r.commit(ctx, rev)
	if err != nil {
		return "", err
	}
	tags, err := readTags(ctx, r.run, r.view.dir, r.name())
	if err != nil {
		return "", r.broken("releases", err)
	}
	rel := tags.releases(head.at.Unix() + day)
	if len(rel.tags) == 0 {
		return "the copy has no tags of releases", nil
	}
	highest := rel.tags[0]
	for _, t := range rel.tags {
		if compareVersions(t.version, highest.version) >= 0 {
			highest = t
		}
	}
	stated, file, err := r.statedVersion(ctx, rev)
	if err != nil {
		return "", err
	}
	if file != "" && follows(stated, highest.version.numbers) {
		return "", nil
	}
	says := "no file states the version"
	if file != "" {
		says = fmt.Sprintf("%s states %d.%d", file, stated[0], stated[1])
	}
	last, _ := rel.last()
	return fmt.Sprintf("the copy's tags may be old: the newest is %s of %s, and %s", last.name, isoDay(last.at), says), nil
}

// follows reports whether a stated version is that of the released one or the next: the same first
// two numbers, the second one higher, or the first one higher with a second of 0.
func follows(stated [2]int, released []int) bool {
	at := [2]int{}
	copy(at[:], released)
	return stated == at || stated == [2]int{at[0], at[1] + 1} || stated == [2]int{at[0] + 1, 0}
}
