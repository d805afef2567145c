package github

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/bots"
)

// actor is an account as returned by GitHub. It does not leave the decoders.
type actor struct {
	Type  string `json:"__typename"`
	Login string `json:"login"`
}

// keyring hashes persons and distinguishes bots from people.
type keyring struct {
	key  []byte
	bots bots.List
	// print identifies the key of a memory.
	print string
}

func newKeyring(key []byte, bots bots.List) keyring {
	k := keyring{key: key, bots: bots}
	k.print = k.hash("github-memory:")[:8]
	return k
}

// hash returns the stored form of a text, 16 bytes in hex.
func (k keyring) hash(text string) string {
	mac := hmac.New(sha256.New, k.key)
	mac.Write([]byte(text))
	return hex.EncodeToString(mac.Sum(nil)[:16])
}

// person returns the key of an account, independent of the case of its login.
func (k keyring) person(login string) string { return k.hash("github:" + strings.ToLower(login)) }

// program reports whether the account is a bot: a GitHub app, or an ordinary account on the list of
// bots.
func (k keyring) program(a *actor) bool {
	if a == nil {
		return false
	}
	return a.Type == "Bot" || k.bots.Match(a.Login, "") || a.Type == "" && strings.HasSuffix(a.Login, "[bot]")
}

// employer returns the key of the organization that a person declares, empty for none. "@Acme",
// "Acme, Inc." and "acme.com" are the same.
func (k keyring) employer(company string) string {
	name := normalCompany(company)
	if name == "" {
		return ""
	}
	return k.hash("github-company:" + name)
}

// legalForms are the endings that do not distinguish organizations.
var legalForms = map[string]bool{
	"ab": true, "ag": true, "as": true, "bv": true, "co": true, "company": true, "corp": true, "corporation": true, "gmbh": true, "inc": true,
	"incorporated": true, "kg": true, "limited": true, "llc": true, "ltd": true, "oy": true, "plc": true, "pty": true, "sa": true, "sas": true,
	"sarl": true, "se": true, "spa": true, "srl": true, "com": true, "org": true, "io": true, "net": true,
}

// nobody are words that people without an organization write.
var nobody = map[string]bool{
	"none": true, "na": true, "freelance": true, "freelancer": true, "selfemployed": true, "independent": true, "student": true, "unemployed": true,
	"retired": true, "personal": true, "home": true, "self": true, "me": true, "myself": true, "private": true, "consultant": true,
}

// normalCompany normalizes the spelling of an organization: the first of several, without "@",
// punctuation, case and legal form.
func normalCompany(s string) string {
	s = strings.ToLower(strings.TrimSpace(s))
	if first, _, ok := strings.Cut(strings.TrimPrefix(s, "@"), "@"); ok {
		s = first
	}
	words := strings.FieldsFunc(s, func(r rune) bool {
		return r < 0x80 && (r < '0' || r > '9') && (r < 'a' || r > 'z') && r != '.' && r != '\'' && r != '&'
	})
	for i, w := range words {
		words[i] = w
		if w = strings.ReplaceAll(w, ".", ""); legalForms[w] && i > 0 {
			words[i] = w // "g.m.b.h.", "s.a."
		}
	}
	words = strings.FieldsFunc(strings.Join(words, " "), func(r rune) bool { return r == ' ' || r == '.' || r == '\'' || r == '&' })
	for len(words) > 1 && legalForms[words[len(words)-1]] {
		words = words[:len(words)-1]
	}
	name := strings.Join(words, "")
	if nobody[name] {
		return ""
	}
	return name
}
