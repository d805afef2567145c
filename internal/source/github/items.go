package github

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/source"
)

// activityData is the answer to an activity query.
type activityData struct {
	ID            string           `json:"id"`
	Issues        *feedPage        `json:"issues"`
	IssuesOlder   *feedPage        `json:"issuesOlder"`
	Changes       *feedPage        `json:"changes"`
	ChangesOlder  *feedPage        `json:"changesOlder"`
	DefaultBranch *defaultBranchOf `json:"defaultBranchRef"`
}

type defaultBranchOf struct {
	Target *struct {
		Commits      *commitPage `json:"commits"`
		CommitsOlder *commitPage `json:"commitsOlder"`
	} `json:"target"`
}

type pageInfo struct {
	HasNextPage *bool   `json:"hasNextPage"`
	EndCursor   *string `json:"endCursor"`
}

type feedPage struct {
	PageInfo *pageInfo   `json:"pageInfo"`
	Nodes    []*itemData `json:"nodes"`
}

type commitPage struct {
	PageInfo *pageInfo     `json:"pageInfo"`
	Nodes    []*commitData `json:"nodes"`
}

type commitData struct {
	OID           string     `json:"oid"`
	CommittedDate *time.Time `json:"committedDate"`
	Author        *struct {
		User *struct {
			Login   string  `json:"login"`
			Company *string `json:"company"`
		} `json:"user"`
	} `json:"author"`
}

// itemData is one issue or pull request. Its account names are not passed on.
type itemData struct {
	Number            *int64     `json:"number"`
	CreatedAt         *time.Time `json:"createdAt"`
	UpdatedAt         *time.Time `json:"updatedAt"`
	ClosedAt          *time.Time `json:"closedAt"`
	State             string     `json:"state"`
	Author            *actor     `json:"author"`
	AuthorAssociation string     `json:"authorAssociation"`
	Comments          *remarks   `json:"comments"`
	TimelineItems     *struct {
		Nodes []*struct {
			CreatedAt *time.Time `json:"createdAt"`
			Actor     *actor     `json:"actor"`
		} `json:"nodes"`
	} `json:"timelineItems"`
	MergedAt *time.Time `json:"mergedAt"`
	MergedBy *actor     `json:"mergedBy"`
	Reviews  *remarks   `json:"reviews"`
}

type remarks = connection[*struct {
	CreatedAt         *time.Time `json:"createdAt"`
	SubmittedAt       *time.Time `json:"submittedAt"` // for a review; null while it is pending
	Author            *actor     `json:"author"`
	AuthorAssociation string     `json:"authorAssociation"`
}]

// itemPage is a validated page of a tracker's feed.
type itemPage struct {
	items  []item
	newest int64 // when its newest item was updated, in milliseconds
	oldest int64 // when its oldest item was updated, in milliseconds
	next   string
	more   bool
}

// decodeActivity decodes the answer to a query for the pages.
func decodeActivity(raw json.RawMessage) (*activityData, error) {
	var d *activityData
	if err := json.Unmarshal(raw, &d); err != nil {
		return nil, fmt.Errorf("%w: its activity: %w", errWhole, decodeError(err))
	}
	if d == nil || d.ID == "" {
		return nil, fmt.Errorf("%w: it was there a moment ago", source.ErrUnavailable)
	}
	return d, nil
}

// reader converts the host's data to the stored form.
type reader struct {
	mem    *memory
	people keyring
	now    int64
}

// seconds returns the Unix seconds of an instant. An instant in the future comes from a wrong clock
// and counts as now.
func (r *reader) seconds(t time.Time) int64 { return min(t.Unix(), r.now) }

// page reads one page of items.
func (r *reader) page(p *feedPage) (itemPage, error) {
	if p == nil {
		return itemPage{}, errors.New("a page is not there")
	}
	next, more, err := p.PageInfo.read()
	if err != nil {
		return itemPage{}, err
	}
	out := itemPage{next: next, more: more}
	for _, d := range p.Nodes {
		if d == nil || d.Number == nil || d.CreatedAt == nil || d.UpdatedAt == nil || d.Comments == nil || d.Comments.TotalCount == nil || d.TimelineItems == nil {
			return itemPage{}, errors.New("an item lacks a field")
		}
		moved := d.UpdatedAt.UnixMilli()
		if *d.Number <= 0 || moved <= 0 || d.CreatedAt.Unix() <= 0 {
			return itemPage{}, errors.New("an item has an impossible number or date")
		}
		if len(out.items) == 0 {
			out.newest, out.oldest = moved, moved
		}
		out.newest, out.oldest = max(out.newest, moved), min(out.oldest, moved)
		out.items = append(out.items, r.item(d))
	}
	if more && len(out.items) == 0 {
		return itemPage{}, errors.New("an empty page is said to have a next")
	}
	return out, nil
}

func (p *pageInfo) read() (next string, more bool, err error) {
	if p == nil || p.HasNextPage == nil || *p.HasNextPage && (p.EndCursor == nil || *p.EndCursor == "" || len(*p.EndCursor) > 500) {
		return "", false, errors.New("a page does not say whether there are more")
	}
	if !*p.HasNextPage {
		return "", false, nil
	}
	return *p.EndCursor, true, nil
}

