package exchange

// Imported is what files of results hold for a list.
type Imported struct {
	// Taken is the result to take of each project, by slug.
	Taken map[string]Result
	// Read and Refused count results, Older those that another file is newer than,
	// Behind those that are stored as new or newer.
	Read, Refused, Older, Behind int
	// Strangers counts the results of repositories that are no project's, by
	// repository; Beside those that are some project's but not its primary.
	Strangers, Beside map[string]int
}
