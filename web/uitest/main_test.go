package uitest

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/source/github/githubtest"
	"github.com/plumbline-scorecard/plumbline/internal/testkit"
)

// scripts is where the browser's side of the tests is.
const scripts = "../../.ci/ui"

// whole reports that pages are asked for in every view; a sample is not. `make ui` sets it
// to "all".
func whole() bool { return os.Getenv("PLUMBLINE_UI") != "" }

// chosen are the names of the pages that PLUMBLINE_UI asks for, separated by commas; none:
// all of them.
func chosen() []string {
	names := os.Getenv("PLUMBLINE_UI")
	if names == "" || names == "all" {
		return nil
	}
	return strings.Split(names, ",")
}

// browser returns the path of the browser, or ends the test as one that lacks
// what it needs.
func browser(t *testing.T) string {
	t.Helper()
	path, err := findBrowser()
	testkit.Need(t, "browser", err)
	return path
}

func findBrowser() (string, error) {
	var missing []error
	path, err := exec.LookPath("chromium")
	if err != nil {
		missing = append(missing, errors.New("no chromium in PATH (Debian package chromium)"))
	}
	// playwright-core needs Node 20; Debian 12's own package is older.
	if out, err := exec.Command("node", "-p", "process.versions.node.split('.')[0]").Output(); err != nil {
		missing = append(missing, errors.New("no node in PATH (Debian package nodejs)"))
	} else if major, err := strconv.Atoi(strings.TrimSpace(string(out))); err != nil || major < 20 {
		missing = append(missing, fmt.Errorf("node %s is older than 20", strings.TrimSpace(string(out))))
	}
	for _, name := range []string{"playwright-core", "axe-core"} {
		if _, err := os.Stat(filepath.Join(scripts, "node_modules", name, "package.json")); err != nil {
			missing = append(missing, fmt.Errorf("no npm package %s (make setup, or npm ci --prefix .ci/ui)", name))
		}
	}
	return path, errors.Join(missing...)
}

// site is the program, built and started with the bundled figures.
type site struct {
	base string // "http://127.0.0.1:40123"
	dir  string
	cmd  *exec.Cmd
}

// once is a site that the first test to need it starts.
type once struct {
	once sync.Once
	site site
	err  error
}

// The sites of these tests. bundled has the bundled figures, as the first start of the program has
// them; asked has what ask adds as well, and on saving people can save shortlists.
var asked, bundled, saving once

func TestMain(m *testing.M) {
	code := m.Run()
	asked.site.stop()
	bundled.site.stop()
	saving.site.stop()
	os.Exit(code)
}

// address returns where the site asked is.
func address(t *testing.T) string {
	t.Helper()
	return asked.address(t, site.ask)
}

// address starts the site when it is not running; prepare fills its database before.
func (o *once) address(t *testing.T, prepare func(s site, program string) error) string {
	t.Helper()
	o.once.Do(func() { o.site, o.err = start(prepare) })
	if o.err != nil {
		t.Fatal(o.err)
	}
	return o.site.base
}

func start(prepare func(s site, program string) error) (s site, err error) {
	if s.dir, err = os.MkdirTemp("", "plumbline-ui-"); err != nil {
		return s, err
	}
	program := filepath.Join(s.dir, "plumbline")
	if out, err := exec.Command("go", "build", "-o", program, "../../cmd/plumbline").CombinedOutput(); err != nil {
		return s, fmt.Errorf("build the program: %w\n%s", err, out)
	}
	if err := prepare(s, program); err != nil {
		return s, err
	}
	s.base, s.cmd, err = serve(program, s.dir)
	return s, err
}

// serve starts a program and returns its address.
func serve(program, dir string) (base string, cmd *exec.Cmd, err error) {
	args := []string{"--db", "sqlite:" + filepath.Join(dir, "ui.db"), "serve", "--addr", "127.0.0.1:0"}
	if file := filepath.Join(dir, passwordFile); exists(file) {
		args = append(args, "--admin-password-file", file)
	}
	cmd = exec.Command(program, args...)
	// No setting of the person who runs the tests reaches the program, and it
	// does not outlive them.
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + dir}
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	var log bytes.Buffer
	cmd.Stderr = &log
	out, err := cmd.StdoutPipe()
	if err != nil {
		return "", nil, err
	}
	if err := cmd.Start(); err != nil {
		return "", nil, fmt.Errorf("start the program: %w", err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		return "", cmd, fmt.Errorf("the program said no address: %w\n%s", err, log.Bytes())
	}
	_, base, found := strings.Cut(strings.TrimSpace(line), "http://")
	if !found {
		return "", cmd, fmt.Errorf("no address in %q", line)
	}
	return "http://" + strings.TrimSuffix(base, "/"), cmd, nil
}

