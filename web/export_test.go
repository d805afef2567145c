package web

// Patterns returns the addresses of every family of pages, for tests that visit all of them.
func Patterns() []string {
	var out []string
	for _, r := range (Site{}).routes() {
		out = append(out, r.Pattern)
	}
	return out
}
