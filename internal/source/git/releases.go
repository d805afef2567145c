package git

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/source"
)

// tag is one tag that names a version.
type tag struct {
	name    string
	version version
	at      int64  // creation: the tagger's date, or the commit's
	commit  string // the commit that it points to, or empty
}

// releases are the tags of a repository at an instant.
type releases struct {
	tags  []tag // by date, then version, oldest first; not after the instant
	early int
	other int // tags on anything but a commit, without a date, or later than the instant
	days  []int64
}

func (r *releases) last() (tag, bool) {
	if len(r.tags) == 0 {
		return tag{}, false
	}
	return r.tags[len(r.tags)-1], true
}

// versionTags are the tags that name a version, by name, including pre-releases.
type versionTags struct {
	oids    map[string]string
	read    map[string]version
	objects map[string]dated
}

// readReleases lists the tags and reads the dates of those that name a version.
// own is the name of the repository, and until the last date a tag may have.
func readReleases(ctx context.Context, r *runner, dir, own string, until int64) (*releases, error) {
	all, err := readTags(ctx, r, dir, own)
	if err != nil {
		return nil, err
	}
	return all.releases(until), nil
}

func readTags(ctx context.Context, r *runner, dir, own string) (versionTags, error) {
	v := versionTags{oids: map[string]string{}, read: map[string]version{}}
	own = strings.Join(words(tokens.FindAllString(own, -1)), "-")
	out, err := r.output(ctx, call{dir: dir, args: []string{"for-each-ref", "--format=%(objectname) %(refname)", "refs/tags"}})
	if err != nil {
		return v, fmt.Errorf("list tags: %w", err)
	}
	for line := range strings.Lines(string(out)) {
		oid, ref, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		name := strings.ToValidUTF8(strings.TrimPrefix(ref, "refs/tags/"), "\uFFFD")
		if version, ok := parseVersion(name, own); ok {
			v.oids[name] = oid
			v.read[name] = version
		}
	}
	oids := make([]string, 0, len(v.oids))
	for _, oid := range v.oids {
		oids = append(oids, oid)
	}
	if v.objects, err = readObjects(ctx, r, dir, oids); err != nil {
		return v, fmt.Errorf("read tags: %w", err)
	}
	return v, nil
}

// releases returns the tags that existed at until, the last date that a tag may have.
func (v versionTags) releases(until int64) *releases {
	rel := &releases{}
	var tags []tag
	for name, oid := range v.oids {
		if o, ok := v.objects[oid]; !ok || o.at <= 0 || o.at > until {
			rel.other++
		} else {
			tags = append(tags, tag{name: name, version: v.read[name], at: o.at, commit: o.commit})
		}
	}
	slices.SortFunc(tags, func(a, b tag) int {
		return cmp.Or(cmp.Compare(a.at, b.at), compareVersions(a.version, b.version), strings.Compare(a.name, b.name))
	})
	rel.tags, rel.early = mainLine(tags)
	for _, t := range rel.tags {
		if d := t.at / day; len(rel.days) == 0 || rel.days[len(rel.days)-1] != d {
			rel.days = append(rel.days, d)
		}
	}
	return rel
}

// dated is a tag or commit with its date.
type dated struct {
	at     int64
	commit string // a commit's own id, or the commit that a tag object points to in the end
	tagged string // the tag that a tag object points to; empty once followed
}

// maxTagDepth bounds how many tags of tags are followed. Nobody signs a tag more often.
const maxTagDepth = 10

// readObjects returns the tag and commit objects among the names. Trees, blobs, tags of them, and
// objects that are not in this copy are left out. Tags of tags are followed to their commit.
func readObjects(ctx context.Context, r *runner, dir string, oids []string) (map[string]dated, error) {
	found := map[string]dated{}
	for depth, next := 0, oids; len(next) > 0 && depth <= maxTagDepth; depth++ {
		if err := readHeaders(ctx, r, dir, next, found); err != nil {
			return nil, err
		}
		next = nil
		for _, d := range found {
			if _, known := found[d.tagged]; d.tagged != "" && !known {
				found[d.tagged] = dated{} // asked for once, even if absent
				next = append(next, d.tagged)
			}
		}
	}
	out := map[string]dated{}
	for _, oid := range oids {
		if d, ok := peel(found, oid); ok {
			out[oid] = d
		}
	}
	return out, nil
}

