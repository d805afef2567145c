package model

import (
	"crypto/sha256"
	"encoding/hex"
)

// WithAssumptions returns the model with what the other one assumes of facts that no one saw: the
// expected scores, how far missing inputs may lie from the observed ones, and how much must be seen
// for a position. So a change of the rules can be judged apart from a change of the assumptions.
// Neither model is changed. The result has a hash of its own.
func (m Model) WithAssumptions(other Model) Model {
	m.Prior = other.Prior
	m.Risk.MissingSpread, m.Risk.MinCoverage, m.Risk.FullCoverage = other.Risk.MissingSpread, other.Risk.MinCoverage, other.Risk.FullCoverage
	sum := sha256.Sum256(m.Canonical())
	m.SHA256 = hex.EncodeToString(sum[:])
	return m
}
