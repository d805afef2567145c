// Package ranking is what a published list consists of: its rows, pages of them, and the
// queries they answer.
package ranking
