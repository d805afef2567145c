// Package gcsblob registers no driver; see package blob.
package gcsblob
