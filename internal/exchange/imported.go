package exchange

// Imported is the content of result files for a list.
type Imported struct {
	// Taken is the accepted result of each project, by slug.
	Taken map[string]Result
	// Read and Refused count results. Older counts those for which another file has a newer one,
	// Behind those for which the store has a result as new or newer.
	Read, Refused, Older, Behind int
	// Strangers counts the results for repositories of no project, by repository. Beside counts
	// those for repositories of a project other than its primary.
	Strangers, Beside map[string]int
}
