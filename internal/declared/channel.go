package declared

import (
	"net/url"
	"regexp"
	"strings"
)

var (
	// mailAddress matches an address. The last part has no digit, so versions of packages are none.
	mailAddress = regexp.MustCompile(`(?i)[a-z0-9][a-z0-9._%+'-]*@(?:[a-z0-9-]+\.)+[a-z]{2,}`)
	// hiddenAddress matches one that is written out: "x at example dot org", "x [at] example.org".
	hiddenAddress = pattern(
		"(?i)[`\"*_]?[a-z0-9][a-z0-9._+-]*[`\"*_]?\\s*(?:[\\[({<]\\s?at\\s?[\\])}>]\\s*[a-z0-9.-]+|",
		"\\sat\\s+[a-z0-9-]+\\s+(?:dot|\\[dot\\]|\\(dot\\))\\s+[a-z])",
	)
	webAddress   = regexp.MustCompile("(?i)https?://[^\\s<>\"'`\\])}|]+")
	platformHost = pattern(
		`(?i)(?:^|\.)(?:hackerone\.com|bugcrowd\.com|intigriti\.com|yeswehack\.com|`,
		`huntr\.(?:dev|com)|tidelift\.com|openbugbounty\.org|immunefi\.com|`,
		`bugbounty\.[a-z.]+|bounty\.[a-z.]+|kb\.cert\.org|vdp\.[a-z.]+)$`,
	)
	chatHost = pattern(
		`(?i)(?:^|\.)(?:matrix\.to|slack\.com|discord\.(?:gg|com)|t\.me|telegram\.me|`,
		`signal\.me|keybase\.io|bsky\.app|twitter\.com|x\.com|mastodon\.[a-z]+|`,
		`linkedin\.com|gitter\.im|zulipchat\.com)$`,
	)
	hostForm = regexp.MustCompile(`(?i)/security/advisories(?:/new)?/?$|^/[^/]+/[^/]+/security/?$`)
	host     = regexp.MustCompile(`(?i)^(?:www\.)?(?:github|gitlab|codeberg)\.(?:com|org)$`)
	// reading matches hosts whose pages are to be read.
	reading = pattern(
		`(?i)^(?:docs\.github\.com|docs\.gitlab\.com|en\.wikipedia\.org|`,
		`(?:www\.)?(?:linuxfoundation|bestpractices|openssf)\.[a-z]+|nvd\.nist\.gov|`,
		`cve\.mitre\.org|(?:www\.)?cve\.org|semver\.org|endoflife\.date)$`,
	)
	phoneNumber = regexp.MustCompile(`^\+?[0-9][0-9 ()./-]{5,}$`)
	page        = pattern(
		`(?i)/(?:blob|tree|raw)/|\.(?:md|rst|adoc|txt|html?|ya?ml)$|/security/policy/?$|`,
		`/issues(?:/new(?:/choose)?)?/?$|/discussions/?$|/releases/?$`,
	)
	placeholder = pattern(
		`(?i)@(?:[a-z0-9-]+\.)*(?:example\.(?:com|org|net)|yourdomain\.[a-z]+|`,
		`domain\.(?:com|tld)|company\.com|your-?(?:org|company|project)\.[a-z]+)$|`,
		`^(?:you|your[a-z.-]*|git|noreply|no-reply)@`,
	)
)

// kindOf returns the kind of channel that an address is, or nothing: it is a page to read, an
// example, or no address.
func kindOf(text string) ChannelKind {
	text = strings.TrimSpace(text)
	lower := strings.ToLower(text)
	switch {
	case text == "":
		return ""
	case strings.HasPrefix(lower, "mailto:"):
		return kindOf(text[len("mailto:"):])
	case strings.HasPrefix(lower, "http://"), strings.HasPrefix(lower, "https://"):
		return kindOfPage(text)
	case phoneNumber.MatchString(strings.TrimPrefix(lower, "tel:")):
		return Phone
	case mailAddress.MatchString(text) && !placeholder.MatchString(text):
		return Mail
	case hiddenAddress.MatchString(text):
		return Mail
	}
	return ""
}

// kindOfPage returns the kind of channel that the address of a web page is, or nothing.
func kindOfPage(text string) ChannelKind {
	u, err := url.Parse(text)
	if err != nil || u.Host == "" {
		return ""
	}
	name := u.Hostname()
	switch {
	case page.MatchString(u.Path), reading.MatchString(name):
		return ""
	case platformHost.MatchString(name):
		return Platform
	case chatHost.MatchString(name):
		return Chat
	case host.MatchString(name):
		if hostForm.MatchString(u.Path) {
			return HostForm
		}
		return "" // another page of the host
	}
	return WebForm
}
