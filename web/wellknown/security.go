package wellknown

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// validDays is how long what security.txt says is valid. RFC 9116 recommends less than a year. The
// file is made at each request, so it never expires on a site that runs.
const validDays = 180

// security answers with the file of RFC 9116.
func (s Site) security(w http.ResponseWriter, r *http.Request) error {
	if s.Contact == "" {
		return missing("This site names no contact, so it has no security.txt. Its operator names one with “--report-to”.")
	}
	contact, ok := securityContact(s.Contact)
	if !ok {
		return missing("The contact of this site is not an address that security.txt allows: https, mailto or tel.")
	}
	lines := []string{
		"# Contact for security reports about this site (RFC 9116).",
		"# The contact may be public. Ask there for a private way before you send details.",
		"Contact: " + contact,
		"Expires: " + s.Now().UTC().Truncate(24*time.Hour).AddDate(0, 0, validDays).Format(time.RFC3339),
		"Preferred-Languages: en",
	}
	if s.PublicURL != "" {
		lines = append(lines, "Canonical: "+s.absolute("/.well-known/security.txt"))
	}
	return send(w, r, "text/plain; charset=utf-8", []byte(strings.Join(lines, "\n")+"\n"))
}

// securityContact returns a contact in the form RFC 9116 allows, and false for others.
func securityContact(raw string) (string, bool) {
	u, err := url.Parse(strings.TrimSpace(raw))
	if err != nil || !slices.Contains([]string{"https", "mailto", "tel"}, u.Scheme) {
		return "", false
	}
	if u.Scheme == "https" && u.Hostname() == "" || u.Scheme != "https" && u.Opaque == "" {
		return "", false
	}
	return u.String(), true
}
