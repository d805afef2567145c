package manifest_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
)

// parsed reads a YAML file.
func parsed(t *testing.T, text string) map[string]any {
	t.Helper()
	var out map[string]any
	if err := yaml.Unmarshal([]byte(text), &out); err != nil {
		t.Fatalf("%v:\n%s", err, text)
	}
	return out
}

// at returns the value at a path such as "a.b[0].c" as text; empty if there is none.
func at(v any, path string) string {
	for part := range strings.SplitSeq(path, ".") {
		key, index, list := strings.Cut(strings.TrimSuffix(part, "]"), "[")
		m, _ := v.(map[string]any)
		v = m[key]
		if list {
			all, _ := v.([]any)
			i, err := strconv.Atoi(index)
			if err != nil || i >= len(all) {
				return ""
			}
			v = all[i]
		}
	}
	if v == nil {
		return ""
	}
	return fmt.Sprint(v)
}
