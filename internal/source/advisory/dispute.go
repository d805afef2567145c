package advisory

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/fetch"
)

// marked is the only used part of a text: whether it says that the advisory is disputed, or that
// its id was rejected.
type marked struct {
	Disputed bool `json:"disputed,omitempty"`
	Rejected bool `json:"rejected,omitempty"`
}

// UnmarshalJSON decodes a text, or the stored form of one.
func (m *marked) UnmarshalJSON(b []byte) error {
	var text string
	*m = marked{Disputed: string(b) == "true"}
	if json.Unmarshal(b, &text) == nil {
		m.Disputed, m.Rejected = disputedText(text), rejectedText.MatchString(text)
		return nil
	}
	type stored marked
	var s stored
	if json.Unmarshal(b, &s) == nil {
		m.Disputed, m.Rejected = m.Disputed || s.Disputed, s.Rejected
	}
	return nil
}

// rejectedText matches the beginning of the description of an id that the CVE program took back.
var rejectedText = regexp.MustCompile(`(?i)^\s*(\*\*\s*REJECT(ED)?\s*\*\*|Rejected reason:)`)

// Who may dispute, and what. Software may be about disputes itself (payments, chargebacks), so the
// word alone says nothing.
const (
	disputants = `(vendor|supplier|maintainer|developer|author|creator|manufacturer|upstream|project|third[- ]part|researcher|multiple|several|product owner)`
	disputable = `(issue|vulnerability|cve|advisory|finding|report|claim|record|identifier|weakness|existence|validity|legitimacy|relevance|significance)`
)

var (
	// disputeMark is what the CVE program puts before or after descriptions.
	disputeMark = regexp.MustCompile(`(?i)\*\*\s*disputed\s*\*\*`)
	disputes    = regexp.MustCompile(`(?i)` + strings.Join([]string{
		`\bthis( ` + disputable + `)? (is|was|has been)( \w+)? disputed\b`,
		`\b` + disputable + `( of (this|the) \w+)? (is|are|was|has been)( \w+)? disputed\b`,
		`\bdisputed by (the |a |some )?(\w+ )?` + disputants,
		`\b` + disputants + `\w*( \w+){0,3} disput(e|es|ed) (this|that|whether|it\b|(the|its) ` + disputable + `)`,
	}, "|"))
	undisputed = regexp.MustCompile(`(?i)\b(not|never|no longer|previously|formerly)\b[^.;]{0,20}\bdisputed?\b` +
		`|\b(severity|score|rating|cvss)\b[^.;]{0,40}\b(is|are|was|has been)( \w+)? disputed\b`)
	sentences = regexp.MustCompile(`[.!?;]\s|\n\s*\n`)
)

// disputedText reports whether a description says anywhere that the advisory is disputed. That its
// severity is disputed does not count: it is a vulnerability all the same.
func disputedText(text string) bool {
	if !strings.Contains(strings.ToLower(text), "disput") {
		return false
	}
	for _, at := range disputeMark.FindAllStringIndex(text, -1) {
		if before := strings.ToLower(text[max(0, at[0]-12):at[0]]); !strings.Contains(before, "not") {
			return true
		}
	}
	text = strings.ReplaceAll(text, "\r", "")
	for _, sentence := range sentences.Split(text, -1) {
		sentence = strings.Join(strings.Fields(sentence), " ")
		if disputes.MatchString(sentence) && !undisputed.MatchString(sentence) {
			return true
		}
	}
	return false
}

// tagged reports whether a database's tags hold a word: texts, or objects with tags as NVD has them.
func tagged(raw json.RawMessage, word string) bool {
	same := func(s string) bool { return strings.EqualFold(strings.TrimSpace(s), word) }
	var one string
	if json.Unmarshal(raw, &one) == nil {
		return same(one)
	}
	var texts []string
	if json.Unmarshal(raw, &texts) == nil {
		return slices.ContainsFunc(texts, same)
	}
	var groups []struct{ Tags []string }
	return json.Unmarshal(raw, &groups) == nil && slices.ContainsFunc(groups, func(g struct{ Tags []string }) bool {
		return slices.ContainsFunc(g.Tags, same)
	})
}

// aliasWord is what an alias says of an advisory.
type aliasWord struct {
	Disputed  bool `json:"disputed,omitempty"`
	Withdrawn bool `json:"withdrawn,omitempty"`
}

// heard looks up what the aliases of open advisories say of them: a dispute or a rejection is often
// told only there. Records that were read for the project cost nothing, others one request a week;
// at most mostSingle are asked for. Aliases that OSV does not have say nothing. The error is that
// of OSV or ctx.
func (s *Source) heard(ctx context.Context, all []evidence, advisories []advisory) error {
	known := map[string]aliasWord{}
	for _, e := range all {
		for _, r := range e.records {
			if !r.Broken {
				known[r.ID] = aliasWord{r.Disputed, r.Withdrawn}
			}
		}
	}
	asked := 0
	for i := range advisories {
		a := &advisories[i]
		if a.Disputed || a.Standing == patched || a.Severity != unrated && !a.Severity.serious() {
			continue
		}
		for _, id := range a.Aliases {
			t, have := known[id]
			if !have && asked < mostSingle {
				asked++
				var err error
				if t, err = s.alias(ctx, id); err != nil {
					return err
				}
				known[id] = t
			}
			a.hear(id, t)
		}
	}
	return nil
}

// hear applies what an alias says. That an id of the CVE program was rejected may mean that there is
// no vulnerability, or another id for it, so the advisory is unsettled. Other databases withdraw
// records for reasons of their own, such as a second record of one thing.
func (a *advisory) hear(id string, t aliasWord) {
	a.Disputed = a.Disputed || t.Disputed
	if t.Withdrawn && strings.HasPrefix(id, "CVE-") {
		a.Standing, a.Why = unsettled, fmt.Sprintf("its alias %s was withdrawn", id)
	}
}

// alias asks what a record says of an advisory with another id.
func (s *Source) alias(ctx context.Context, id string) (aliasWord, error) {
	a, err := s.cfg.Client.Ask(ctx, fetch.Question{
		Host: HostOSV, Path: "/v1/vulns/" + url.PathEscape(id), Size: mostBytes, Form: "osv alias 1", Keep: 7 * day, Stale: 28 * day,
		Reduce: func(b []byte) ([]byte, error) {
			if !json.Valid(b) {
				return nil, errors.New("no JSON")
			}
			r, err := readRecord(b)
			if err != nil {
				return []byte("{}"), nil // the host works; the record is invalid
			}
			kept := reduce(r, subject{})
			return json.Marshal(aliasWord{kept.Disputed, kept.Withdrawn})
		},
	})
	var t aliasWord
	if errors.Is(err, fetch.ErrNone) {
		return t, nil
	}
	if err != nil {
		return t, err
	}
	_ = json.Unmarshal(a.Body, &t) // a damaged cache says nothing
	return t, nil
}
