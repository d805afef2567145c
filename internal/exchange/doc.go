// Package exchange holds the formats that come in and go out: the documents
// commands and pages print as JSON and CSV, and the snapshot bundle. It knows
// the domain and no network, database or page.
package exchange
