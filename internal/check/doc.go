// Package check contains the result of one OpenSSF Scorecard check, with its evidence.
package check
