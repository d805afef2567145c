// Package page is the ground all pages stand on: what a request is, the addresses,
// the frame, the answer with its entity tag, and errors as pages. A page belongs to
// a family, a package beside this one; this one knows no family.
package page
