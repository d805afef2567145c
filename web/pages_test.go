package web_test

import "testing"

func TestPages_answer(t *testing.T) {
	t.Parallel()
	h := newBuilder(t).project("xz", nil).project("zlib", nil).project("lost", nil).
		measured("xz", 1, 8, 184).measured("zlib", 4, 12, 90).failed("lost", "the repository could not be reached or read").site()
	for _, p := range []string{"/", "/projects", "/p/xz", "/p/lost", "/p/xz.json", "/projects.json", "/projects.csv", "/robots.txt", "/healthz", "/favicon.svg"} {
		if got := get(t, h, p).StatusCode; got != 200 {
			t.Errorf("GET %s: got %d", p, got)
		}
	}
}
