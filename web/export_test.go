package web

// Forms returns the addresses whose pages have a form that writes.
func Forms() map[string]bool {
	out := map[string]bool{}
	for _, r := range (Site{}).routes() {
		if r.Post != nil {
			out[r.Pattern] = true
		}
	}
	return out
}

// Patterns returns the addresses of every family of pages, for tests that visit all of them.
func Patterns() []string {
	var out []string
	for _, r := range (Site{}).routes() {
		out = append(out, r.Pattern)
	}
	return out
}
