// Package tree is the contract for the content of one commit, wherever it comes from.
package tree
