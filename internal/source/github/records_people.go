package github

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/batch"
	"github.com/plumbline-scorecard/plumbline/internal/forge"
	"github.com/plumbline-scorecard/plumbline/internal/source"
)

const (
	// factsAge is how long the declarations of a person are cached.
	factsAge = 30 * day
	// maxUsers is the maximum number of users in one request: no more than a page of contributors.
	maxUsers = 30
)

// facts are the declarations of an account, stored under the key of a person and never beside a
// login.
type facts struct {
	Version       int      `json:"v"`
	At            int64    `json:"t"`
	Company       string   `json:"c,omitempty"`
	Organisations []string `json:"o,omitempty"`
}

// factsKey differs from the keys of activity, so that employers cannot be linked to activity.
func (k keyring) factsKey(login string) string {
	return "user " + k.hash("github-facts:"+strings.ToLower(login))
}

// facts returns the cached facts of a key.
func (s *Source) facts(key string, now int64) (facts, bool) {
	raw, ok := s.cfg.Memory.Load(key)
	var f facts
	if !ok || json.Unmarshal(raw, &f) != nil || f.Version != format || f.At > now || f.At <= now-factsAge {
		return facts{}, false
	}
	return f, true
}

// contributor is one entry of the cached list: a key, a count, and whether it is a bot.
type contributor struct {
	Key string `json:"k"`
	N   int    `json:"n"`
	Bot bool   `json:"b,omitempty"`
}

type keptContributors struct {
	Version int           `json:"v"`
	Print   string        `json:"p"`
	Head    string        `json:"h"`
	At      int64         `json:"t"`
	List    []contributor `json:"l"`
}

// contributors reads the top committers. While the head is unchanged, the list is too, and no
// request is needed. The accounts then have keys of this installation instead of logins, which are
// not stored.
func (g *gathering) contributors(ctx context.Context) error {
	if g.rememberedContributors() {
		return nil
	}
	var all []struct {
		Login string `json:"login"`
		Type  string `json:"type"`
		N     int    `json:"contributions"`
	}
	if err := g.restJSON(ctx, "repos/"+g.of.name+"/contributors", &all); err != nil {
		return g.part(forge.PartContributors, fmt.Errorf("its contributors: %w", err))
	}
	if len(all) > maxUsers {
		return fmt.Errorf("%w: its contributors: more than a page", source.ErrUnavailable)
	}
	kept := keptContributors{format, g.people.print, g.out.Commit, g.of.now.Unix(), nil}
	for _, c := range all {
		if c.Login == "" { // an address without an account
			continue
		}
		u := forge.User{Login: c.Login, Contributions: c.N, Bot: c.Type == "Bot" || strings.HasSuffix(c.Login, "[bot]")}
		key := g.people.factsKey(c.Login)
		f, known := g.facts(key, g.of.now.Unix())
		switch {
		case known:
			u.Company, u.Organisations = f.Company, f.Organisations
		case !u.Bot: // bots have no employer, and are not users in GraphQL
			g.users = append(g.users, c.Login)
		}
		g.out.Contributors = append(g.out.Contributors, u)
		kept.List = append(kept.List, contributor{key, c.N, u.Bot})
	}
	if raw, err := json.Marshal(kept); err == nil { // plain values always encode
		g.cfg.Memory.Save("contributors "+g.of.node, raw)
	}
	return nil
}

func (g *gathering) rememberedContributors() bool {
	raw, ok := g.cfg.Memory.Load("contributors " + g.of.node)
	var kept keptContributors
	now := g.of.now.Unix()
	if !ok || json.Unmarshal(raw, &kept) != nil || kept.Version != format || kept.Print != g.people.print ||
		kept.Head != g.out.Commit || kept.At > now || kept.At <= now-factsAge {
		return false
	}
	var out []forge.User
	for _, c := range kept.List {
		f, known := g.facts(c.Key, now)
		if !known && !c.Bot {
			return false
		}
		out = append(out, forge.User{Login: strings.TrimPrefix(c.Key, "user "), Bot: c.Bot, Contributions: c.N, Company: f.Company, Organisations: f.Organisations})
	}
	g.out.Contributors = out
	return true
}

// follow queries the users without cached facts and the branches of releases, in one request; it
// sends none if there are neither.
func (g *gathering) follow(ctx context.Context) error {
	branches := g.targets()
	if len(branches) > 0 && slices.Equal(branches, g.ahead) {
		if err := g.readTargets(g.first, branches); err != nil {
			return err
		}
		branches = nil
	}
	if len(g.users) == 0 && len(branches) == 0 {
		return nil
	}
	a, err := g.askFollowing(ctx, following{node: g.of.node, users: g.users, branches: branches})
	if err != nil {
		return err
	}
	if err := g.readUsers(a); err != nil {
		return err
	}
	if len(branches) == 0 {
		return nil
	}
	g.saveTargets(branches)
	return g.readTargets(a, branches)
}

