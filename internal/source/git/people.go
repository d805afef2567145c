package git

import (
	"regexp"
	"slices"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/bots"
	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// key is one e-mail address or one full name in the union that makes people:
// keys joined by a commit belong to one person. Counts stand at address keys
// and are summed over the union at the end, so memory grows with addresses.
type key struct {
	id     string // "m:address" or "n:name"
	parent *key   // nil at the root
	tally
}

// tally is what one address, and after merging one person, did as an author.
type tally struct {
	year1, year2 int // human commits of the windows, newest first
	before36     int // of the 1,095 days before year1
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

// signature is one pair of name and address as it stands in commits, judged once.
type signature struct {
	bot, web   bool
	mail, name string // union keys; name is empty when it has fewer than two words
	key        *key   // of mail, once it authored a human commit
}

var (
	hostedMail = regexp.MustCompile(`(?i)^(?:\d+\+)?([^@]+)@users\.noreply\.github\.com$`)
	mailTag    = regexp.MustCompile(`\+[^@]*@`)
)

// judge reads a signature: whether it is a program, and its union keys.
func (p *people) judge(name, mail string) *signature {
	// Ranging yields U+FFFD for every byte that is no UTF-8.
	name = string([]rune(name))
	mail = strings.ToLower(strings.TrimSpace(string([]rune(mail))))
	s := &signature{bot: p.bots.Match(name, mail), web: mail == "noreply@github.com" || mail == "noreply@gitlab.com"}
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
	bots  bots.List
	seen  map[string]*signature // by name NUL address
	keys  map[string]*key
	moved map[[2]*signature]int // author, committer: others' changes of twelve months
}

func newPeople(bots bots.List) *people {
	return &people{bots: bots, seen: map[string]*signature{}, keys: map[string]*key{}, moved: map[[2]*signature]int{}}
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

// author returns the key that counts the commits of a human author.
func (p *people) author(s *signature) *key {
	if s.key == nil {
		s.key = p.key(s.mail)
		if s.name != "" {
			join(s.key, p.key(s.name))
		}
	}
	return s.key
}

// person is one human: the union of everything that belongs together.
type person struct {
	tally
	id           string // the address or name of its earliest commit; never leaves the package
	integrations int
	core         bool
}

// persons merges what was counted. The order is by commits of twelve months,
// most first, then by id. The second result counts others' changes committed
// by the host's web committer, the third all of them.
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
		// The earliest address names a person for good: history does not change.
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

// resolve finds the person behind a signature by its address, else by its full
// name. People who only commit others' changes get a key of their own without
// joining two authors: the figures about authors stay what authors say.
func (p *people) resolve(s *signature) *key {
	if k, ok := p.keys[s.mail]; ok {
		return k.root()
	}
	if s.name != "" {
		return p.key(s.name).root()
	}
	return p.key(s.mail).root()
}
