package page

import "testing"

func TestProposal(t *testing.T) {
	t.Parallel()
	const form = "https://github.com/a/b/issues/new?"
	for _, c := range []struct{ contact, address, want string }{
		{"https://github.com/a/b", "", form + "template=list-entry.yml"},
		{"https://github.com/a/b/issues", "https://github.com/c/d", form + "repository=https%3A%2F%2Fgithub.com%2Fc%2Fd&template=list-entry.yml"},
		{"https://github.com/a/b/issues/new/choose", "", form + "template=list-entry.yml"},
		{"https://github.com/a/b/discussions", "", "https://github.com/a/b/discussions"},
		{"https://github.com/a", "", "https://github.com/a"},
		{"https://example.org/report", "https://github.com/c/d", "https://example.org/report"},
	} {
		if got := proposal(c.contact, c.address); got != c.want {
			t.Errorf("%s, %q: %s, want %s", c.contact, c.address, got, c.want)
		}
	}
}
