// Command pagecost measures what two builds of the server spend on a page, side by
// side: it starts both, asks them in turns, round after round, and prints for each
// page the median CPU time (user and system) of a request, as the kernel counts it
// for the server's process. On a machine that does other work, too, the time a reader
// waits says little; this says what the page costs.
//
//	go run ./testdata/pagecost -old './old serve' -new './new serve --lists DIR'
package main

import (
	"cmp"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

const defaultPages = "/ /projects /projects?lang=C /projects.csv /p/curl /p/curl.json /method /status " +
	"/p/curl?as_of=run-1 /projects?as_of=run-1"

func main() {
	before := flag.String("old", "", "command of the old server, without --addr")
	after := flag.String("new", "", "command of the new server, without --addr")
	pages := flag.String("pages", defaultPages, "addresses, separated by spaces")
	requests := flag.Int("requests", 20, "requests of a page in one round")
	rounds := flag.Int("rounds", 7, "rounds")
	flag.Parse()
	if err := run(*before, *after, strings.Fields(*pages), *requests, *rounds); err != nil {
		fmt.Fprintln(os.Stderr, "pagecost:", err)
		os.Exit(1)
	}
}

// ask is a way of asking for a page.
type ask struct {
	page, kind string // kind: plain, gzip or 304
}

func run(before, after string, pages []string, requests, rounds int) error {
	var servers [2]*server
	for i, command := range []string{before, after} {
		s, err := start(command)
		if err != nil {
			return err
		}
		defer s.stop()
		servers[i] = s
	}
	var asks []ask
	for _, p := range pages {
		for _, kind := range []string{"plain", "gzip", "304"} {
			asks = append(asks, ask{p, kind})
		}
	}
	costs := map[ask][2][]float64{}
	for round := range rounds + 1 {
		for _, a := range asks {
			got := costs[a]
			for turn := range servers {
				i := (turn + round) % len(servers) // who is asked first changes
				ms, err := servers[i].cost(a, requests)
				if err != nil {
					return err
				}
				if round > 0 { // the first one warms up
					got[i] = append(got[i], ms)
				}
			}
			costs[a] = got
		}
	}
	fmt.Printf("CPU ms a request, medians of %d rounds of %d requests\n", rounds, requests)
	fmt.Printf("%-34s %-6s %9s %9s %9s\n", "page", "", "old", "new", "new/old")
	for _, a := range asks {
		o, n := median(costs[a][0]), median(costs[a][1])
		fmt.Printf("%-34s %-6s %9.3f %9.3f %9.2f\n", a.page, a.kind, o, n, n/o)
	}
	return nil
}

func median(all []float64) float64 {
	slices.Sort(all)
	return (all[(len(all)-1)/2] + all[len(all)/2]) / 2
}

// server is a running server.
type server struct {
	cmd    *exec.Cmd
	base   string
	client http.Client
	tags   map[string]string // by page, for 304
}

func start(command string) (*server, error) {
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	addr := free.Addr().String()
	free.Close()
	words := append(strings.Fields(command), "--addr", addr)
	s := &server{cmd: exec.Command(words[0], words[1:]...), base: "http://" + addr, tags: map[string]string{}}
	s.client.Transport = &http.Transport{DisableCompression: true}
	s.cmd.Stderr = os.Stderr
	if err := s.cmd.Start(); err != nil {
		return nil, err
	}
	for range 600 {
		if answer, err := s.client.Get(s.base + "/"); err == nil {
			answer.Body.Close()
			return s, nil
		}
		time.Sleep(100 * time.Millisecond)
	}
	s.stop()
	return nil, fmt.Errorf("%s: it does not answer", command)
}

func (s *server) stop() {
	_ = s.cmd.Process.Kill() // it may have ended
	_ = s.cmd.Wait()         // by a signal, as asked
}

// cost returns the CPU milliseconds of one of n requests.
func (s *server) cost(a ask, n int) (float64, error) {
	from, err := s.cpu()
	if err != nil {
		return 0, err
	}
	for range n {
		if err := s.get(a); err != nil {
			return 0, err
		}
	}
	to, err := s.cpu()
	return (to - from) / float64(n), err
}

func (s *server) get(a ask) error {
	r, err := http.NewRequest(http.MethodGet, s.base+a.page, nil)
	if err != nil {
		return err
	}
	want := http.StatusOK
	switch a.kind {
	case "gzip":
		r.Header.Set("Accept-Encoding", "gzip")
	case "304":
		r.Header.Set("If-None-Match", s.tags[a.page])
		want = http.StatusNotModified
	}
	answer, err := s.client.Do(r)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if _, err := io.Copy(io.Discard, answer.Body); err != nil {
		return err
	}
	s.tags[a.page] = cmp.Or(answer.Header.Get("ETag"), s.tags[a.page])
	if answer.StatusCode != want {
		return fmt.Errorf("%s%s (%s): %s", s.base, a.page, a.kind, answer.Status)
	}
	return nil
}

// cpu returns the CPU milliseconds the server has used so far. The kernel counts
// them to the nanosecond for each thread; /proc/PID/stat has hundredths of a second.
func (s *server) cpu() (float64, error) {
	files, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/schedstat", s.cmd.Process.Pid))
	if err != nil {
		return 0, err
	}
	var sum float64
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			return 0, err
		}
		ns, err := strconv.ParseFloat(strings.Fields(string(text))[0], 64)
		if err != nil {
			return 0, err
		}
		sum += ns / 1e6
	}
	if sum == 0 {
		return 0, fmt.Errorf("the kernel counts no CPU time of process %d", s.cmd.Process.Pid)
	}
	return sum, nil
}
