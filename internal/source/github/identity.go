package github

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/forge"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/repository"
	"github.com/plumbline-scorecard/plumbline/internal/source"
)

// goneAfter is the number of days on which the host must report a repository missing. It may be
// private for a while, or the host may have a fault.
const goneAfter = 3

// sighting is what the host returned for one address.
type sighting struct {
	asked string    // the id used in the query; empty: its name was used
	full  *meta     // found by that id, or by the name; nil: not found
	name  *nameData // the repository now at the address, if queried by id; nil: none
	why   error     // why full is nil, if REST already returned it
}

// nameData is the repository at an address.
type nameData struct {
	ID            string `json:"id"`
	NameWithOwner string `json:"nameWithOwner"`
}

// identify decides from a sighting whether the repository is the one known by this address, and
// records that in the ledger. It returns the host's data of the repository, and the id under which
// it is stored.
func (s *Source) identify(ctx context.Context, id repository.ID, seen sighting, now time.Time) (meta, string, error) {
	known, err := s.known(ctx, id)
	if err != nil {
		return meta{}, "", err
	}
	was := known.Presence
	err = seen.judge(known.NodeID)
	if errors.Is(err, errMissing) && was != forge.Gone && seen.why == nil {
		// GraphQL returns NOT_FOUND for every cause; REST distinguishes them.
		err = s.probe(ctx, id, known)
	}
	switch {
	case err == nil:
		known.NodeID, known.Name = cmp.Or(known.NodeID, seen.full.node), seen.full.name
		switch {
		case strings.EqualFold(known.Name, id.Path):
			known.MovedAt = time.Time{}
		case known.MovedAt.IsZero():
			known.MovedAt = now
		}
		known.Presence, known.Misses = forge.Present, nil
	case errors.Is(err, source.ErrReused):
		known.Presence, known.Misses = forge.Reused, nil
	case errors.Is(err, source.ErrBlocked):
		known.Presence, known.Misses = forge.Blocked, nil
	case errors.Is(err, errMissing):
		missed(&known, now)
	default:
		return meta{}, "", err
	}
	known.Checked = now
	if known.Presence != was {
		known.Since = now
	}
	if saveErr := s.cfg.Ledger.SaveIdentity(ctx, known); saveErr != nil {
		return meta{}, "", fmt.Errorf("keep its identity: %w", saveErr)
	}
	if err != nil {
		return meta{}, "", absent(known, err)
	}
	return *seen.full, known.NodeID, nil
}

func (s *Source) known(ctx context.Context, id repository.ID) (forge.Identity, error) {
	known, err := s.cfg.Ledger.Identity(ctx, id.Key())
	if err != nil && !errors.Is(err, health.ErrNotFound) {
		return known, fmt.Errorf("look up its identity: %w", err)
	}
	known.Repository = id.Key()
	return known, nil
}

// judge returns nil if the sighting belongs to the repository with this id (or to one never seen
// before). Otherwise it returns ErrReused, errMissing, or ErrUnavailable if the host contradicts
// itself.
func (g sighting) judge(node string) error {
	switch {
	case g.why != nil:
		return g.why
	case g.asked == "" && g.full == nil, g.full == nil && g.name == nil:
		return errMissing
	case g.asked == "" && node != "" && !sameRepository(g.full.node, node):
		return source.ErrReused
	case g.asked == "":
		return nil
	case g.full == nil && sameRepository(g.name.ID, g.asked):
		return fmt.Errorf("%w: its host shows it by name and not by its id", source.ErrUnavailable)
	case g.full == nil, g.name != nil && !sameRepository(g.name.ID, g.full.node):
		return source.ErrReused
	}
	return nil
}

// probe queries REST for the reason why there is no such repository.
func (s *Source) probe(ctx context.Context, id repository.ID, known forge.Identity) error {
	path := id.Path
	if known.Name != "" && strings.Count(known.Name, "/") == 1 {
		path = known.Name
	}
	_, err := s.get(ctx, path)
	if err == nil {
		return fmt.Errorf("%w: its host shows it in one way and not in another", source.ErrUnavailable)
	}
	return err
}

// missed counts the day. Several checks on one day count once: an outage is not the end of a
// repository.
func missed(known *forge.Identity, now time.Time) {
	if known.Presence == forge.Gone {
		return
	}
	day := now.UTC().Truncate(24 * time.Hour)
	if !slices.ContainsFunc(known.Misses, day.Equal) && len(known.Misses) < goneAfter {
		known.Misses = append(slices.Clone(known.Misses), day)
		slices.SortFunc(known.Misses, time.Time.Compare)
	}
	known.Presence = forge.Unseen
	if len(known.Misses) >= goneAfter {
		known.Presence = forge.Gone
	}
}

// absent returns since when it is missing, with the error that callers check.
func absent(known forge.Identity, err error) error {
	since := known.Since.UTC().Format(time.DateOnly)
	switch known.Presence {
	case forge.Gone:
		return fmt.Errorf("%w (since %s)", source.ErrGone, since)
	case forge.Unseen:
		return fmt.Errorf("%w (since %s, on %d of the %d days after which it counts as gone)", err, known.Misses[0].Format(time.DateOnly), len(known.Misses), goneAfter)
	}
	return fmt.Errorf("%w (since %s)", err, since)
}
