//go:build race

package store

// raceDetector slows the engine, which is Go, some twentyfold: sizes are
// measured without it.
const raceDetector = true
