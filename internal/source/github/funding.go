package github

import (
	"encoding/json"
	"errors"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/funding"
	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// A batch also reads the FUNDING.yml of each owner's repository of defaults, because GitHub shows it
// for repositories without their own. It is a part of the same request. What fails in it concerns
// this input alone.

// fundingFields are what a batch queries for each owner.
var fundingFields = "fragment funding on Repository {\n  nameWithOwner isPrivate\n  first: " + fundingBlob(0) + "\n  second: " + fundingBlob(1) + "\n  third: " + fundingBlob(2) + "\n}\n"

func fundingBlob(i int) string {
	return `object(expression: "HEAD:` + funding.Paths[i] + `") { ... on Blob { isTruncated text } }`
}

// ownerFunding is what an owner's repository of defaults says about funding.
type ownerFunding struct {
	at       time.Time
	owner    string // of the repository that answered; the one queried if there is none
	none     bool   // there is no repository that applies
	found    bool   // there is a FUNDING.yml
	channels []string
	invalid  error  // it cannot be read
	unread   string // why GitHub did not answer
}

// fundings caches them by owner, in memory only, so that an owner is queried once in a run.
type fundings struct {
	mu    sync.Mutex
	known map[string]*ownerFunding // by login, in lower case
}

func (f *fundings) get(owner string, now time.Time) *ownerFunding {
	f.mu.Lock()
	defer f.mu.Unlock()
	k := f.known[strings.ToLower(owner)]
	if k == nil || !young(k.at, now, ownerAge) {
		return nil
	}
	return k
}

func (f *fundings) put(owner string, k *ownerFunding) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.known == nil || len(f.known) >= tableSize {
		f.known = map[string]*ownerFunding{}
	}
	f.known[strings.ToLower(owner)] = k
}

// unknownOwners returns the owners whose funding the query for these repositories includes, each
// once. The i-th has the alias and the variable d<i>.
func unknownOwners(asks []*question) []string {
	var out []string
	for _, q := range asks {
		if q.funding == nil && !slices.ContainsFunc(out, func(o string) bool { return strings.EqualFold(o, q.owner) }) {
			out = append(out, q.owner)
		}
	}
	return out
}

// learnFunding sets the funding of the owners that the query included.
func (s *Source) learnFunding(a answer, asks []*question) {
	for i, owner := range unknownOwners(asks) {
		k := a.funding("d"+strconv.Itoa(i), owner)
		if k.at = s.cfg.Now(); k.unread == "" {
			s.fundings.put(owner, k)
		}
		for _, q := range asks {
			if q.funding == nil && strings.EqualFold(q.owner, owner) {
				q.funding = k
			}
		}
	}
}

// blobData is a file; isTruncated is missing for anything else.
type blobData struct {
	IsTruncated *bool   `json:"isTruncated"`
	Text        *string `json:"text"` // null: binary
}

// funding decodes the part of an answer about one owner.
func (a answer) funding(alias, owner string) *ownerFunding {
	raw := a.data[alias]
	null := len(raw) == 0 || string(raw) == "null"
	if f, faulty := a.faultOf(alias); faulty && f.Type == "NOT_FOUND" && null && len(f.Path) == 1 {
		return &ownerFunding{owner: owner, none: true}
	} else if faulty {
		return &ownerFunding{owner: owner, unread: f.why("")}
	}
	var d struct {
		NameWithOwner        string `json:"nameWithOwner"`
		IsPrivate            bool   `json:"isPrivate"`
		First, Second, Third *blobData
	}
	if null || json.Unmarshal(raw, &d) != nil || d.NameWithOwner == "" {
		return &ownerFunding{owner: owner, unread: "its answer about the owner's .github repository is unusable"}
	}
	k := &ownerFunding{none: d.IsPrivate} // GitHub applies the files of a public one
	k.owner, _, _ = strings.Cut(d.NameWithOwner, "/")
	for _, b := range []*blobData{d.First, d.Second, d.Third} {
		if b == nil || b.IsTruncated == nil {
			continue
		}
		k.found = true
		if b.Text == nil || *b.IsTruncated {
			k.invalid = errors.New("FUNDING.yml: too large, or no text")
			return k
		}
		k.channels, k.invalid = funding.Channels([]byte(*b.Text))
		return k
	}
	return k
}

// ownerFunding returns the input about the owner's file.
func (m *meta) ownerFunding() health.Input {
	const id = field.OwnerFundingChannels
	owner, _, _ := strings.Cut(m.name, "/")
	f := m.defaults
	switch {
	case f == nil:
		return health.Missing(id, "the owner's .github repository was not read", nil)
	case f.unread != "":
		return health.Unasked(id, theHost, f.unread, nil)
	case !strings.EqualFold(f.owner, owner):
		return health.Missing(id, "the repository moved to another owner, whose .github repository is read the next time", nil)
	case f.none:
		in := health.ObsList(id, []string{})
		in.Reason = "the owner has no public .github repository"
		return in
	case f.invalid != nil:
		return health.Missing(id, "FUNDING.yml in the owner's .github repository is not in the form that its documentation describes", f.invalid)
	}
	in := health.ObsList(id, append([]string{}, f.channels...))
	switch {
	case !f.found:
		in.Reason = "the owner's .github repository has no FUNDING.yml"
	case len(f.channels) == 0:
		in.Reason = funding.NoneNamed
	}
	return in
}
