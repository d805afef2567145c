package sbom

// Format is a form of file that Read knows.
type Format string

// The forms, in the words for readers.
const (
	CycloneDXJSON Format = "CycloneDX JSON"
	CycloneDXXML  Format = "CycloneDX XML"
	SPDXJSON      Format = "SPDX JSON"
	SPDXTagValue  Format = "SPDX tag-value"
	GoMod         Format = "go.mod"
	PackageLock   Format = "package-lock.json"
	DpkgList      Format = "dpkg -l"
	ApkList       Format = "apk list"
)

// Document is what a file says of its components.
type Document struct {
	Format Format
	// SpecVersion is "1.6" or "2.3", or the number of a lock file's version. Empty if the form has none.
	SpecVersion string
	Name        string
	// Subject is what the document describes. Nil if none or several are named.
	Subject *Component
	// Components are the distinct ones in the order of the file, without the subject.
	Components []Component
	// Entries are the components as the file lists them, without the subject. Duplicates of them
	// repeat an earlier package and version.
	Entries, Duplicates int
	Missing             Missing
}

// Component is one entry.
type Component struct {
	// Name has the group in front, if there is one: "org.slf4j/slf4j-api".
	Name, Version string
	// Kind is the type that the document gives, in lower case: "library", "file". May be empty.
	Kind string
	// PURL is the normal form of package purl, without version. Empty if there is none.
	PURL string
	// Upstream is the source package that a purl or listing of a distribution names.
	Upstream string
	// Refused is why the document's purl is not accepted. Empty if it is accepted or not given.
	Refused string
}

// Missing is what the document lacks of CISA's minimum elements (draft of August 2025,
// https://www.cisa.gov/resources-tools/resources/2025-minimum-elements-software-bill-materials-sbom).
// The numbers count Entries. A value such as NOASSERTION is missing.
type Missing struct {
	Author, Tool, Timestamp, Context bool

	Producer, Name, Version, Identifier, Hash, License, Relationship int
}
