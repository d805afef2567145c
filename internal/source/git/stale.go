package git

const (
	// staleAfter is how long before the newest commit the last release must be.
	staleAfter = 5 * 365 * day
	// staleCommits is how many commits of people since then no active project leaves unreleased.
	staleCommits = 5000
	// staleYears is in how many of the five years to the last release others must have been.
	staleYears = 3
	staleTags  = "the tags end more than five years and 5,000 commits before the newest commit, after years with releases; this copy may lack the newer ones"
)

// stale reports whether the tags seem to be older than the history: copies of a repository often keep
// the tags of the day they were made. A project that released each year and then worked for years
// without a tag has released since, here or elsewhere.
func (f *figures) stale() bool {
	last, ok := f.rel.last()
	if !ok || f.waiting.commits < staleCommits || f.hist.lastHuman-last.at < staleAfter {
		return false
	}
	years := map[int64]bool{}
	for _, t := range f.rel.tags {
		if ago := (last.at - t.at) / (365 * day); ago < 5 {
			years[ago] = true
		}
	}
	return len(years) >= staleYears
}
