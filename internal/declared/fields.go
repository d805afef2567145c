package declared

import (
	"net/url"
	"slices"
	"strings"
	"time"
)

// most is how many problems of one file are listed.
const most = 20

// problems collects what a schema requires and a file lacks, and what has another form. Both are
// paths of fields, which come from the schema and not from the file.
type problems struct {
	missing, wrong []string
}

func (p *problems) lacks(path string) {
	if len(p.missing) < most && !slices.Contains(p.missing, path) {
		p.missing = append(p.missing, path)
	}
}

func (p *problems) bad(path string) {
	if len(p.wrong) < most && !slices.Contains(p.wrong, path) {
		p.wrong = append(p.wrong, path)
	}
}

// fields reads the fields of one mapping.
type fields struct {
	at       *node
	path     string
	problems *problems
}

func (f fields) name(key string) string {
	if f.path == "" {
		return key
	}
	return f.path + "." + key
}

// need notes the fields that are required and missing.
func (f fields) need(keys ...string) {
	for _, key := range keys {
		if f.at.key(key).is() == null {
			f.problems.lacks(f.name(key))
		}
	}
}

// in returns the fields of a mapping within this one. Without it, all of them are missing.
func (f fields) in(key string) fields {
	below := f.at.key(key)
	if below.is() != null && below.is() != mapping {
		f.problems.bad(f.name(key))
		below = nil
	}
	return fields{at: below, path: f.name(key), problems: f.problems}
}

// given reports whether the mapping is there.
func (f fields) given() bool { return f.at.is() == mapping }

// read returns a scalar in the form that a function gives it; false: it has another form.
func (f fields) read(key string, as func(string) (string, bool)) Mark {
	value := f.at.key(key)
	if value.is() == null {
		return Mark{}
	}
	if text := value.word(); text != "" {
		if out, ok := as(text); ok {
			return Mark{out, max(value.line, 1)}
		}
	}
	f.problems.bad(f.name(key))
	return Mark{}
}

func (f fields) yes(key string) Mark { return f.read(key, answer) }

func (f fields) day(key string) Mark { return f.read(key, day) }

func (f fields) address(key string) Mark { return f.read(key, address) }

// oneOf reads one of some words, whatever its case.
func (f fields) oneOf(key string, words []string) Mark {
	return f.read(key, func(text string) (string, bool) {
		text = strings.ToLower(text)
		return text, slices.Contains(words, text)
	})
}

// people counts the entries of a list. Those that counts refuses are left out.
func (f fields) people(key string, counts func(*node) bool) Count {
	value := f.at.key(key)
	switch value.is() {
	case null:
		return Count{}
	case list:
		n := 0
		for _, item := range value.items {
			if counts(item) {
				n++
			}
		}
		return Count{N: n, Line: max(value.line, 1)}
	}
	f.problems.bad(f.name(key))
	return Count{}
}

// answer reads a truth value.
func answer(text string) (string, bool) {
	switch strings.ToLower(text) {
	case "true", "yes":
		return Yes, true
	case "false", "no":
		return No, true
	}
	return "", false
}

// day reads a date, or an instant, as YYYY-MM-DD.
func day(text string) (string, bool) {
	if len(text) < len(time.DateOnly) {
		return "", false
	}
	text = text[:len(time.DateOnly)]
	_, err := time.Parse(time.DateOnly, text)
	return text, err == nil
}

// mostAddress is the maximum number of bytes of an address.
const mostAddress = 300

// personal are the hosts on which an address is the account of a person more often than not. Only
// the host is kept of those.
var personal = pattern(
	`(?i)^(?:www\.)?(?:github\.com/sponsors/|(?:github|gitlab|codeberg|`,
	`bitbucket)\.(?:com|org)/[^/]+/?$|(?:patreon|ko-fi|liberapay|buymeacoffee|paypal|`,
	`linkedin|twitter|x|keybase)\.(?:com|me|io)/|paypal\.me/|keybase\.io/|bsky\.app/|`,
	`mastodon\.social/)`,
)

// address reads the address of a web page. Credentials, the query and the fragment are left out.
func address(text string) (string, bool) {
	u, err := url.Parse(text)
	if err != nil || len(text) > mostAddress || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return "", false
	}
	u.User, u.RawQuery, u.Fragment, u.RawFragment = nil, "", "", ""
	if personal.MatchString(u.Host + u.EscapedPath()) {
		u.Path, u.RawPath = "/", ""
	}
	return u.String(), true
}
