package githubtest

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"
)

type (
	ref struct {
		repo *Repository
		name string
	}
	license string
	topic   string
	topicOf struct{ name topic }
	asset   struct {
		release *Release
		name    string
	}
	gitActor struct {
		commit    *Commit
		committer bool
	}
)

// repositoryFields resolves Repository: its facts and its content.
func repositoryFields(m map[string]resolver) {
	repositoryFacts(m)
	repositorySwitches(m)
	repositoryParts(m)
	repositoryGit(m)
}

func repositoryFacts(m map[string]resolver) {
	on(m, "Repository", map[string]func(c call, r *Repository) any{
		"archivedAt":     func(_ call, r *Repository) any { return r.stampOrNil(r.ArchivedAt) },
		"createdAt":      func(_ call, r *Repository) any { return r.stamp(r.CreatedAt) },
		"databaseId":     func(_ call, r *Repository) any { return r.ID },
		"description":    func(_ call, r *Repository) any { return orNil(r.Description) },
		"diskUsage":      func(_ call, r *Repository) any { return r.Size },
		"forkCount":      func(_ call, r *Repository) any { return r.Forks },
		"homepageUrl":    func(_ call, r *Repository) any { return orNil(r.Homepage) },
		"id":             func(_ call, r *Repository) any { return r.NodeID() },
		"lockReason":     func(call, *Repository) any { return nil },
		"mirrorUrl":      func(_ call, r *Repository) any { return orNil(r.Mirror) },
		"name":           func(_ call, r *Repository) any { return r.Name },
		"nameWithOwner":  func(_ call, r *Repository) any { return r.FullName() },
		"pushedAt":       func(_ call, r *Repository) any { return r.stampOrNil(r.PushedAt) },
		"resourcePath":   func(_ call, r *Repository) any { return "/" + r.FullName() },
		"stargazerCount": func(_ call, r *Repository) any { return r.Stars },
		"updatedAt":      func(_ call, r *Repository) any { return r.stamp(r.UpdatedAt) },
		"url":            func(c call, r *Repository) any { return c.x.world.site + "/" + r.FullName() },
		"visibility":     func(call, *Repository) any { return "PUBLIC" },
		"stargazers":     func(c call, r *Repository) any { return counted(r.Stars).paged(c) },
		"watchers":       func(c call, r *Repository) any { return counted(r.Watchers).paged(c) },
	})
}

// repositorySwitches resolves its boolean fields.
func repositorySwitches(m map[string]resolver) {
	on(m, "Repository", map[string]func(c call, r *Repository) any{
		"deleteBranchOnMerge":      func(call, *Repository) any { return false },
		"forkingAllowed":           func(call, *Repository) any { return true },
		"hasDiscussionsEnabled":    func(_ call, r *Repository) any { return r.Discussions },
		"hasIssuesEnabled":         func(_ call, r *Repository) any { return !r.NoIssues },
		"hasProjectsEnabled":       func(_ call, r *Repository) any { return r.Projects },
		"hasWikiEnabled":           func(_ call, r *Repository) any { return !r.NoWiki },
		"isArchived":               func(_ call, r *Repository) any { return !r.ArchivedAt.IsZero() },
		"isDisabled":               func(_ call, r *Repository) any { return r.Disabled },
		"isEmpty":                  func(_ call, r *Repository) any { return r.Empty },
		"isFork":                   func(_ call, r *Repository) any { return r.Fork() },
		"isInOrganization":         func(_ call, r *Repository) any { return r.OwnerType == "Organization" },
		"isLocked":                 func(call, *Repository) any { return false },
		"isMirror":                 func(_ call, r *Repository) any { return r.Mirror != "" },
		"isPrivate":                func(call, *Repository) any { return false },
		"isTemplate":               func(_ call, r *Repository) any { return r.Template },
		"mergeCommitAllowed":       func(_ call, r *Repository) any { return r.merges("merge") },
		"rebaseMergeAllowed":       func(_ call, r *Repository) any { return r.merges("rebase") },
		"squashMergeAllowed":       func(_ call, r *Repository) any { return r.merges("squash") },
		"webCommitSignoffRequired": func(call, *Repository) any { return false },
	})
}

