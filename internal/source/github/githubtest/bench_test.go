package githubtest

import (
	"fmt"
	"strings"
	"testing"
)

func BenchmarkNew(b *testing.B) {
	for b.Loop() {
		s, err := New(Config{})
		if err != nil {
			b.Fatal(err)
		}
		s.Close()
	}
}

// A batch of metadata over generated repositories, as a collector asks it.
func BenchmarkBatch(b *testing.B) {
	s, err := New(Config{World: Generate(10000, 1)})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	var q strings.Builder
	for i := range 80 {
		owner, name, _ := strings.Cut(GeneratedName(i), "/")
		fmt.Fprintf(&q, "r%d: repository(owner: %q, name: %q) { id nameWithOwner stargazerCount issues(first: 1, orderBy: {field: UPDATED_AT, direction: DESC}) { totalCount nodes { updatedAt } } }\n", i, owner, name)
	}
	body := fmt.Sprintf(`{"query": %q}`, "{ rateLimit { cost } "+q.String()+"}")
	for b.Loop() {
		if r, err := try(s, "POST", "/graphql", DemoToken, body); err != nil || r.status != 200 {
			b.Fatal(err, r.status)
		}
	}
}
