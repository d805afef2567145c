package exchange_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"fmt"
	"regexp"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/exchange"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
)

// hashed are rows as they were before there were columns for licence, funding and checks.
func hashed() []ranking.Row {
	at := time.Date(2026, 8, 22, 10, 0, 0, 0, time.UTC)
	return []ranking.Row{
		{Slug: "a", Name: "A, of x", Rank: 1, RankLo: 1, RankHi: 3, Tier: 1, Rankable: true, Risk: &health.Interval{Value: 60, Lo: 50, Hi: 70.126}, Regulars: 2, AbsenceFactor: 1, HumanCommits: 40, Tags: []string{"c", "tls"}, ObservedAt: at},
		{Slug: "b", Name: "=b", Regulars: -1, AbsenceFactor: -1, HumanCommits: -1, Problem: "timeout,\nretried", Outcome: health.OutcomeFailed},
	}
}

func sum(rows []ranking.Row) string {
	h := exchange.NewRankHash()
	for _, r := range rows {
		h.Add(r)
	}
	return h.Sum()
}

// A hash that was cited stays that of its figures: columns come behind it.
func TestRankHash_staysThatOfEarlierVersions(t *testing.T) {
	t.Parallel()
	const cited = "29cb3c72715299341c87317c0eafc094ac3874695e07624bce77ebe862ea4778"
	rows := hashed()
	if got := sum(rows); got != cited {
		t.Errorf("got %s, want %s", got, cited)
	}
	rows[0].Licence, rows[0].Funding, rows[0].Checks = "MIT", []string{"github"}, "x0?-"
	if got := sum(rows); got != cited {
		t.Errorf("with licence, funding and checks: %s", got)
	}
}

// Who cuts the last columns off each line has what is hashed, whatever a repository says of itself.
func TestRankHash_isThatOfTheCSVWithoutItsLastColumns(t *testing.T) {
	t.Parallel()
	rows := hashed()
	rows[0].Licence, rows[0].Funding = "MIT, or\r\nso \"he\" says,", []string{"git,hub", "a\nb"}
	rows[1].Problem = ""
	var b bytes.Buffer
	c, err := exchange.NewRankCSV(&b, health.Run{ID: 4})
	if err == nil {
		err = c.Write(rows)
	}
	if err != nil {
		t.Fatal(err)
	}
	cut := regexp.MustCompile(fmt.Sprintf(`(?m)(,[^,\n]*){%d}$`, exchange.Unhashed())).ReplaceAll(b.Bytes(), nil)
	of := sha256.Sum256(cut)
	if got := sum(rows); got != hex.EncodeToString(of[:]) {
		t.Errorf("cut: %s", cut)
	}
	if read, err := csv.NewReader(&b).ReadAll(); err != nil || len(read) != 3 {
		t.Errorf("%d lines, error %v", len(read), err)
	}
}

func TestRankCSV_unknownChecksAndFundingAreNoZero(t *testing.T) {
	t.Parallel()
	checks := ranking.Checks("x0?-" + "???????????????????")
	got := cells(t, health.Run{}, "", ranking.Row{Slug: "a", Licence: "MIT", Funding: []string{}, Checks: checks}, ranking.Row{Slug: "b", Funding: []string{"github", "tidelift"}}, ranking.Row{Slug: "c"})
	doc := exchange.RankDocument("l", ranking.Page{Rows: []ranking.Row{{Checks: checks, Licence: "MIT"}}}).Projects[0]
	ids := exchange.ChecksOf(checks)
	for i, id := range []string{"Binary-Artifacts", "Branch-Protection"} {
		if _, ok := got[0][id]; !ok {
			t.Errorf("%d: no column of %s", i, id)
		}
	}
	n := map[string]int{}
	for id, c := range ids {
		n[string(c.State)]++
		want := ""
		if c.Score != nil {
			want = fmt.Sprint(*c.Score)
		}
		if got[0][string(id)] != want || doc.Checks[id].State != c.State {
			t.Errorf("%s is %q and %+v, want %+v", id, got[0][string(id)], doc.Checks[id], c)
		}
	}
	if n["pass"] != 1 || n["fail"] != 1 || n["none"] != 1 || doc.Licence != "MIT" || doc.Funding != nil {
		t.Errorf("states %v, document %+v", n, doc)
	}
	for i, want := range []string{"/observed", "github tidelift/observed", "/unknown"} {
		if have := got[i]["funding_channels"] + "/" + got[i]["funding_state"]; have != want {
			t.Errorf("funding of row %d is %q, want %q", i, have, want)
		}
	}
	if got[2]["licence"] != "" || got[0]["licence"] != "MIT" || got[0]["checks_not_applicable"] == "" || got[0]["checks_unknown"] == "" {
		t.Errorf("got %v", got)
	}
}
