// Package bots tells programs from people by rules that are data (scorecards/bots.yaml).
package bots
