package curated

import (
	"regexp"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/bots"
)

// ReadBots reads the list of bots that commit. The error is Problems with everything that is wrong;
// the list is then empty.
func ReadBots(name string, b []byte) (bots.List, error) { return readAuthors(name, b, "bots") }

// ReadAgents reads the list of coding agents that appear as co-authors, like ReadBots.
func ReadAgents(name string, b []byte) (bots.List, error) { return readAuthors(name, b, "agents") }

// ReadShared reads the list of addresses and names that are nobody's own, like ReadBots.
func ReadShared(name string, b []byte) (bots.List, error) { return readAuthors(name, b, "shared") }

// readAuthors reads the rules under the key of a file, and their short form for shells.
func readAuthors(name string, b []byte, key string) (bots.List, error) {
	d := &document{name: name}
	root, ok := d.parse(b)
	if !ok {
		return bots.List{}, d.problems.err()
	}
	f := root.fields(key, "shell")
	shell := f["shell"].text()
	if _, err := regexp.CompilePOSIX(shell); err != nil || strings.ContainsAny(shell, "'\n") {
		f["shell"].bad(Malformed, "it must be an extended regular expression of POSIX, on one line, without apostrophes")
	}
	r := listReader{first: map[thing]place{}}
	var rules []bots.Rule
	for _, n := range f[key].required().list() {
		f := n.fields("id", "pattern", "in", "and", "unless", "unsure", "why")
		rule := bots.Rule{
			ID: slug(f["id"].required()), Pattern: f["pattern"].required().text(),
			In: choice(f["in"].required(), "name", "email", "both"), Why: f["why"].required().text(),
			And: f["and"].text(), Unless: f["unless"].text(), Unsure: f["unsure"].yes(),
		}
		r.once(f["id"], strings.TrimSuffix(key, "s")+" rule", rule.ID)
		for _, p := range [][2]string{{"pattern", rule.Pattern}, {"and", rule.And}, {"unless", rule.Unless}} {
			if _, err := bots.New([]bots.Rule{{ID: rule.ID, Pattern: p[1], In: "both"}}); err != nil {
				f[p[0]].bad(Malformed, "%v", err)
			}
		}
		rules = append(rules, rule)
	}
	if err := d.problems.err(); err != nil {
		return bots.List{}, err
	}
	bots, err := bots.New(rules)
	if err != nil {
		f[key].bad(Malformed, "%v", err)
	}
	bots.Shell = shell
	return bots, d.problems.err()
}
