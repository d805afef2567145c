package ossf

import (
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/google/go-containerregistry/pkg/v1/remote"
	"github.com/ossf/scorecard/v4/checker"
)

// faults are the ways in which a check goes wrong in the child of a test.
func faults(name string) checker.CheckFn {
	what, arg, _ := strings.Cut(name, ":")
	fn := map[string]func(arg string) error{
		"panic": func(string) error { panic("assignment to entry in nil map") },
		"fatal": func(string) error { return recurse(1) },
		"exit":  func(string) error { os.Exit(7); return nil },
		"loop": func(string) error {
			for n := uint64(1); n != 0; n |= 1 { // no call in it: nothing but a kill ends it
			}
			return nil
		},
		"sleep":    func(string) error { time.Sleep(time.Hour); return nil },
		"eat":      eat,
		"chatter":  chatter,
		"evidence": func(string) error { return nil },
		"goroutine": func(string) error {
			go func() { panic("in the background") }()
			time.Sleep(time.Hour)
			return nil
		},
		"litter":      litter,
		"environment": environment,
		"network":     network,
		"fetch":       fetchFor,
		"error":       func(string) error { return errors.New("nothing to be done") },
		"score":       func(string) error { return nil },
	}[what]
	return func(r *checker.CheckRequest) checker.CheckResult {
		if err := fn(arg); err != nil {
			return checker.CreateRuntimeErrorResult("fault", err)
		}
		n := 0
		if what == "evidence" {
			n = 5000
		}
		for i := range n {
			r.Dlogger.Warn(&checker.LogMessage{Text: strings.Repeat("x", 5000), Path: fmt.Sprintf("f%d", i)})
		}
		if what == "score" {
			return checker.CheckResult{Name: "fault", Score: 11}
		}
		return checker.CreateMaxScoreResult("fault", "well")
	}
}

//go:noinline
func recurse(n int) error {
	if n == 0 {
		return nil
	}
	return fmt.Errorf("%d: %w", n, recurse(n+1))
}

func eat(string) error {
	var kept [][]byte
	for {
		b := make([]byte, 4<<20)
		for i := range b {
			b[i] = byte(i)
		}
		kept = append(kept, b)
		if len(kept) > 1<<20 {
			return nil
		}
	}
}

// chatter prints 20 MB wherever a library may print.
func chatter(string) error {
	line := strings.Repeat("noise ", 100)
	for range 10_000 {
		fmt.Println(line)
		log.Print(line)
		fmt.Fprintln(os.Stderr, line)
	}
	return nil
}

// litter leaves files in the working and the temporary folder, one of them in
// a folder nobody may enter.
func litter(string) error {
	wd, err := os.Getwd()
	if err != nil {
		return err
	}
	d, err := os.MkdirTemp("", "repo")
	if err != nil {
		return err
	}
	if filepath.Dir(filepath.Dir(d)) != filepath.Dir(wd) {
		return errors.Join(fmt.Errorf("temporary files go to %s, not beside %s", d, wd), os.Remove(d))
	}
	return errors.Join(os.WriteFile(d+"/x", nil, 0o600), os.Chmod(d, 0o000), os.WriteFile("here", nil, 0o600))
}

// environment fails when the child knows or can start what it must not.
func environment(string) error {
	var errs []error
	for _, kv := range os.Environ() {
		if k, _, _ := strings.Cut(kv, "="); !strings.Contains(" GOTRACEBACK GOMAXPROCS GOMEMLIMIT TMPDIR HOME PATH PWD ", " "+k+" ") {
			errs = append(errs, fmt.Errorf("variable %s", k))
		}
	}
	if p, err := exec.LookPath("go"); err == nil {
		errs = append(errs, fmt.Errorf("go at %s", p))
	}
	if names, err := os.ReadDir("."); err != nil || len(names) > 0 {
		errs = append(errs, fmt.Errorf("working folder has %v, %v", names, err))
	}
	return errors.Join(errs...)
}

// network asks the server at the port over every client Scorecard uses. It
// succeeds when none gets through.
func network(port string) error {
	var errs []error
	url := "http://127.0.0.1:" + port
	for name, c := range map[string]*http.Client{
		"http.DefaultClient": http.DefaultClient, "http.DefaultTransport": {Transport: http.DefaultTransport},
		"empty client": {}, "remote.DefaultTransport": {Transport: remote.DefaultTransport},
	} {
		if r, err := c.Get(url); err == nil {
			errs = append(errs, fmt.Errorf("%s got through: %s", name, r.Status))
		}
	}
	return errors.Join(errs...)
}

// fetchFor gets addresses "n address" from the parent and fails with what failed.
func fetchFor(arg string) error {
	count, address, _ := strings.Cut(arg, " ")
	n, err := strconv.Atoi(count)
	if err != nil {
		return err
	}
	for range n {
		r, err := http.DefaultClient.Get(address)
		if err != nil {
			return err
		}
		_, err = io.Copy(io.Discard, r.Body)
		if err = errors.Join(err, r.Body.Close()); err != nil {
			return err
		}
	}
	return nil
}
