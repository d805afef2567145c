package repository

import (
	"net/url"
	"strings"
)

// Pasted returns the https address that a text a person copied somewhere may be meant as: an address
// to clone from ("git@host:path", "ssh://", "git://", "git+https://"), one with http, or the page of a
// viewer of Scorecard results. Any other text is returned as it is. Parse decides what it is.
func Pasted(text string) string {
	text = strings.TrimPrefix(strings.TrimSpace(text), "git+")
	if u, err := url.Parse(text); err == nil && strings.HasSuffix(u.Path, "/viewer/") && u.Query().Get("uri") != "" {
		text = u.Query().Get("uri")
	}
	scheme, rest, ok := strings.Cut(text, "://")
	switch {
	case ok && (scheme == "ssh" || scheme == "git" || scheme == "http"):
		return "https://" + withoutUser(rest)
	case ok || !strings.Contains(text, ":"):
		return text
	}
	// The form of scp: host:path, the path without a leading slash.
	host, path, _ := strings.Cut(withoutUser(text), ":")
	if !validHost(host) || strings.HasPrefix(path, "//") {
		return text
	}
	return "https://" + host + "/" + strings.TrimPrefix(path, "/")
}

// withoutUser returns an address without the name of the account that everybody clones with.
func withoutUser(text string) string { return strings.TrimPrefix(text, "git@") }
