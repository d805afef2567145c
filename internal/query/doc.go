// Package query is what pages, the API, feeds and commands read: a list as one of
// its published runs showed it, the newest or an earlier one, by one path. A View
// is the only door: who reads through it knows neither SQL nor how the past is kept.
package query
