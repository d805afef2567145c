package main

import (
	"bufio"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
)

const (
	// crawl is the day of the crawl that is used: the later of the two, by the newer Scorecard.
	crawl = "2022-10-28"
	// seed decides with the owner which half a repository is in.
	seed = "plumbline posture prior 1"
)

// point is a published result.
type point struct {
	Repo   string         `json:"repo"`
	Date   string         `json:"date"`
	Checks map[string]int `json:"checks"`
}

// scored returns the score of a check; false if it has none.
func (p point) scored(name string) (float64, bool) {
	v, ok := p.Checks[name]
	return float64(v), ok && v >= 0
}

// readPoints returns the results of one crawl by lower-case repository, and the later results with
// scores for each check, for checks that the crawl does not have.
func readPoints(file string) (of map[string]point, later []point, err error) {
	b, err := os.ReadFile(file)
	if err != nil {
		return nil, nil, err
	}
	var all struct {
		Points []point `json:"points"`
	}
	if err := json.Unmarshal(b, &all); err != nil {
		return nil, nil, fmt.Errorf("%s: %w", file, err)
	}
	of = map[string]point{}
	for _, p := range all.Points {
		switch {
		case len(p.Checks) == 0:
		case p.Date == crawl:
			of[strings.ToLower(p.Repo)] = p
		case p.Date > crawl:
			later = append(later, p)
		}
	}
	return of, later, nil
}

// owner returns the owner of a repository in lower case.
func owner(repo string) string {
	o, _, _ := strings.Cut(strings.ToLower(repo), "/")
	return o
}

// inTest reports whether the owner's repositories are in the half that tests the table.
func inTest(owner string) bool { return sha256.Sum256([]byte(seed + "\n" + owner))[0]&1 == 1 }

// data is all that the table and the test are computed from.
type data struct {
	of    map[string]point // the crawl, by lower-case repository
	later map[string]point // the newest later result of each
	facts []fact
}

func read(points, facts string) (data, error) {
	of, later, err := readPoints(points)
	if err != nil {
		return data{}, err
	}
	d := data{of: of, later: map[string]point{}}
	for _, p := range later {
		if k := strings.ToLower(p.Repo); d.later[k].Date <= p.Date {
			d.later[k] = p
		}
	}
	if d.facts, err = readFacts(facts); err != nil {
		return data{}, err
	}
	for _, f := range d.facts {
		if d.point(f).Checks == nil {
			return data{}, fmt.Errorf("%s has no result of the crawl", f.Repo)
		}
	}
	return d, nil
}

// point returns the published result of a repository.
func (d data) point(f fact) point { return d.of[strings.ToLower(f.Repo)] }

// fact is what our own scan of the files of one repository shows at one day.
type fact struct {
	Repo      string          `json:"repo"`
	Fork      string          `json:"fork,omitempty"`
	Commit    string          `json:"commit"`
	At        string          `json:"at"`
	Workflows int             `json:"workflows"`
	Checks    map[string]seen `json:"checks"`
}

// seen is the input that our scan makes of a check.
type seen struct {
	State string  `json:"state"` // of the input: observed, not_applicable, unknown
	Check string  `json:"check"` // of the check
	Score float64 `json:"score"`
}

// readFacts reads the lines of scan, sorted by repository. No file is no facts.
func readFacts(file string) ([]fact, error) {
	f, err := os.Open(file)
	if os.IsNotExist(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var out []fact
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var one fact
		if err := json.Unmarshal(lines.Bytes(), &one); err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		out = append(out, one)
	}
	slices.SortFunc(out, func(a, b fact) int { return strings.Compare(strings.ToLower(a.Repo), strings.ToLower(b.Repo)) })
	return out, lines.Err()
}
