package forge

import (
	"context"
	"time"
)

// Ledger stores which repository each address refers to.
type Ledger interface {
	// Identity returns what is known about the repository that a list names, by its
	// repository.ID.Key. It returns ErrNotFound if the host was never asked.
	Identity(ctx context.Context, repository string) (Identity, error)
	SaveIdentity(ctx context.Context, id Identity) error
}

// Presence is whether the host shows the repository that a list names.
type Presence string

// The presences.
const (
	Present Presence = "present"
	// Unseen means that the host reported it missing on fewer than three days so far. It may be
	// private, or the host may have a fault.
	Unseen Presence = "unseen"
	// Gone means that the host reported it missing in three checks on three days.
	Gone Presence = "gone"
	// Blocked means that the host does not show it for legal reasons.
	Blocked Presence = "blocked"
	// Reused means that the address now belongs to another repository. No data of the new one is
	// used for the old one.
	Reused Presence = "reused"
)

// Identity is the repository that an address in a list refers to. The host's own id survives
// renames and transfers and is never reused.
type Identity struct {
	// Repository is the address in the list, as repository.ID.Key.
	Repository string
	// NodeID is the host's id of it; empty until it was first seen.
	NodeID string
	// Name is the present name at the host, "owner/name".
	Name string
	// MovedAt is when Name first differed from the list; zero means never.
	MovedAt  time.Time
	Presence Presence
	// Since is when the present value of Presence was first observed.
	Since time.Time
	// Misses are the days (UTC) on which the host reported it missing, oldest first, at most three;
	// nil while it is present.
	Misses []time.Time
	// Checked is when the host was last asked.
	Checked time.Time
}
