// Package stats contains the few statistics that sources share.
package stats
