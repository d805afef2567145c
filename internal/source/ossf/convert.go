package ossf

import (
	"github.com/ossf/scorecard/v4/clients"
	"github.com/plumbline-scorecard/plumbline/internal/forge"
)

func commits(in []forge.Commit) []clients.Commit {
	var out []clients.Commit
	for _, c := range in {
		commit := clients.Commit{CommittedDate: c.At, Message: c.Message, SHA: c.OID, Committer: clients.User{Login: c.Committer}}
		if c.Change != nil {
			commit.AssociatedMergeRequest = change(*c.Change)
		}
		out = append(out, commit)
	}
	return out
}

func change(c forge.Change) clients.PullRequest {
	out := clients.PullRequest{
		Number: c.Number, HeadSHA: c.Head, MergedAt: c.MergedAt,
		Author: clients.User{Login: c.Author.Login, IsBot: c.Author.Bot}, MergedBy: clients.User{Login: c.MergedBy},
	}
	for _, l := range c.Labels {
		out.Labels = append(out.Labels, clients.Label{Name: l})
	}
	for _, r := range c.Reviews {
		out.Reviews = append(out.Reviews, clients.Review{State: r.State, Author: &clients.User{Login: r.Author}})
	}
	return out
}

func checkRuns(in []forge.CheckSuite) []clients.CheckRun {
	var out []clients.CheckRun
	for _, r := range in {
		out = append(out, clients.CheckRun{Status: r.Status, Conclusion: r.Conclusion, URL: r.URL, App: clients.CheckRunApp{Slug: r.App}})
	}
	return out
}

func statuses(in []forge.Status) []clients.Status {
	var out []clients.Status
	for _, s := range in {
		out = append(out, clients.Status{State: s.State, Context: s.Context, URL: s.URL, TargetURL: s.TargetURL})
	}
	return out
}

func issues(in []forge.Issue) []clients.Issue {
	var out []clients.Issue
	for _, i := range in {
		issue := clients.Issue{URI: &i.URL, CreatedAt: &i.CreatedAt, Author: author(i.Author), AuthorAssociation: association(i.Association)}
		for _, c := range i.Comments {
			issue.Comments = append(issue.Comments, clients.IssueComment{
				CreatedAt: &c.CreatedAt, Author: author(c.Author), AuthorAssociation: association(c.Association),
			})
		}
		out = append(out, issue)
	}
	return out
}

func author(login string) *clients.User {
	if login == "" {
		return nil
	}
	return &clients.User{Login: login}
}

// association never returns nil. Scorecard's own client does so for an unknown word, and Maintained
// would panic.
func association(word string) *clients.RepoAssociation {
	a, ok := map[string]clients.RepoAssociation{
		"COLLABORATOR":           clients.RepoAssociationCollaborator,
		"CONTRIBUTOR":            clients.RepoAssociationContributor,
		"FIRST_TIMER":            clients.RepoAssociationFirstTimer,
		"FIRST_TIME_CONTRIBUTOR": clients.RepoAssociationFirstTimeContributor,
		"MANNEQUIN":              clients.RepoAssociationMannequin,
		"MEMBER":                 clients.RepoAssociationMember,
		"OWNER":                  clients.RepoAssociationOwner,
	}[word]
	if !ok {
		a = clients.RepoAssociationNone
	}
	return &a
}

func releases(in []forge.Release) []clients.Release {
	var out []clients.Release
	for _, r := range in {
		release := clients.Release{TagName: r.Tag, URL: r.URL, TargetCommitish: r.Target}
		for _, a := range r.Assets {
			release.Assets = append(release.Assets, clients.ReleaseAsset{Name: a.Name, URL: a.URL})
		}
		out = append(out, release)
	}
	return out
}

func contributors(in []forge.User) []clients.User {
	var out []clients.User
	for _, u := range in {
		user := clients.User{Login: u.Login, NumContributions: u.Contributions, Companies: []string{u.Company}}
		for _, o := range u.Organisations {
			user.Organizations = append(user.Organizations, clients.User{Login: o})
		}
		out = append(out, user)
	}
	return out
}

func hostLanguages(in []forge.Language) []clients.Language {
	var out []clients.Language
	for _, l := range in {
		out = append(out, clients.Language{Name: clients.LanguageName(l.Name), NumLines: l.Bytes})
	}
	return out
}

func licences(in []forge.Licence) []clients.License {
	var out []clients.License
	for _, l := range in {
		out = append(out, clients.License{Key: l.Key, Name: l.Name, Path: l.Path, SPDXId: l.SPDX, Type: l.Type, Size: l.Size})
	}
	return out
}

// branch returns nil for a branch that does not exist.
func branch(b *forge.Branch) *clients.BranchRef {
	if b == nil {
		return nil
	}
	return &clients.BranchRef{
		Name: &b.Name, Protected: &b.Protected,
		BranchProtectionRule: clients.BranchProtectionRule{
			AllowDeletions: b.AllowsDeletions, AllowForcePushes: b.AllowsForcePushes,
			RequireLinearHistory: b.LinearHistory, EnforceAdmins: b.EnforcesAdmins, RequireLastPushApproval: b.LastPushApproval,
			RequiredPullRequestReviews: clients.PullRequestReviewRule{
				RequiredApprovingReviewCount: b.RequiredApprovals, DismissStaleReviews: b.DismissesStaleReviews,
				RequireCodeOwnerReviews: b.CodeOwnerReviews,
			},
			CheckRules: clients.StatusChecksRule{
				UpToDateBeforeMerge: b.UpToDateBeforeMerge, RequiresStatusChecks: b.RequiresChecks, Contexts: b.Contexts,
			},
		},
	}
}
