package declared

import "regexp"

// Help is a place where users get help, as a SUPPORT file names it: its kind and the line.
type Help struct {
	Kind string
	Line int
}

// helps are the kinds of places, with the words that name them, in lower case.
var helps = []struct {
	kind  string
	words *regexp.Regexp
}{
	{"issues", pattern(
		`/issues\b|issue tracker|bug tracker|\b(?:open|file|create|`,
		`submit) an? (?:new )?(?:\w+ )?issue|bugzilla|github issues`,
	)},
	{"forum", pattern(
		`/discussions\b|github discussions|\bforums?\b|discourse|stack ?overflow|`,
		`stackexchange`,
	)},
	{"chat", pattern(
		`\bslack\b|discord|gitter|\birc\b|matrix\.to|\bmatrix (?:room|channel|chat)|`,
		`zulip|telegram`,
	)},
	{"mailing_list", pattern(
		`mailing[- ]list|groups\.google\.com|lists\.[a-z0-9-]+\.[a-z]|/mailman`,
	)},
	{"commercial", pattern(
		`commercial support|paid support|professional (?:support|services)|`,
		`support contract|enterprise support|consult(?:ing|ancy)|premium support`,
	)},
}

// ReadSupport returns the kinds of places for help that a SUPPORT file names, each with its first
// line. What a sentence excludes ("do not open an issue") is left out. The error is a sentence
// without the text of the file.
func ReadSupport(text []byte) ([]Help, error) {
	all, err := spoken(text)
	if err != nil {
		return nil, err
	}
	var out []Help
	for _, h := range helps {
		for _, s := range all {
			at := h.words.FindStringIndex(s.lower)
			if at != nil && !within(refusal.FindAllStringIndex(s.lower, -1), at[0]) {
				out = append(out, Help{h.kind, s.at(at[0])})
				break
			}
		}
	}
	return out, nil
}