// who returns the index of a person, or 0 for a deleted account or a bot.
func (r *reader) who(a *actor) int {
	if a == nil || a.Login == "" || r.people.program(a) {
		return 0
	}
	return r.mem.person(r.people.person(a.Login))
}

// member reports whether an association to the repository includes write access.
func member(association string) bool {
	return association == "OWNER" || association == "MEMBER" || association == "COLLABORATOR"
}

func (r *reader) item(d *itemData) item {
	it := item{Number: *d.Number, Created: r.seconds(*d.CreatedAt), Updated: r.seconds(*d.UpdatedAt), Author: r.who(d.Author)}
	switch {
	case r.people.program(d.Author):
		it.Flags |= byProgram
	case d.Author != nil && member(d.AuthorAssociation):
		it.Flags |= byMember
	}
	r.remarks(&it, d.Comments, 10)
	if d.Reviews != nil {
		r.remarks(&it, d.Reviews, 5)
	}
	r.ending(&it, d)
	slices.SortStableFunc(it.Acts, func(a, b act) int { return int(a.at() - b.at()) })
	if i := slices.IndexFunc(it.Acts, act.rights); i >= 0 {
		it.Acts = it.Acts[:i+1] // only the earliest acts matter
	}
	if it.is(byProgram) || it.is(byMember) {
		it.Acts = nil // no answer is expected
	}
	return it
}

// remarks adds the comments or reviews of people other than the author.
func (r *reader) remarks(it *item, all *remarks, read int) {
	if all.TotalCount != nil && *all.TotalCount > read {
		it.Flags |= long
	}
	for _, c := range all.Nodes {
		if c == nil {
			continue
		}
		at := c.CreatedAt
		if c.SubmittedAt != nil {
			at = c.SubmittedAt
		}
		if who := r.who(c.Author); at != nil && who != 0 && who != it.Author {
			r.act(it, who, *at, member(c.AuthorAssociation))
		}
	}
}

func (r *reader) act(it *item, who int, at time.Time, rights bool) {
	a := act{int64(who), max(r.seconds(at), it.Created), 0}
	if rights {
		a[2] = 1
	}
	it.Acts = append(it.Acts, a)
}

// ending reads who ended the item. A merge, and closing an item of someone else, count as an answer
// by a person with write access, even if the item was reopened.
func (r *reader) ending(it *item, d *itemData) {
	if d.MergedAt != nil {
		it.Ended, it.Ender = r.seconds(*d.MergedAt), r.who(d.MergedBy)
		it.Flags |= merged
		if r.people.program(d.MergedBy) {
			it.Flags |= endedByProgram
		}
		// Whoever merges has write access, even if the account was deleted since. The author is
		// then no outsider, so no answer is expected.
		if !it.is(endedByProgram) {
			r.act(it, it.Ender, *d.MergedAt, true)
		}
		return
	}
	closed := d.ClosedAt != nil && d.State != "OPEN"
	if closed {
		it.Ended = r.seconds(*d.ClosedAt)
	}
	for _, e := range d.TimelineItems.Nodes {
		if e == nil || e.CreatedAt == nil {
			continue
		}
		who := r.who(e.Actor)
		if closed {
			it.Ender = who
			if r.people.program(e.Actor) {
				it.Flags |= endedByProgram
			}
		}
		// A deleted account cannot be distinguished from the author's if that is deleted, too.
		if other := who != it.Author; other && !r.people.program(e.Actor) {
			r.act(it, who, *e.CreatedAt, true)
		}
	}
}

// commits reads one page of commits into memory. It returns the oldest date on it, 0 if none, and
// whether it contains the commit stop.
func (r *reader) commits(p *commitPage, stop string) (oldest int64, met bool, next string, more bool, err error) {
	if p == nil {
		return 0, false, "", false, errors.New("a page of commits is not there")
	}
	if next, more, err = p.PageInfo.read(); err != nil {
		return 0, false, "", false, err
	}
	if more && len(p.Nodes) == 0 {
		return 0, false, "", false, errors.New("an empty page is said to have a next")
	}
	for _, d := range p.Nodes {
		if d == nil || d.OID == "" || d.CommittedDate == nil {
			return 0, false, "", false, errors.New("a commit lacks a field")
		}
		at := max(r.seconds(*d.CommittedDate), 1)
		if oldest == 0 || at < oldest {
			oldest = at
		}
		met = met || d.OID == stop
		if d.Author == nil || d.Author.User == nil || d.Author.User.Login == "" {
			continue
		}
		u := d.Author.User
		if a := (actor{Type: "User", Login: u.Login}); !r.people.program(&a) {
			r.worked(r.mem.person(r.people.person(u.Login)), at, u.Company)
		}
	}
	return oldest, met, next, more, nil
}

func (r *reader) worked(who int, at int64, company *string) {
	c := &r.mem.Commits
	i := slices.IndexFunc(c.People, func(w worker) bool { return w.Who == who })
	if i < 0 {
		c.People = append(c.People, worker{Who: who})
		i = len(c.People) - 1
	}
	w := &c.People[i]
	if m := month(at); !slices.Contains(w.Months, m) {
		w.Months = append(w.Months, m)
		slices.Sort(w.Months)
	}
	w.Employer, w.Declared = "", r.now
	if company != nil {
		w.Employer = r.people.employer(*company)
	}
}
