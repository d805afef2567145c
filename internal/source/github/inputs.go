package github

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/repository"
)

const (
	needsToken = "needs a GitHub token: GitHub shows only part of its data without one"
	needsQuery = "needs a GitHub token: issues and change requests are read through GraphQL, which is closed without one"
)

// trackerFields are the fields computed from issues, pull requests and commits.
var trackerFields = []field.ID{
	field.FirstResponseDaysP50, field.ChangeRequestClosure, field.LastMaintainerAct, field.TrackerReadSince, field.OutsideItems12m,
	field.OutsideItemsAnswered12m, field.OutsideItems24m, field.OutsideItemsAnswered24m, field.Mergers12m, field.OrgsOfRegulars,
}

func withoutToken() []health.Input {
	out := make([]health.Input, len(trackerFields))
	for i, f := range trackerFields {
		out[i] = health.Missing(f, needsQuery, nil)
	}
	return out
}

// inputs returns the inputs from the repository metadata.
func (m *meta) inputs(now time.Time) []health.Input {
	out := []health.Input{
		health.ObsText(field.RepositoryName, m.name), health.ObsText(field.RepositoryCreated, isoDay(min(m.created.Unix(), now.Unix()))),
		health.ObsBool(field.RepositoryArchived, m.archived), m.archivedInput(now), health.ObsBool(field.RepositoryFork, m.fork),
		health.ObsBool(field.RepositoryMirror, m.mirror), m.parentInput(), health.ObsBool(field.IssuesEnabled, m.issues),
		textOr(field.DefaultBranch, m.branch, "the repository has no branch; it is empty, or its default branch is gone"),
		m.licenceInput(),
		health.ObsList(field.Topics, append([]string{}, m.topics...)), health.Obs(field.Stars, float64(m.stars)), health.Obs(field.Forks, float64(m.forks)),
	}
	if m.limited {
		for _, f := range []field.ID{field.HeadCommit, field.Languages, field.FundingLinks, field.OwnerFundingChannels, field.SecurityPolicyShown, field.OpenIssues, field.OpenChangeRequests, field.HostRelease} {
			out = append(out, health.Missing(f, needsToken, nil))
		}
		return out
	}
	policy := health.Missing(field.SecurityPolicyShown, "GitHub does not show it", nil)
	if m.policy != nil {
		policy = health.ObsBool(field.SecurityPolicyShown, *m.policy)
	}
	open := health.Obs(field.OpenIssues, float64(m.openIssues))
	if !m.issues {
		open = health.NotApplies(field.OpenIssues, "issues are disabled on GitHub")
	}
	release := health.Missing(field.HostRelease, "its release page shows no release; releases may be published elsewhere", nil)
	if !m.release.IsZero() {
		release = health.ObsText(field.HostRelease, isoDay(min(m.release.Unix(), now.Unix())))
	}
	if m.trials {
		release.Reason = "its release page shows only pre-releases"
	}
	languages := health.ObsList(field.Languages, append([]string{}, m.languages...))
	if m.manyLanguages > 0 {
		languages.Reason = fmt.Sprintf("%d of %d languages, those with the most code", len(m.languages), m.manyLanguages)
	}
	out = append(out,
		textOr(field.HeadCommit, m.head, "the repository has no commits on its default branch"), policy, open, release,
		health.Obs(field.OpenChangeRequests, float64(m.openChanges)),
		languages, health.ObsList(field.FundingLinks, append([]string{}, m.funding...)), m.ownerFunding(),
	)
	unread(out, m.unread)
	return out
}

// unrecognised is the SPDX id that GitHub gives to a licence whose text it does not know.
const unrecognised = "NOASSERTION"

func (m *meta) licenceInput() health.Input {
	if m.licence == unrecognised {
		return health.Missing(field.LicenceDeclared, "GitHub found a licence and does not recognise its text", nil)
	}
	return textOr(field.LicenceDeclared, m.licence, "GitHub detects no licence; one may be stated elsewhere")
}

func textOr(id field.ID, text, reason string) health.Input {
	if text == "" {
		return health.Missing(id, reason, nil)
	}
	return health.ObsText(id, text)
}

func (m *meta) archivedInput(now time.Time) health.Input {
	const id = field.RepositoryArchivedOn
	switch {
	case !m.archived:
		return health.NotApplies(id, "the repository is not archived")
	case m.archivedOn.IsZero():
		return health.Missing(id, "archived; the date is not visible to us", nil)
	}
	return health.ObsText(id, isoDay(min(m.archivedOn.Unix(), now.Unix())))
}

func (m *meta) parentInput() health.Input {
	const id = field.RepositoryParent
	if !m.fork {
		return health.NotApplies(id, "the repository is not a fork")
	}
	return textOr(id, m.parent, "a fork of a repository that is not visible to us")
}

// inputs returns the inputs computed from the stored feeds.
func (m *memory) inputs(p health.Project, host meta, now time.Time) []health.Input {
	t := newTracker(now.Unix(), m.Issues.Items, m.Changes.Items, m.Issues.since(), m.Changes.since())
	if !host.personReleased.IsZero() {
		t.released = min(host.personReleased.Unix(), t.at)
	}
	read := health.ObsText(field.TrackerReadSince, isoDay(min(t.from(), t.at)))
	if t.from() == 0 {
		read = health.ObsText(field.TrackerReadSince, isoDay(min(host.created.Unix(), t.at)))
		read.Reason = "all there are"
	}
	asked := t
	if p.Tracker != "" {
		asked = t.changesOnly()
	}
	out := append(asked.outsideItems(), asked.firstResponse(), t.closure(), t.mergers(), t.lastAct(), read, m.Commits.employers(t.at))
	if p.Tracker != "" {
		only(out, p.Tracker)
	}
	unread(out, host.unread)
	for reason, fields := range notApplicable(p, host) {
		for i := range out {
			if slices.Contains(fields, out[i].Field) {
				out[i] = health.NotApplies(out[i].Field, reason)
			}
		}
	}
	return out
}

