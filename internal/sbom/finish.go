package sbom

// finish makes the document of what was gathered.
func (b *builder) finish() Document {
	b.pickSubject()
	d := &b.doc
	d.Missing = Missing{Author: !b.author, Tool: !b.tool, Timestamp: !b.timestamp, Context: !b.context}
	d.Name = plain(d.Name)
	if b.subject != nil {
		d.Subject = &b.subject.Component
	}
	seen := make(map[[2]string]struct{}, len(b.entries))
	d.Components = make([]Component, 0, len(b.entries))
	for i := range b.entries {
		e := &b.entries[i]
		d.Entries++
		b.count(e)
		key := [2]string{e.PURL, e.Version}
		if e.PURL == "" {
			key[0] = e.Kind + " " + e.Name
		}
		if _, ok := seen[key]; ok {
			d.Duplicates++
			continue
		}
		seen[key] = struct{}{}
		d.Components = append(d.Components, e.Component)
	}
	return *d
}

// pickSubject takes the one component that an SPDX document describes out of the others.
func (b *builder) pickSubject() {
	found := -1
	for i := range b.entries {
		if !b.described.has(b.entries[i].ref) {
			continue
		}
		if found >= 0 {
			return
		}
		found = i
	}
	if found >= 0 {
		e := b.entries[found]
		b.subject = &e
		b.entries = append(b.entries[:found], b.entries[found+1:]...)
	}
}

func (b *builder) count(e *entry) {
	m := &b.doc.Missing
	for _, row := range []struct {
		has bool
		n   *int
	}{
		{e.Name != "", &m.Name},
		{asserted(e.Version), &m.Version},
		{e.has.producer, &m.Producer},
		{e.has.identifier, &m.Identifier},
		{e.has.hash, &m.Hash},
		{e.has.license || b.licensed.has(e.ref), &m.License},
		{e.has.related || b.related.has(e.ref), &m.Relationship},
	} {
		if !row.has {
			*row.n++
		}
	}
}
