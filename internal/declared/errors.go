package declared

import "errors"

// The sentences for files of which nothing counts.
var (
	errTemplate  = errors.New("the file is the template of the host, without any change")
	errFunding   = errors.New("the file is not in the form of FUNDING.yml")
	errManifest  = errors.New("the file is not in the form of funding.json")
	errUnlisted  = errors.New("the file has no list of people in a form that is read")
	errElsewhere = errors.New("the file refers to another page for its list")
)