func repositoryParts(m map[string]resolver) {
	on(m, "Repository", map[string]func(c call, r *Repository) any{
		"defaultBranchRef":        func(_ call, r *Repository) any { return r.head() },
		"fundingLinks":            func(_ call, r *Repository) any { return each(r.Funding) },
		"isSecurityPolicyEnabled": func(_ call, r *Repository) any { return boolOrNil(r.SecurityPolicy) },
		"issue":                   func(c call, r *Repository) any { return c.item(r, false) },
		"issues":                  func(c call, r *Repository) any { return c.items(r, false) },
		"languages":               func(c call, r *Repository) any { return c.languages(r) },
		"latestRelease":           func(_ call, r *Repository) any { return r.latest() },
		"licenseInfo": func(_ call, r *Repository) any {
			if r.License == "" {
				return nil
			}
			return license(r.License)
		},
		"owner": func(c call, r *Repository) any {
			return &Account{Login: r.Owner, Type: r.OwnerType, ID: c.x.world.Account(r.Owner).ID}
		},
		"parent": func(c call, r *Repository) any {
			p, _ := c.x.world.find(r.Parent)
			if p == nil || p.Hidden || p.Blocked != nil {
				return nil
			}
			return p
		},
		"primaryLanguage": func(_ call, r *Repository) any {
			if len(r.Languages) == 0 {
				return nil
			}
			return r.languages()[0]
		},
		"pullRequest":      func(c call, r *Repository) any { return c.item(r, true) },
		"pullRequests":     func(c call, r *Repository) any { return c.items(r, true) },
		"releases":         func(c call, r *Repository) any { return c.releases(r) },
		"repositoryTopics": func(c call, r *Repository) any { return c.topics(r) },
		"securityPolicyUrl": func(c call, r *Repository) any {
			if r.SecurityPolicy == nil || !*r.SecurityPolicy {
				return nil
			}
			return c.x.world.site + "/" + r.FullName() + "/security/policy"
		},
	})
}

// repositoryGit resolves its git fields.
func repositoryGit(m map[string]resolver) {
	on(m, "Repository", map[string]func(c call, r *Repository) any{
		"object": func(c call, r *Repository) any {
			at, path, below := strings.Cut(or(c.text("oid"), c.text("expression")), ":")
			x := r.commit(strings.TrimPrefix(at, "heads/"))
			switch {
			case x == nil:
				return nil
			case !below:
				return x
			}
			content, ok := r.files()[path] // folders are not answered
			if !ok {
				return nil
			}
			return blobOf{x, path, content}
		},
		"ref": func(c call, r *Repository) any {
			name := strings.TrimPrefix(c.text("qualifiedName"), "refs/heads/")
			if r.head() == nil || name != r.Branch && !slices.Contains(r.Branches, name) {
				return nil
			}
			return ref{r, name}
		},
		"rulesets": func(c call, r *Repository) any { return plain(r.Rulesets).paged(c) },
	})
}

func (c call) topics(r *Repository) any {
	var topics []topicOf
	for _, t := range r.Topics {
		topics = append(topics, topicOf{topic(t)})
	}
	return plain(topics).paged(c)
}

func (r *Repository) merges(method string) bool {
	return len(r.MergeMethods) == 0 || slices.Contains(r.MergeMethods, method)
}

// head returns the default branch; null if there is none.
func (r *Repository) head() any {
	if r.Empty || r.NoBranch || len(r.Commits) == 0 {
		return nil
	}
	return ref{r, r.Branch}
}

// languages returns the languages with the most bytes first, as REST and primaryLanguage do.
func (r *Repository) languages() []Language {
	out := slices.Clone(r.Languages)
	slices.SortStableFunc(out, func(a, b Language) int { return cmp.Compare(b.Size, a.Size) })
	return out
}

func (c call) languages(r *Repository) any {
	langs := r.Languages
	if o, ok := c.args["orderBy"].(map[string]any); ok {
		langs = r.languages()
		if o["direction"] == "ASC" {
			slices.Reverse(langs)
		}
	}
	page := plain(langs).paged(c)
	if n, ok := page.(*connection); ok {
		for _, l := range langs {
			n.size += l.Size
		}
	}
	return page
}

// latest returns the newest release that is neither a draft nor a pre-release.
func (r *Repository) latest() any {
	var newest *Release
	for _, x := range r.Releases {
		if !x.Draft && !x.Prerelease && (newest == nil || x.CreatedAt.After(newest.CreatedAt)) {
			newest = x
		}
	}
	if newest == nil {
		return nil
	}
	return newest
}

// releases leaves out drafts: only users with write access see them.
func (c call) releases(r *Repository) any {
	var seen []*Release
	for _, x := range r.Releases {
		if !x.Draft {
			seen = append(seen, x)
		}
	}
	field, descending := orderOf(c.args, "CREATED_AT", true)
	if field == "NAME" {
		slices.SortFunc(seen, func(a, b *Release) int { return cmp.Compare(a.Tag, b.Tag) })
		if descending {
			slices.Reverse(seen)
		}
		return plain(seen).paged(c)
	}
	return sorted(seen, func(x *Release) place { return place{x.CreatedAt.UnixNano(), x.ID} }, descending).paged(c)
}

