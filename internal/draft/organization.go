package draft

// Found is a repository of an organization.
type Found struct {
	// URL is its address; Language and Homepage may be empty.
	URL, Language, Homepage string
	Fork, Archived          bool
}

// Organization adds the repositories of an organization. Forks and archived ones are counted and left
// out: work happens elsewhere, or not at all.
func (m *Maker) Organization(all []Found) {
	for _, f := range all {
		switch {
		case f.Archived:
			m.draft.Archived++
		case f.Fork:
			m.draft.Forks++
		default:
			m.add(row{address: f.URL, language: f.Language, homepage: f.Homepage})
		}
	}
}
