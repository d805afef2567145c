package repository

import (
	"errors"
	"fmt"
	"net/url"
	"path"
	"slices"
	"strings"
)

// ErrBad means that the address is not a repository address that we accept.
var ErrBad = errors.New("not a repository: use owner/name (on github.com), host/path or https://host/path")

// ID is the canonical name of a repository: "github.com/curl/curl". Only the host is in lower case,
// because hosts differ in how they treat the path.
type ID struct {
	Host string
	Path string // without leading slash or ".git"; may have several segments
}

// Parse reads an https URL, "host/path" or "owner/name" (read as github.com: an owner
// there has no dot, and a host always has one). A page of a repository ("…/tree/main/lib",
// "…/-/issues") is read as the repository, where its host's addresses tell. It returns ErrBad, saying what is allowed, for
// anything else: other schemes, user info, ports, queries, options, "..".
func Parse(s string) (ID, error) {
	raw := strings.TrimSpace(s)
	text := raw
	if !strings.Contains(text, "://") {
		segs := strings.Split(text, "/")
		if len(segs) == 2 && !strings.Contains(segs[0], ".") {
			text = "github.com/" + text
		} else if len(segs) > 2 && !strings.Contains(segs[0], ".") {
			return ID{}, fmt.Errorf("%w: %.200q", ErrBad, raw)
		}
		text = "https://" + text
	}
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "https" || u.User != nil || u.Port() != "" || u.RawQuery != "" || u.Fragment != "" || strings.Contains(text, "%") {
		return ID{}, fmt.Errorf("%w: %.200q", ErrBad, raw)
	}
	host := strings.ToLower(u.Hostname())
	if host == "www.github.com" {
		host = "github.com"
	}
	p := strings.Trim(u.Path, "/")
	if path.Clean("/"+p) != "/"+p {
		return ID{}, fmt.Errorf("%w: %.200q", ErrBad, raw)
	}
	p = root(host, p)
	if !validHost(host) || p == "" || host == "github.com" && !onGitHub(p) || slices.Contains(contents, host) {
		return ID{}, fmt.Errorf("%w: %.200q", ErrBad, raw)
	}
	for _, seg := range strings.Split(p, "/") {
		if !validSegment(seg) {
			return ID{}, fmt.Errorf("%w: %.200q", ErrBad, raw)
		}
	}
	return ID{Host: host, Path: p}, nil
}

func validHost(h string) bool {
	if h == "" || h[0] == '-' || h[0] == '.' || !strings.Contains(h, ".") {
		return false
	}
	return strings.Trim(strings.ToLower(h), "abcdefghijklmnopqrstuvwxyz0123456789.-") == ""
}

func validSegment(s string) bool {
	if s == "" || s == "." || s == ".." || s[0] == '-' {
		return false
	}
	return strings.Trim(strings.ToLower(s), "abcdefghijklmnopqrstuvwxyz0123456789._-+~") == ""
}

// String returns "host/path".
func (r ID) String() string { return r.Host + "/" + r.Path }

// URL returns the https address.
func (r ID) URL() string { return "https://" + r.Host + "/" + r.Path }

// Owner returns everything between the host and the last segment; may be empty.
func (r ID) Owner() string {
	d := path.Dir(r.Path)
	if d == "." {
		return ""
	}
	return d
}

// Name returns the last path segment.
func (r ID) Name() string { return path.Base(r.Path) }

// Key returns the form for comparison: case-folded, as forges do.
func (r ID) Key() string { return strings.ToLower(r.String()) }

// Slug returns the slug of a project made from this repository alone: [a-z0-9-]+, from owner and
// name.
func (r ID) Slug() string {
	var b strings.Builder
	for _, c := range strings.ToLower(r.Path) {
		if c >= 'a' && c <= 'z' || c >= '0' && c <= '9' {
			b.WriteRune(c)
		} else if b.Len() > 0 && !strings.HasSuffix(b.String(), "-") {
			b.WriteByte('-')
		}
	}
	return strings.Trim(b.String(), "-")
}
