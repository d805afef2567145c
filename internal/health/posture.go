package health

// Supersedes reports whether a published result takes the place of the one
// stored before: it is not older, and it is not none where there was one. A
// publisher that falls silent takes nothing away; age does.
func (s Snapshot) Supersedes(before Snapshot) bool {
	if len(s.Checks) == 0 || len(before.Checks) == 0 {
		return len(before.Checks) == 0
	}
	return !s.ObservedAt.Before(before.ObservedAt)
}
