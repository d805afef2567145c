package githubtest

import "time"

// accountFields resolves User, Organization, Bot and Mannequin.
func accountFields(m map[string]resolver) {
	made := func(c call, _ *Account) any { return c.x.world.start.AddDate(-10, 0, 0).Format(time.RFC3339) }
	path := func(a *Account) string {
		if a.Type == "Bot" {
			return "/apps/" + a.Login
		}
		return "/" + a.Login
	}
	for _, typ := range []string{"User", "Organization", "Bot", "Mannequin"} {
		on(m, typ, map[string]func(c call, a *Account) any{
			"avatarUrl":    func(c call, a *Account) any { return c.x.server.url + "/u/" + a.Login },
			"createdAt":    made,
			"updatedAt":    made,
			"databaseId":   func(_ call, a *Account) any { return a.ID },
			"id":           func(_ call, a *Account) any { return a.nodeID() },
			"login":        func(_ call, a *Account) any { return a.Login },
			"resourcePath": func(_ call, a *Account) any { return path(a) },
			"url":          func(c call, a *Account) any { return c.x.world.site + path(a) },
		})
	}
	for _, typ := range []string{"User", "Organization"} {
		m[typ+".name"] = func(_ call, of any) any { return orNil(of.(*Account).Name) }
	}
	on(m, "User", map[string]func(c call, a *Account) any{
		"bio":     func(call, *Account) any { return nil },
		"company": func(_ call, a *Account) any { return orNil(a.Company) },
		"organizations": func(c call, a *Account) any {
			var orgs []*Account
			for _, login := range a.Orgs {
				orgs = append(orgs, c.x.world.organization(login))
			}
			return plain(orgs).paged(c)
		},
	})
	on(m, "Organization", map[string]func(c call, a *Account) any{
		"description": func(call, *Account) any { return nil },
		"isVerified":  func(call, *Account) any { return false },
	})
}

// actor returns the account of a login; null if the account was deleted.
func (x *execution) actor(login string) any {
	if login == "" {
		return nil
	}
	return x.world.Account(login)
}

// user is actor where GitHub's schema requires a User: bots are null there.
func (x *execution) user(login string) any {
	if login == "" {
		return nil
	}
	if a := x.world.Account(login); a.Type == "User" {
		return a
	}
	return nil
}

// organization returns an account that is an organization, described or not.
func (w *World) organization(login string) *Account {
	a := *w.Account(login)
	a.Type = "Organization"
	return &a
}
