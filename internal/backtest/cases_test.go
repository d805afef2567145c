package backtest_test

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/backtest"
)

// seen is an observation with one value for every ranker.
func seen(project, ecosystem string, value float64) backtest.Observation {
	o := backtest.Observation{Project: project, Ecosystem: ecosystem, At: july}
	for range backtest.Rankers {
		o.Values = append(o.Values, value)
	}
	return o
}

func TestControls_areOthersWithoutAnIncidentNear(t *testing.T) {
	t.Parallel()
	of := seen("case", "npm", 1)
	all := []backtest.Observation{of, seen("free", "npm", 1), seen("near", "npm", 1), seen("far", "npm", 1), seen("edge", "npm", 1)}
	got := backtest.Controls(of, all, []backtest.Incident{
		{Project: "near", Date: july.AddDate(0, 23, 0)}, {Project: "far", Date: july.AddDate(0, -25, 0)}, {Project: "edge", Date: july.AddDate(0, 24, 0)},
	})
	var names []string
	for _, o := range got {
		names = append(names, o.Project)
	}
	if strings.Join(names, " ") != "free far" {
		t.Errorf("got %v", names)
	}
}

func TestRankCases_knownAnswers(t *testing.T) {
	t.Parallel()
	var controls []backtest.Observation
	for i := range 10 { // values 0 to 9, the odd ones of npm
		eco := "none"
		if i%2 == 1 {
			eco = "npm"
		}
		controls = append(controls, seen(string(rune('a'+i)), eco, float64(i)))
	}
	controls[0].Values[1] = math.NaN() // vitality of one is not known
	got := backtest.RankCases([]backtest.RiskSet{
		{Case: seen("x", "npm", 9.5), Controls: controls},        // above all: 1
		{Case: seen("y", "none", 7), Controls: controls},         // 7 below, 1 tied: .75
		{Case: seen("z", "npm", 1), Controls: controls[:8]},      // 1 below, 1 tied of 8: .1875; 4 of npm are too few
		{Case: seen("w", "npm", math.NaN()), Controls: controls}, // not known: in no figure
	})
	h := got[0]
	if want := (1 + .75 + .1875) / 3; math.Abs(h.All.AUC-want) > 1e-4 || h.All.Cases != 3 {
		t.Errorf("all: got %+v, want %v of 3", h.All, want)
	}
	if h.All.Lo > h.All.AUC || h.All.Hi < h.All.AUC || h.All.Lo < .1875 || h.All.Hi > 1 {
		t.Errorf("range %+v", h.All)
	}
	if h.Same.Cases != 1 || h.Same.AUC != 1 {
		t.Errorf("same ecosystem: got %+v, want 1 case at 1", h.Same)
	}
	if h.Top10 != .3333 || h.Top25 != .6667 {
		t.Errorf("top %v, %v", h.Top10, h.Top25)
	}
	if want := (1 + 6.5/9 + .5/7) / 3; math.Abs(got[1].All.AUC-want) > 1e-4 {
		t.Errorf("with one control unknown: got %v, want %v", got[1].All.AUC, want)
	}
	if none := backtest.RankCases(nil); none[0].All.Cases != 0 || none[0].Top10 != 0 {
		t.Errorf("of no case: %+v", none[0])
	}
}

func TestReadCases_readsByColumnName(t *testing.T) {
	t.Parallel()
	got, err := backtest.ReadCases("f.csv", strings.NewReader("\ufeffrepo,kind,date,ecosystem\na/b,\"x, y\",2024-03-29, NPM\nhttps://gitlab.com/c/d,z,2020-02-29,\n"))
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != 2 || got[0].Repository.String() != "github.com/a/b" || got[0].Ecosystem != "npm" || got[0].Line != 2 ||
		!got[0].Date.Equal(time.Date(2024, 3, 29, 0, 0, 0, 0, time.UTC)) || got[1].Repository.Host != "gitlab.com" || got[1].Line != 3 {
		t.Errorf("got %+v", got)
	}
}

func TestReadCases_errorsNameLineAndField(t *testing.T) {
	t.Parallel()
	for _, x := range []struct{ text, want string }{
		{"", "f.csv:1: "},
		{"name,when\n", "f.csv:1: date: \nf.csv:1: repository: "},
		{"repository,date\n", "f.csv: "},
		{"repository,date\na/b,2024-13-01\nnot a repository,2024-01-01\n", "f.csv:2: date: \"2024-13-01\"\nf.csv:3: repository: "},
		{"repository,date\na/b\n", "f.csv:2: "},
		{"repository,date\na/b,\"2024\n", "f.csv: parse error on line 2"},
	} {
		_, err := backtest.ReadCases("f.csv", strings.NewReader(x.text))
		lines, want := strings.Split(fmt.Sprint(err), "\n"), strings.Split(x.want, "\n")
		if len(lines) != len(want) {
			t.Fatalf("%q: got %v, want %d lines", x.text, err, len(want))
		}
		for i, line := range lines {
			if !strings.HasPrefix(line, want[i]) {
				t.Errorf("%q: got %q, want %q", x.text, line, want[i])
			}
		}
	}
}

func FuzzReadCases(f *testing.F) {
	f.Add("repository,date,ecosystem\na/b,2024-03-29,npm\n")
	f.Fuzz(func(t *testing.T, text string) {
		cases, err := backtest.ReadCases("f.csv", strings.NewReader(text))
		for _, c := range cases {
			if err == nil && (c.Date.IsZero() && !strings.Contains(text, "0001-01-01") || c.Repository.Path == "" || c.Line < 2) {
				t.Errorf("%q gave %+v", text, c)
			}
		}
	})
}