// outside are the fields about what outsiders ask, in issues and in change requests.
var outside = []field.ID{field.FirstResponseDaysP50, field.OutsideItems12m, field.OutsideItemsAnswered12m, field.OutsideItems24m, field.OutsideItemsAnswered24m}

// only adds to the fields about outsiders which items they count. If there are none of these, it is
// not known that outsiders ask nothing.
func only(ins []health.Input, tracker string) {
	filed := map[field.ID]field.ID{field.OutsideItemsAnswered12m: field.OutsideItems12m, field.OutsideItemsAnswered24m: field.OutsideItems24m}
	none := map[field.ID]bool{}
	for _, in := range ins {
		none[in.Field] = in.Known() && in.Value == 0
	}
	for i, in := range ins {
		switch of := cmp.Or(filed[in.Field], in.Field); {
		case !slices.Contains(outside, in.Field):
		case of != field.FirstResponseDaysP50 && none[of]:
			ins[i] = health.NotApplies(in.Field, "issues are handled at "+tracker+" (from the list entry), and outsiders opened no change requests")
		default:
			ins[i].Reason = joined("change requests only: issues are handled at "+tracker+" (from the list entry)", in.Reason)
		}
	}
}

// since returns the instant from which the feed is known, or 0 if it is complete.
func (f *feed) since() int64 {
	if f.All {
		return 0
	}
	return max(f.From, 1)
}

// notApplicable yields the fields without meaning for the project, by the reason. If a field has
// two reasons, the last applies.
func notApplicable(p health.Project, host meta) func(func(string, []field.ID) bool) {
	both := append(slices.Clone(outside), field.ChangeRequestClosure)
	return func(yield func(string, []field.ID) bool) {
		r, _ := p.PrimaryRepository()
		if host.archived && !yield("the repository is archived on GitHub, so nobody can open or answer issues there", both) {
			return
		}
		if !host.issues && p.Tracker == "" && !yield("issues are disabled on GitHub", outside) {
			return
		}
		if p.Tracker != "" && p.Review != "" && !yield("issues are handled at "+p.Tracker+" (from the list entry)", both) {
			return
		}
		switch p.Review {
		case "mailing_list":
			if !yield("changes are reviewed on a mailing list (from the list entry)", []field.ID{field.ChangeRequestClosure, field.Mergers12m}) {
				return
			}
		case "gerrit":
			if !yield("changes are reviewed in Gerrit (from the list entry)", []field.ID{field.ChangeRequestClosure, field.Mergers12m}) {
				return
			}
		}
		mirrored := append(slices.Clone(both), field.Mergers12m)
		if host.mirror && !yield("GitHub marks the repository as a mirror; issues and changes are handled elsewhere", mirrored) {
			return
		}
		if r.Mirror {
			yield("the repository is a mirror; issues and changes are handled elsewhere (from the list entry)", mirrored)
		}
	}
}

// elsewhere returns the snapshot of a project on another host, without a request.
func (s *Source) elsewhere(p health.Project, id repository.ID, now time.Time) health.Snapshot {
	reason := "its issues and change requests are at " + id.Host + ", which Plumbline does not read yet"
	var ins []health.Input
	for _, f := range field.Catalogue {
		if f.Source == field.SourceGitHub {
			ins = append(ins, health.Missing(f.ID, reason, nil))
		}
	}
	snap := s.snapshot(p, meta{}, now, ins)
	snap.SourceURL = id.URL()
	for i := range snap.Inputs {
		snap.Inputs[i].SourceURL = id.URL()
	}
	return snap
}

// pages are where readers see the data behind a figure.
var pages = map[field.ID]string{
	field.FirstResponseDaysP50: "/issues", field.OutsideItems12m: "/issues", field.OutsideItemsAnswered12m: "/issues", field.OutsideItems24m: "/issues",
	field.OutsideItemsAnswered24m: "/issues", field.TrackerReadSince: "/issues", field.OpenIssues: "/issues", field.ChangeRequestClosure: "/pulls",
	field.Mergers12m: "/pulls?q=is%3Apr+is%3Amerged", field.LastMaintainerAct: "/pulls?q=is%3Apr+is%3Amerged", field.OpenChangeRequests: "/pulls",
	field.HostRelease: "/releases", field.SecurityPolicyShown: "/security", field.HeadCommit: "/commits", field.OrgsOfRegulars: "/commits",
}

// snapshot sorts the inputs and sets the origin of each.
func (s *Source) snapshot(p health.Project, m meta, now time.Time, ins []health.Input) health.Snapshot {
	root := "https://" + s.cfg.Site + "/" + m.name
	for i := range ins {
		in := &ins[i]
		in.Source, in.Version, in.ObservedAt, in.Commit = s.Name(), instrument, now, m.head
		in.SourceURL = root + pages[in.Field]
		if owner, _, ok := strings.Cut(m.name, "/"); ok && in.Field == field.OwnerFundingChannels && len(in.Strings()) > 0 {
			in.SourceURL = "https://" + s.cfg.Site + "/" + owner + "/" + defaultsName
		}
	}
	slices.SortFunc(ins, func(a, b health.Input) int { return cmp.Compare(a.Field, b.Field) })
	return health.Snapshot{
		Project: p.Slug, Source: s.Name(), Version: instrument, Origin: health.OriginLive, ObservedAt: now, Commit: m.head, SourceURL: root, Inputs: ins,
	}
}
