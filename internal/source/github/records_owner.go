package github

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/source"
	"github.com/plumbline-scorecard/plumbline/internal/tree"
)

const (
	// ownerAge is how long the files of an owner are cached.
	ownerAge = 24 * time.Hour
	// maxOwners and keptFiles limit the cache of owners, in entries and in bytes per entry.
	maxOwners = 256
	keptFiles = 1 << 20
)

// owners caches the repositories of defaults, in memory only.
type owners struct {
	mu    sync.Mutex
	known map[string]*ownerHead // by login, in lower case
}

// ownerHead is the head of a repository of defaults; none is set if there is none.
type ownerHead struct {
	at                 time.Time // guarded by owners.mu
	none               bool
	name, commit, tree string

	mu    sync.Mutex
	files *unpacked // in memory; nil if not read, or too large
}

type headData struct {
	NameWithOwner string   `json:"nameWithOwner"`
	IsEmpty       bool     `json:"isEmpty"`
	Object        *tipData `json:"object"`
}

// learn stores the part of an answer below its alias d. An unusable answer is not stored; it is
// queried when needed.
func (o *owners) learn(a answer, owner string, now time.Time) (*ownerHead, error) {
	raw, err := a.alias("d")
	if err != nil {
		return nil, err
	}
	var d *headData
	if err := json.Unmarshal(raw, &d); err != nil {
		return nil, fmt.Errorf("%w: an owner's files: %w", source.ErrUnavailable, decodeError(err))
	}
	h := &ownerHead{at: now, none: d == nil || d.IsEmpty || d.Object == nil}
	if !h.none {
		h.name, h.commit = d.NameWithOwner, d.Object.OID
		if d.Object.Tree == nil || !isObject(h.commit) || !isObject(d.Object.Tree.OID) || strings.ContainsFunc(h.name, notInName) || strings.Count(h.name, "/") != 1 {
			return nil, fmt.Errorf("%w: an owner's files: no commit with a tree", source.ErrUnavailable)
		}
		h.tree = d.Object.Tree.OID
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	key := strings.ToLower(owner)
	if old := o.known[key]; old != nil && old.none == h.none && old.commit == h.commit && old.tree == h.tree && old.name == h.name {
		old.at = now
		return old, nil // with its files
	}
	if o.known == nil || len(o.known) >= maxOwners {
		o.known = map[string]*ownerHead{}
	}
	o.known[key] = h
	return h, nil
}

func (o *owners) get(owner string, now time.Time) *ownerHead {
	o.mu.Lock()
	defer o.mu.Unlock()
	h := o.known[strings.ToLower(owner)]
	if h == nil || !young(h.at, now, ownerAge) {
		return nil
	}
	return h
}

// OwnerFiles returns the tree of the owner's repository of defaults (.github), or ErrNotFound if
// there is none or it is empty. Cost: no request if Records queried a repository of the owner
// within a day, otherwise 1; and 1 for the files, once a day for each owner if they are small.
func (s *Source) OwnerFiles(ctx context.Context, p health.Project) (tree.Tree, error) {
	name, err := s.nameOf(ctx, p)
	if err != nil {
		return nil, err
	}
	owner, _, _ := strings.Cut(name, "/")
	now := s.cfg.Now().UTC()
	h := s.owners.get(owner, now)
	if h == nil {
		a, err := s.post(ctx, headQuery, map[string]any{"owner": owner, "defaults": defaultsName})
		if err == nil {
			h, err = s.owners.learn(a, owner, now)
		}
		if err != nil {
			return nil, fmt.Errorf("files of %s: %w", owner, err)
		}
	}
	if h.none {
		return nil, fmt.Errorf("files of %s: %w", owner, health.ErrNotFound)
	}
	u, err := h.load(ctx, s)
	if err != nil {
		return nil, err
	}
	return &archive{commit: h.commit, hash: h.tree, files: u}, nil
}

// load returns the files, which are read once if they are small.
func (h *ownerHead) load(ctx context.Context, s *Source) (*unpacked, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.files != nil {
		return h.files, nil
	}
	u, err := s.unpack(ctx, h.name, h.commit)
	if err != nil || u.size > keptFiles {
		return u, err
	}
	kept, err := u.inMemory()
	if err != nil {
		return nil, err
	}
	h.files = kept
	return kept, nil
}
