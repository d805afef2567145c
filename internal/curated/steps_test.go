package curated

import (
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/scorecards"
)

func shippedSteps(t testing.TB) (string, *Set) {
	t.Helper()
	b, err := os.ReadFile("../../scorecards/steps.yaml")
	if err != nil {
		t.Fatal(err)
	}
	set, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return string(b), set
}

// What maintainers can do changes no score, so it must not change the model's name.
func TestSteps_areNoPartOfTheModel(t *testing.T) {
	t.Parallel()
	text, shipped := shippedSteps(t)
	read := func(name string) []byte {
		b, err := fs.ReadFile(scorecards.Files(), name)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	of := func(steps string) *Set {
		set, err := load(fstest.MapFS{
			"model.yaml": {Data: read("model.yaml")}, "posture-prior.yaml": {Data: read("posture-prior.yaml")}, "steps.yaml": {Data: []byte(steps)},
		})
		if err != nil {
			t.Fatal(err)
		}
		return set
	}
	a, b := of(text), of(strings.Replace(text, "from: 160", "from: 170", 1))
	if a.Model.SHA256 != b.Model.SHA256 || a.Model.SHA256 != shipped.Model.SHA256 || a.Steps.SHA256 == b.Steps.SHA256 {
		t.Errorf("models %s, %s; catalogues %s, %s", a.Model.SHA256, b.Model.SHA256, a.Steps.SHA256, b.Steps.SHA256)
	}
}

func TestSteps_shipped(t *testing.T) {
	t.Parallel()
	_, set := shippedSteps(t)
	g, ok := set.Steps.Guide(field.BranchProtection)
	if !ok || !g.Admin || !g.GitHub || len(g.Ways) != 5 || g.Ways[0].Reach != 3 || len(g.Ways[0].When) != 1 || g.Ways[1].Nothing == "" {
		t.Errorf("Branch-Protection is %+v", g)
	}
	if g, _ := set.Steps.Guide(field.ReleaseFlowMonths); len(g.Ways) != 2 || len(g.Ways[1].With) != 2 || len(g.Shows) != 3 {
		t.Errorf("releases are %+v", g)
	}
}

func TestReadSteps_problems(t *testing.T) {
	t.Parallel()
	text, set := shippedSteps(t)
	for name, tc := range map[string]struct{ old, new, want string }{
		"id twice":        {"- id: Fuzzing", "- id: SAST", "twice steps["},
		"no input":        {"- id: Fuzzing", "- id: Fusing", "not_allowed steps[11].id | Fusing"},
		"one is missing":  {"- id: Fuzzing", "- id: Fusing", "missing steps: | Fuzzing"},
		"criticality":     {"- id: Fuzzing", "- id: dependents_percentile", "not_allowed steps[11].id"},
		"last has a when": {"      - nothing: \"The level gold", "      - when: [{field: regulars_12m, op: \"<\", value: 1}]\n        nothing: \"The level gold", "missing steps[14].ways: | no conditions"},
		"leads nowhere":   {"      - nothing: \"The level gold", "      - reach: 8\n        minutes: {from: 1, to: 1}\n        steps: [\"x\"]\n        why: \"The level gold", "missing steps[14].ways: | all points"},
		"both":            {"reach: 3\n", "reach: 3\n        nothing: \"x\"\n", "conflict steps[1].ways[0].reach"},
		"neither":         {"        reach: 3\n", "", "missing steps[1].ways[0].reach"},
		"upside down":     {"from: 160, to: 620", "from: 621, to: 620", "out_of_range steps[0].ways[1].minutes"},
		"no time":         {"from: 160, to: 620", "from: 0, to: 620", "out_of_range steps[0].ways[1].minutes.from"},
		"a mention":       {"Open a pull request", "@acme, open a pull request", "malformed steps[0].ways[1].steps[0]"},
		"a reference":     {"Open a pull request", "See #1 and open a pull request", "malformed steps[0].ways[1].steps[0]"},
		"markup":          {"Open a pull request", "<b>Open</b> a pull request", "malformed steps[0].ways[1].steps[0]"},
		"open code":       {"Open a pull request", "Open `a pull request", "malformed steps[0].ways[1].steps[0]"},
		"no code":         {"Open a pull request", "Open a ``pull`` request", "malformed steps[0].ways[1].steps[0]"},
		"finding of both": {"{find: \"'force pushes' enabled on branch\",", "{path: x, find: \"'force pushes' enabled on branch\",", "conflict steps[1].findings[1]"},
		"free and work":   {"{find: \"jobLevel \", costs: nothing}", "{find: \"jobLevel \", costs: nothing, do: \"x\"}", "conflict steps[3].findings[3]"},
		"costs what":      {"{find: \"jobLevel \", costs: nothing}", "{find: \"jobLevel \", costs: little}", "not_allowed steps[3].findings[3].costs | little"},
		"another host":    {"host: github", "host: elsewhere", "not_allowed steps[0].host | elsewhere"},
		"no such field":   {"shows: [open_change_requests]", "shows: [weather]", "not_allowed steps[21].shows[0] | weather"},
		"no such change":  {"{field: unreleased_human_commits, value: 0}", "{field: weather, value: 0}", "not_allowed steps[18].ways[1].with[0].field | weather"},
		"less of nothing": {"of: outside_items_12m, ", "", "missing steps[20].ways[0].each.of"},
		"unknown key":     {"catalogue: {", "catalog: {", "unknown_field catalog"},
		"no place":        {"    where: \"Pull requests to the default branch\"\n", "", "missing steps[0].where"},
		"no way to look":  {"    again: \"It looks at about the last 30 changes, so the score rises with each reviewed change.\"\n", "", "missing steps[0].again"},
		"no publishing":   {"publish:\n", "published:\n", "missing publish"},
		"not a date":      {"date: 2026-12-03", "date: soon", "malformed catalogue.date"},
	} {
		changed := strings.Replace(text, tc.old, tc.new, 1)
		if changed == text {
			t.Errorf("%s: %q is not in the file", name, tc.old)
			continue
		}
		c, err := ReadSteps("steps.yaml", []byte(changed), set.Model)
		if !Tells(err, tc.want) {
			t.Errorf("%s: %v; want %s", name, err, tc.want)
		}
		if len(c.Guides) != 0 {
			t.Errorf("%s: it was read all the same", name)
		}
	}
}
