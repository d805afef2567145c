// Package uitest looks at every page in a real browser: axe, overflow,
// contrast, what a page loads, and the way through it with the keyboard alone.
// It holds tests only, and knows the program as its users do: by its address.
// What a machine cannot tell is in WCAG22-checklist.md.
package uitest
