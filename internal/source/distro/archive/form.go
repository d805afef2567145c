package archive

import "fmt"

// The fields that distinguish the stanzas of a Packages file from those of a Sources file. Debian's archive
// writes all of its own kind into each stanza.
var (
	binaryForm = []string{"Version", "Architecture", "Filename", "Directory"}
	sourceForm = []string{"Version", "Binary", "Directory", "Filename"}
)

// isBinary returns an error unless the present stanza is a binary package of the architecture. form
// are the values of binaryForm.
func (s *stanzas) isBinary(form [][]byte, arch string) error {
	if len(form[3]) > 0 {
		return s.malformed("a source package, so this is a Sources file (the Packages file comes first)")
	}
	if err := s.complete(binaryForm[:3], form); err != nil {
		return err
	}
	if of := string(form[1]); of != arch && of != "all" {
		return s.malformed(fmt.Sprintf("a package for %.40q, not for %s", of, arch))
	}
	return nil
}

// isSource returns an error unless the present stanza is a source package. form are the values of
// sourceForm.
func (s *stanzas) isSource(form [][]byte) error {
	if len(form[3]) > 0 {
		return s.malformed("a binary package, so this is a Packages file (the Sources file comes second)")
	}
	return s.complete(sourceForm[:3], form)
}

// complete returns an error if one of the fields has no value.
func (s *stanzas) complete(fields []string, values [][]byte) error {
	for i, f := range fields {
		if len(values[i]) == 0 {
			return s.malformed(fmt.Sprintf("package %.40q has no %s", s.values[0], f))
		}
	}
	return nil
}

// Plausible returns an error that wraps ErrFormat when the two files cannot be those of one archive:
// less than half of the sources have a package, or less than half of what packages are built from is
// among the sources. A file of another release or component, or half of a file, gives that.
func (a *Archive) Plausible() error {
	built := 0
	for s := range int32(a.listed) {
		if len(a.ofSource.at(s)) > 0 {
			built++
		}
	}
	named := built + len(a.sources) - a.listed
	switch {
	case 2*built < a.listed:
		return fmt.Errorf("%w: Packages has packages of only %d of the %d sources in Sources", ErrFormat, built, a.listed)
	case 2*built < named:
		return fmt.Errorf("%w: Sources has only %d of the %d sources of Packages", ErrFormat, built, named)
	}
	return nil
}