// askFollowing queries users and branches, together with those of other running scans.
func (s *Source) askFollowing(ctx context.Context, q following) (answer, error) {
	a, err := s.together.follow.Ask(ctx, q)
	if !errors.Is(err, batch.ErrAlone) {
		return a, atEnd(ctx, err)
	}
	vars := map[string]any{}
	for i, login := range q.users {
		vars[fmt.Sprintf("u%d", i)] = login
	}
	for i, name := range q.branches {
		vars[fmt.Sprintf("b%d", i)] = "refs/heads/" + name
	}
	if len(q.branches) > 0 {
		vars["id"] = q.node
	}
	a, err = s.post(ctx, followQuery(len(q.users), len(q.branches)), vars)
	if err != nil {
		return a, err
	}
	if f, ok := a.faultOf(""); ok {
		return a, fmt.Errorf("%w: %s", errFault, f.word())
	}
	return a, nil
}

// readUsers reads the declarations of users. If one is refused, all are hidden: an incomplete list
// of employers is not a shorter list.
func (g *gathering) readUsers(a answer) error {
	found := map[string]facts{}
	for i, login := range g.users {
		alias := fmt.Sprintf("u%d", i)
		if f, ok := a.faultOf(alias); ok && f.permission() {
			g.unseen(forge.PartContributors, "their organisations are "+hidden)
			g.out.Contributors = nil
			return nil
		}
		raw, err := a.alias(alias)
		if err != nil {
			return err
		}
		var d *struct {
			Company       string `json:"company"`
			Organizations *connection[*struct {
				Login string `json:"login"`
			}] `json:"organizations"`
		}
		if err := json.Unmarshal(raw, &d); err != nil {
			return fmt.Errorf("%w: a user's answer: %w", source.ErrUnavailable, decodeError(err))
		}
		f := facts{Version: format, At: g.of.now.Unix()} // for a deleted account: none
		if d != nil {
			if d.Organizations == nil {
				return fmt.Errorf("%w: a user's answer lacks organizations", source.ErrUnavailable)
			}
			f.Company = d.Company
			for _, o := range d.Organizations.Nodes {
				if o != nil {
					f.Organisations = append(f.Organisations, o.Login)
				}
			}
		}
		found[login] = f
	}
	for login, f := range found {
		if raw, err := json.Marshal(f); err == nil { // plain values always encode
			g.cfg.Memory.Save(g.people.factsKey(login), raw)
		}
	}
	for i, u := range g.out.Contributors {
		if f, ok := found[u.Login]; ok {
			g.out.Contributors[i].Company, g.out.Contributors[i].Organisations = f.Company, f.Organisations
		}
	}
	return nil
}

// targets returns the branches of releases, besides the default one; a commit is not a branch. A
// branch then called master may be main now.
func (g *gathering) targets() []string {
	if !g.sees(forge.PartBranches) || !g.sees(forge.PartReleases) {
		return nil
	}
	var out []string
	add := func(name string) {
		if name != "" && name != g.out.DefaultBranch && (len(name) != 40 || !isObject(name)) && !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	for _, r := range g.out.Releases {
		if add(r.Target); r.Target == "master" {
			add("main")
		}
	}
	return out
}

// readTargets reads the protection of those branches. If one is refused, all are hidden, because
// Scorecard's check needs each.
func (g *gathering) readTargets(a answer, branches []string) error {
	raw := a.data["r"]
	for _, f := range a.faults {
		if f.Path[0] != "r" {
			continue
		}
		if !f.permission() || len(f.Path) < 2 {
			return fmt.Errorf("%w: its branches: %s", source.ErrUnavailable, f.word())
		}
		g.unseen(forge.PartBranches, hidden)
		g.out.Branches = nil
		return nil
	}
	var d map[string]json.RawMessage
	if err := json.Unmarshal(raw, &d); err != nil || d == nil {
		return fmt.Errorf("%w: its branches are missing", source.ErrUnavailable)
	}
	for i, name := range branches {
		raw, ok := d[fmt.Sprintf("b%d", i)]
		if !ok {
			return fmt.Errorf("%w: a branch is missing", source.ErrUnavailable)
		}
		var ref *refData
		if err := json.Unmarshal(raw, &ref); err != nil {
			return fmt.Errorf("%w: a branch: %w", source.ErrUnavailable, decodeError(err))
		}
		b, err := g.data.branch(ref, name, g.out.DefaultBranch)
		if err != nil {
			g.unseen(forge.PartBranches, err.Error())
			g.out.Branches = nil
			return nil
		}
		g.out.Branches[name] = b
	}
	return nil
}

// young reports whether a value of this age is still valid, with a clock that may have been set
// back.
func young(at, now time.Time, age time.Duration) bool {
	return !at.After(now.Add(time.Minute)) && now.Sub(at) < age
}
