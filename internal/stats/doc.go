// Package stats holds the few statistics that sources share.
package stats
