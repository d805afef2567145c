// Package parity compares what plans say with OpenSSF Scorecard's own library: its aggregate, and the
// words of its warnings. It has only tests, apart from those of fixplan because they link the library.
package parity
