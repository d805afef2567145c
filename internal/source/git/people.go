package git

import (
	"regexp"
	"slices"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/bots"
	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// key is one e-mail address or one full name in the union-find structure for people: keys that a
// commit joins belong to one person. Counts are kept at address keys and summed over the union at
// the end, so memory grows with addresses.
type key struct {
	id     string // "m:address" or "n:name"
	parent *key   // nil at the root
	tally
}

// tally is the activity as an author of one address, and after merging of one person.
type tally struct {
	year1, year2 int // human commits of the windows, newest first
	before36     int // in the 1,095 days before year1
	months       uint64
	first        int64 // earliest committer date
	any          bool
}

func (k *key) root() *key {
	for k.parent != nil {
		if k.parent.parent != nil {
			k.parent = k.parent.parent
		}
		k = k.parent
	}
	return k
}

func join(a, b *key) {
	if ra, rb := a.root(), b.root(); ra != rb {
		ra.parent = rb
	}
}

func (t *tally) add(o tally) {
	t.year1 += o.year1
	t.year2 += o.year2
	t.before36 += o.before36
	t.months |= o.months
	if o.any && (!t.any || o.first < t.first) {
		t.first = o.first
	}
	t.any = t.any || o.any
}

// signature is one pair of name and address as in commits, judged once.
type signature struct {
	bot, web   bool
	mail, name string // union keys; name is empty if it has fewer than two words
	key        *key   // key of mail, set by its first human commit
}

var (
	hostedMail = regexp.MustCompile(`(?i)^(?:\d+\+)?([^@]+)@users\.noreply\.github\.com$`)
	mailTag    = regexp.MustCompile(`\+[^@]*@`)
)

// judge determines whether a signature is a bot, and its union keys.
func (p *people) judge(name, mail string) *signature {
	// Ranging yields U+FFFD for every byte that is not UTF-8.
	name = string([]rune(name))
	mail = strings.ToLower(strings.TrimSpace(string([]rune(mail))))
	s := &signature{bot: p.bots.Match(name, mail) || p.agents.Match(name, mail)}
	host := mail == "noreply@github.com" || mail == "noreply@gitlab.com"
	s.web = host && (s.bot || !strings.Contains(strings.TrimSpace(name), " "))
	if m := hostedMail.FindStringSubmatch(mail); m != nil {
		s.mail = m[1] + "@gh"
	} else {
		s.mail = mailTag.ReplaceAllString(mail, "@")
	}
	if s.mail == "" {
		s.mail = "?" + strings.ToLower(name)
	}
	s.mail = "m:" + s.mail
	full := strings.Join(strings.Fields(cases.Fold().String(norm.NFKC.String(name))), " ")
	if strings.Contains(full, " ") {
		s.name = "n:" + full
	}
	return s
}

// people turns signatures into persons.
type people struct {
	bots, agents bots.List
	seen         map[string]*signature // by name NUL address
	keys         map[string]*key
	moved        map[[2]*signature]int // author, committer: commits of others' changes in twelve months
}

func newPeople(bots, agents bots.List) *people {
	return &people{bots: bots, agents: agents, seen: map[string]*signature{}, keys: map[string]*key{}, moved: map[[2]*signature]int{}}
}

// signature returns the judged pair; raw is "name NUL address".
func (p *people) signature(raw []byte) *signature {
	if s, ok := p.seen[string(raw)]; ok {
		return s
	}
	text := string(raw)
	name, mail, _ := strings.Cut(text, "\x00")
	s := p.judge(name, mail)
	p.seen[text] = s
	return s
}

func (p *people) key(id string) *key {
	k, ok := p.keys[id]
	if !ok {
		k = &key{id: id}
		p.keys[id] = k
	}
	return k
}

// author returns the key at which commits of a human author are counted.
func (p *people) author(s *signature) *key {
	if s.key == nil {
		s.key = p.key(s.mail)
		if s.name != "" {
			join(s.key, p.key(s.name))
		}
	}
	return s.key
}

// person is one human: the union of all keys that belong together.
type person struct {
	tally
	id           string // the address or name of its earliest commit; never leaves the package
	integrations int
	core         bool
}

// persons merges the counts. The order is by commits of twelve months, most first, then by id. The
// second result counts changes of others that the host committed from its website, the third all
// such changes.
func (p *people) persons() (all []*person, web, integrations int) {
	byRoot := map[string]*person{}
	find := func(root *key) *person {
		q, ok := byRoot[root.id]
		if !ok {
			q = &person{}
			byRoot[root.id] = q
		}
		return q
	}
	for _, k := range p.keys {
		if !k.any {
			continue
		}
		q := find(k.root())
		// The earliest address identifies a person permanently, because history does not change.
		if !q.any || k.first < q.first || k.first == q.first && k.id < q.id {
			q.id = k.id
		}
		q.add(k.tally)
	}
	for pair, n := range p.moved {
		author, committer := pair[0], pair[1]
		from, by := p.resolve(author), p.resolve(committer)
		if from == by {
			continue
		}
		integrations += n
		switch {
		case committer.web:
			web += n
		case !committer.bot:
			q := find(by)
			if q.id == "" {
				q.id = by.id
			}
			q.integrations += n
		}
	}
	for _, q := range byRoot {
		all = append(all, q)
	}
	slices.SortFunc(all, func(a, b *person) int {
		if a.year1 != b.year1 {
			return b.year1 - a.year1
		}
		return strings.Compare(a.id, b.id)
	})
	return all, web, integrations
}

// resolve returns the person of a signature by its address, otherwise by its full name. People who
// only commit changes of others get their own key and do not join two authors, so that figures
// about authors depend only on authors.
func (p *people) resolve(s *signature) *key {
	if k, ok := p.keys[s.mail]; ok {
		return k.root()
	}
	if s.name != "" {
		return p.key(s.name).root()
	}
	return p.key(s.mail).root()
}
