package git

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"
)

// headcount is what a reading of identities gives.
type headcount struct{ regulars, factor int }

// extent is the least and the greatest result of all readings.
type extent struct{ low, high headcount }

func (e *extent) add(h headcount) {
	e.low = headcount{min(e.low.regulars, h.regulars), min(e.low.factor, h.factor)}
	e.high = headcount{max(e.high.regulars, h.regulars), max(e.high.factor, h.factor)}
}

// doubt returns how far the counts of people may be off. Besides the reading that is published there
// are two others: people who may be one are one (two addresses with the same account name and
// similar names, a name of one word that is also another address, the same name in other letters or
// in another order), and signatures that only a
// shared address joins, with names that have nothing in common, are several people. Programs that
// may be people are people of their own in further readings. People who are known from mailing
// lists alone may be others who are counted already, so one reading leaves them out. Call it after
// persons. Cost: a pass over the signatures of two years.
func (p *people) doubt(year1 int) extent {
	var active, unsure []*signature
	for _, s := range p.seen {
		if s.unsure {
			unsure = append(unsure, s)
		}
		if s.any && (s.year1+s.year2 > 0 || s.activeMonths() > 0) {
			active = append(active, s)
		}
	}
	read := func(person func(*signature) string, more []*signature) headcount {
		by := map[string]*tally{}
		for _, s := range slices.Concat(active, more) {
			id := "unsure " + cmp.Or(s.mail, s.own)
			if !s.unsure {
				id = person(s)
			}
			if id == "" {
				continue
			}
			if by[id] == nil {
				by[id] = &tally{}
			}
			by[id].add(s.tally)
		}
		return count24(by, year1)
	}
	now := read(func(s *signature) string { return s.key.root().id }, nil)
	out := extent{now, now}
	for _, reading := range []func(*signature) string{joined(active), p.apart(), p.placed()} {
		out.add(read(reading, nil))
		if len(unsure) > 0 {
			out.add(read(reading, unsure))
		}
	}
	return out
}

// count24 returns the regular contributors, and the absence factor by the window that the number of
// commits of a year decides.
func count24(by map[string]*tally, year1 int) headcount {
	var h headcount
	var counts []int
	for _, t := range by {
		if t.activeMonths() >= regularMonths {
			h.regulars++
		}
		n := t.year1
		if year1 < health.FactorCommits {
			n += t.year2
		}
		counts = append(counts, n)
	}
	slices.SortFunc(counts, func(a, b int) int { return b - a })
	h.factor = absence(counts)
	return h
}

// account names that many people have.
var commonAccount = regexp.MustCompile(`^(?:info|admin|root|mail|email|contact|support|hello|office|team|dev|devel|developer|developers|build|github|gitlab|git|user|me|code|web|webmaster|postmaster|security|opensource|oss|public|maintainer|maintainers|[0-9.]+)$`)

// leastAccount is the number of letters from which an account name says something.
const leastAccount = 4

// accountOf returns the account name in the key of an address, or "" if many people may have it.
func accountOf(mail string) string {
	name, _, ok := strings.Cut(strings.TrimPrefix(mail, "m:"), "@")
	if !ok || len(name) < leastAccount || commonAccount.MatchString(name) || strings.Contains(name, "?") {
		return ""
	}
	return name
}

// joined returns the reading in which people who may be one are one.
func joined(active []*signature) func(*signature) string {
	parent := map[string]string{}
	var root func(string) string
	root = func(id string) string {
		up, ok := parent[id]
		if !ok || up == id {
			return id
		}
		up = root(up)
		parent[id] = up
		return up
	}
	names, accounts := map[string]string{}, map[string][]*signature{}
	for _, s := range active {
		id := s.key.root().id
		if plain := letters(s.name); plain != "" {
			if other, ok := names[plain]; ok {
				parent[root(other)] = root(id)
			}
			names[plain] = id
		}
		a := accountOf(s.mail)
		if a != "" {
			accounts[a] = append(accounts[a], s)
		}
		if h := accountOf(s.handle + "@"); h != "" && h != a {
			accounts[h] = append(accounts[h], s)
		}
	}
	for account, all := range accounts {
		for i, s := range all {
			for _, o := range all[:i] {
				a, b := s.key.root().id, o.key.root().id
				if root(a) != root(b) && similar(account, s.name, o.name) {
					parent[root(a)] = root(b)
				}
			}
		}
	}
	return func(s *signature) string { return root(s.key.root().id) }
}

// similar reports whether two authors with one account name may be one person: a name is missing
// (fewer than two words), or the names have a word in common. A first name that is the account name
// as well says nothing.
func similar(account, a, b string) bool {
	if a == "" || b == "" {
		return len(account) > leastAccount && !strings.HasPrefix(a+b, "n:"+account+" ")
	}
	without := func(name string) string {
		words := strings.Fields(strings.TrimPrefix(name, "n:"))
		return strings.Join(slices.DeleteFunc(words, func(w string) bool { return w == account }), " ")
	}
	return alike(without(a), without(b))
}

// letters returns a full name without accents and dots, with its words in order of the alphabet.
func letters(name string) string {
	if name == "" {
		return ""
	}
	t := transform.Chain(norm.NFD, runes.Remove(runes.In(unicode.Mn)), norm.NFC)
	plain, _, err := transform.String(t, strings.TrimPrefix(name, "n:"))
	if err != nil { // no text that a name can have
		return name
	}
	words := strings.FieldsFunc(plain, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	slices.Sort(words)
	return strings.Join(words, " ")
}

// latin reports whether a name is written in ASCII letters only. Many people write theirs in two
// scripts.
func latin(name string) bool {
	return !strings.ContainsFunc(name, func(r rune) bool { return r >= 0x80 })
}

// apart returns the reading in which an address joins only names with a word in common, or in
// different scripts: each other full name at it is a person of its own, under all addresses that the
// name has.
func (p *people) apart() func(*signature) string {
	byMail := map[string][]string{} // full names at an address, most used first
	commits := map[[2]string]int{}
	for _, s := range p.seen {
		if s.commits > 0 && s.mail != "" && s.name != "" {
			commits[[2]string{s.mail, s.name}] += s.commits
		}
	}
	for pair := range commits {
		byMail[pair[0]] = append(byMail[pair[0]], pair[1])
	}
	foreign := map[string]bool{} // names that have nothing in common with the main name of an address
	for mail, names := range byMail {
		slices.SortFunc(names, func(a, b string) int {
			if d := commits[[2]string{mail, b}] - commits[[2]string{mail, a}]; d != 0 {
				return d
			}
			return strings.Compare(a, b)
		})
		for _, n := range names[1:] {
			if latin(names[0]) == latin(n) && !alike(names[0], n) {
				foreign[n] = true
			}
		}
	}
	return func(s *signature) string {
		if foreign[s.name] {
			return "apart " + s.name // no key of the union
		}
		return s.key.root().id
	}
}
