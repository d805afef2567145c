// Package ui holds the parts pages are built from: the frame, the marks and
// the way figures are written. It knows the domain's words and no page, no
// request and no store.
package ui
