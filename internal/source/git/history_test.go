package git

import (
	"fmt"
	"io"
	"math"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/testkit"
	"pgregory.net/rapid"
)

// longHistory returns a repository with n commits by 200 people over ten years.
func longHistory(t testing.TB, n int) *testkit.Repo {
	t.Helper()
	r := testkit.NewRepo(t)
	start := taken.AddDate(-10, 0, 0)
	step := taken.Sub(start) / time.Duration(n)
	for i := range n {
		who := i * i % 200
		r.Commit(testkit.Commit{
			At: start.Add(step * time.Duration(i)), Name: fmt.Sprintf("Person Number%d", who), Email: fmt.Sprintf("p%d@example.org", who),
			Message: fmt.Sprintf("area: change number %d\n\nA body of a few lines, as real commits have,\nwith some words in it that git has to read.\n\nSigned-off-by: Somebody <s@example.org>\n", i),
			Files:   map[string]string{"f": fmt.Sprint(i % 100)},
		})
	}
	r.SetTaken(taken)
	r.Git("repack", "-a", "-d", "-q")
	return r
}

// pass opens the repository and reads its history once.
func pass(t testing.TB, s *Source) *history {
	t.Helper()
	repo, err := s.Open(t.Context(), repoID, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	defer repo.Close()
	h := newHistory(repo.at, s.cfg.rules())
	if err := h.read(t.Context(), s.run, repo.view.dir, repo.rev); err != nil {
		t.Fatal(err)
	}
	return h
}

// BenchmarkHistory_ratio reports the wall time of our pass over that of git log
// with the same fields, both taken in turns in one run.
func BenchmarkHistory_ratio(b *testing.B) {
	r := longHistory(b, 20_000)
	s := newSource(b, mirrorOf(r.Dir()))
	var ours, theirs []time.Duration
	for b.Loop() {
		begin := time.Now()
		if h := pass(b, s); h.total != 20_000 {
			b.Fatalf("%d commits", h.total)
		}
		ours = append(ours, time.Since(begin))
		begin = time.Now()
		cmd := exec.Command("git", "--git-dir="+r.Dir(), "log", "-z", "--use-mailmap", format)
		cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=/nonexistent"}
		out, err := cmd.StdoutPipe()
		if err == nil {
			err = cmd.Start()
		}
		if err == nil {
			_, err = io.Copy(io.Discard, out)
		}
		if err != nil || cmd.Wait() != nil {
			b.Fatal("git log", err)
		}
		theirs = append(theirs, time.Since(begin))
	}
	slices.Sort(ours)
	slices.Sort(theirs)
	b.ReportMetric(float64(ours[len(ours)/2])/float64(theirs[len(theirs)/2]), "ratio")
}

func TestHistory_memoryGrowsWithPeopleNotCommits(t *testing.T) {
	few, many := longHistory(t, 2_000), longHistory(t, 20_000)
	held := func(r *testkit.Repo) int64 {
		s := newSource(t, mirrorOf(r.Dir()))
		runtime.GC()
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		h := pass(t, s)
		runtime.GC()
		runtime.ReadMemStats(&after)
		if len(h.people.seen) == 0 {
			t.Error("nobody was seen")
		}
		return int64(after.HeapAlloc) - int64(before.HeapAlloc)
	}
	small, large := held(few), held(many)
	// Ten times the commits of the same people: the days between them are all
	// that may be added, 12 bytes and a slot each.
	if large > small+256<<10 {
		t.Errorf("%d bytes are held after 2,000 commits and %d after 20,000", small, large)
	}
}

func TestHistory_refusesWhatIsNoCommit(t *testing.T) {
	t.Parallel()
	h := newHistory(taken, rules{})
	if err := h.commit([]byte("abc\x00\x001")); err == nil {
		t.Error("a record cut short was counted")
	}
	if _, _, err := splitRecords(fields)([]byte("abc\x00def"), true); err == nil {
		t.Error("a stream cut short was taken for whole")
	}
}

func TestHistory_windowsAreHalfOpen(t *testing.T) {
	t.Parallel()
	h := newHistory(taken, rules{})
	end := taken.Unix()
	for _, tc := range []struct {
		t    int64
		in   bool
		name string
	}{
		{end, true, "the instant itself"},
		{end - 365*day + 1, true, "just inside"},
		{end - 365*day, false, "365 days before"},
		{end + day, true, "a clock ahead"},
		{end + day + 1, false, "the future"},
	} {
		if got := h.inWindow(tc.t, 0, 365); got != tc.in {
			t.Errorf("%s: %v, want %v", tc.name, got, tc.in)
		}
	}
	if !h.inWindow(end-365*day, 365, 730) || h.inWindow(end-365*day+1, 365, 730) {
		t.Error("the year before does not begin where the year ends")
	}
}

// The union of people must not depend on the order in which commits come.
func TestPeople_unionDoesNotDependOnOrder(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		name := rapid.SampledFrom([]string{"ada", "Ada Lovelace", "ADA  LOVELACE", "Bo Li", "bo", "Cy Young", ""})
		mail := rapid.SampledFrom([]string{"a@x", "A@x", "a+t@x", "1+ada@users.noreply.github.com", "b@x", "c@x", ""})
		type commit struct {
			raw string
			t   int64
		}
		commits := rapid.SliceOfN(rapid.Custom(func(rt *rapid.T) commit {
			return commit{name.Draw(rt, "name") + "\x00" + mail.Draw(rt, "mail"), taken.Unix() - rapid.Int64Range(1, 900).Draw(rt, "days")*day}
		}), 1, 30).Draw(rt, "commits")
		count := func(list []commit) []tally {
			h := newHistory(taken, rules{})
			for _, c := range list {
				h.change(c.t, []byte(c.raw), []byte(c.raw), nil)
			}
			persons, _ := h.people.persons()
			var out []tally
			for _, p := range persons {
				out = append(out, p.tally)
			}
			slices.SortFunc(out, func(a, b tally) int {
				return int(a.first-b.first)*1000 + a.year1 - b.year1 + int(a.months%97) - int(b.months%97)
			})
			return out
		}
		turned := slices.Clone(commits)
		slices.Reverse(turned)
		if a, b := count(commits), count(turned); !slices.Equal(a, b) {
			rt.Fatalf("forwards %+v\nbackwards %+v", a, b)
		}
	})
}

func TestAbsence_isTheFewestWithHalf(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		counts := rapid.SliceOfN(rapid.IntRange(1, 50), 0, 12).Draw(rt, "counts")
		slices.SortFunc(counts, func(a, b int) int { return b - a })
		total := 0
		for _, n := range counts {
			total += n
		}
		least := 0
		if total > 0 {
			least = math.MaxInt
		}
		for set := range 1 << len(counts) {
			sum, size := 0, 0
			for i, n := range counts {
				if set>>i&1 == 1 {
					sum, size = sum+n, size+1
				}
			}
			if 2*sum >= total && total > 0 {
				least = min(least, size)
			}
		}
		if got := absence(counts); got != least {
			rt.Fatalf("absence(%v) = %d, want %d", counts, got, least)
		}
	})
}
