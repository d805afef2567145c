package parity

import (
	"cmp"
	"slices"
	"time"

	"github.com/ossf/scorecard/v4/clients"
	"github.com/plumbline-scorecard/plumbline/internal/forge"
)

func commits(r forge.Records) []clients.Commit {
	out := []clients.Commit{}
	for _, c := range r.Commits {
		x := clients.Commit{CommittedDate: c.At, Message: c.Message, SHA: c.OID, Committer: clients.User{Login: c.Committer}}
		if p := c.Change; p != nil {
			x.AssociatedMergeRequest = clients.PullRequest{
				Number: p.Number, HeadSHA: p.Head, MergedAt: p.MergedAt, Author: clients.User{Login: p.Author.Login, IsBot: p.Author.Bot}, MergedBy: clients.User{Login: p.MergedBy},
			}
			for _, l := range p.Labels {
				x.AssociatedMergeRequest.Labels = append(x.AssociatedMergeRequest.Labels, clients.Label{Name: l})
			}
			for _, v := range p.Reviews {
				x.AssociatedMergeRequest.Reviews = append(x.AssociatedMergeRequest.Reviews, clients.Review{State: v.State, Author: &clients.User{Login: v.Author}})
			}
		}
		out = append(out, x)
	}
	return out
}

// associations are those the library has a name for.
var associations = map[string]clients.RepoAssociation{
	"COLLABORATOR": clients.RepoAssociationCollaborator, "CONTRIBUTOR": clients.RepoAssociationContributor, "FIRST_TIMER": clients.RepoAssociationFirstTimer,
	"FIRST_TIME_CONTRIBUTOR": clients.RepoAssociationFirstTimeContributor, "MANNEQUIN": clients.RepoAssociationMannequin,
	"MEMBER": clients.RepoAssociationMember, "NONE": clients.RepoAssociationNone, "OWNER": clients.RepoAssociationOwner,
}

func association(s string) *clients.RepoAssociation {
	if a, ok := associations[s]; ok {
		return &a
	}
	return nil
}

func user(login string) *clients.User {
	if login == "" {
		return nil
	}
	return &clients.User{Login: login}
}

func when(t time.Time) *time.Time { return &t }

func issues(r forge.Records) []clients.Issue {
	var out []clients.Issue
	for _, i := range r.Issues {
		x := clients.Issue{URI: &i.URL, CreatedAt: when(i.CreatedAt), Author: user(i.Author), AuthorAssociation: association(i.Association)}
		for _, c := range i.Comments {
			x.Comments = append(x.Comments, clients.IssueComment{CreatedAt: when(c.CreatedAt), Author: user(c.Author), AuthorAssociation: association(c.Association)})
		}
		out = append(out, x)
	}
	return out
}

func releases(r forge.Records) []clients.Release {
	var out []clients.Release
	for _, x := range r.Releases {
		y := clients.Release{TagName: x.Tag, URL: x.URL, TargetCommitish: x.Target}
		for _, a := range x.Assets {
			y.Assets = append(y.Assets, clients.ReleaseAsset(a))
		}
		out = append(out, y)
	}
	return out
}

func contributors(r forge.Records) []clients.User {
	var out []clients.User
	for _, u := range r.Contributors {
		x := clients.User{Login: u.Login, NumContributions: u.Contributions, Companies: []string{u.Company}}
		for _, o := range u.Organisations {
			x.Organizations = append(x.Organizations, clients.User{Login: o})
		}
		out = append(out, x)
	}
	return out
}

func licences(r forge.Records) []clients.License {
	var out []clients.License
	for _, l := range r.Licences {
		out = append(out, clients.License{Key: l.Key, Name: l.Name, Path: l.Path, SPDXId: l.SPDX, Type: l.Type, Size: l.Size})
	}
	return out
}

func languages(r forge.Records) []clients.Language {
	var out []clients.Language
	for _, l := range r.Languages {
		out = append(out, clients.Language{Name: clients.LanguageName(l.Name), NumLines: l.Bytes})
	}
	slices.SortFunc(out, func(a, b clients.Language) int {
		return cmp.Or(cmp.Compare(b.NumLines, a.NumLines), cmp.Compare(a.Name, b.Name))
	})
	return out
}

func branches(r forge.Records) map[string]*clients.BranchRef {
	out := map[string]*clients.BranchRef{}
	for name, b := range r.Branches {
		out[name] = branch(b)
	}
	return out
}

func branch(b *forge.Branch) *clients.BranchRef {
	if b == nil {
		return nil
	}
	return &clients.BranchRef{Name: &b.Name, Protected: &b.Protected, BranchProtectionRule: clients.BranchProtectionRule{
		RequiredPullRequestReviews: clients.PullRequestReviewRule{
			RequiredApprovingReviewCount: b.RequiredApprovals, DismissStaleReviews: b.DismissesStaleReviews, RequireCodeOwnerReviews: b.CodeOwnerReviews,
		},
		AllowDeletions: b.AllowsDeletions, AllowForcePushes: b.AllowsForcePushes, RequireLinearHistory: b.LinearHistory,
		EnforceAdmins: b.EnforcesAdmins, RequireLastPushApproval: b.LastPushApproval,
		CheckRules: clients.StatusChecksRule{UpToDateBeforeMerge: b.UpToDateBeforeMerge, RequiresStatusChecks: b.RequiresChecks, Contexts: b.Contexts},
	}}
}

func runs(p *forge.Change) []clients.CheckRun {
	var out []clients.CheckRun
	for _, x := range p.Runs {
		out = append(out, clients.CheckRun{Status: x.Status, Conclusion: x.Conclusion, URL: x.URL, App: clients.CheckRunApp{Slug: x.App}})
	}
	return out
}

func statuses(p *forge.Change) []clients.Status {
	var out []clients.Status
	for _, x := range p.Statuses {
		out = append(out, clients.Status{State: x.State, Context: x.Context, URL: x.URL, TargetURL: x.TargetURL})
	}
	return out
}
