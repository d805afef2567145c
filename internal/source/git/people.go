package git

import (
	"regexp"
	"slices"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/bots"
	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// key is one e-mail address, one full name or one account of a host in the union-find structure for
// people: keys that commits join belong to one person. Counts are kept at signatures and summed over
// the union at the end, when it is known which addresses and names are nobody's own, so memory grows
// with signatures.
type key struct {
	id     string // "m:address", "n:name" or "h:number@host"
	parent *key   // nil at the root
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
	bot, web bool
	// unsure is a bot that may be a person.
	unsure bool
	// mail and name are union keys, empty if they are nobody's own; name is also empty if it has
	// fewer than two words. account is the number of a host's account, empty if the address shows
	// none.
	mail, name, account string
	// handle is a name of one word, which joins nobody: too many people have it.
	handle string
	// called is the union key of an address that stands in place of a name.
	called  string
	own     string // the key if there is no other
	relay   string // the union key of the address of a list that sent the author's message on
	commits int    // as a human author, at any time
	key     *key   // set when persons are made
	tally
}

var (
	hostedMail = regexp.MustCompile(`^(?:\d+\+)?([^@]+)@users\.noreply\.github\.com$`)
	// Hosts put the number of an account before its name, which can change.
	hostedNumber = regexp.MustCompile(`^(?:(\d+)\+[^@]+@(users\.noreply\.github\.com)|(\d+)[-+][^@]+@((?:users\.)?noreply\..+))$`)
	mailTag      = regexp.MustCompile(`\+[^@]*@`)
)

// judge determines whether a signature is a bot, and its union keys.
func (p *people) judge(name, mail string) *signature {
	// Ranging yields U+FFFD for every byte that is not UTF-8.
	name = string([]rune(name))
	mail = p.ownAddress(onceHosted(strings.ToLower(strings.TrimSpace(string([]rune(mail))))))
	s := &signature{bot: p.rules.bots.Match(name, mail) || p.rules.agents.Match(name, mail)}
	s.unsure = s.bot && !p.rules.bots.Sure(name, mail) && !p.rules.agents.Match(name, mail)
	host := mail == "noreply@github.com" || mail == "noreply@gitlab.com"
	s.web = host && (s.bot || !strings.Contains(strings.TrimSpace(name), " "))
	full := strings.Join(strings.Fields(cases.Fold().String(norm.NFKC.String(name))), " ")
	full, sent := p.sender(full, mail)
	p.nameOf(s, full)
	s.own = "m:" + mail + "?" + full
	switch {
	case mail == "":
		s.mail = "m:?" + strings.ToLower(name)
	case sent:
		s.relay, _ = address(mail)
	case !p.rules.shared.Match("", mail):
		s.mail, s.account = address(mail)
	}
	return s
}

// nameOf sets what a folded name says of its author.
func (p *people) nameOf(s *signature, full string) {
	switch {
	case p.rules.shared.Match(full, ""):
	case strings.Contains(full, " "):
		s.name = "n:" + full
	case addressShape.MatchString(onceHosted(full)):
		s.called = p.addressAsName(p.ownAddress(full))
	default:
		s.handle = full
	}
}

// address returns the union key of an address, and that of the account it shows.
func address(mail string) (key, account string) {
	key = "m:" + mailTag.ReplaceAllString(mail, "@")
	if m := hostedMail.FindStringSubmatch(mail); m != nil {
		key = "m:" + m[1] + "@gh"
	}
	if m := hostedNumber.FindStringSubmatch(mail); m == nil {
		return key, ""
	} else if m[1] != "" {
		account = "h:" + m[1] + "@" + m[2]
	} else if m[4] != "users.noreply.github.com" { // there a dash belongs to the name
		account = "h:" + m[3] + "@" + m[4]
	}
	return key, account
}

// rules tell programs and agents from people, and what is nobody's own from what is somebody's.
type rules struct{ bots, agents, shared bots.List }

// people turns signatures into persons.
type people struct {
	rules rules
	seen  map[string]*signature // by name NUL address
	keys  map[string]*key
	moved map[[2]*signature]int // author, committer: commits of others' changes in twelve months
}

func newPeople(r rules) *people {
	return &people{rules: r, seen: map[string]*signature{}, keys: map[string]*key{}, moved: map[[2]*signature]int{}}
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

// unite joins the keys of every signature of an author, except those that tell nothing about who it
// is.
func (p *people) unite() {
	p.relaying()
	stray := p.strays()
	for _, s := range p.seen {
		if s.commits == 0 || s.key != nil {
			continue
		}
		mail, name := s.mail, s.name
		switch stray[[2]string{mail, name}] {
		case strayMail:
			mail = ""
		case strayName:
			name = ""
		}
		for _, id := range []string{mail, name, s.called, s.account} {
			switch {
			case id == "" || id == s.account && mail == "":
			case s.key == nil:
				s.key = p.key(id)
			default:
				join(s.key, p.key(id))
			}
		}
		if s.key == nil {
			s.key = p.key(s.own)
		}
	}
	p.joinSpelled()
}

// person is one human: the union of all keys that belong together.
type person struct {
	tally
	id           string // the address or name of its earliest commit; never leaves the package
	integrations int
	core         bool
}

// landed counts what came into the branch in twelve months from other people than its committer:
// all, and what the host's website and programs committed, where git does not show who decided.
type landed struct{ all, web, programs int }

// persons merges the counts. The order is by commits of twelve months, most first, then by id. The
// second result counts the changes of others by what committed them.
func (p *people) persons() (all []*person, by landed) {
	p.unite()
	byRoot := map[string]*person{}
	find := func(root *key) *person {
		q, ok := byRoot[root.id]
		if !ok {
			q = &person{}
			byRoot[root.id] = q
		}
		return q
	}
	for _, s := range p.seen {
		if !s.any {
			continue
		}
		q := find(s.key.root())
		// The earliest address identifies a person permanently, because history does not change.
		if !q.any || s.first < q.first || s.first == q.first && s.key.id < q.id {
			q.id = s.key.id
		}
		q.add(s.tally)
	}
	for pair, n := range p.moved {
		author, committer := pair[0], pair[1]
		from, to := p.resolve(author), p.resolve(committer)
		if from == to {
			continue
		}
		by.all += n
		switch {
		case committer.web:
			by.web += n
		case committer.bot:
			by.programs += n
		default:
			q := find(to)
			if q.id == "" {
				q.id = to.id
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
	return all, by
}

// resolve returns the person of a signature by its address, otherwise by its full name. People who
// only commit changes of others get their own key and do not join two authors, so that figures
// about authors depend only on authors.
func (p *people) resolve(s *signature) *key {
	if s.key != nil {
		return s.key.root()
	}
	last := s.own
	for _, id := range []string{s.mail, s.account, s.name, s.called} {
		if id == "" {
			continue
		}
		if k, ok := p.keys[id]; ok {
			return k.root()
		}
		last = id
	}
	return p.key(last).root()
}
