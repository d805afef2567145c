package git

import "testing"

// Conversions of a history write the address where the name belongs. Then the name says no more
// than the address does.
func TestObserve_namesThatAreAddresses(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		commits map[sign]int
		authors string
	}{
		"the own address":             {map[sign]int{{"ann@example.org", "ann@example.org"}: 3, ann: 3}, "1"},
		"another address of hers":     {map[sign]int{{"ann@example.org", "ann@example.com"}: 3, ann: 3}, "1"},
		"in capitals":                 {map[sign]int{{"Ann@Example.org", "aa@example.com"}: 3, ann: 3}, "1"},
		"a host written twice":        {map[sign]int{{"ann@example.org@example.org", "ann@example.org@example.org"}: 3, ann: 3}, "1"},
		"surname as account":          {map[sign]int{{"agamma@one.example", "agamma@one.example"}: 3, {"Abe Gamma", "agamma@two.example"}: 3}, "1"},
		"initials as account":         {map[sign]int{{"axg@one.example", "axg@one.example"}: 3, {"Abe Gamma", "axg@two.example"}: 3}, "1"},
		"given name and surname":      {map[sign]int{{"abe.gamma@one.example", "abe.gamma@one.example"}: 3, {"Abe Gamma", "abe.gamma@two.example"}: 3}, "1"},
		"two with these initials":     {map[sign]int{{"axg@one.example", "axg@one.example"}: 3, {"Abe Gamma", "axg@two.example"}: 3, {"Ada Grey", "axg@three.example"}: 3}, "3"},
		"two with this name":          {map[sign]int{{"agamma@one.example", "agamma@one.example"}: 3, {"Abe Gamma", "agamma@two.example"}: 3, {"Ada Gamma", "agamma@three.example"}: 3}, "3"},
		"a given name as account":     {map[sign]int{{"abe@one.example", "abe@one.example"}: 3, {"Abe Gamma", "abe@two.example"}: 3}, "2"},
		"an account of other letters": {map[sign]int{{"kelpie@one.example", "kelpie@one.example"}: 3, {"Abe Gamma", "kelpie@two.example"}: 3}, "2"},
		"a full name has its own":     {map[sign]int{{"Ada Gamma", "agamma@one.example"}: 3, {"Abe Gamma", "agamma@two.example"}: 3}, "2"},
		"a mailbox of many":           {map[sign]int{{"dev@example.org", "ann@example.org"}: 3, {"dev@example.org", "bo@example.org"}: 3}, "2"},
		"no mailbox":                  {map[sign]int{{"noreply@github.com", "ann@example.org"}: 3, {"noreply@github.com", "bo@example.org"}: 3}, "2"},
		"an account of a site":        {map[sign]int{{"@ann", "ann@example.org"}: 3, {"@ann", "bo@example.org"}: 3}, "2"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			want(t, observeAs(t, by(t, 0, tc.commits), project()), map[string]string{"authors_12m": tc.authors, "bot_commits_12m": "0"})
		})
	}
}
