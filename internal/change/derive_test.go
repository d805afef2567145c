package change_test

import (
	"cmp"
	"encoding/csv"
	"encoding/json"
	"flag"
	"fmt"
	"math"
	"os"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/field"
)

// The figures are derived from three public records of Scorecard results (see
// testdata/change/README.md). With the records at hand,
//
//	go test ./internal/change -run History -history FILE [-update]
//
// makes them anew, and says what is found in all of them.
var (
	historyFile = flag.String("history", "", "records of Scorecard results to derive the figures from")
	update      = flag.Bool("update", false, "write the derived figures")
)

// derived reads the figures, from the records when they are given.
func derived(t *testing.T) ([]move, []step) {
	t.Helper()
	if *historyFile != "" {
		moves, crawl := derive(t, *historyFile)
		if *update {
			write(t, movesFile, "source,date,days,tenths,commit,publisher,repositories", len(moves), func(i int) []any {
				m := moves[i]
				return []any{m.source, m.date, m.days, m.tenths, m.commit, m.publisher, m.n}
			})
			write(t, crawlFile, "check,before,after,repositories", len(crawl), func(i int) []any {
				return []any{crawl[i].check, crawl[i].before, crawl[i].after, crawl[i].n}
			})
		}
		return moves, crawl
	}
	var moves []move
	for _, r := range table(t, movesFile) {
		moves = append(moves, move{r[0], r[1], whole(t, r[2]), whole(t, r[3]), r[4], r[5], whole(t, r[6])})
	}
	var crawl []step
	for _, r := range table(t, crawlFile) {
		crawl = append(crawl, step{r[0], whole(t, r[1]), whole(t, r[2]), whole(t, r[3])})
	}
	return moves, crawl
}

func write(t *testing.T, name, head string, n int, row func(int) []any) {
	t.Helper()
	out := head + "\n"
	for i := range n {
		for j, v := range row(i) {
			if j > 0 {
				out += ","
			}
			out += fmt.Sprint(v)
		}
		out += "\n"
	}
	if err := os.WriteFile(name, []byte(out), 0o644); err != nil {
		t.Fatal(err)
	}
}

func table(t *testing.T, name string) [][]string {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil || len(rows) < 2 {
		t.Fatalf("%s: %d rows, error %v", name, len(rows), err)
	}
	return rows[1:]
}

func whole(t *testing.T, s string) int {
	t.Helper()
	n, err := strconv.Atoi(s)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

type record struct {
	Repo, Date, At, Commit string
	Source                 string `json:"src"`
	Score                  float64
	Checks                 map[string]int
}

func (r record) by() string {
	if r.At != "" {
		return "own"
	}
	return "weekly"
}

// crawls is the record of two crawls with checks.
const crawls = "naveensrinivasan/scorecard-1000-critical-projects"

// derive makes the figures from the records. Totals without a commit are left
// out: they are of one day each.
func derive(t *testing.T, name string) ([]move, []step) {
	t.Helper()
	raw, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var doc struct{ Points []record }
	if err := json.Unmarshal(raw, &doc); err != nil {
		t.Fatal(err)
	}
	of := map[string]map[string][]record{}
	for _, p := range doc.Points {
		if p.Source != crawls && p.Commit == "" {
			continue
		}
		if of[p.Source] == nil {
			of[p.Source] = map[string][]record{}
		}
		of[p.Source][p.Repo] = append(of[p.Source][p.Repo], p)
	}
	var moves []move
	for source, repos := range of {
		for _, ps := range repos {
			slices.SortStableFunc(ps, func(a, b record) int { return cmp.Or(cmp.Compare(a.Date, b.Date), cmp.Compare(a.At, b.At)) })
		}
		if source != crawls {
			moves = append(moves, sourceMoves(source, repos)...)
		}
	}
	slices.SortFunc(moves, func(a, b move) int {
		return cmp.Or(cmp.Compare(a.source, b.source), cmp.Compare(a.date, b.date), cmp.Compare(a.tenths, b.tenths), cmp.Compare(a.days, b.days), cmp.Compare(a.commit, b.commit), cmp.Compare(a.publisher, b.publisher))
	})
	return moves, steps(of[crawls])
}

// sourceMoves makes a run of each day on which eight repositories or more had
// another total. The records hold a result when it differs, so those without one
// are taken to stand where they stood. The weekly scan was read for all on the last
// day before that has a result of it; projects run their own at their own pace, so
// of theirs the day of the result before stands.
func sourceMoves(source string, repos map[string][]record) []move {
	days := map[string]int{}
	var read []string
	for _, ps := range repos {
		for i, p := range ps {
			if p.by() == "weekly" {
				read = append(read, p.Date)
			}
			if i > 0 {
				days[p.Date]++
			}
		}
	}
	n := map[move]int{}
	for date, changed := range days {
		for _, ps := range repos {
			if changed < 8 {
				break
			}
			i := slices.IndexFunc(ps, func(p record) bool { return p.Date == date })
			last := -1
			for j, p := range ps {
				if p.Date < date {
					last = j
				}
			}
			switch {
			case last < 0:
			case i < 0:
				by := ps[last].by()
				n[move{source: source, date: date, commit: "same", publisher: by + "-" + by}]++
			default:
				a, b := ps[last], ps[i]
				from := a.Date
				if b.by() == "weekly" {
					from = lastBefore(read, date)
				}
				m := move{source: source, date: date, days: daysBetween(from, date), tenths: int(math.Round(10 * (b.Score - a.Score))), commit: "other", publisher: a.by() + "-" + b.by()}
				if a.Commit == b.Commit {
					m.commit = "same"
				}
				n[m]++
			}
		}
	}
	var out []move
	for m, k := range n {
		m.n = k
		out = append(out, m)
	}
	return out
}

func lastBefore(dates []string, date string) string {
	last := ""
	for _, d := range dates {
		if d < date {
			last = max(last, d)
		}
	}
	return last
}

func daysBetween(a, b string) int {
	x, _ := time.Parse(time.DateOnly, a)
	y, _ := time.Parse(time.DateOnly, b)
	return int(y.Sub(x).Hours() / 24)
}

func steps(repos map[string][]record) []step {
	n := map[step]int{}
	for _, ps := range repos {
		a, b := ps[0], ps[len(ps)-1]
		if a.Date == b.Date {
			continue
		}
		for check, before := range a.Checks {
			if after, ok := b.Checks[check]; ok {
				if _, known := field.ByID(field.ID(check)); known {
					n[step{check: check, before: before, after: after}]++
				}
			}
		}
	}
	var out []step
	for s, k := range n {
		s.n = k
		out = append(out, s)
	}
	slices.SortFunc(out, func(a, b step) int {
		return cmp.Or(cmp.Compare(a.check, b.check), cmp.Compare(a.before, b.before), cmp.Compare(a.after, b.after))
	})
	return out
}
