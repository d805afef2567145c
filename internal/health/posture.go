package health

// Supersedes reports whether a published result replaces the one stored before. It does if it is
// not older, and if it contains a result or the stored one contains none. A publisher that stops
// publishing removes nothing; only age does.
func (s Snapshot) Supersedes(before Snapshot) bool {
	if len(s.Checks) == 0 || len(before.Checks) == 0 {
		return len(before.Checks) == 0
	}
	return !s.ObservedAt.Before(before.ObservedAt)
}
