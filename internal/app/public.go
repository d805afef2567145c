package app

import (
	"errors"
	"net/url"
	"strings"
)

// PublicURL is the address readers know the site by, "https://HOST/"; empty: none was
// given.
type PublicURL string

// Host returns the host of the address, without a port; empty if none was given.
func (p PublicURL) Host() string {
	u, err := url.Parse(string(p))
	if err != nil {
		return ""
	}
	return u.Hostname()
}

// errPublicURL says what is allowed.
var errPublicURL = errors.New("allowed is https://HOST/ or http://HOST/, without user, path, query or fragment")

// UnmarshalText reads the address of a site. Pages link from its root, so it has no path.
func (p *PublicURL) UnmarshalText(text []byte) error {
	raw := strings.TrimSpace(string(text))
	if raw == "" {
		*p = ""
		return nil
	}
	u, err := url.Parse(raw)
	switch {
	case err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Hostname() == "":
		return errPublicURL
	case u.Path != "" && u.Path != "/" || strings.ContainsAny(raw, "?#@"):
		return errPublicURL
	}
	*p = PublicURL(u.Scheme + "://" + strings.ToLower(u.Host) + "/")
	return nil
}
