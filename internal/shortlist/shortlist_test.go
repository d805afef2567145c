package shortlist_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/shortlist"
)

// of returns a list of n items.
func of(n int) shortlist.Shortlist {
	s := shortlist.Shortlist{Title: "For the board"}
	for i := range n {
		s.Items = append(s.Items, shortlist.Item{Slug: fmt.Sprintf("p%d", i), Decision: shortlist.Undecided})
	}
	return s
}

func TestCheck_saysWhatAndWhere(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		edit func(*shortlist.Shortlist)
		says string // empty: it is allowed
	}{
		{"usual", func(*shortlist.Shortlist) {}, ""},
		{"the longest", func(s *shortlist.Shortlist) {
			s.Title, s.Items[0].Note, s.Items[0].Owner = strings.Repeat("é", 120), strings.Repeat("é", 2000), strings.Repeat("é", 80)
		}, ""},
		{"a hundred", func(s *shortlist.Shortlist) { *s = of(100) }, ""},
		{"none", func(s *shortlist.Shortlist) { s.Items = nil }, ""},
		{"500", func(s *shortlist.Shortlist) { *s = of(500) }, "The items: a shortlist has at most 100 projects, and this one has 500."},
		{"no title", func(s *shortlist.Shortlist) { s.Title = "" }, "The title: it is empty"},
		{"a long title", func(s *shortlist.Shortlist) { s.Title = strings.Repeat("x", 121) }, "The title: at most 120 letters, and this one has 121."},
		{"a long note", func(s *shortlist.Shortlist) { s.Items[2].Note = strings.Repeat("x", 2001) }, "The note of item 3 (p2): at most 2000 letters"},
		{"a long owner", func(s *shortlist.Shortlist) { s.Items[1].Owner = strings.Repeat("x", 81) }, "The owner of item 2 (p1): at most 80 letters"},
		{"no such decision", func(s *shortlist.Shortlist) { s.Items[0].Decision = "yes" }, "The decision of item 1 (p0): allowed are [undecided fund later no]"},
		{"twice", func(s *shortlist.Shortlist) { s.Items[2].Slug = "p0" }, "The project of item 3 (p0): it is on the list twice."},
	} {
		s := of(3)
		c.edit(&s)
		err := s.Check()
		var limit *shortlist.LimitError
		if (err == nil) != (c.says == "") || err != nil && (!errors.As(err, &limit) || !strings.HasPrefix(err.Error(), c.says)) {
			t.Errorf("%s: %v, want %q", c.name, err, c.says)
		}
	}
}

func TestReorder_givesThePlaceThatWasTyped(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		places []int
		want   string
	}{
		{[]int{1, 2, 3, 4, 5}, "p0 p1 p2 p3 p4"},
		{[]int{1, 2, 3, 4, 2}, "p0 p4 p1 p2 p3"}, // up
		{[]int{3, 2, 3, 4, 5}, "p1 p2 p0 p3 p4"}, // down
		{[]int{5, 2, 3, 4, 1}, "p4 p1 p2 p3 p0"}, // two are exchanged
		{[]int{9, 2, 3, 4, -7}, "p4 p1 p2 p3 p0"},
		{[]int{1, 1, 1, 1, 1}, "p1 p2 p3 p4 p0"},
	} {
		s := of(5)
		s.Items = shortlist.Reorder(s.Items, c.places)
		if got := strings.Join(s.Slugs(), " "); got != c.want {
			t.Errorf("%v: %s, want %s", c.places, got, c.want)
		}
	}
}

func TestText_hasNoControlCharacters(t *testing.T) {
	t.Parallel()
	if got := shortlist.Text(" a\r\nb\x00c\x1b[1m\n\xff "); got != "a\nb c [1m\n\uFFFD" {
		t.Errorf("a text of lines is %q", got)
	}
	if got := shortlist.Line(" a\r\n b\x07 "); got != "a b" {
		t.Errorf("a line is %q", got)
	}
}

func TestToken_isOfItsFormAlone(t *testing.T) {
	t.Parallel()
	token := shortlist.NewToken()
	if again, ok := shortlist.ParseToken(string(token)); !ok || again != token || len(token) != 43 || token == shortlist.NewToken() {
		t.Errorf("%d letters, read as %v", len(token), ok)
	}
	if key := token.Key(); len(key) != 64 || strings.Contains(string(key), string(token)) || key != token.Key() {
		t.Errorf("the key is %q", key)
	}
	for _, text := range []string{"", "new", strings.Repeat("A", 42), strings.Repeat("A", 44), strings.Repeat("+", 43), strings.Repeat("A", 42) + "B", strings.Repeat("A", 42) + "\n"} {
		if _, ok := shortlist.ParseToken(text); ok {
			t.Errorf("%q is read as a token", text)
		}
	}
}

func TestExpired_onItsDay(t *testing.T) {
	t.Parallel()
	day := time.Date(2026, 12, 31, 0, 0, 0, 0, time.UTC)
	s := shortlist.Shortlist{Expires: day}
	if s.Expired(day.Add(-time.Millisecond)) || !s.Expired(day) {
		t.Error("a list does not expire at its instant")
	}
	if !slices.Contains(shortlist.Terms, 30) || !slices.Contains(shortlist.Terms, 365) {
		t.Errorf("the terms are %v", shortlist.Terms)
	}
}
