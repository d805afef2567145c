// Package model contains every number that the scores depend on: weights, curves, gates, bands,
// reference tables, and the last measurement of the model. It contains no project.
package model
