// Package tree is the contract for the files of one commit, whatever their origin.
package tree
