// Package alert holds facts that need a human to look at. They change no score.
package alert
