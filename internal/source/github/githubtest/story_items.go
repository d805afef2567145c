package githubtest

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// storyCommits is one commit (at), or many spread evenly (count, from, to) over the authors in
// turn.
type storyCommits struct {
	At      string  `yaml:"at"`
	By      authors `yaml:"by"`
	Name    string  `yaml:"name"`
	Message string  `yaml:"message"`
	Count   int     `yaml:"count"`
	From    string  `yaml:"from"`
	To      string  `yaml:"to"`

	Committer     string        `yaml:"committer"`
	CommitterName string        `yaml:"committer_name"`
	Signed        string        `yaml:"signed"`
	Change        *storyChange  `yaml:"change"`
	Checks        []storySuite  `yaml:"checks"`
	Statuses      []storyStatus `yaml:"statuses"`
}

// storyItem is one issue or pull request, or many of the same kind.
type storyItem struct {
	Number      int           `yaml:"number"`
	Title       string        `yaml:"title"`
	Body        string        `yaml:"body"`
	By          authors       `yaml:"by"`
	Association string        `yaml:"association"`
	Created     string        `yaml:"created"`
	Labels      []string      `yaml:"labels"`
	Draft       bool          `yaml:"draft"`
	Comments    []storyRemark `yaml:"comments"`
	Reviews     []storyRemark `yaml:"reviews"`
	Closed      *storyRemark  `yaml:"closed"`
	Reopened    *storyRemark  `yaml:"reopened"`
	Merged      *storyRemark  `yaml:"merged"`
	NotPlanned  bool          `yaml:"not_planned"`
	Updated     string        `yaml:"updated"`
	Count       int           `yaml:"count"`
	From        string        `yaml:"from"`
	To          string        `yaml:"to"`
	Base        string        `yaml:"base"`
	Checks      []storySuite  `yaml:"checks"`
	Statuses    []storyStatus `yaml:"statuses"`
}

// storyRemark is an act of a person, at a time or some time after the item was created.
type storyRemark struct {
	By          authors `yaml:"by"`
	At          string  `yaml:"at"`
	After       string  `yaml:"after"`
	Association string  `yaml:"association"`
	State       string  `yaml:"state"`
	Body        string  `yaml:"body"`
}

type storyRelease struct {
	Tag        string   `yaml:"tag"`
	Name       string   `yaml:"name"`
	By         string   `yaml:"by"`
	At         string   `yaml:"at"`
	Draft      bool     `yaml:"draft"`
	Prerelease bool     `yaml:"prerelease"`
	Target     string   `yaml:"target"`
	Assets     []string `yaml:"assets"`
}

// authors is one login or several that take turns. "nobody" is a deleted account, or in a commit an
// address without one.
type authors []string

// UnmarshalYAML decodes "ann" and "[ann, ben]".
func (a *authors) UnmarshalYAML(decode func(any) error) error {
	var one string
	if err := decode(&one); err == nil {
		*a = authors{one}
		return nil
	}
	var many []string
	if err := decode(&many); err != nil {
		return err
	}
	*a = many
	return nil
}

// turn returns the login of the i-th.
func (a authors) turn(i int) string {
	if len(a) == 0 {
		return ""
	}
	if who := a[i%len(a)]; who != "nobody" {
		return who
	}
	return ""
}

// spread returns count instants, evenly from one to the other, both included.
func spread(from, to time.Time, count int) []time.Time {
	out := make([]time.Time, count)
	for i := range out {
		out[i] = from
		if count > 1 {
			out[i] = from.Add(time.Duration(float64(to.Sub(from)) * float64(i) / float64(count-1))).Truncate(time.Second)
		}
	}
	return out
}

var repeated = regexp.MustCompile(`^repeat\((\d{1,6}), (.*)\)$`)

// text returns a text of a story: "repeat(1000, ab )" is long without being so in the file.
func text(s string) string {
	m := repeated.FindStringSubmatch(s)
	if m == nil {
		return s
	}
	n, err := strconv.Atoi(m[1])
	if err != nil {
		return s
	}
	return strings.Repeat(m[2], n)
}

// times returns the times of an entry that represents one or many.
func (t *teller) times(where, at string, count int, from, to string) []time.Time {
	if count == 0 {
		if at == "" {
			t.wrong(where, "no time")
		}
		return []time.Time{t.time(where, at)}
	}
	if from == "" || to == "" || at != "" || count < 1 || count > 20000 {
		t.wrong(where, "many need count (1 to 20000), from and to, and no time of their own")
		return nil
	}
	return spread(t.time(where+".from", from), t.time(where+".to", to), count)
}

func (t *teller) commits(all []storyCommits) {
	for n, s := range all {
		where := fmt.Sprintf("$.commits[%d]", n)
		if len(s.By) == 0 {
			t.wrong(where, "no author")
		}
		for i, at := range t.times(where, s.At, s.Count, s.From, s.To) {
			c := &Commit{
				OID: oid(t.repo.FullName(), fmt.Sprint(n, i)), At: at, Author: s.By.turn(i), Name: s.Name, Message: or(text(s.Message), fmt.Sprintf("Change %d.%d", n, i)),
				Committer: s.Committer, CommitterName: s.CommitterName, Signed: s.Signed,
			}
			c.Suites, c.Statuses = t.checks(where, s.Checks, s.Statuses, at)
			t.repo.Commits = append(t.repo.Commits, c)
			if s.Change != nil {
				t.change(where+".change", c, *s.Change, i)
			}
		}
	}
}

