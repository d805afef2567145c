package scorecards

import "github.com/plumbline-scorecard/plumbline/internal/health"

// ReadBots reads the list of programs that commit. The error is Problems with
// everything that is wrong; the list is empty then.
func ReadBots(name string, b []byte) (health.Bots, error) {
	d := &document{name: name}
	root, ok := d.parse(b)
	if !ok {
		return health.Bots{}, d.problems.err()
	}
	f := root.fields("bots")
	r := listReader{first: map[string]node{}}
	var rules []health.BotRule
	for _, n := range f["bots"].required().list() {
		f := n.fields("id", "pattern", "in", "why")
		rule := health.BotRule{
			ID: slug(f["id"].required()), Pattern: f["pattern"].required().text(),
			In: choice(f["in"].required(), "name", "email", "both"), Why: f["why"].required().text(),
		}
		r.once(f["id"], "bot rule", rule.ID)
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
		f["bots"].bad("%v", err)
	}
	return bots, d.problems.err()
}
