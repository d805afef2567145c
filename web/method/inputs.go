package method

import (
	"fmt"
	"slices"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/bots"
	"github.com/plumbline-scorecard/plumbline/internal/entry"
	"github.com/plumbline-scorecard/plumbline/internal/exchange"
	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/web/page"
	"github.com/plumbline-scorecard/plumbline/web/ui/table"
)

// axisSection is the table of weights of one axis.
func (s maker) axisSection(a model.Axis) section {
	rules := s.Model.Axes[a]
	total := 0.0
	for _, r := range rules {
		total += r.Weight
	}
	g := table.Grid("Inputs of "+a.Name(), []string{"Input", "Points at a value", "Weight", "Why", "SD, days fresh"}, 2, 4)
	for _, r := range rules {
		f, _ := field.ByID(r.Field)
		name := table.Cell{Text: f.Label, Sub: r.ID + " · " + string(r.Field) + " · " + f.Unit + " · from " + f.Source + ". " + f.About}
		if r.Group != "" {
			name.Sub = explain.Sentence(r.Group) + " · " + f.Label + ". " + f.About
			name.Text = r.ID
		}
		g.Rows = append(g.Rows, table.Row{ID: string(r.Field), Cells: []table.Cell{
			name,
			{Text: curveWords(r.Curve), Sub: otherWords(r)},
			{Text: number(r.Weight), Sub: explain.Percent(r.Weight / total)},
			{Text: r.Why, Sub: r.Ref},
			{Text: number(r.SD), Sub: explain.Of(r.TTL, "day", "days")},
		}})
	}
	g.Foot = []table.Cell{{Text: "Sum"}, {}, {Text: number(total)}, {}, {}}
	return section{
		ID: "axis-" + a.Name(), Head: explain.Sentence(a.Name()) + ": " + axisQuestion(a), Tables: []table.Table{g},
		Folded: explain.Of(len(rules), "input", "inputs") + " with weights, curves, reasons and references",
		Note:   "Points are interpolated linearly between the given values and constant outside them. SD is the standard deviation of the points. “Model” and a number refer to a section of the model’s specification.",
	}
}

func axisQuestion(a model.Axis) string {
	switch a {
	case model.Vitality:
		return "is the project being maintained?"
	case model.Resilience:
		return "would it continue without its most active person?"
	case model.Posture:
		return "how well are its changes and releases protected?"
	default:
		return "how much would break if it failed?"
	}
}

// plainSection defines the fields that enter no axis.
func (s maker) plainSection() section {
	scored := map[field.ID]bool{}
	for _, rules := range s.Model.Axes {
		for _, r := range rules {
			scored[r.Field] = true
		}
	}
	g := table.Grid("Figures without weight", []string{"Figure", "Definition", "Unit, source"})
	for _, f := range field.Catalogue {
		if scored[f.ID] {
			continue
		}
		row := table.Row{ID: string(f.ID), Cells: []table.Cell{{Text: f.Label, Sub: string(f.ID)}, {Text: f.About}, {Text: f.Unit, Sub: f.Source}}}
		if exchange.OperatorOnly(f.ID) {
			row.Cells[1].Says = "operators"
			row.Cells[1].Sub = "For operators only; not on public pages"
		}
		g.Rows = append(g.Rows, row)
	}
	return section{ID: "plain", Head: "Counts and facts without weight", Note: "They are shown, tested by gates, or used by other figures. None adds points itself.", Tables: []table.Table{g}}
}

// readSection is what is read from a repository.
func (s maker) readSection() section {
	labels := map[string][]string{}
	for _, f := range field.Catalogue {
		if f.Source == field.SourceGit && !exchange.OperatorOnly(f.ID) {
			labels[string(f.Kind)] = append(labels[string(f.Kind)], explain.LowerFirst(f.Label))
		}
	}
	points := []string{"The history of the default branch and the tags: dates, parents, and the author and committer of each commit, to count people."}
	for _, x := range []struct{ kinds, head string }{{"count number", "Figures"}, {"date", "Dates"}, {"bool text", "Facts of the tree"}, {"list", "Series"}} {
		var all []string
		for _, k := range strings.Fields(x.kinds) {
			all = append(all, labels[k]...)
		}
		points = append(points, x.head+": "+strings.Join(all, "; ")+".")
	}
	return section{
		ID: "read", Head: "What we read from a repository", Points: append(points,
			"The files of one commit, for "+explain.Of(len(s.Model.Axes[model.Posture]), "check", "checks")+" of OpenSSF Scorecard. Checks that need more than files are unknown.",
			"We store, log and show no names and no e-mail addresses. For counting, a person is a keyed hash that only this installation can compute.",
			"We execute nothing, write to no repository and send no message."),
	}
}

