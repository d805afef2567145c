package githubtest

import (
	"strings"
	"testing"
	"testing/fstest"
	"time"

	stories "github.com/plumbline-scorecard/plumbline/testdata/github"
)

func TestStories_load(t *testing.T) {
	t.Parallel()
	names, err := Stories(stories.FS)
	if err != nil {
		t.Fatal(err)
	}
	if len(names) < 50 {
		t.Errorf("%d stories, want 50 at least", len(names))
	}
	files, err := ours()
	if err != nil {
		t.Fatal(err)
	}
	w := NewWorld()
	w.begin(time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC), "https://github.com")
	if err := w.tell(files, w.start); err != nil {
		t.Fatal(err)
	}
	if got := len(w.Names()); got != len(names) {
		t.Errorf("%d repositories of %d stories", got, len(names))
	}
}

func TestStory_namesFileAndLineOfWhatIsWrong(t *testing.T) {
	t.Parallel()
	const head = "about: A test.\nrepository: example-a/b\ncommits: [{at: -1d, by: ann}]\n"
	for _, tt := range []struct{ name, yaml, want string }{
		{"unknown field", head + "stras: 3\n", `x.yaml: line 4: unknown field "stras"`},
		{"type", head + "stars: many\n", "x.yaml: line 4:"},
		{"no about", "repository: example-a/b\nempty: true\n", "x.yaml: line 1: about"},
		{"real owner", "about: A test.\nrepository: curl/curl\nempty: true\n", `x.yaml: line 2: repository: "curl/curl"`},
		{"time", head + "created: yesterday\n", `x.yaml: line 4: created: time "yesterday"`},
		{
			"time of a comment", head + "issues:\n  - {by: ann, created: -3d}\n  - by: ben\n    created: -2d\n    comments:\n      - {by: ann, at: soon}\n",
			`x.yaml: line 9: issues[1].comments[0].at: time "soon"`,
		},
		{"at and after", head + "issues: [{by: ann, created: -3d, comments: [{by: ben, at: -1d, after: 1d}]}]\n", "want either at or after"},
		{"nobody named", head + "issues: [{created: -3d}]\n", "no author"},
		{"review of an issue", head + "issues: [{by: a, created: -3d, reviews: [{by: b, after: 1d}]}]\n", "an issue has no reviews"},
		{"number twice", head + "issues: [{number: 1, by: a, created: -3d}, {number: 1, by: a, created: -2d}]\n", "two items have the number 1"},
		{"association", head + "members: {ann: BOSS}\n", `"BOSS": want one of`},
		{"no commits", "about: A test.\nrepository: example-a/b\n", "no commits"},
		{"many without an end", head + "issues: [{count: 3, from: -3d, by: a}]\n", "many need count"},
		{"funding", head + "funding: [{platform: HAT, url: x}]\n", `"HAT": want one of`},
		{"state", head + "pulls: [{by: a, created: -3d, reviews: [{by: b, after: 1d, state: FINE}]}]\n", `"FINE": want one of`},
	} {
		_, err := New(Config{Stories: fstest.MapFS{"x.yaml": {Data: []byte(tt.yaml)}}})
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: got %v, want %q", tt.name, err, tt.want)
		}
	}
}

func TestStory_twiceIsWrong(t *testing.T) {
	t.Parallel()
	const one = "about: A test.\nrepository: example-a/b\nempty: true\n"
	_, err := New(Config{Stories: fstest.MapFS{"x.yaml": {Data: []byte(one)}, "y.yaml": {Data: []byte(one)}}})
	if err == nil || !strings.Contains(err.Error(), "y.yaml: line 2: repository: example-a/b is told twice") {
		t.Errorf("got %v", err)
	}
	same := "id: 7\n" + strings.ReplaceAll(one, "/b", "/c")
	_, err = New(Config{Stories: fstest.MapFS{"x.yaml": {Data: []byte("id: 7\n" + one)}, "y.yaml": {Data: []byte(same)}}})
	if err == nil || !strings.Contains(err.Error(), "y.yaml: line 3: repository: has the id 7, as example-a/b does") {
		t.Errorf("got %v", err)
	}
	if _, err := New(Config{Stories: fstest.MapFS{}}); err == nil {
		t.Error("no stories are no error")
	}
}

func TestWhen(t *testing.T) {
	t.Parallel()
	start := time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)
	for in, want := range map[string]time.Time{
		"now": start, "-1d": start.AddDate(0, 0, -1), "+3h": start.Add(3 * time.Hour), "-1y2mo": time.Date(2025, 9, 25, 12, 0, 0, 0, time.UTC),
		"-1.5h": start.Add(-90 * time.Minute), "-2w": start.AddDate(0, 0, -14), "-90s": start.Add(-90 * time.Second), "-5m": start.Add(-5 * time.Minute),
		"2020-01-02T03:04:05+01:00": time.Date(2020, 1, 2, 2, 4, 5, 0, time.UTC),
	} {
		got, err := when(in, start)
		if err != nil || !got.Equal(want) {
			t.Errorf("when(%q) = %v, %v, want %v", in, got, err, want)
		}
	}
	for _, in := range []string{"", "1d", "-1", "-d", "-1.5y", "-1x", "- 1d", "tomorrow"} {
		if got, err := when(in, start); err == nil {
			t.Errorf("when(%q) = %v, want an error", in, got)
		}
	}
}
