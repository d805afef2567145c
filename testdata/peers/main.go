// Command peers compares local scans of this project's program with those of
// the OpenSSF Scorecard release pinned in go.mod, over folders of real trees:
//
//	peers -ours bin/plumbline -peer bin/scorecard DIR
//
// Each folder in DIR is a tree. Both programs run the same checks on it, in
// turn; CPU is user and system time of the program and of the processes it
// started. Files are read once before, so that no run pays for the disk.
package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

func main() {
	var b bench
	flag.StringVar(&b.ours, "ours", "bin/plumbline", "this project's program")
	flag.StringVar(&b.peer, "peer", "bin/scorecard", "the peer's program")
	flag.IntVar(&b.rounds, "rounds", 5, "rounds per tree")
	flag.Parse()
	if err := b.run(flag.Arg(0)); err != nil {
		fmt.Fprintln(os.Stderr, "peers:", err)
		os.Exit(1)
	}
}

type bench struct {
	ours, peer string
	rounds     int
	env        []string
}

// run measures every tree below dir and prints a line for each, then the sums.
func (b bench) run(dir string) error {
	trees, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil || dir == "" || len(trees) == 0 {
		return fmt.Errorf("no trees in %q: name a folder of folders", dir)
	}
	network, err := newNetwork()
	if err != nil {
		return err
	}
	defer network.close()
	b.env = append(os.Environ(), network.environment()...)
	printHead(os.Stdout)
	var rows []row
	for _, tree := range trees {
		// The peer would find nothing behind a link.
		if tree, err = filepath.EvalSymlinks(tree); err != nil {
			return err
		}
		if tree, err = filepath.Abs(tree); err != nil {
			return err
		}
		r, err := b.compare(tree)
		if err != nil {
			return fmt.Errorf("%s: %w", filepath.Base(tree), err)
		}
		r.print(os.Stdout)
		rows = append(rows, r)
	}
	printTotals(os.Stdout, rows)
	return nil
}

// compare measures one tree: rounds of both programs in turn, and one more of
// each in which memory is watched, which would disturb the CPU times.
func (b bench) compare(tree string) (row, error) {
	r := row{name: filepath.Base(tree)}
	if err := r.read(tree); err != nil || r.files == 0 {
		return r, errors.Join(errors.New("no files"), err)
	}
	ours := command{b.ours, []string{"scan", tree, "--format", "json2"}, b.env}
	first, err := ours.run(nil)
	if err != nil {
		return r, err
	}
	scores, err := first.scores()
	if err != nil {
		return r, err
	}
	var names []string
	for name := range scores {
		names = append(names, name)
	}
	peer := command{b.peer, []string{"--local", tree, "--format", "json", "--checks", strings.Join(names, ",")}, b.env}
	for i := range b.rounds + 1 {
		var m, n memory
		watch, watchPeer := &m, &n
		if i < b.rounds {
			watch, watchPeer = nil, nil
		}
		a, err := ours.run(watch)
		if err != nil {
			return r, err
		}
		z, err := peer.run(watchPeer)
		if err != nil {
			return r, err
		}
		if i == b.rounds {
			r.ours.memory, r.peer.memory = m, n
			return r, r.agree(scores, z)
		}
		r.ours.add(a)
		r.peer.add(z)
	}
	return r, nil
}

// read counts the files of a tree, and reads them.
func (r *row) read(tree string) error {
	return filepath.WalkDir(tree, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		defer f.Close()
		n, err := io.Copy(io.Discard, f)
		r.files, r.bytes = r.files+1, r.bytes+n
		return err
	})
}

// agree counts the checks that got the same score from both programs. Versions
// differ in some; a check that only one of them ran makes the figures void.
func (r *row) agree(scores map[string]int, peer outcome) error {
	theirs, err := peer.scores()
	if err != nil {
		return err
	}
	if len(theirs) != len(scores) {
		return fmt.Errorf("%d checks against %d", len(scores), len(theirs))
	}
	for name, score := range scores {
		other, ok := theirs[name]
		switch {
		case !ok:
			return fmt.Errorf("the peer did not run %s", name)
		case score < 0 || other < 0:
		case score == other:
			r.same++
		default:
			r.other++
		}
	}
	return nil
}

// scores reads the scores of a result, −1 for none.
func (o outcome) scores() (map[string]int, error) {
	var doc struct {
		Checks []struct {
			Name  string
			Score int
		}
	}
	if err := json.Unmarshal(o.stdout, &doc); err != nil {
		return nil, fmt.Errorf("read the result: %w", err)
	}
	if len(doc.Checks) == 0 {
		return nil, errors.New("read the result: it has no checks")
	}
	out := map[string]int{}
	for _, c := range doc.Checks {
		out[c.Name] = c.Score
	}
	return out, nil
}
