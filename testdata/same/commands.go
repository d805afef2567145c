package main

import (
	"bytes"
	"context"
	_ "embed"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/source/github/githubtest"
)

//go:embed commands.txt
var commandLines string

// longest is the most time a command may take.
const longest = 3 * time.Minute

// side is one of the builds and the folder it works in.
type side struct {
	binary, dir string
	normal      *normaliser
}

// nowhere is the proxy of all but this machine: a port nobody listens on.
const nowhere = "http://127.0.0.1:9"

// outcome is what a command gave.
type outcome struct {
	code           int
	stdout, stderr string
}

// command returns a run of the build in its folder and nothing of this process's
// environment that it could know.
func (s *side) command(ctx context.Context, db string, args []string, more ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, s.binary, args...)
	cmd.Dir = s.dir
	cmd.Env = append([]string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + s.dir, "XDG_CACHE_HOME=" + filepath.Join(s.dir, "cache"),
		"TZ=UTC", "LANG=C.UTF-8", "GIT_CONFIG_NOSYSTEM=1", "PLUMBLINE_DB=sqlite:" + db,
		"HTTP_PROXY=" + nowhere, "HTTPS_PROXY=" + nowhere,
	}, more...)
	return cmd
}

func (s *side) run(ctx context.Context, db string, args []string, more ...string) outcome {
	ctx, cancel := context.WithTimeout(ctx, longest)
	defer cancel()
	cmd := s.command(ctx, db, args, more...)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := cmd.Run()
	var exited *exec.ExitError
	if err != nil && !errors.As(err, &exited) {
		fmt.Fprintln(&stderr, err)
		return outcome{-1, stdout.String(), stderr.String()}
	}
	return outcome{cmd.ProcessState.ExitCode(), stdout.String(), stderr.String()}
}

// text returns the outcome as it is compared.
func (o outcome) text(n *normaliser) string {
	return n.text(fmt.Sprintf("exit %d\n--- stdout\n%s--- stderr\n%s", o.code, o.stdout, o.stderr))
}

// runCommands runs the commands of commands.txt, those that make what pages show
// alone if so wished, and compares what they give.
func runCommands(ctx context.Context, sides [2]*side, r *report, forPages bool) error {
	demo, err := githubtest.New(githubtest.Config{Addr: "127.0.0.1:0", Now: time.Now, Enforce: true})
	if err != nil {
		return fmt.Errorf("the fake GitHub: %w", err)
	}
	defer demo.Close()
	words := strings.NewReplacer("$DEMO", demo.URL(), "TODAY", day(time.Now()))
	db := ""
	for line := range strings.Lines(commandLines) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		if name, ok := strings.CutPrefix(line, "["); ok {
			db = strings.TrimSuffix(name, "]")
			continue
		}
		line, makes := strings.CutPrefix(line, "! ")
		if forPages && !makes {
			continue
		}
		compareCommand(ctx, sides, r, db, line, words)
		if err := ctx.Err(); err != nil {
			return err
		}
	}
	return nil
}

// compareCommand has both builds run one line of commands.txt.
func compareCommand(ctx context.Context, sides [2]*side, r *report, db, line string, words *strings.Replacer) {
	call, file, _ := strings.Cut(line, " > ")
	args := strings.Fields(words.Replace(strings.TrimPrefix(call, "NOTHING")))
	var more []string
	if strings.Contains(call, "$DEMO") {
		more = []string{"PLUMBLINE_GITHUB_TOKEN=demo"}
	}
	var texts [2]string
	var both sync.WaitGroup
	for i, s := range sides {
		both.Go(func() {
			texts[i] = s.run(ctx, db+".db", args, more...).text(s.normal)
			if file == "" {
				return
			}
			b, err := os.ReadFile(filepath.Join(s.dir, file))
			texts[i] += fmt.Sprintf("--- %s\n%s%v\n", file, s.normal.text(string(b)), err)
		})
	}
	both.Wait()
	r.commands++
	r.compare(db+" plumbline "+call, texts)
}
