//go:build !race

package queue

// raceDetector makes the engine in Go more than ten times slower.
const raceDetector = false
