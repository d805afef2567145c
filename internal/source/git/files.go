package git

import (
	"cmp"
	"context"
	"regexp"
	"slices"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/funding"
	"github.com/plumbline-scorecard/plumbline/internal/tree"
)

// The paths for the facts of the tree, where GitHub and GitLab look for them.
var (
	securityFile   = regexp.MustCompile(`(?i)^(?:\.github/|docs/)?security(?:-policy)?(?:\.(?:md|rst|txt|adoc|markdown))?$`)
	ownersFile     = regexp.MustCompile(`(?i)^(?:\.github/|docs/|\.gitlab/)?codeowners$`)
	governanceFile = regexp.MustCompile(`(?i)^(?:\.github/|docs/)?governance(?:[-._].*)?$`)
	fundingFile    = regexp.MustCompile(`(?i)^(?:\.github/|docs/)?funding\.ya?ml$`)
	workflowFile   = regexp.MustCompile(`(?i)^\.github/workflows/[^/]+\.ya?ml$`)
	dependabotFile = regexp.MustCompile(`(?i)^\.github/dependabot\.ya?ml$`)
	// Renovate's documented locations, but its section in package.json, which is a content.
	// https://docs.renovatebot.com/configuration-options/
	renovateFile = regexp.MustCompile(`^(?:\.github/|\.gitlab/)?(?:renovate\.json[5c]?|\.renovaterc(?:\.json[5c]?)?)$`)
)

// maxText is the maximum number of bytes of a file that are read.
const maxText = 1 << 20

// treeFacts are the facts from the names of files, and from the contents of a few.
type treeFacts struct {
	over                             *tree.Excess // the tree is too large, so it was not read; nil: it was
	files, absent                    int          // absent: contents that are not local
	bytes                            int64
	security, owners, governance     bool
	workflows                        int
	tools                            []string
	licences                         []entry // in the root folder, shortest path first
	reuse                            []entry // in a folder of licences
	funding                          *entry
	licence                          string
	licenceCause, fundingCause       error // why a content could not be read
	channels                         []string
	plans                            plans
	words                            ownWords
	mailmap                          string // object id at HEAD; empty if there is none
	mailmapAbsent                    bool
	fundingInvalid                   error // FUNDING.yml is there and is no YAML mapping
	licenceUnread, fundingUnreadable bool
}

// shortest orders candidates: the file nearest the root belongs to the project itself.
func shortest(a, b entry) int {
	return cmp.Or(cmp.Compare(len(a.path), len(b.path)), strings.Compare(a.path, b.path))
}

// preferred orders the places of a FUNDING.yml as GitHub does: .github, the root, docs.
// https://docs.github.com/en/communities/setting-up-your-project-for-healthy-contributions/creating-a-default-community-health-file
func preferred(a, b entry) int {
	place := func(e entry) int {
		folder, _, _ := strings.Cut(strings.ToLower(e.path), "/")
		return slices.Index([]string{".github", strings.ToLower(e.path), "docs"}, folder)
	}
	return cmp.Or(cmp.Compare(place(a), place(b)), strings.Compare(a.path, b.path))
}

// nameFacts reads the facts from the names in the tree.
func nameFacts(all []entry) *treeFacts {
	f := &treeFacts{}
	tools := map[string]bool{}
	for _, e := range all {
		if !e.blob() {
			continue
		}
		f.files++
		if e.size < 0 {
			f.absent++
		} else {
			f.bytes += e.size
		}
		if strings.Count(e.path, "/") > 2 {
			continue
		}
		f.name(e, tools)
	}
	for _, name := range []string{"Dependabot", "Renovate"} {
		if tools[name] {
			f.tools = append(f.tools, name)
		}
	}
	slices.SortFunc(f.licences, shortest)
	f.licences = withoutLesser(f.licences)
	return f
}

func (f *treeFacts) name(e entry, tools map[string]bool) {
	p := e.path
	f.words.name(e)
	switch {
	case workflowFile.MatchString(p):
		f.workflows++
	case securityFile.MatchString(p):
		f.security = true
	case ownersFile.MatchString(p):
		f.owners = true
	case governanceFile.MatchString(p):
		f.governance = true
	case dependabotFile.MatchString(p):
		tools["Dependabot"] = true
	case renovateFile.MatchString(p):
		tools["Renovate"] = true
	case fundingFile.MatchString(p):
		if e.regular() && (f.funding == nil || preferred(e, *f.funding) < 0) {
			f.funding = &e
		}
	case funding.ManifestPath.MatchString(p):
		if e.regular() && (f.plans.file == nil || shortest(e, *f.plans.file) < 0) {
			f.plans.file = &e
		}
	case funding.PointerPath.MatchString(p):
		f.plans.elsewhere = f.plans.elsewhere || e.regular()
	case reuseFile.MatchString(p) && e.regular():
		f.reuse = append(f.reuse, e)
	case isLicenceFile(p) && e.regular():
		f.licences = append(f.licences, e)
	}
}

// contents fetches the missing contents of the few files that are read, in one request, and reads
// them. If a content is not available, its fact stays unread, with the cause.
func (f *treeFacts) contents(ctx context.Context, r *Repo) error {
	var want []string
	looked := slices.Clone(f.licences[:min(len(f.licences), maxLicences)])
	looked = append(looked, f.words.wanted()...)
	for _, e := range []*entry{f.funding, f.plans.file} {
		if e != nil {
			looked = append(looked, *e)
		}
	}
	for _, e := range looked {
		if e.size < 0 {
			want = append(want, e.oid)
		}
	}
	if err := f.findMailmap(ctx, r, &want); err != nil {
		return err
	}
	var cause error
	var sizes map[string]int64
	if len(want) > 0 {
		slices.Sort(want)
		sizes, cause = r.fetchBlobs(ctx, slices.Compact(want))
		if ctx.Err() != nil {
			return cause
		}
	}
	if f.mailmapAbsent {
		_, err := r.blob(ctx, f.mailmap)
		f.mailmapAbsent = err != nil
	}
	f.readLicence(ctx, r)
	f.readFunding(ctx, r)
	f.plans.read(ctx, r)
	f.words.fetched(sizes, cause)
	return f.words.contents(ctx, r)
}

// findMailmap records the blob of HEAD's .mailmap, which maps identities to people. The newest
// version is used for every measured instant.
func (f *treeFacts) findMailmap(ctx context.Context, r *Repo, want *[]string) error {
	out, err := r.run.output(ctx, call{dir: r.view.dir, args: []string{"rev-parse", "--verify", "--quiet", "--end-of-options", "HEAD:.mailmap"}})
	if exitCode(err) == 1 {
		return nil
	} else if err != nil {
		return r.broken("find .mailmap", err)
	}
	e := []entry{{oid: strings.TrimSpace(string(out)), mode: "100644", size: -1}}
	if err := measure(ctx, r.run, r.view.dir, e); err != nil {
		return err
	}
	f.mailmap, f.mailmapAbsent = e[0].oid, e[0].size < 0
	if f.mailmapAbsent {
		*want = append(*want, f.mailmap)
	}
	return nil
}

func (f *treeFacts) readFunding(ctx context.Context, r *Repo) {
	if f.funding == nil {
		return
	}
	text, err := r.blob(ctx, f.funding.oid)
	if err != nil {
		f.fundingUnreadable, f.fundingCause = true, err
		return
	}
	f.channels, f.fundingInvalid = funding.Channels(text)
}
