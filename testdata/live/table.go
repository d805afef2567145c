package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"
)

// read notes the scores of a result, −1 for none.
func (b *bench) read(side int, name string, raw []byte) error {
	var doc struct {
		Checks []struct {
			Name  string
			Score *int
		}
	}
	// The peer writes a line of its own after the document when a check failed.
	if err := json.NewDecoder(strings.NewReader(string(raw))).Decode(&doc); err != nil {
		return err
	}
	if len(doc.Checks) == 0 {
		return errors.New("a result without checks")
	}
	if b.scores[side] == nil {
		b.scores[side] = map[string]map[string]int{}
	}
	out := map[string]int{}
	for _, c := range doc.Checks {
		if out[c.Name] = -1; c.Score != nil {
			out[c.Name] = *c.Score
		}
	}
	b.scores[side][name] = out
	return nil
}

func median[T int64 | float64 | time.Duration](all []T) T {
	s := slices.Sorted(slices.Values(all))
	return s[len(s)/2]
}

// of takes a figure of each run.
func of[T any](runs []usage, figure func(usage) T) []T {
	var out []T
	for _, u := range runs {
		out = append(out, figure(u))
	}
	return out
}

// sum adds up the requests of a run: all, or those the checks are made of.
func (u usage) sum(all bool) float64 {
	n := 0
	for what, c := range u.requests {
		if !strings.HasPrefix(what, refused) && (all || !strings.HasSuffix(what, beside)) {
			n += c
		}
	}
	return float64(n)
}

const line = "%-52s %18s %18s   %s\n"

func (b *bench) print(w io.Writer) {
	n := float64(len(b.slugs))
	fmt.Fprintf(w, "%d projects of ours with %d workers, %d of the peer in a process each, %d rounds in turn, %s an answer\n\n", len(b.slugs), b.workers, b.fewer, b.rounds, b.latency)
	fmt.Fprintf(w, line, "median of the rounds", "ours", "Scorecard v4.13.1", "wanted")
	requests := func(runs []usage, all bool) string {
		return fmt.Sprintf("%.2f", median(of(runs, func(u usage) float64 { return u.sum(all) / n })))
	}
	theirs := fmt.Sprintf("%.1f", median(of(b.each, func(u usage) float64 { return u.sum(true) })))
	fmt.Fprintf(w, line, "requests a project: first scan, for the checks", requests(b.first, false), theirs, "6")
	fmt.Fprintf(w, line, "  with all other figures", requests(b.first, true), "", "")
	fmt.Fprintf(w, line, "requests: nothing changed, minutes later, for checks", requests(b.again, false), theirs, "1.5")
	fmt.Fprintf(w, line, "  with all other figures", requests(b.again, true), "", "")
	fmt.Fprintf(w, line, "requests: a tenth changed, for the checks", requests(b.changed, false), theirs, "")
	fmt.Fprintf(w, line, "  with all other figures", requests(b.changed, true), "", "")
	wall := func(u usage) time.Duration { return time.Duration(float64(u.wall) / n) }
	cpu := func(u usage) time.Duration { return time.Duration(float64(u.cpu) / n) }
	fmt.Fprintf(w, line, "wall a project: first scan", spread(of(b.first, wall)), spread(of(b.each, func(u usage) time.Duration { return u.wall })), "250 ms")
	fmt.Fprintf(w, line, "  eight at once", "", ms(b.parallel), "")
	fmt.Fprintf(w, line, "wall: nothing changed", spread(of(b.again, wall)), "", "")
	fmt.Fprintf(w, line, "wall: a tenth changed", spread(of(b.changed, wall)), "", "")
	fmt.Fprintf(w, line, "CPU a project: first scan", spread(of(b.first, cpu)), spread(of(b.each, func(u usage) time.Duration { return u.cpu })), "300 ms")
	fmt.Fprintf(w, line, "CPU: nothing changed", spread(of(b.again, cpu)), "", "")
	fmt.Fprintf(w, line, fmt.Sprintf("memory, largest process (%d scans at once, 1)", memoryWorkers), mb(b.memory.largest), mb(b.peerMemory.largest), "")
	fmt.Fprintf(w, line, "memory, all, shared pages counted for each process", mb(b.memory.resident), mb(b.peerMemory.resident), "")
	fmt.Fprintf(w, line, "memory, all, shared pages counted once", mb(b.memory.shared), mb(b.peerMemory.shared), "150 MB")
	over := [2]int{ours: b.memory.requests[overLimit], peer: b.peerMemory.requests[overLimit]}
	for _, u := range slices.Concat(b.first, b.again, b.changed) {
		over[ours] += u.requests[overLimit]
	}
	for _, u := range b.each {
		over[peer] += u.requests[overLimit]
	}
	fmt.Fprintf(w, line, "requests over a limit", fmt.Sprint(over[ours]), fmt.Sprint(over[peer]), "0")
	b.printDetails(w)
}

// dayLater is why there is no row of it: both programs live by the clock of the
// machine.
const dayLater = `
Minutes later what OSV and the Best Practices programme said is still kept. A day
later it is not: the program takes the time from the machine, which a benchmark
does not put on, so that figure is asserted where the clock is made up, over
projects of this kind (TestCost_scansAtOnceAskTogether: at most 1.5).
`

// printDetails says what was asked for, and what was judged otherwise.
func (b *bench) printDetails(w io.Writer) {
	fmt.Fprint(w, dayLater)
	for _, x := range []struct {
		name     string
		u        usage
		projects int
	}{
		{"ours, first scan", b.first[0], len(b.slugs)}, {"ours, nothing changed", b.again[0], len(b.slugs)}, {"ours, a tenth changed", b.changed[0], len(b.slugs)}, {"Scorecard, one project", b.each[0], 1},
	} {
		fmt.Fprintf(w, "\n%s, requests a project:\n", x.name)
		for _, what := range slices.Sorted(maps.Keys(x.u.requests)) {
			fmt.Fprintf(w, "  %8.2f  %s\n", float64(x.u.requests[what])/float64(x.projects), what)
		}
	}
	same, scored := 0, 0
	fmt.Fprintln(w)
	for _, name := range b.names[:b.fewer] {
		theirs := b.scores[peer][name]
		for _, check := range slices.Sorted(maps.Keys(theirs)) {
			have, ok := b.scores[ours][name][check]
			switch {
			case ok && have == theirs[check]:
				if same++; have >= 0 {
					scored++
				}
			default:
				fmt.Fprintf(w, "%s: %s is %d of ours, %d of Scorecard\n", name, check, have, theirs[check])
			}
		}
	}
	fmt.Fprintf(w, "%d of %d results of %d projects are the same; %d of them are scores\n", same, 18*b.fewer, b.fewer, scored)
}

func spread(all []time.Duration) string {
	if len(all) == 1 {
		return ms(all[0])
	}
	return fmt.Sprintf("%s (%d-%d)", ms(median(all)), slices.Min(all).Milliseconds(), slices.Max(all).Milliseconds())
}

func ms(d time.Duration) string { return fmt.Sprintf("%d ms", d.Milliseconds()) }
func mb(n int64) string         { return fmt.Sprintf("%d MB", n/1e6) }
