package declared

import (
	"net/url"
	"strings"
)

// ways collects the ways to report that a file names.
type ways struct {
	found             channels
	elsewhere, public Mark
	// sure means that the sentence that names another place speaks of reports.
	sure bool
	// platform is the line of the name of a platform without an address.
	platform int
}

// channels returns the channels by kind. A name of a platform counts if it has no address.
func (w *ways) channels() []Channel {
	if w.platform > 0 && !w.found.has(Platform) {
		w.found.add(Platform, "", w.platform)
	}
	return w.found.sorted()
}

// read reads one sentence. What it asks not to do is blanked first.
func (w *ways) read(s sentence) {
	if aside.MatchString(s.lower) {
		return
	}
	w.pages(s)
	for _, at := range refusal.FindAllStringIndex(s.lower, -1) {
		blank := strings.Repeat(" ", at[1]-at[0])
		s.text = s.text[:at[0]] + blank + s.text[at[1]:]
		s.lower = s.lower[:at[0]] + blank + s.lower[at[1]:]
	}
	plain := webAddress.ReplaceAllString(s.lower, " ")
	if !reporting.MatchString(s.lower) && !reporting.MatchString(s.around) {
		return
	}
	if !w.public.Stated() && inPublic.MatchString(plain) && !notPublic.MatchString(plain) {
		w.public = Mark{Yes, max(s.match(inPublic), s.line)}
	}
	w.form(s, plain)
	w.mail(s, plain)
	w.addresses(s, plain)
}

// form looks for the private form of the host in words.
func (w *ways) form(s sentence, plain string) {
	switch {
	case own.MatchString(plain):
	case hostWords.MatchString(plain):
		w.found.add(HostForm, "", max(s.match(hostWords), s.line))
	case advisory.MatchString(plain):
		w.found.add(HostForm, "", max(s.match(advisory), s.line))
	}
}

// mail looks for mail addresses.
func (w *ways) mail(s sentence, plain string) {
	if notify.MatchString(plain) || notify.MatchString(s.around) {
		return
	}
	if !mailing.MatchString(plain) && !reporting.MatchString(s.around) {
		return
	}
	pages := webAddress.FindAllStringIndex(s.text, -1)
	for _, at := range mailAddress.FindAllStringIndex(s.text, -1) {
		found := s.lower[at[0]:at[1]]
		if kindOf(found) == Mail && !within(pages, at[0]) {
			w.found.add(Mail, found, s.at(at[0]))
		}
	}
	for _, at := range hiddenAddress.FindAllStringIndex(s.text, -1) {
		w.found.add(Mail, strings.Join(strings.Fields(s.lower[at[0]:at[1]]), " "), s.at(at[0]))
	}
	if at := mailPage.FindStringIndex(s.lower); at != nil && !w.found.has(Mail) {
		w.found.add(Mail, "", s.at(at[0]))
	}
}

// within reports whether an offset is within one of some matches, such as the address of a page.
func within(matches [][]int, offset int) bool {
	for _, at := range matches {
		if at[0] <= offset && offset < at[1] {
			return true
		}
	}
	return false
}

// addresses looks for the addresses of forms and platforms.
func (w *ways) addresses(s sentence, plain string) {
	if !word.MatchString(plain) { // nothing but an address
		plain = s.lead
	}
	reached := reach.MatchString(plain)
	for _, at := range webAddress.FindAllStringIndex(s.text, -1) {
		if strings.HasPrefix(s.text[at[1]:], "](") { // the words of a link whose target follows
			continue
		}
		found := strings.TrimRight(s.lower[at[0]:at[1]], ".,;:!?*_")
		switch kind := kindOfPage(found); {
		case kind == HostForm && reached && !own.MatchString(plain):
			w.found.add(HostForm, "", s.at(at[0]))
		case kind == Platform && reached,
			kind == WebForm && reached && program.MatchString(plain):
			w.found.add(Platform, domain(found), s.at(at[0]))
		case kind == WebForm && matter.MatchString(found) && straight(plain):
			w.found.add(WebForm, found, s.at(at[0]))
		}
	}
	if w.platform == 0 && reached && platformWord.MatchString(plain) && !together.MatchString(plain) {
		w.platform = s.match(platformWord)
	}
}

// domain returns the last two parts of the host of an address: a platform has several hosts.
func domain(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	parts := strings.Split(u.Hostname(), ".")
	return strings.Join(parts[max(0, len(parts)-2):], ".")
}

// straight reports whether a sentence sends a report to a page, and not a reader.
func straight(plain string) bool {
	return direct.MatchString(plain) && !pointing.MatchString(plain)
}

// pages looks for a link to another page about reports. A link in a sentence about them is worth
// more than an earlier one elsewhere.
func (w *ways) pages(s sentence) {
	if w.sure || badge.MatchString(s.lower) {
		return
	}
	plain := webAddress.ReplaceAllString(s.lower, " ")
	sure := announced.MatchString(plain) && pointing.MatchString(plain) ||
		announced.MatchString(s.around) && seeing.MatchString(plain)
	if !sure && w.elsewhere.Stated() {
		return
	}
	for _, at := range link.FindAllStringIndex(s.lower, -1) {
		found := s.lower[at[0]:at[1]]
		if !matter.MatchString(found) || guide.MatchString(found) {
			continue
		}
		if address := webAddress.FindString(found); address != "" {
			if kind := kindOfPage(address); kind == HostForm || kind == Platform {
				continue
			}
		}
		w.elsewhere, w.sure = Mark{Yes, s.at(at[0])}, sure
		return
	}
}
