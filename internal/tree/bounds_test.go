package tree_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/tree"
)

func TestCounter_namesTheBound(t *testing.T) {
	t.Parallel()
	b := tree.Bounds{Files: 3, Paths: 20, Path: 10, Depth: 2}
	for _, row := range []struct {
		paths []string
		want  string
	}{
		{[]string{"a", "b", "c"}, ""},
		{[]string{"a", "b", "c", "d"}, "more than 3 files"},
		{[]string{"aaaaaaaaaa", "bbbbbbbbbb"}, ""},
		{[]string{"aaaaaaaaaa", "bbbbbbbbbb", "c"}, "paths of more than 20 bytes together"},
		{[]string{"aaaaaaaaaaa"}, "a path of more than 10 bytes"},
		{[]string{"a/b/c"}, ""},
		{[]string{"a/b/c/d"}, "files more than 2 folders deep"},
	} {
		c := tree.Counter{Bounds: b}
		var err error
		for _, p := range row.paths {
			err = errors.Join(err, c.Add(p))
		}
		var over *tree.Excess
		if (row.want != "") != errors.As(err, &over) || row.want != "" && !strings.Contains(err.Error(), row.want+", so nothing is known of its files") {
			t.Errorf("%q: %v, want %q", row.paths, err, row.want)
		}
	}
	var usual tree.Counter
	if err := usual.Add(strings.Repeat("a", 5000)); err == nil || !strings.Contains(err.Error(), "4,096") {
		t.Errorf("the usual bounds: %v", err)
	}
}
