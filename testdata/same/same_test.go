package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestNormaliser_takesOutWhatIsTheProcess(t *testing.T) {
	t.Parallel()
	began := time.Date(2026, 12, 1, 15, 4, 30, 0, time.UTC)
	n := newNormaliser("/builds/new", "/tmp/same-1/new", "1.2.3", began)
	for in, want := range map[string]string{
		"at http://127.0.0.1:43211/projects":                "at http://HOST/projects",
		"/tmp/same-1/new/p.db and /builds/new":              "DIR/p.db and plumbline",
		"Plumbline 1.2.3, dev and dev-0123456789ab":         "Plumbline VERSION, VERSION and VERSION",
		"a device of developers":                            "a device of developers",
		"/static/app.79728f442347.css":                      "/static/app.HASH.css",
		`"at": "2026-12-01T15:04:31.123456Z"`:               `"at": "NOW"`,
		"published 2026-12-01T15:04:31Z, 1 Dec 2026, 15:04": "published NOW, NOW",
		"next turn: 2026-12-02T14:00:00Z":                   "next turn: NOW",
		"2026-08-22T20:00:00Z and 2026-12-01":               "2026-08-22T20:00:00Z and 2026-12-01",
		"1/2 xz · 3.4 a minute · 0 failed · 12s left":       "1/2 xz · N a minute · 0 failed · T left",
		`<td data-l="Took"><span>1.2 s </span>`:             `<td data-l="Took"><span>T</span>`,
	} {
		if got := n.text(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

func TestUnified_showsWhatDiffers(t *testing.T) {
	t.Parallel()
	if got := unified("a\nb\n", "a\nb\n", 9); got != "" {
		t.Errorf("equal texts: %q", got)
	}
	page := "<!doctype html><p>one</p><p>two</p><p>three</p>"
	got := unified(page, strings.Replace(page, "two", "2", 1), 40)
	if !strings.Contains(got, "\n-<p>two</p>\n+<p>2</p>\n <p>three</p>") {
		t.Errorf("a page: %s", got)
	}
	got = unified("", strings.Repeat("line\n", 50), 10)
	if n := strings.Count(got, "\n"); n != 11 || !strings.HasSuffix(got, "… 41 more lines\n") {
		t.Errorf("a long difference has %d lines: %s", n, got)
	}
}

func TestReport_knowsWhatIsMeant(t *testing.T) {
	t.Parallel()
	name := filepath.Join(t.TempDir(), "expected")
	text := "# meant\nfresh GET /p/*: a shorter table\nfresh GET /gone: no longer so\n"
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	known, err := readExpected(name)
	if err != nil {
		t.Fatal(err)
	}
	r := &report{lines: 9, expected: known}
	r.compare("fresh GET /p/xz", [2]string{"a", "b"})
	r.compare("fresh GET /", [2]string{"a\n", "b\n"})
	r.compare("fresh GET /status", [2]string{"a\n", "b\n"})
	r.compare("fresh GET /method", [2]string{"a", "a"})
	var out strings.Builder
	if r.print(&out) {
		t.Error("a difference is the same")
	}
	for _, want := range []string{
		"=== fresh GET /\n=== fresh GET /status\n@@", "no longer so: fresh GET /gone: ", "2 differ, and 1 as expected\n",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("the report lacks %q:\n%s", want, &out)
		}
	}
	if err := os.WriteFile(name, []byte("fresh GET /\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := readExpected(name); err == nil || !strings.Contains(err.Error(), ":1: no reason") {
		t.Errorf("a line without a reason: %v", err)
	}
}
