package cli

import "regexp"

var (
	userinfo  = regexp.MustCompile(`([a-zA-Z][a-zA-Z0-9+.-]*://)[^/\s@]+@`)
	passwords = regexp.MustCompile(`(?i)((?:pass(?:word)?|sslpassword)=)[^&\s]+`)
)

// Redact removes user and password from addresses, so that a database or proxy
// password never reaches a terminal or a log.
func Redact(s string) string {
	return passwords.ReplaceAllString(userinfo.ReplaceAllString(s, "${1}…@"), "${1}…")
}
