package manifest

import (
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/check"
	"github.com/plumbline-scorecard/plumbline/internal/declared"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/foreign"
	"github.com/plumbline-scorecard/plumbline/internal/forge"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/repository"
)

// known is a subject with the repository that its files are for.
type known struct {
	Subject
	repo   repository.ID
	hosted fact // the address of repo; unknown if there is none, or if work happens elsewhere
}

func (s Subject) known() known {
	k := known{Subject: s}
	r, ok := s.Project.PrimaryRepository()
	address, from := r.URL, k.list()
	if r.Mirror {
		address = r.Upstream
	}
	if id := s.Figures.Identity; id != nil && id.Presence != forge.Present {
		ok = false
	}
	id, err := repository.Parse(address)
	if !ok || err != nil {
		return k
	}
	// The list may have the name before a transfer.
	if name := s.Figures.Inputs.Field(field.RepositoryName); name.Known() && !r.Mirror && id.Host == github {
		if now, err := repository.Parse(name.Text); err == nil && now.Host == github {
			id, from = now, origin(name)
		}
	}
	k.repo, k.hosted = id, fact{value: id.URL(), Origin: from}
	return k
}

const github = "github.com"

func (k known) list() Origin { return Origin{Source: field.SourceName(field.SourceList)} }

func origin(in health.Input) Origin {
	return Origin{Source: field.SourceName(in.Source), On: in.ObservedAt}
}

func (k known) input(id field.ID) health.Input { return k.Figures.Inputs.Field(id) }

// branch is the default branch. Hosts read HEAD as the same.
func (k known) branch() string {
	if b := k.input(field.DefaultBranch); b.Known() && plainPath.MatchString(b.Text) {
		return b.Text
	}
	return "HEAD"
}

// page returns the address of a file on its host, or of its bytes; empty on hosts whose addresses are
// not known.
func (k known) page(file string, raw bool) string {
	switch {
	case !k.hosted.known():
		return ""
	case k.repo.Host == github && raw:
		return "https://raw.githubusercontent.com/" + k.repo.Path + "/" + k.branch() + "/" + file
	case k.repo.Host == github:
		return k.repo.URL() + "/blob/" + k.branch() + "/" + file
	case strings.HasPrefix(k.repo.Host, "gitlab.") && raw:
		return k.repo.URL() + "/-/raw/" + k.branch() + "/" + file
	case strings.HasPrefix(k.repo.Host, "gitlab."):
		return k.repo.URL() + "/-/blob/" + k.branch() + "/" + file
	}
	return ""
}

// plainPath matches paths that need no escape in any format.
var plainPath = regexp.MustCompile(`^[A-Za-z0-9_.][A-Za-z0-9_./-]{0,150}$`)

func isPath(p string) bool {
	return plainPath.MatchString(p) && path.Clean("/"+p) == "/"+p && !strings.Contains(p, "..")
}

// mostName is the maximum number of bytes of a name in funding.json.
const mostName = 250

// name returns a name of others in one line; unknown if it is too long to be one.
func name(text string, from Origin) fact {
	if len(text) > mostName {
		return fact{hint: foreign.Line(text)}
	}
	return fact{value: foreign.Plain(text), Origin: from}
}

// mostAddress is the maximum number of bytes of an address.
const mostAddress = 300

// address returns a web address of others; unknown if it is none, or needs a password.
func address(text string, from Origin) fact {
	u, err := url.Parse(strings.TrimSpace(text))
	if err != nil || len(text) > mostAddress || u.Host == "" || u.User != nil || u.Scheme != "https" && u.Scheme != "http" {
		return fact{}
	}
	s := u.String()
	if strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r > '~' || strings.ContainsRune("\"'`<>\\^{|}", r) }) {
		return fact{}
	}
	return fact{value: s, Origin: from}
}

// result returns what the instrument of posture reported of a check, and where from.
func (k known) result(id field.ID) (check.Check, Origin) {
	if k.Figures.Basis == nil {
		return check.Check{}, Origin{}
	}
	sn, _ := k.Figures.Snapshot(k.Figures.Basis.Used.Source)
	for _, c := range sn.Checks {
		if c.Name == string(id) && c.State == check.Scored {
			on := sn.ObservedAt
			if !c.ObservedAt.IsZero() {
				on = c.ObservedAt
			}
			return c, Origin{Source: field.SourceName(sn.Source), On: on}
		}
	}
	return check.Check{}, Origin{}
}

// claim returns what all files that speak of a subject say; unknown if none does, or if they do not
// agree. Then the hint says so.
func (k known) claim(subject declared.Subject, as func(declared.Claim) string) fact {
	if k.Said == nil {
		return fact{}
	}
	var out fact
	for _, c := range k.Said.Of(subject) {
		value := as(c)
		switch {
		case value == "":
		case out.known() && out.value != value:
			return fact{hint: out.Source + " and " + foreign.Line(c.Path) + " do not agree"}
		case !out.known():
			on, _ := time.Parse(time.DateOnly, c.Date) // zero: unknown
			out = fact{value: value, Origin: Origin{Source: foreign.Line(c.Path), On: on, Note: "it " + c.Says()}}
		}
	}
	return out
}

// archived is that the repository can only be read; unknown if not.
func (k known) archived() fact {
	if in := k.input(field.RepositoryArchived); in.True() {
		return fact{value: "true", Origin: origin(in)}
	}
	if end := k.Project.EndOfLife; end != nil && end.Archived {
		return fact{value: "true", Origin: k.list()}
	}
	return fact{}
}

// homepage is the website of the project.
func (k known) homepage() fact { return address(k.Project.Homepage, k.list()) }

// policyFile is the SECURITY file of the repository.
func (k known) policyFile() fact {
	isPolicy := func(p string) bool {
		place, ok := declared.PlaceOf(p)
		return ok && place.Kind == declared.SecurityPolicy && place.Wrong == "" && isPath(p)
	}
	if at := k.reading(declared.SecurityPolicy); at.known() && isPolicy(at.value) {
		return at
	}
	c, from := k.result(field.SecurityPolicyCheck)
	i := slices.IndexFunc(c.Details, func(d check.Detail) bool { return isPolicy(d.Path) })
	if c.Score <= 0 || i < 0 {
		return fact{}
	}
	return fact{value: c.Details[i].Path, Origin: from}
}

// reading is the file of a kind that was read; of several the one that counts.
func (k known) reading(kind declared.Kind) fact {
	if k.Said == nil {
		return fact{}
	}
	var found fact
	for _, r := range k.Said.Readings {
		if r.Kind == kind && (!found.known() || r.Why == "" && found.hint != "") {
			found = fact{value: r.Path, Origin: Origin{Source: foreign.Line(r.Path)}, hint: r.Why}
		}
	}
	return found
}
