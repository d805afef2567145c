// Package stats contains the few statistics that sources share, a stream of random numbers, and the
// rounding of every printed figure.
package stats
