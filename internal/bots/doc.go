// Package bots distinguishes bots from people by rules that are data (scorecards/bots.yaml).
package bots
