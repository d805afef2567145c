// Package survey counts a set of projects: how many have each band, status and result of a check. It
// is pure, and it averages nothing: of every count it says how many are unknown.
package survey

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
)

// Unknown is the key of the projects of which an answer is not known.
const Unknown = "unknown"

// Survey is counts of projects. Those of each group add up to Counted, but for Tags and Owners.
type Survey struct {
	// Members are the projects of the set, Counted those with a row in the ranking.
	Members int `json:"members"`
	Counted int `json:"counted"`
	// States count how projects take part in the ranking, by health.RankState.
	States []Count `json:"rank_states"`
	// Risk and Health count by the word of the band, the worst first. A project without a position has no
	// band of risk.
	Risk   []Count `json:"risk_bands"`
	Health []Count `json:"health_bands"`
	// Status counts by health.StatusWord.
	Status []Count `json:"status"`
	// Absence counts by the contributor absence factor (CHAOSS) of twelve months.
	Absence []Count `json:"contributor_absence_factor"`
	// Regulars counts by regular contributors of twelve months.
	Regulars []Count `json:"regulars_12m"`
	// Funding counts by whether FUNDING.yml names a channel.
	Funding []Count `json:"funding_channels"`
	// Hosts counts by the host of the primary repository.
	Hosts []Count `json:"hosts"`
	// Owners are the owners of at least two primary repositories, the most first, of OwnersOf owners.
	Owners   []Count `json:"owners"`
	OwnersOf int     `json:"owners_of"`
	// Tags count a project once for each of its tags; most first.
	Tags []Count `json:"tags"`
	// Checks count by the result of each check, in the order of field.Checks.
	Checks []CheckCount `json:"checks"`
}

// Count is a number of projects.
type Count struct {
	Key string `json:"key"`
	N   int    `json:"projects"`
}

// CheckCount is the projects by their result of a check.
type CheckCount struct {
	Check         field.ID `json:"check"`
	Pass          int      `json:"pass"`
	Fail          int      `json:"fail"`
	NotApplicable int      `json:"not_applicable"`
	Unknown       int      `json:"unknown"`
}

// Known counts the projects with a result.
func (c CheckCount) Known() int { return c.Pass + c.Fail }

// Of returns the number of a key; 0 if no project has it.
func Of(counts []Count, key string) int {
	for _, c := range counts {
		if c.Key == key {
			return c.N
		}
	}
	return 0
}

// Maker counts rows one by one.
type Maker struct {
	model                     model.Model
	s                         Survey
	states, status            map[string]int
	risk, health              map[string]int
	absence, regulars, funded map[string]int
	hosts, owners, tags       map[string]int
}

// New returns a maker for a set of so many projects; the bands are those of the model.
func New(m model.Model, members int) *Maker {
	k := &Maker{model: m, s: Survey{Members: members}}
	for _, counts := range []*map[string]int{&k.states, &k.status, &k.risk, &k.health, &k.absence, &k.regulars, &k.funded, &k.hosts, &k.owners, &k.tags} {
		*counts = map[string]int{}
	}
	for _, id := range field.Checks() {
		k.s.Checks = append(k.s.Checks, CheckCount{Check: id})
	}
	return k
}

// Add counts the row of a project of the set.
func (k *Maker) Add(r ranking.Row) {
	k.s.Counted++
	k.states[string(r.State())]++
	k.status[string(r.Status.Word)]++
	k.risk[word(r.RiskBand)]++
	k.health[word(r.HealthBand)]++
	k.absence[group(r.AbsenceFactor, absenceGroups)]++
	k.regulars[group(r.Regulars, regularGroups)]++
	k.funded[funding(r)]++
	k.hosts[cmp.Or(r.Host, "none")]++
	if r.Owner != "" {
		k.owners[r.Host+"/"+r.Owner]++
	}
	for _, tag := range r.Tags {
		k.tags[tag]++
	}
	for place := range k.s.Checks {
		k.s.Checks[place].add(r.Checks, place)
	}
}

func (c *CheckCount) add(all ranking.Checks, place int) {
	switch _, state := all.Of(place); state {
	case ranking.CheckPass:
		c.Pass++
	case ranking.CheckFail:
		c.Fail++
	case ranking.CheckNone:
		c.NotApplicable++
	default:
		c.Unknown++
	}
}

// Done returns the counts.
func (k *Maker) Done() Survey {
	s := k.s
	s.States = inOrder(k.states, rankStates())
	s.Status = inOrder(k.status, statusWords())
	s.Risk, s.Health = inOrder(k.risk, words(k.model.Bands["risk"], true)), inOrder(k.health, words(k.model.Bands["H"], false))
	s.Absence, s.Regulars = inOrder(k.absence, keys(absenceGroups)), inOrder(k.regulars, keys(regularGroups))
	s.Funding = inOrder(k.funded, []string{"named", "none", Unknown})
	s.Hosts, s.Tags = byNumber(k.hosts), byNumber(k.tags)
	s.OwnersOf = len(k.owners)
	s.Owners = slices.DeleteFunc(byNumber(k.owners), func(c Count) bool { return c.N < 2 })
	return s
}

// word is the key of a band.
func word(b model.Band) string { return cmp.Or(b.Word, Unknown) }

// words are the keys of bands, the worst first; bands of a model begin with the highest figures.
func words(bands []model.Band, highIsBad bool) []string {
	var out []string
	for _, b := range bands {
		out = append(out, b.Word)
	}
	if !highIsBad {
		slices.Reverse(out)
	}
	return append(out, Unknown)
}

func rankStates() []string {
	var out []string
	for _, s := range health.RankStates {
		out = append(out, string(s))
	}
	return out
}

func statusWords() []string {
	var out []string
	for _, w := range health.StatusWords {
		out = append(out, string(w))
	}
	return out
}

func funding(r ranking.Row) string {
	switch {
	case r.Funding == nil:
		return Unknown
	case len(r.Funding) == 0:
		return "none"
	}
	return "named"
}

// groups are the least numbers of groups, ascending.
var absenceGroups, regularGroups = []int{0, 1, 2, 3, 6}, []int{0, 1, 2, 5, 10}

// group returns the key of the group of a number; negative: unknown.
func group(n int, least []int) string {
	if n < 0 {
		return Unknown
	}
	at := 0
	for i, from := range least {
		if n >= from {
			at = i
		}
	}
	return keys(least)[at]
}

// keys are "0", "1", "2-4", "5+" and Unknown.
func keys(least []int) []string {
	var out []string
	for i, from := range least {
		key := strconv.Itoa(from)
		switch {
		case i == len(least)-1:
			key += "+"
		case least[i+1]-1 > from:
			key += "-" + strconv.Itoa(least[i+1]-1)
		}
		out = append(out, key)
	}
	return append(out, Unknown)
}

// inOrder returns a count for every key of an order, also of those that no project has.
func inOrder(counts map[string]int, order []string) []Count {
	out := make([]Count, 0, len(order))
	for _, key := range order {
		out = append(out, Count{key, counts[key]})
	}
	return out
}

// byNumber returns the counts, the most first, and Unknown last.
func byNumber(counts map[string]int) []Count {
	out := make([]Count, 0, len(counts))
	for key, n := range counts {
		out = append(out, Count{key, n})
	}
	last := func(c Count) int {
		if c.Key == Unknown {
			return 1
		}
		return 0
	}
	slices.SortFunc(out, func(a, b Count) int {
		return cmp.Or(cmp.Compare(last(a), last(b)), cmp.Compare(b.N, a.N), strings.Compare(a.Key, b.Key))
	})
	return out
}