// peel follows tags of tags to the commit. The date remains that of the outermost tag.
func peel(found map[string]dated, oid string) (dated, bool) {
	d := found[oid]
	for inner := d; inner.tagged != ""; {
		inner = found[inner.tagged]
		d.commit, d.tagged = inner.commit, ""
	}
	return d, d.commit != ""
}

// readHeaders adds the tag and commit objects among the names to found. Blobs are never read,
// because a tag may point to one of any size.
func readHeaders(ctx context.Context, r *runner, dir string, oids []string, found map[string]dated) error {
	oids = slices.Compact(slices.Sorted(slices.Values(oids)))
	in := strings.Join(oids, "\n") + "\n"
	out, err := r.output(ctx, call{dir: dir, args: []string{"cat-file", "--batch-check=%(objectname) %(objecttype)"}, stdin: strings.NewReader(in)})
	if err != nil {
		return err
	}
	var readable strings.Builder
	for line := range strings.Lines(string(out)) {
		if oid, kind, _ := strings.Cut(strings.TrimSpace(line), " "); kind == "tag" || kind == "commit" {
			readable.WriteString(oid + "\n")
		}
	}
	return r.stream(ctx, call{dir: dir, args: []string{"cat-file", "--batch"}, stdin: strings.NewReader(readable.String())}, func(out io.Reader) error {
		return eachObject(out, func(oid, kind string, body []byte) {
			found[oid] = parseDated(oid, kind, body)
		})
	})
}

// eachObject parses the output of cat-file --batch.
func eachObject(out io.Reader, do func(oid, kind string, body []byte)) error {
	b := bufio.NewReaderSize(out, 64<<10)
	for {
		line, err := b.ReadString('\n')
		if err == io.EOF && line == "" {
			return nil
		} else if err != nil {
			return fmt.Errorf("git cat-file ended early: %w", source.ErrUnavailable)
		}
		f := strings.Fields(line)
		if len(f) != 3 {
			continue // "<oid> missing"
		}
		size, err := strconv.ParseInt(f[2], 10, 64)
		if err != nil || size < 0 || size > maxBlob {
			return fmt.Errorf("object %s of %s bytes: %w", f[0], f[2], source.ErrLimit)
		}
		body := make([]byte, size+1)
		if _, err := io.ReadFull(b, body); err != nil {
			return fmt.Errorf("git cat-file ended early: %w", source.ErrUnavailable)
		}
		do(f[0], f[1], body[:size])
	}
}

// parseDated parses the header of a tag or commit. A tag without a tagger, as in old repositories,
// has no date.
func parseDated(oid, kind string, body []byte) dated {
	d := dated{}
	who := "tagger "
	if kind == "commit" {
		d.commit, who = oid, "committer "
	}
	header, _, _ := bytes.Cut(body, []byte("\n\n"))
	object := ""
	for line := range strings.Lines(string(header)) {
		line = strings.TrimSuffix(line, "\n")
		switch {
		case strings.HasPrefix(line, who):
			d.at = signatureDate(line)
		case kind == "tag" && object == "" && strings.HasPrefix(line, "object "):
			object = line[len("object "):]
		case kind == "tag" && line == "type commit":
			d.commit = object
		case kind == "tag" && line == "type tag":
			d.tagged = object
		}
	}
	return d
}

// signatureDate returns the seconds of "name <mail> seconds zone", or 0 if unreadable.
func signatureDate(line string) int64 {
	rest := line[strings.LastIndexByte(line, '>')+1:]
	f := strings.Fields(rest)
	if len(f) == 0 {
		return 0
	}
	t, err := strconv.ParseInt(f[0], 10, 64)
	if err != nil {
		return 0
	}
	return t
}

func isoDay(t int64) string { return time.Unix(t, 0).UTC().Format(time.DateOnly) }