// orderOf reads an orderBy argument.
func orderOf(args map[string]any, field string, descending bool) (string, bool) {
	o, ok := args["orderBy"].(map[string]any)
	if !ok {
		return field, descending
	}
	f, _ := o["field"].(string)
	return f, o["direction"] == "DESC"
}

func each[T any](items []T) []any {
	out := make([]any, len(items))
	for i := range items {
		out[i] = items[i]
	}
	return out
}

func boolOrNil(b *bool) any {
	if b == nil {
		return nil
	}
	return *b
}

// partFields resolves the small objects of a repository.
func partFields(m map[string]resolver) {
	on(m, "FundingLink", map[string]func(c call, f Funding) any{
		"platform": func(_ call, f Funding) any { return f.Platform },
		"url":      func(_ call, f Funding) any { return f.URL },
	})
	on(m, "License", map[string]func(c call, l license) any{
		"id":            func(_ call, l license) any { return nodeID("L", numberOf("license", string(l))) },
		"key":           func(_ call, l license) any { return licenseKey(string(l)) },
		"name":          func(_ call, l license) any { return or(licenseNames[string(l)], string(l)) },
		"pseudoLicense": func(_ call, l license) any { return l == "NOASSERTION" },
		"spdxId":        func(_ call, l license) any { return string(l) },
		"url": func(_ call, l license) any {
			return "http://choosealicense.com/licenses/" + licenseKey(string(l)) + "/"
		},
	})
	on(m, "Language", map[string]func(c call, l Language) any{
		"color": func(call, Language) any { return nil },
		"id":    func(_ call, l Language) any { return nodeID("LA", numberOf("language", l.Name)) },
		"name":  func(_ call, l Language) any { return l.Name },
	})
	m["LanguageEdge.size"] = func(_ call, of any) any { return of.(*edge).node.(Language).Size }
	on(m, "Topic", map[string]func(c call, t topic) any{
		"id":   func(_ call, t topic) any { return nodeID("T", numberOf("topic", string(t))) },
		"name": func(_ call, t topic) any { return string(t) },
	})
	on(m, "RepositoryTopic", map[string]func(c call, t topicOf) any{
		"id":           func(_ call, t topicOf) any { return nodeID("RT", numberOf("repository topic", string(t.name))) },
		"resourcePath": func(_ call, t topicOf) any { return "/topics/" + string(t.name) },
		"topic":        func(_ call, t topicOf) any { return t.name },
		"url":          func(c call, t topicOf) any { return c.x.world.site + "/topics/" + string(t.name) },
	})
	releaseFields(m)
}

func releaseFields(m map[string]resolver) {
	path := func(x *Release) string { return "/" + x.repo.FullName() + "/releases/tag/" + x.Tag }
	on(m, "Release", map[string]func(c call, x *Release) any{
		"author":       func(c call, x *Release) any { return c.x.user(x.By) },
		"createdAt":    func(_ call, x *Release) any { return x.repo.stamp(x.CreatedAt) },
		"databaseId":   func(_ call, x *Release) any { return x.ID },
		"description":  func(call, *Release) any { return nil },
		"id":           func(_ call, x *Release) any { return nodeID("RE", x.repo.ID, x.ID) },
		"isDraft":      func(_ call, x *Release) any { return x.Draft },
		"isLatest":     func(_ call, x *Release) any { return x.repo.latest() == any(x) },
		"isPrerelease": func(_ call, x *Release) any { return x.Prerelease },
		"name":         func(_ call, x *Release) any { return orNil(x.Name) },
		"publishedAt":  func(_ call, x *Release) any { return x.repo.stampOrNil(x.PublishedAt) },
		"releaseAssets": func(c call, x *Release) any {
			var assets []asset
			for _, name := range x.Assets {
				if want := c.text("name"); want == "" || want == name {
					assets = append(assets, asset{x, name})
				}
			}
			return plain(assets).paged(c)
		},
		"repository":   func(_ call, x *Release) any { return x.repo },
		"resourcePath": func(_ call, x *Release) any { return path(x) },
		"tagName":      func(_ call, x *Release) any { return x.Tag },
		"updatedAt":    func(_ call, x *Release) any { return x.repo.stamp(later(x.CreatedAt, x.PublishedAt)) },
		"url":          func(c call, x *Release) any { return c.x.world.site + path(x) },
	})
	on(m, "ReleaseAsset", map[string]func(c call, a asset) any{
		"id":   func(_ call, a asset) any { return nodeID("RA", a.release.repo.ID, numberOf(a.release.Tag, a.name)) },
		"name": func(_ call, a asset) any { return a.name },
		"url": func(c call, a asset) any {
			return c.x.server.url + "/repos/" + a.release.repo.FullName() + "/releases/assets/" + strconv.FormatInt(numberOf(a.release.Tag, a.name), 10)
		},
	})
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
