package main

import (
	"fmt"
	"io"
	"slices"
	"time"
)

// row is the comparison of one tree.
type row struct {
	name        string
	files       int
	bytes       int64
	same, other int // checks by whether both gave the same score
	ours, peer  figures
}

// figures are those of one program on one tree, one of each per round.
type figures struct {
	cpu    []time.Duration
	rss    []int64
	memory memory
}

func (f *figures) add(o outcome) {
	f.cpu = append(f.cpu, o.cpu)
	f.rss = append(f.rss, o.rss)
}

func median[T int64 | float64 | time.Duration](of []T) T {
	s := slices.Sorted(slices.Values(of))
	return s[len(s)/2]
}

// ratios pairs the runs of each round, which had the same machine.
func ratios[T int64 | time.Duration](ours, peer []T) []float64 {
	var out []float64
	for i := range ours {
		out = append(out, float64(ours[i])/float64(peer[i]))
	}
	return out
}

func (r row) cpu() float64 { return median(ratios(r.ours.cpu, r.peer.cpu)) }
func (r row) rss() float64 { return median(ratios(r.ours.rss, r.peer.rss)) }
func (r row) resident() float64 {
	return float64(r.ours.memory.resident) / float64(r.peer.memory.resident)
}

func (r row) private() float64 {
	return float64(r.ours.memory.private) / float64(r.peer.memory.private)
}

const layout = "%-22s %6s %7s %9s %9s %6s %11s %8s %8s %6s %6s %6s %7s\n"

func printHead(w io.Writer) {
	fmt.Fprintf(w, layout, "", "", "", "CPU", "CPU", "CPU", "", "RSS", "RSS", "RSS", "sum of", "private", "same")
	fmt.Fprintf(w, layout, "tree", "files", "MB", "ours", "peer", "ratio", "spread", "ours", "peer", "ratio", "RSS", "ratio", "scores")
}

func (r row) print(w io.Writer) {
	all := ratios(r.ours.cpu, r.peer.cpu)
	fmt.Fprintf(w, layout, r.name, fmt.Sprint(r.files), fmt.Sprintf("%.1f", float64(r.bytes)/1e6),
		ms(median(r.ours.cpu)), ms(median(r.peer.cpu)), ratio(r.cpu()), ratio(slices.Min(all))+"-"+ratio(slices.Max(all)),
		mb(median(r.ours.rss)), mb(median(r.peer.rss)), ratio(r.rss()), ratio(r.resident()), ratio(r.private()),
		fmt.Sprintf("%d/%d", r.same, r.same+r.other))
}

func ms(d time.Duration) string { return fmt.Sprintf("%d ms", d.Milliseconds()) }
func mb(n int64) string         { return fmt.Sprintf("%d MB", n/1e6) }
func ratio(f float64) string    { return fmt.Sprintf("%.2f", f) }

// printTotals prints the CPU of all trees and, of each ratio, the median and
// the extremes over the trees.
func printTotals(w io.Writer, rows []row) {
	var ours, peer time.Duration
	for _, r := range rows {
		ours, peer = ours+median(r.ours.cpu), peer+median(r.peer.cpu)
	}
	fmt.Fprintf(w, "\n%d trees: %s against %s of CPU, ratio %s\n", len(rows), ms(ours), ms(peer), ratio(float64(ours)/float64(peer)))
	for _, of := range []struct {
		name   string
		value  func(row) float64
		target float64
	}{
		{"CPU", row.cpu, 1},
		{"RSS, largest process", row.rss, 0.5},
		{"RSS, sum of processes", row.resident, 0.5},
		{"private memory, sum of processes", row.private, 0.5},
	} {
		var all []float64
		met := 0
		for _, r := range rows {
			v := of.value(r)
			all = append(all, v)
			if v <= of.target {
				met++
			}
		}
		fmt.Fprintf(w, "%-34s median %s, from %s to %s; %d of %d trees at most %s\n", of.name,
			ratio(median(all)), ratio(slices.Min(all)), ratio(slices.Max(all)), met, len(rows), ratio(of.target))
	}
}
