package forge

import (
	"context"
	"time"
)

// Ledger keeps which repository stands behind each address.
type Ledger interface {
	// Identity returns what is known of the repository a list names, by its
	// RepositoryID.Key; ErrNotFound when it was never asked for.
	Identity(ctx context.Context, repository string) (Identity, error)
	SaveIdentity(ctx context.Context, id Identity) error
}

// Presence is whether the repository a list names can be seen at its host.
type Presence string

// The presences.
const (
	Present Presence = "present"
	// Unseen: the host says there is none, on fewer than three days so far. It
	// may be private, or the host in trouble.
	Unseen Presence = "unseen"
	// Gone: the host said so in three checks on three days.
	Gone Presence = "gone"
	// Blocked: the host does not show it for legal reasons.
	Blocked Presence = "blocked"
	// Reused: the address now belongs to another repository. Nothing of the new
	// one is taken for the old one's.
	Reused Presence = "reused"
)

// Identity is which repository stands behind an address of a list: the host's
// own id, which survives a rename and a transfer and is never used again.
type Identity struct {
	// Repository is the address in the list, as RepositoryID.Key.
	Repository string
	// NodeID is the host's id of it; empty until it was seen once.
	NodeID string
	// Name is what the host calls it now, "owner/name".
	Name string
	// MovedAt is when Name was first seen to differ from the list's; zero: never.
	MovedAt  time.Time
	Presence Presence
	// Since is when Presence was first seen to hold.
	Since time.Time
	// Misses are the days (UTC) on which the host said there is none, oldest
	// first, at most three; nil while it is present.
	Misses []time.Time
	// Checked is when the host was last asked.
	Checked time.Time
}
