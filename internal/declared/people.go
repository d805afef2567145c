package declared

import (
	"errors"
	"regexp"
	"strings"
)

// People counts those whom a file lists. Their names are not kept.
type People struct {
	// Entries are the rules, lines or rows that name at least one of them. Rules are all entries,
	// with those without a name.
	Entries, Rules int
	// Teams and Individuals are distinct. Unsorted are names that may be of either.
	Teams, Individuals, Unsorted int
	Line                         int // of the first entry; 0: there is none
	// Elsewhere is the line of a link if there is no entry: the list may be on that page.
	Elsewhere int
}

// Listed reports whether the file lists anyone.
func (p People) Listed() bool { return p.Line > 0 }

// names collects distinct names.
type names struct {
	People
	seen map[string]bool
}

func (n *names) fresh(name string) bool {
	name = strings.ToLower(name)
	if n.seen == nil {
		n.seen = map[string]bool{}
	}
	known := n.seen[name]
	n.seen[name] = true
	return !known
}

func (n *names) team(name string) {
	if n.fresh("team " + name) {
		n.Teams++
	}
}

func (n *names) individual(name string) {
	if n.fresh(name) {
		n.Individuals++
	}
}

func (n *names) unsorted(name string) {
	if n.fresh(name) {
		n.Unsorted++
	}
}

func (n *names) entry(line int) {
	n.Entries++
	if n.Line == 0 {
		n.Line = line
	}
}

var (
	section   = regexp.MustCompile(`^\^?\[[^\]]+\](?:\[\d+\])?\s*`)
	ownerWord = regexp.MustCompile(`^@{1,2}[A-Za-z0-9][A-Za-z0-9._-]*(?:/[A-Za-z0-9._/-]+)?$`)
)

// ReadCodeOwners reads a CODEOWNERS file of GitHub, GitLab or Forgejo. The error is a sentence without
// the text of the file.
func ReadCodeOwners(text []byte) (People, error) {
	lines, err := prose(text)
	if err != nil {
		return People{}, err
	}
	var n names
	for i, line := range lines {
		line, _, _ = strings.Cut(strings.ReplaceAll(line, `\#`, ""), "#")
		line = strings.ReplaceAll(line, `\ `, "_")
		owners := strings.Fields(section.ReplaceAllString(line, "_ "))
		if len(owners) == 0 {
			continue
		}
		if !section.MatchString(line) {
			n.Rules++
		}
		named := false
		for _, owner := range owners[1:] {
			switch {
			case mailAddress.MatchString(owner):
				n.individual(owner)
			case !ownerWord.MatchString(owner):
				continue
			case strings.Contains(owner, "/"), strings.HasPrefix(owner, "@@"):
				n.team(owner)
			default:
				n.individual(owner)
			}
			named = true
		}
		if named {
			n.entry(i + 1)
		}
	}
	return n.People, nil
}

// errOwners is the error of an OWNERS file that is something else.
var errOwners = errors.New("the file is no list of owners")

// ownerLists are the lists of an OWNERS file that name those who look after the code now.
// https://www.kubernetes.dev/docs/guide/owners/
var ownerLists = []string{"approvers", "reviewers", "maintainers", "required_reviewers"}

// ReadOwners reads an OWNERS file of Kubernetes with the text of its OWNERS_ALIASES file, which may
// be empty: then a name may be a team or a person. The error is a sentence without the text of the
// file.
func ReadOwners(text, aliases []byte) (People, error) {
	root, err := parse(text)
	if err != nil {
		return People{}, err
	}
	teams := map[string]*node{}
	resolved := false
	if all, err := parse(aliases); err == nil && all.key("aliases").is() == mapping {
		resolved = true
		for name, members := range all.key("aliases").keys {
			teams[strings.ToLower(name)] = members
		}
	}
	if root.is() != mapping {
		return People{}, errOwners
	}
	var n names
	n.owners(root, teams, resolved)
	filters := root.key("filters")
	if filters.is() == mapping {
		for _, name := range filters.names {
			n.owners(filters.keys[name], teams, resolved)
		}
	}
	return n.People, nil
}

// owners counts the lists of one mapping.
func (n *names) owners(lists *node, teams map[string]*node, resolved bool) {
	for _, key := range ownerLists {
		for _, one := range lists.key(key).list() {
			name := strings.ToLower(one.word())
			if name == "" {
				continue
			}
			n.entry(max(one.line, 1))
			members, team := teams[name]
			switch {
			case team:
				n.team(name)
				for _, m := range members.list() {
					if m.word() != "" {
						n.individual(m.word())
					}
				}
			case resolved:
				n.individual(name)
			default:
				n.unsorted(name)
			}
		}
	}
}

var contactName = regexp.MustCompile(`^(?:[-*]\s+)?@?([A-Za-z0-9][A-Za-z0-9._-]*)(?:,|\s+[(<-]|\s*$)`)

// ReadSecurityContacts reads a SECURITY_CONTACTS file: one login on each line.
func ReadSecurityContacts(text []byte) (People, error) {
	lines, err := prose(text)
	if err != nil {
		return People{}, err
	}
	var n names
	for i, line := range lines {
		line, _, _ = strings.Cut(line, "#")
		if m := contactName.FindStringSubmatch(strings.TrimSpace(line)); m != nil {
			n.entry(i + 1)
			n.individual(m[1])
		} else if mailAddress.MatchString(line) {
			n.entry(i + 1)
			n.individual(mailAddress.FindString(line))
		}
	}
	return n.People, nil
}
