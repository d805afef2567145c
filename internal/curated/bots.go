package curated

import (
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// ReadBots reads the list of programs that commit. The error is Problems with
// everything that is wrong; the list is empty then.
func ReadBots(name string, b []byte) (health.Bots, error) { return readAuthors(name, b, "bots") }

// ReadAgents reads the list of coding agents named as co-authors, as ReadBots.
func ReadAgents(name string, b []byte) (health.Bots, error) { return readAuthors(name, b, "agents") }

// readAuthors reads the rules under the only key of a file.
func readAuthors(name string, b []byte, key string) (health.Bots, error) {
	d := &document{name: name}
	root, ok := d.parse(b)
	if !ok {
		return health.Bots{}, d.problems.err()
	}
	f := root.fields(key)
	r := listReader{first: map[thing]place{}}
	var rules []health.BotRule
	for _, n := range f[key].required().list() {
		f := n.fields("id", "pattern", "in", "why")
		rule := health.BotRule{
			ID: slug(f["id"].required()), Pattern: f["pattern"].required().text(),
			In: choice(f["in"].required(), "name", "email", "both"), Why: f["why"].required().text(),
		}
		r.once(f["id"], strings.TrimSuffix(key, "s")+" rule", rule.ID)
		if _, err := health.NewBots([]health.BotRule{{ID: rule.ID, Pattern: rule.Pattern, In: "both"}}); err != nil {
			f["pattern"].bad("%v", err)
		}
		rules = append(rules, rule)
	}
	if err := d.problems.err(); err != nil {
		return health.Bots{}, err
	}
	bots, err := health.NewBots(rules)
	if err != nil {
		f[key].bad("%v", err)
	}
	return bots, d.problems.err()
}
