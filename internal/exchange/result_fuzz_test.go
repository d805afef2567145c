package exchange_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/plumbline-scorecard/plumbline/internal/check"
	"github.com/plumbline-scorecard/plumbline/internal/exchange"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/repository"
)

// Whatever a file holds, what is read from it can be stored and shown, and what
// is not is told with its place.
func FuzzReadResults(f *testing.F) {
	files, err := filepath.Glob("testdata/results/*.json")
	if err != nil || len(files) == 0 {
		f.Fatalf("%d files, %v", len(files), err)
	}
	for _, name := range files {
		raw, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(raw)
	}
	for _, text := range []string{
		"", "[", "]", "{}", "[{}]", "\xef\xbb\xbf{}", `{"a":"\"}`, "{\n{\n{}\n", one("a") + "\n" + one("b")[:40] + "\n" + one("c"),
		"[\n" + tall("a", "  ") + ",\n" + tall("b", "  ")[:50] + "\n" + tall("c", "  ") + "]",
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		lines := bytes.Count(raw, []byte{'\n'}) + 1
		err := exchange.ReadResults(bytes.NewReader(raw), "f", func(r exchange.Result) error {
			checkResult(t, r, lines)
			return nil
		}, func(e *exchange.ResultError) {
			if e.Line < 1 || e.Line > lines || e.Offset < 0 || e.Offset > int64(len(raw)) || e.Err == nil || !strings.HasPrefix(e.Error(), "f:") {
				t.Errorf("%d bytes in %d lines: %+v", len(raw), lines, e)
			}
		})
		if err != nil {
			t.Error(err)
		}
	})
}

func checkResult(t *testing.T, r exchange.Result, lines int) {
	t.Helper()
	if r.Line < 1 || r.Line > lines || r.Date.Year() < 2020 || r.Score < -1 || r.Score > 10 || len(r.Checks) == 0 {
		t.Errorf("%+v", r)
	}
	if id, err := repository.Parse(r.Repository.String()); err != nil || id != r.Repository {
		t.Errorf("repository %q: %v", r.Repository, err)
	}
	for i, c := range r.Checks {
		if (c.State == check.Scored) != (c.Score >= 0) || c.Score > 10 || i > 0 && c.Name <= r.Checks[i-1].Name {
			t.Errorf("check %+v", c)
		}
		for _, text := range append([]string{c.Name, c.Reason, c.Error, c.Doc}, c.Annotations...) {
			if len(text) > 1100 || !utf8.ValidString(text) || strings.Contains(text, "\x00") {
				t.Errorf("%s: %q", c.Name, text)
			}
		}
	}
	sn := r.Snapshot("s", health.OriginFile)
	for _, in := range sn.Inputs {
		if f, ok := field.ByID(in.Field); !ok || f.Source != sn.Source {
			t.Errorf("input %+v", in)
		}
	}
}

func BenchmarkReadResults(b *testing.B) {
	var text strings.Builder
	full := fixture(b, "v5-own-run.json")
	const n = 1000
	for i := range n {
		text.WriteString(strings.Replace(full, "Invented", fmt.Sprint("invented", i), 1))
	}
	b.SetBytes(int64(text.Len()))
	for b.Loop() {
		got := 0
		err := exchange.ReadResults(strings.NewReader(text.String()), "f", func(exchange.Result) error { got++; return nil }, func(e *exchange.ResultError) { b.Fatal(e) })
		if err != nil || got != n {
			b.Fatal(got, err)
		}
	}
	b.ReportMetric(float64(n*b.N)/b.Elapsed().Seconds(), "results/s")
}
