// Package exchange contains the input and output formats: the JSON and CSV documents that commands
// and pages print, and the snapshot bundle. It uses the domain, but no network, database or page.
package exchange
