package githubtest

import (
	"maps"
	"slices"
	"strings"
	"sync"
	"time"
)

// World is everything that the server serves: repositories, their former names, and accounts. It
// must not be changed outside of Edit.
type World struct {
	start time.Time
	site  string
	byID  map[int64]*Repository
	// names are the present names, former those left by a rename or transfer; both in lower case.
	names, former map[string]*Repository
	accounts      map[string]*Account
	generated     *generated
}

// Account is a user, organization or bot.
type Account struct {
	Login   string // a bot's without "[bot]"
	Type    string // "User", "Bot", "Organization", "Mannequin"
	ID      int64
	Name    string
	Company string
	Orgs    []string
}

// NewWorld returns an empty world.
func NewWorld() *World {
	return &World{
		byID: map[int64]*Repository{}, names: map[string]*Repository{},
		former: map[string]*Repository{}, accounts: map[string]*Account{},
	}
}

func (w *World) begin(start time.Time, site string) { w.start, w.site = start, site }

// Start returns the instant to which the times of the stories are relative.
func (w *World) Start() time.Time { return w.start }

// Repository returns the repository that has this owner/name now, or nil if there is none. In Edit,
// a generated one becomes an ordinary one, which is kept.
func (w *World) Repository(name string) *Repository {
	key := strings.ToLower(name)
	if r := w.names[key]; r != nil {
		return r
	}
	if r := w.generated.byName(w, key); r != nil {
		w.Add(r)
		return r
	}
	return nil
}

// Add adds a repository, replacing any other with the name. A repository without an id gets one
// derived from its name.
func (w *World) Add(r *Repository) *Repository {
	if r.ID == 0 {
		r.ID = numberOf("repository", r.FullName())
	}
	if r.OwnerType == "" {
		r.OwnerType = "Organization"
	}
	if r.Branch == "" {
		r.Branch = "main"
	}
	r.adopt(w)
	w.byID[r.ID], w.names[strings.ToLower(r.FullName())] = r, r
	return r
}

// Rename gives the repository another name, or another owner (a transfer). The old name redirects
// to the new one until it is used again.
func (w *World) Rename(from, to string) {
	r := w.Repository(from)
	owner, name, ok := strings.Cut(to, "/")
	if r == nil || !ok {
		return
	}
	w.former[strings.ToLower(from)] = r
	w.generated.drop(from)
	delete(w.names, strings.ToLower(from))
	delete(w.former, strings.ToLower(to))
	r.Owner, r.Name = owner, name
	w.names[strings.ToLower(to)] = r
}

// Delete removes the repository and its names.
func (w *World) Delete(name string) {
	r := w.Repository(name)
	if r == nil {
		return
	}
	w.generated.drop(name)
	delete(w.names, strings.ToLower(name))
	delete(w.byID, r.ID)
	for old, to := range w.former {
		if to == r {
			delete(w.former, old)
		}
	}
}

// Reuse deletes the repository with the name, or redirected from it, and adds another one, new and
// empty, with the same name.
func (w *World) Reuse(name string, at time.Time) *Repository {
	w.Delete(name)
	delete(w.former, strings.ToLower(name))
	owner, base, _ := strings.Cut(name, "/")
	return w.Add(&Repository{
		ID: numberOf("reused", name, at.String()), Owner: owner, Name: base,
		About:     "Another repository at a name that was used before.",
		CreatedAt: at, PushedAt: at, UpdatedAt: at, Empty: true,
	})
}

// dependabotID is an id that is hard-coded in clients.
const dependabotID = 49699333

// Account returns the account with the login. An account that is not described is made up.
func (w *World) Account(login string) *Account {
	base, bot := strings.CutSuffix(login, "[bot]")
	if a := w.accounts[strings.ToLower(base)]; a != nil {
		return a
	}
	a := &Account{Login: base, Type: "User", ID: numberOf("account", base)}
	if strings.EqualFold(base, "dependabot") {
		a.ID = dependabotID
	}
	if bot {
		a.Type = "Bot"
	}
	return a
}

// known returns the account with the login if it exists: described, mentioned in a story, or in a
// generated repository.
func (w *World) known(login string) *Account {
	base := strings.ToLower(strings.TrimSuffix(login, "[bot]"))
	if a := w.accounts[base]; a != nil {
		return a
	}
	if w.generated != nil && (strings.HasPrefix(base, generatedMember) || strings.HasPrefix(base, generatedVisitor) || base == generatedOwner) {
		return w.Account(login)
	}
	return nil
}

// mention creates an account for everyone mentioned in a repository.
func (w *World) mention(r *Repository) {
	names := []string{r.Owner}
	for _, c := range r.Commits {
		names = append(names, c.Author, c.Committer)
	}
	for _, x := range r.Runs {
		names = append(names, x.By)
	}
	for _, x := range r.Releases {
		names = append(names, x.By)
	}
	for _, i := range r.Items {
		names = append(names, i.Author, i.MergedBy)
		for _, c := range i.Comments {
			names = append(names, c.By)
		}
		for _, v := range i.Reviews {
			names = append(names, v.By)
		}
		for _, e := range i.Events {
			names = append(names, e.By)
		}
	}
	// Last, because their names do not show which are bots.
	names = slices.AppendSeq(names, maps.Keys(r.Members))
	for _, login := range names {
		if login != "" && w.known(login) == nil {
			w.AddAccount(w.Account(login))
		}
	}
}

// AddAccount adds an account, replacing any other with the login.
func (w *World) AddAccount(a *Account) {
	if a.ID == 0 {
		a.ID = w.Account(a.Login).ID
	}
	if a.Type == "" {
		a.Type = "User"
	}
	w.accounts[strings.ToLower(a.Login)] = a
}

// Names lists the owner/name of repositories added by stories and edits, sorted; unchanged
// generated repositories are left out.
func (w *World) Names() []string {
	out := make([]string, 0, len(w.names))
	for _, r := range w.names {
		out = append(out, r.FullName())
	}
	slices.Sort(out)
	return out
}

// find returns the repository for a name, and whether the name is a former one.
func (w *World) find(name string) (r *Repository, moved bool) {
	key := strings.ToLower(name)
	if r := w.names[key]; r != nil {
		return r, false
	}
	if r := w.former[key]; r != nil {
		return r, true
	}
	return w.generated.byName(w, key), false
}

func (w *World) findID(id int64) *Repository {
	if r := w.byID[id]; r != nil {
		return r
	}
	return w.generated.byID(w, id)
}

// recent caches the last few generated repositories, so that reading one page by page does not
// generate it each time. It is safe for concurrent use.
type recent struct {
	mu    sync.Mutex
	keys  []int
	items map[int]*Repository
}

const recentSize = 128

func (c *recent) get(key int, make_ func() *Repository) *Repository {
	c.mu.Lock()
	defer c.mu.Unlock()
	if r, ok := c.items[key]; ok {
		return r
	}
	if len(c.keys) >= recentSize {
		delete(c.items, c.keys[0])
		c.keys = c.keys[1:]
	}
	r := make_()
	c.items[key] = r
	c.keys = append(c.keys, key)
	return r
}
