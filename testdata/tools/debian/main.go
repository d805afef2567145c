// Command debian counts the dependents of every source of a Debian archive and, given the table of
// another implementation, compares the two source by source:
//
//	go run ./testdata/tools/debian PACKAGES SOURCES [TABLE]
//
// The files are plain text. TABLE has tab-separated columns with the names source, transitive,
// build_env and base; lines that begin with # are skipped. Without it the counts are printed.
package main

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/source/distro/archive"
)

func main() {
	if len(os.Args) < 3 || len(os.Args) > 4 {
		fmt.Fprintln(os.Stderr, "usage: debian PACKAGES SOURCES [TABLE]")
		os.Exit(2)
	}
	if err := run(os.Args[1], os.Args[2], os.Args[3:]); err != nil {
		fmt.Fprintln(os.Stderr, "debian:", err)
		os.Exit(1)
	}
}

func run(packages, sources string, table []string) error {
	began := time.Now()
	p, err := os.Open(packages)
	if err != nil {
		return err
	}
	defer p.Close()
	s, err := os.Open(sources)
	if err != nil {
		return err
	}
	defer s.Close()
	a, err := archive.Read(p, s, "amd64")
	if err != nil {
		return err
	}
	read := time.Since(began)
	counts := a.Counts()
	total := time.Since(began)
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	fmt.Fprintf(os.Stderr, "%d binary packages, %d sources; read in %v, all in %v; heap %d MB, from the system %d MB\n",
		a.Binaries(), a.Sources(), read.Round(time.Millisecond), total.Round(time.Millisecond), m.HeapAlloc>>20, m.Sys>>20)
	if len(table) > 0 {
		return compare(counts, table[0])
	}
	out := bufio.NewWriter(os.Stdout)
	fmt.Fprintln(out, "source\ttransitive\tbuild_env\tbase")
	for _, c := range counts {
		fmt.Fprintf(out, "%s\t%d\t%d\t%s\n", c.Name, c.Run, c.Build, c.Base)
	}
	return out.Flush()
}

// compare fails unless every source has the same counts in the table, and the table no other.
func compare(counts []archive.Count, table string) error {
	b, err := os.ReadFile(table)
	if err != nil {
		return err
	}
	var columns []string
	rows := map[string][]string{}
	for line := range bytes.Lines(b) {
		cells := strings.Split(strings.TrimRight(string(line), "\n"), "\t")
		switch {
		case strings.HasPrefix(cells[0], "#"):
		case columns == nil:
			columns = cells
		default:
			rows[cells[0]] = cells
		}
	}
	differ := 0
	for _, c := range counts {
		want, ok := rows[c.Name]
		cell := func(name string) string {
			i := slices.Index(columns, name)
			if !ok || i < 0 || i >= len(want) {
				return "missing"
			}
			return want[i]
		}
		base := cell("base")
		switch base { // one level for both, and another word for none
		case "important":
			base = string(archive.Standard)
		case "":
			base = string(archive.NoBase)
		}
		if cell("transitive") != strconv.Itoa(c.Run) || cell("build_env") != strconv.Itoa(c.Build) || base != string(c.Base) {
			differ++
			fmt.Printf("%s: run %d, build %d, base %s; table: %s, %s, %s\n", c.Name, c.Run, c.Build, c.Base, cell("transitive"), cell("build_env"), base)
		}
		delete(rows, c.Name)
	}
	for name := range rows {
		differ++
		fmt.Printf("%s: only in the table\n", name)
	}
	fmt.Printf("%d sources compared, %d differ\n", len(counts), differ)
	if differ > 0 {
		return fmt.Errorf("%d differences", differ)
	}
	return nil
}
