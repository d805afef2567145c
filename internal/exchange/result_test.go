package exchange_test

import (
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/plumbline-scorecard/plumbline/internal/check"
	"github.com/plumbline-scorecard/plumbline/internal/exchange"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/testkit"
)

// results reads text and returns what was read and what was refused, as texts.
func results(t testing.TB, text string) ([]exchange.Result, []string) {
	t.Helper()
	var good []exchange.Result
	var bad []string
	err := exchange.ReadResults(strings.NewReader(text), "f", func(r exchange.Result) error {
		good = append(good, r)
		return nil
	}, func(e *exchange.ResultError) { bad = append(bad, e.Error()) })
	if err != nil {
		t.Fatal(err)
	}
	return good, bad
}

func fixture(t testing.TB, name string) string {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("testdata", "results", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

func byName(cs []check.Check) map[string]check.Check {
	out := map[string]check.Check{}
	for _, c := range cs {
		out[c.Name] = c
	}
	return out
}

func TestReadResults_version5OfARunOfItsOwn(t *testing.T) {
	t.Parallel()
	good, bad := results(t, fixture(t, "v5-own-run.json"))
	if len(good) != 1 || len(bad) > 0 {
		t.Fatalf("%d results, refused %q", len(good), bad)
	}
	r := good[0]
	want := time.Date(2026, 11, 20, 4, 5, 6, 0, time.UTC)
	if r.Repository.String() != "github.com/Example/Invented" || !r.Date.Equal(want) || r.DayOnly || r.Version != "v5.3.0" || r.Score != 6.1 || len(r.Commit) != 40 {
		t.Errorf("got %+v", r)
	}
	if got := r.Instrument(); r.Weekly() || testkit.Unsaid(got, "v5.3.0") != nil {
		t.Errorf("instrument %q", got)
	}
	checks := byName(r.Checks)
	if c := checks["Pinned-Dependencies"]; c.Score != 4 || len(c.Annotations) != 1 || c.Annotations[0] != "test-data" || c.Details[0] != (check.Detail{Type: "warn", Text: "GitHub-owned GitHubAction not pinned by hash: .github/workflows/a.yml:12: update your workflow"}) {
		t.Errorf("annotated check: %+v", c)
	}
	if c := checks["SBOM"]; c.State != check.Scored || c.Score != 5 {
		t.Errorf("a check we do not know: %+v", c)
	}
	if c := checks["Branch-Protection"]; c.State != check.Errored || c.Score != -1 || !strings.HasPrefix(c.Error, "internal error") || strings.Contains(c.Reason, "internal") {
		t.Errorf("a check that broke: %+v", c)
	}
	if c := checks["Signed-Releases"]; c.State != check.Inconclusive || c.Score != -1 || c.Details != nil {
		t.Errorf("an inconclusive check: %+v", c)
	}
	sn := r.Snapshot("invented", health.OriginFile)
	if sn.Source != field.SourcePublished || !sn.ObservedAt.Equal(want) || len(sn.Checks) != len(r.Checks) || len(sn.Inputs) != 2 {
		t.Errorf("snapshot %+v", sn)
	}
	for _, in := range sn.Inputs {
		f, ok := field.ByID(in.Field)
		if !ok || f.Source != field.SourcePublished || !f.Unscored || !in.Known() {
			t.Errorf("input %+v of field %+v", in, f)
		}
	}
}

func TestReadResults_version4OfTheWeeklyScan(t *testing.T) {
	t.Parallel()
	good, bad := results(t, fixture(t, "v4-weekly.json"))
	if len(good) != 1 || len(bad) > 0 {
		t.Fatalf("%d results, refused %q", len(good), bad)
	}
	r := good[0]
	if !r.DayOnly || !r.Date.Equal(time.Date(2026, 11, 16, 0, 0, 0, 0, time.UTC)) || !r.Weekly() {
		t.Errorf("got %v, day only %v", r.Date, r.DayOnly)
	}
	if got := r.Instrument(); testkit.Unsaid(got, "v4.13.1", "OpenSSF") != nil {
		t.Errorf("instrument %q", got)
	}
}

func TestResult_whoPublishedIsTakenFromTheForm(t *testing.T) {
	t.Parallel()
	const day, instant = "2026-11-16", "2026-11-16T02:00:00Z"
	many := "Binary-Artifacts Branch-Protection CII-Best-Practices Code-Review Dangerous-Workflow Fuzzing License Maintained Packaging SAST"
	for _, c := range []struct {
		date, names string
		weekly      bool
	}{
		{day, "License CI-Tests", true},
		{instant, many, true},
		{instant, many + " CI-Tests", false},
		{instant, "License", false},
	} {
		var checks []string
		for _, n := range strings.Fields(c.names) {
			checks = append(checks, fmt.Sprintf(`{"name":%q,"score":1}`, n))
		}
		good, bad := results(t, fmt.Sprintf(`{"date":%q,"repo":{"name":"github.com/a/b"},"score":1,"checks":[%s]}`, c.date, strings.Join(checks, ",")))
		if len(good) != 1 || good[0].Weekly() != c.weekly {
			t.Errorf("%s, %s: %+v, refused %q", c.date, c.names, good, bad)
		}
	}
}

// one is a small result of a repository named name.
func one(name string) string {
	return `{"date":"2026-11-16","repo":{"name":"github.com/o/` + name + `"},"score":5.5,"checks":[{"name":"License","score":10,"details":null}]}`
}

// tall is the same, a member a line.
func tall(name, indent string) string {
	return indent + strings.NewReplacer(`{"`, "{\n"+indent+`  "`, `,"`, ",\n"+indent+`  "`, `}]}`, "}]\n"+indent+"}").Replace(one(name))
}

// utf16le is a text as some shells write it into a file.
func utf16le(text string) string {
	var b []byte
	for _, u := range utf16.Encode([]rune(text)) {
		b = binary.LittleEndian.AppendUint16(b, u)
	}
	return string(b)
}

func TestReadResults_everyShapeOfFile(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"a line each":         one("a") + "\n" + one("b") + "\n" + one("c") + "\n",
		"no line between":     one("a") + one("b") + one("c"),
		"an array":            "[" + one("a") + ",\n" + one("b") + "," + one("c") + "]",
		"a tall array":        "[\n" + tall("a", "  ") + ",\n" + tall("b", "  ") + ",\n" + tall("c", "  ") + "\n]\n",
		"tall, concatenated":  tall("a", "") + "\n" + tall("b", "") + "\n" + tall("c", ""),
		"two arrays":          "[" + one("a") + "]\n[" + one("b") + "," + one("c") + "]",
		"a mark and CRLF":     "\xef\xbb\xbf" + one("a") + "\r\n" + one("b") + "\r\n" + one("c"),
		"UTF-16":              utf16le("\ufeff" + one("a") + "\r\n" + one("b") + "\r\n" + one("c")),
		"UTF-16, no mark":     utf16le("[" + one("a") + "," + one("b") + "," + one("c") + "]"),
		"a broken one":        one("a") + "\n" + one("x")[:60] + "\n" + one("b") + "\n" + one("c"),
		"broken in a text":    one("a") + "\n" + one("x")[:30] + "\n" + one("b") + "\n" + one("c"),
		"a broken first":      one("x")[:60] + "\n" + one("a") + "\n" + one("b") + "\n" + one("c"),
		"a tall broken one":   tall("a", "") + "\n" + tall("x", "")[:60] + "\n" + tall("b", "") + "\n" + tall("c", ""),
		"broken in an array":  "[\n" + tall("a", "  ") + ",\n" + tall("x", "  ")[:60] + "\n" + tall("b", "  ") + ",\n" + tall("c", "  ") + "\n]\n",
		"words between":       one("a") + "\nfetching…\n" + one("b") + "\n" + one("c"),
		"a bad one":           one("a") + "\n" + strings.Replace(one("x"), "5.5", "11", 1) + "\n" + one("b") + "\n" + one("c"),
		"a deep one":          one("a") + "\n" + `{"x":` + strings.Repeat("[", 99) + strings.Repeat("]", 99) + "}\n" + one("b") + "\n" + one("c"),
		"a large one":         one("a") + "\n" + `{"x":"` + strings.Repeat("y", exchange.MaxResult) + "\"}\n" + one("b") + "\n" + one("c"),
		"one without its end": one("a") + "\n" + one("b") + "\n" + one("c") + "\n" + one("x")[:60],
		"a brace in a text":   strings.Replace(one("a"), `"License"`, `"License","reason":"\"}{["`, 1) + one("b") + one("c"),
	} {
		good, bad := results(t, text)
		var names []string
		for _, r := range good {
			names = append(names, r.Repository.Name())
		}
		wantBad := 0
		if strings.Contains(text, "github.com/o/x") || strings.Contains(text, `"x":`) || strings.Contains(text, "fetching") || strings.Contains(name, "broken") {
			wantBad = 1
		}
		if got := strings.Join(names, " "); got != "a b c" || len(bad) != wantBad {
			t.Errorf("%s: got %q, refused %.300q", name, got, bad)
		}
	}
}

func TestReadResults_mistakesNameFileLineByteAndField(t *testing.T) {
	t.Parallel()
	said := map[string]bool{}
	for text, want := range map[string]string{
		strings.Replace(one("a"), `"score":10`, `"score":11`, 1):                             "f:3 (byte 4): checks[0].score | 11 | 0 | 10 | -1",
		strings.Replace(one("a"), `"score":10`, `"score":7.5`, 1):                            "f:3 (byte 4): checks[0].score | 7.5",
		strings.Replace(one("a"), `"score":10`, `"score":"10"`, 1):                           "checks.score",
		strings.Replace(one("a"), `"License"`, `"Li cense"`, 1):                              "checks[0].name | Li cense",
		strings.Replace(one("a"), `"2026-11-16"`, `"16 Nov 2026"`, 1):                        "f:3 (byte 4): date | 16 Nov 2026 | 2026-11-16 | 2026-11-16T02:00:00Z",
		strings.Replace(one("a"), `"2026-11-16"`, `"0001-01-01T00:00:00Z"`, 1):               "f:3 (byte 4): date | 0001-01-01T00:00:00Z",
		strings.Replace(one("a"), `"date":"2026-11-16",`, "", 1):                             "f:3 (byte 4): date",
		strings.Replace(one("a"), "github.com/o/a", "file:///src", 1):                        "f:3 (byte 4): repo.name",
		strings.Replace(one("a"), `[{"name":"License","score":10,"details":null}]`, "[]", 1): "checks | 0 | 1 | 100",
		strings.Replace(one("a"), `]}`, `,{"name":"License","score":1}]}`, 1):                "checks | License",
		`{"name":"package","version":"1"}`:                                                   "f:3 (byte 4): ",
		strings.Replace(one("a"), `"score":5.5`, "\n\"score\":,", 1):                         "f:4 (byte",
		one("a")[:50]:  "f:3 (byte 4): ",
		`nonsense`:     "f:3 (byte 4): | n",
		`[` + one("a"): "f:3 (byte ",
	} {
		_, bad := results(t, "\n\n\t "+text)
		parts := strings.Split(want, " | ")
		if len(bad) != 1 || !strings.Contains(bad[0], parts[0]) || !strings.HasPrefix(bad[0], "f:") || testkit.Unsaid(bad[0], parts[1:]...) != nil || said[bad[0]] {
			t.Errorf("%s\ngot %q, want a mistake of its own with %q", text, bad, want)
			continue
		}
		said[bad[0]] = true
	}
}

func TestReadResults_anAbsentScoreIsUnknownAndNotZero(t *testing.T) {
	t.Parallel()
	good, bad := results(t, `{"date":"2026-11-16","repo":{"name":"github.com/o/a","commit":"HEAD"},"checks":[{"name":"License"},{"name":"SAST","score":null}]}`)
	if len(good) != 1 {
		t.Fatalf("refused %q", bad)
	}
	r := good[0]
	for _, c := range r.Checks {
		if c.State != check.Inconclusive || c.Score != -1 {
			t.Errorf("%+v", c)
		}
	}
	total := r.Snapshot("a", health.OriginFile).Inputs[1]
	if r.Commit != "" || r.Score != -1 || total.Known() || total.Reason == "" {
		t.Errorf("commit %q, score %v, total %+v", r.Commit, r.Score, total)
	}
}

func TestReadResults_evidenceIsBoundedAndCounted(t *testing.T) {
	t.Parallel()
	lines := strings.Repeat(`"Warn: `+strings.Repeat("é", 2000)+`",`, 70) + `"last"`
	good, bad := results(t, strings.Replace(one("a"), `"details":null`, `"details":[`+lines+`]`, 1))
	if len(good) != 1 {
		t.Fatalf("refused %q", bad)
	}
	c := good[0].Checks[0]
	if len(c.Details) != 50 || c.Omitted != 21 || len(c.Details[0].Text) > 1010 {
		t.Errorf("%d lines of %d bytes, %d left out", len(c.Details), len(c.Details[0].Text), c.Omitted)
	}
}

func TestReadResults_endsWithTheErrorOfWhoIsTold(t *testing.T) {
	t.Parallel()
	stop := errors.New("enough")
	n := 0
	err := exchange.ReadResults(strings.NewReader(one("a")+one("b")), "f", func(exchange.Result) error { n++; return stop }, nil)
	if !errors.Is(err, stop) || n != 1 {
		t.Errorf("got %v after %d", err, n)
	}
}

func TestReadResult_oneAndNothingElse(t *testing.T) {
	t.Parallel()
	if r, err := exchange.ReadResult([]byte(one("a")), "f"); err != nil || r.Repository.Name() != "a" {
		t.Errorf("%+v, %v", r, err)
	}
	for _, text := range []string{"", "{}", one("a") + one("b"), "<html>", one("a") + "x"} {
		var bad *exchange.ResultError
		if _, err := exchange.ReadResult([]byte(text), "f"); !errors.As(err, &bad) {
			t.Errorf("%q: got %v", text, err)
		}
	}
}