// codeSection names the rules that are no data, because they are steps of a reading and no list.
func codeSection() section {
	return section{
		ID: "rules-in-code", Head: "Rules in the source code",
		Text: []string{"Weights, lists and rules about authors are data in the folder scorecards. These rules are parts of a procedure and are in the program’s source, with tests:"},
		Points: []string{
			"Which tags are releases, with the words for early, final and other tags: internal/source/git/version.go and version_words.go.",
			"Which files are licence files, and titles of licences that the classifier does not know: internal/source/git/licence_files.go and licence.go. Which licences are approved is data: open_licences in scorecards/model.yaml.",
			"Which signatures are one person: internal/source/git/people.go, strays.go and doubt.go.",
		},
	}
}

// sharedSection is the list of what does not identify a person.
func (s maker) sharedSection() section {
	sec := section{ID: "shared", Head: "Addresses and names that several people use", Text: []string{
		"Equal addresses or equal full names are one person. An address or name that matches a rule is ignored; only the other part is compared. Addresses and names that several people used by mistake are found without a rule.",
		"Where it stays uncertain who is one person, counts of people have a range: once with people who may be one joined, once with names that only share an address kept apart.",
	}}
	if len(s.rules.Shared.Rules) == 0 {
		sec.Text = append(sec.Text, "This installation does not show the rules.")
		return sec
	}
	sec.Folded, sec.Tables = explain.Of(len(s.rules.Shared.Rules), "rule", "rules"), []table.Table{authorRules("Rules that identify shared addresses and names", s.rules.Shared.Rules)}
	return sec
}

// botSection is the list of programs.
func (s maker) botSection() section {
	sec := section{ID: "bots", Head: "Who counts as a program", Text: []string{"A commit whose author matches a rule is a bot commit. Figures about people ignore it. A wrong rule hides a person’s work; a missing rule counts a program as a person."}}
	if len(s.rules.Bots.Rules) == 0 {
		sec.Text = append(sec.Text, "This installation does not show the rules.")
		return sec
	}
	sec.Folded, sec.Tables = explain.Of(len(s.rules.Bots.Rules), "rule", "rules"), []table.Table{authorRules("Rules that identify programs", s.rules.Bots.Rules)}
	return sec
}

// agentSection is the list of coding agents.
func (s maker) agentSection() section {
	sec := section{Says: "unscored", ID: "agents", Head: "Commits written with a coding agent", Text: []string{
		"A person’s commit that names a known coding agent as co-author counts as written with an agent. It remains that person’s commit, and the count is never scored. Agents with their own account are programs.",
		"Many agents add no such line, and people remove lines, so the count is a lower bound.",
	}}
	if len(s.rules.Agents.Rules) == 0 {
		sec.Text = append(sec.Text, "This installation does not show the rules.")
		return sec
	}
	sec.Folded, sec.Tables = explain.Of(len(s.rules.Agents.Rules), "rule", "rules"), []table.Table{authorRules("Rules that identify coding agents among co-authors", s.rules.Agents.Rules)}
	return sec
}

// authorRules is a table of rules over names and addresses.
func authorRules(caption string, rules []bots.Rule) table.Table {
	g := table.Grid(caption, []string{"Rule", "Pattern", "Searched in", "Why"})
	for _, r := range rules {
		in := r.In
		if in == "both" {
			in = "name or email"
		}
		g.Rows = append(g.Rows, table.Row{Cells: []table.Cell{{Text: r.ID}, {Text: condition(r), Mono: true}, {Text: in, Says: r.In}, {Text: r.Why}}})
	}
	return g
}

// condition is the pattern of a rule with what limits it.
func condition(r bots.Rule) string {
	text := r.Pattern
	if r.And != "" {
		text += " and " + r.And
	}
	if r.Unless != "" {
		text += " unless " + r.Unless
	}
	if r.Unsure {
		text += " (unsure)"
	}
	return text
}