func (t *teller) items(list string, all []storyItem, pull bool) {
	for n, s := range all {
		where := fmt.Sprintf("$.%s[%d]", list, n)
		if len(s.By) == 0 {
			t.wrong(where, "no author; a deleted account is called nobody")
		}
		if !pull && (s.Merged != nil || s.Reviews != nil || s.Draft) {
			t.wrong(where, "an issue has no reviews and is not merged")
		}
		if s.Count > 0 && s.Number > 0 {
			t.wrong(where, "many have no number of their own")
		}
		for i, at := range t.times(where, s.Created, s.Count, s.From, s.To) {
			item := &Item{
				Number: s.Number, Pull: pull, Title: or(text(s.Title), fmt.Sprintf("Item %d of %s", i+1, list)), Body: text(s.Body), Author: s.By.turn(i),
				Association: s.Association, CreatedAt: at, UpdatedAt: at, Labels: slices.Clone(s.Labels), Draft: s.Draft, NotPlanned: s.NotPlanned, repo: t.repo,
			}
			item.Base = s.Base
			item.Suites, item.Statuses = t.checks(where, s.Checks, s.Statuses, at)
			t.conversation(where, item, s, i)
			t.repo.Items = append(t.repo.Items, item)
		}
	}
}

// conversation adds what happened to an item.
func (t *teller) conversation(where string, item *Item, s storyItem, i int) {
	for n, c := range s.Comments {
		at := t.remark(fmt.Sprintf("%s.comments[%d]", where, n), item, c)
		x := item.Comment(c.By.turn(i), at)
		x.Association, x.Body = c.Association, or(c.Body, "A comment.")
	}
	for n, v := range s.Reviews {
		at := fmt.Sprintf("%s.reviews[%d]", where, n)
		t.oneOf(at+".state", or(v.State, "COMMENTED"), enum("PullRequestReviewState")...)
		item.Review(v.By.turn(i), v.State, t.remark(at, item, v)).Association = v.Association
	}
	if s.Closed != nil && s.Merged != nil {
		t.wrong(where, "merged or closed, not both")
	}
	if s.Closed != nil {
		item.Close(s.Closed.By.turn(i), t.remark(where+".closed", item, *s.Closed))
	}
	if s.Reopened != nil {
		item.Reopen(s.Reopened.By.turn(i), t.remark(where+".reopened", item, *s.Reopened))
	}
	if s.Merged != nil {
		item.Merge(s.Merged.By.turn(i), t.remark(where+".merged", item, *s.Merged))
	}
	if at := t.time(where+".updated", s.Updated); !at.IsZero() {
		item.UpdatedAt = at
	}
}

// remark returns when a person did something.
func (t *teller) remark(where string, item *Item, m storyRemark) time.Time {
	if len(m.By) == 0 {
		t.wrong(where, "by whom? a deleted account is called nobody")
	}
	if (m.At == "") == (m.After == "") {
		t.wrong(where, "want either at or after")
		return item.CreatedAt
	}
	if m.At != "" {
		return t.time(where+".at", m.At)
	}
	d, err := length(m.After, item.CreatedAt)
	if err != nil {
		t.wrong(where+".after", "%v", err)
	}
	return item.CreatedAt.Add(d)
}

// number assigns numbers to the items without one, by their age.
func (t *teller) number() {
	used := map[int]bool{}
	for _, i := range t.repo.Items {
		if used[i.Number] && i.Number > 0 {
			t.wrong("$.repository", "two items have the number %d", i.Number)
		}
		used[i.Number] = i.Number > 0
	}
	byAge := slices.Clone(t.repo.Items)
	slices.SortStableFunc(byAge, func(a, b *Item) int { return cmp.Compare(a.CreatedAt.UnixNano(), b.CreatedAt.UnixNano()) })
	next := 1
	for _, i := range byAge {
		if i.Number > 0 {
			continue
		}
		for used[next] {
			next++
		}
		i.Number, used[next] = next, true
	}
}

func (t *teller) releases(all []storyRelease) {
	for n, s := range all {
		where := fmt.Sprintf("$.releases[%d]", n)
		if strings.TrimSpace(s.Tag) == "" {
			t.wrong(where, "no tag")
		}
		at := t.time(where+".at", s.At)
		if s.At == "" {
			t.wrong(where, "no time")
		}
		x := &Release{Tag: s.Tag, Name: or(s.Name, s.Tag), By: s.By, CreatedAt: at, PublishedAt: at, Draft: s.Draft, Prerelease: s.Prerelease, Target: s.Target, Assets: s.Assets, ID: numberOf("release", t.repo.FullName(), s.Tag)}
		if s.Draft {
			x.PublishedAt = time.Time{}
		}
		t.repo.Releases = append(t.repo.Releases, x)
	}
}
