// Package alert contains facts that a person should look at. They change no score.
package alert