// listSection is where entries of the lists come from.
func (s maker) listSection() section {
	sec := section{ID: "lists", Head: "Lists and expert lists", Text: []string{"The editors of a list give a reason for each entry. Expert lists made by others are shown for each project. Lists derived from each other count once. A list that entries were copied from does not count, because it cannot support itself. No expert list means unknown, not zero."}}
	for _, l := range s.Query.Lists() {
		on := map[string]int{}
		for _, p := range l.Projects {
			for _, id := range p.ExpertLists {
				on[id]++
			}
		}
		var ids []string
		for id := range l.Sources {
			ids = append(ids, id)
		}
		slices.Sort(ids)
		g := table.Grid("Expert lists used by "+l.Slug, []string{"Expert list", "Date", "Counts as", "Projects here"}, 3)
		for _, id := range ids {
			x := l.Sources[id]
			group := x.Group
			switch {
			case slices.Contains(l.CopiedFrom, id):
				group = "not counted: the list was copied from it"
			case group == "":
				group = x.ID
			}
			g.Rows = append(g.Rows, table.Row{Cells: []table.Cell{{Text: x.Title, Sub: x.URL}, {Text: explain.DayOf(x.Date)}, {Text: group}, {Text: explain.Thousands(on[id])}}})
		}
		if len(g.Rows) > 0 {
			sec.Tables = append(sec.Tables, g)
		}
		sec.Points = append(sec.Points, fmt.Sprintf("%s: %s", l.Title, l.Purpose))
	}
	return sec
}

// naSection asks the rules themselves: each probe is a project that only one
// of them is about, and what they say of it is what the page says.
func naSection() section {
	primary := []health.Repository{{URL: "https://example.org/a/b", Role: health.Primary}}
	packaged := []string{"pkg:npm/a"}
	mirror := []health.Repository{{URL: "https://example.org/a/b", Role: health.Primary, Mirror: true}}
	g := table.Grid("What does not apply, and why", []string{"Reason", "Not applicable"})
	seen := map[string]int{}
	for _, p := range []health.Project{
		{Repositories: mirror, Packages: packaged},
		{Repositories: primary, Packages: packaged, Tracker: "another place"},
		{Repositories: primary, Packages: packaged, Review: "mailing_list"},
		{Repositories: primary, Packages: packaged, Review: "gerrit"},
		{Repositories: primary, Packages: packaged, Rolling: true},
		{Repositories: primary},
		{Repositories: primary, Packages: []string{"pkg:golang/a"}},
		{Repositories: primary, Packages: []string{"pkg:maven/a/b"}},
		{Repositories: primary, Packages: []string{"pkg:swift/a"}},
		{Repositories: primary, Packages: packaged, Language: "a memory-safe language", Exposure: &health.Exposure{}},
	} {
		for _, in := range entry.Inputs(health.List{}, p) {
			if in.State != health.NotApplicable {
				continue
			}
			i, ok := seen[in.Reason]
			if !ok {
				i = len(g.Rows)
				seen[in.Reason] = i
				g.Rows = append(g.Rows, table.Row{Cells: []table.Cell{{Text: explain.Sentence(in.Reason)}, {}}})
			}
			f, _ := field.ByID(in.Field)
			name := f.Label
			if f.Source == field.SourceScorecard {
				name = string(f.ID)
			}
			c := &g.Rows[i].Cells[1]
			c.Text = strings.TrimPrefix(c.Text+"; "+name, "; ")
		}
	}
	return section{ID: "not-applicable", Head: "When an input does not apply", Tables: []table.Table{g}, Note: "The method page gives further rules for the commit trend and for inconclusive checks."}
}

// page.CSVColumns is where the columns of the CSV are explained.

// csvSection is the columns of the CSV, from the table it is written by.
func csvSection() section {
	g := table.Grid("Columns of the CSV", []string{"Column", "Holds", "Unit, words"})
	for _, c := range exchange.Columns() {
		g.Rows = append(g.Rows, table.Row{Cells: []table.Cell{{Text: c.Name, Mono: true}, {Text: c.Meaning}, {Text: c.Unit}}})
	}
	return section{ID: page.CSVColumns, Head: "Columns of the CSV", Tables: []table.Table{g}, Text: []string{
		"An empty cell means unknown or not applicable, never zero. Numbers have at most two decimals. Times are in UTC. Text that a spreadsheet could read as a formula starts with an apostrophe. New columns are added at the end.",
	}}
}

// hashSection says what the data hash of a citation covers, so that others can compute it.
func hashSection() section {
	return section{
		ID: page.DataHash, Head: "The data hash of a citation",
		Text: []string{
			"A citation names the SHA-256 of the published ranking. The same figures give the same hash in every run.",
			fmt.Sprintf("It covers the CSV of one run, ordered by name, without its last %d columns. "+
				"Those name the model, the run, the weights of the reader, a copy that was read and the share that is assumed. "+
				"The licence, the funding channels and the checks were added later and are not covered, so earlier hashes stay valid.", exchange.Unhashed()),
			"Compute it from the CSV of that run; N is the number of the run. For a list that is not the first, add list=NAME.",
		},
		Code: []string{
			"curl -s 'HOST/projects.csv?sort=name&as_of=run-N' |",
			fmt.Sprintf("  sed -E 's/(,[^,]*){%d}$//' | sha256sum", exchange.Unhashed()),
		},
	}
}
