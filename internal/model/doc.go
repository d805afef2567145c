// Package model holds every number the scores depend on: weights, curves, gates, bands,
// reference tables, and how the model did when it was last measured. It knows no project.
package model
