// Package ranking is the content of a published list: its rows, pages of rows, and queries.
package ranking
