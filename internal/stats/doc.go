// Package stats contains the few statistics that sources share, and rounds every printed figure.
package stats