// published is a result of curl as somebody might have published it. Its figures
// are of no one.
const published = `{"date":"2026-08-17","repo":{"name":"github.com/curl/curl","commit":"5e1ab0de5e1ab0de5e1ab0de5e1ab0de5e1ab0de"},"scorecard":{"version":"v5.3.0"},"score":6.4,"checks":[
{"name":"Binary-Artifacts","score":9,"annotations":["test-data"]},{"name":"Branch-Protection","score":3},{"name":"Code-Review","score":1},{"name":"Dangerous-Workflow","score":10},{"name":"Fuzzing","score":10},
{"name":"License","score":7},{"name":"Maintained","score":10},{"name":"Packaging","score":-1},{"name":"SAST","score":7},{"name":"SBOM","score":0},{"name":"Signed-Releases","score":-1,"reason":"internal error: x"},{"name":"Token-Permissions","score":0},{"name":"Vulnerabilities","score":10}]}`

// ask has the program ask a fake GitHub about curl, and read what others
// published of it, so that both are looked at, too. Its figures are of no one.
func (s site) ask(program string) error {
	fake, err := githubtest.New(githubtest.Config{World: githubtest.NewWorld()})
	if err != nil {
		return err
	}
	defer fake.Close()
	fake.Edit(func(w *githubtest.World) {
		now := w.Start()
		r := w.Add(&githubtest.Repository{
			Owner: "curl", Name: "curl", Branch: "master", License: "MIT", Stars: 12345, Topics: []string{"example", "invented"},
			CreatedAt: now.AddDate(-9, 0, 0), UpdatedAt: now, PushedAt: now, Members: map[string]string{"member-example": "OWNER"},
		})
		for i := range 12 {
			item := r.OpenIssue("visitor-example", now.AddDate(0, -i, -1))
			if i%4 != 0 {
				item.Comment("member-example", item.CreatedAt.Add(time.Duration(i)*9*time.Hour))
			}
		}
		w.Rename("curl/curl", "example-moved/curl")
	})
	results := filepath.Join(s.dir, "results.json")
	if err := os.WriteFile(results, []byte(published), 0o600); err != nil {
		return err
	}
	for _, args := range [][]string{
		{"rank", "--limit", "1"},
		{"report", "make", "2026-q3", "--title", "Third quarter of 2026"},
		{"collect", "--repo", "curl", "--sources", "github", "--github-url", fake.URL()},
		{"import", results},
		{"cohort", "make", "since-october", "--title", "As it was in October"},
		{"report", "make", "2026-q4", "--title", "Fourth quarter of 2026"},
	} {
		cmd := exec.Command(program, append([]string{"--db", "sqlite:" + filepath.Join(s.dir, "ui.db")}, args...)...)
		cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + s.dir, "PLUMBLINE_GITHUB_TOKEN=" + githubtest.DemoToken}
		if out, err := cmd.CombinedOutput(); err != nil {
			return fmt.Errorf("%s: %w\n%s", args[0], err, out)
		}
	}
	return nil
}

func (s site) stop() {
	if s.cmd != nil && s.cmd.Process != nil {
		_ = s.cmd.Process.Kill() // it has ended by itself at the worst
		_ = s.cmd.Wait()
	}
	if s.dir != "" {
		_ = os.RemoveAll(s.dir) // of a temporary folder
	}
}

// ask runs a script of .ci/ui with a job and hands each line of its answer to
// each.
func ask(t *testing.T, script string, job any, each func(line []byte)) {
	t.Helper()
	in, err := json.Marshal(job)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithTimeout(t.Context(), 15*time.Minute)
	defer stop()
	cmd := exec.CommandContext(ctx, "node", filepath.Join(scripts, script))
	cmd.Stdin = bytes.NewReader(in)
	var said bytes.Buffer
	cmd.Stderr = &said
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s: %v\n%s", script, err, said.Bytes())
	}
	for line := range bytes.Lines(out) {
		each(line)
	}
}

// decode reads a line of an answer; a field nobody here knows is a mistake.
func decode(t *testing.T, line []byte, into any) {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(line))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		t.Fatalf("read an answer: %v\n%.300s", err, line)
	}
}
