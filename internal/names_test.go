package internal_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// A template is for every project, so it names none. What is known of one project comes from its data.
func TestTemplates_nameNoProject(t *testing.T) {
	t.Parallel()
	list, err := os.ReadFile(filepath.Join("..", "scorecards", "critical", "list.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	words := map[string]bool{"critical": true, "distribution": true, "git": true, "go": true, "make": true, "requests": true, "spark": true} // and names
	slugs := map[string]bool{}
	for _, m := range regexp.MustCompile(`(?m)^\s*-?\s*\{?slug: *([a-z0-9.+-]+)`).FindAllStringSubmatch(string(list), -1) {
		slugs[m[1]] = !words[m[1]]
	}
	if len(slugs) < 100 {
		t.Fatalf("%d projects were found in the list", len(slugs))
	}
	word := regexp.MustCompile(`[\w.+/#"@(-]+`)
	reading(t, func(where, text string) {
		if !strings.Contains(where, ".templ") {
			return
		}
		for _, w := range word.FindAllString(text, -1) {
			if slugs[strings.ToLower(strings.TrimRight(w, "."))] {
				t.Errorf("%s names the project %s: %q", where, w, strings.TrimSpace(text))
			}
		}
	})
}
